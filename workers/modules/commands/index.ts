import { defineModule } from '../../core/modules.ts';
import { command } from './commands.ts';
import { words } from './words.ts';

/** A community's own text commands. */
export const customCommands = defineModule({ name: 'commands', title: 'Custom commands', commands: [command], words });
