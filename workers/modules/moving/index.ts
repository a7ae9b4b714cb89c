import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { undo } from './audit-undo.ts';

/** Bringing along what another bot has: commands, aliases, timers, counters, keywords and quotes. */
export const moving = defineModule({
  name: 'moving',
  title: 'Moving in',
  commands: [],
  routes,
  undo,
  words: {},
});
