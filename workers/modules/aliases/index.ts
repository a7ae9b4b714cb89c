import { madeBy, namedInOptions } from '../../../db/person-tables.ts';
import { aliases as table } from '../../../db/schema/index.ts';
import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { archiveOfAliases } from './archive.ts';
import { undo } from './audit-undo.ts';
import { alias } from './commands.ts';
import { words } from './words.ts';

/** Other names for commands and chains of them, as on Linux. What they stand for is found by the Channel. */
export const aliases = defineModule({
  name: 'aliases',
  title: 'Aliases',
  commands: [alias],
  routes,
  person: [madeBy(table), namedInOptions(table)],
  archive: archiveOfAliases,
  undo,
  words,
});
