import { madeBy, namedInOptions } from '../../../db/person-tables.ts';
import { httpModules as table } from '../../../db/schema/index.ts';
import { HTTP_MODULES } from '../../core/http-modules.ts';
import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { archiveOfHttpModules } from './archive.ts';
import { module } from './commands.ts';
import { words } from './words.ts';

/** A community's own programs, which answer commands over HTTP. They are called by the router. */
export const httpModules = defineModule({
  name: HTTP_MODULES,
  title: 'HTTP modules',
  commands: [module],
  routes,
  person: [madeBy(table), namedInOptions(table)],
  archive: archiveOfHttpModules,
  words,
});
