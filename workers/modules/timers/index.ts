import { madeBy } from '../../../db/person-tables.ts';
import { timers as table } from '../../../db/schema/index.ts';
import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { archiveOfTimers } from './archive.ts';
import { undo } from './audit-undo.ts';
import { timer } from './commands.ts';
import { dueTimers } from './due.ts';
import { words } from './words.ts';

/** Texts that the bot says by itself, by interval or cron. */
export const timers = defineModule({
  name: 'timers',
  title: 'Timers',
  commands: [timer],
  routes,
  schedule: [dueTimers],
  person: [madeBy(table)],
  archive: archiveOfTimers,
  undo,
  words,
});
