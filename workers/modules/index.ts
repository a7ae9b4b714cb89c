import type { Module } from '../core/modules.ts';
import { customCommands } from './commands/index.ts';
import { general } from './general/index.ts';

/** Every capability of the bot. Adding one is adding its folder and a line here. */
export const modules: readonly Module[] = [general, customCommands];
