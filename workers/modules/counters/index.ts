import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { archiveOfCounters } from './archive.ts';
import { undo } from './audit-undo.ts';
import { counter } from './commands.ts';
import { words } from './words.ts';

/** Numbers that a community counts: deaths, wins, how often somebody said that. Texts name them as `$(count deaths)`. */
export const counters = defineModule({
  name: 'counters',
  title: 'Counters',
  commands: [counter],
  routes,
  archive: archiveOfCounters,
  undo,
  words,
});
