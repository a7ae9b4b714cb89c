import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { alias } from './commands.ts';
import { words } from './words.ts';

/** Other names for commands and chains of them, as on Linux. What they stand for is found by the Channel. */
export const aliases = defineModule({
  name: 'aliases',
  title: 'Aliases',
  commands: [alias],
  routes,
  words,
});
