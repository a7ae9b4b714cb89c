import type { CommandEntry } from './core/commands.ts';
import { normaliseName } from './core/commands.ts';
import { entryOf } from './core/modules.ts';
import { modules } from './modules/index.ts';
import type { BuiltinCommand } from './router/services.ts';

/** The built-in commands by name. Two modules that declare one name are a mistake of ours, told at start. */
export function collectBuiltins(): ReadonlyMap<string, BuiltinCommand> {
  const builtins = new Map<string, BuiltinCommand>();
  const taken = new Set<string>();
  for (const module of modules) {
    for (const command of module.commands) {
      for (const name of [command.name, ...(command.aliases ?? [])]) {
        if (taken.has(normaliseName(name))) throw new Error(`two commands are named "${name}"`);
        taken.add(normaliseName(name));
      }
      builtins.set(command.name, { command, module });
    }
  }
  return builtins;
}

/** The registry's lines for every built-in command. */
export const builtinEntries = (): CommandEntry[] =>
  Array.from(collectBuiltins().values(), ({ command }) => entryOf(command));
