import { defineModule } from '../../core/modules.ts';
import { about, commandList, help, ping } from './commands.ts';
import { words } from './words.ts';

/** What every bot answers: help, the list of commands, a sign of life. */
export const general = defineModule({
  name: 'general',
  title: 'Help and signs of life',
  commands: [help, commandList, ping, about],
  words,
});
