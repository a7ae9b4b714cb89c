import { isCommandName, normaliseName } from '../../core/commands.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { Registry } from '../../core/registry.ts';

/** A command as it is typed: without its prefix, in its one form, and with its part where there is one (`quote add`). */
export interface Named {
  readonly name: string;
  readonly subcommand?: string;
}

/** Takes the prefix off, as people type it: `!command add !hello …`. */
export function nameOf(typed: string, prefix: string): string {
  const bare = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
  return normaliseName(bare);
}

export function namedOf(typed: string, prefix: string): Named {
  const [first = '', second] = typed.trim().split(/\s+/, 2);
  const name = nameOf(first, prefix);
  return second === undefined ? { name } : { name, subcommand: normaliseName(second) };
}

/** What stands against a new name, apart from another custom command, which only the database knows for sure. */
export function nameRefusal(registry: Registry, name: string): 'bad-name' | 'builtin' | 'alias' | 'module' | null {
  if (!isCommandName(name)) return 'bad-name';
  const kind = registry.get(name)?.kind;
  if (kind === 'http') return 'module';
  return kind === 'builtin' || kind === 'alias' ? kind : null;
}

/** The path under which a built-in command's overrides are kept, or null where it is none or has no such part. */
export async function builtinPath(ctx: VerbCtx, { name, subcommand }: Named): Promise<string | null> {
  const entry = (await ctx.registry()).get(name);
  if (entry?.kind !== 'builtin') return null;
  if (subcommand === undefined) return entry.id;
  return Object.hasOwn(entry.subcommands, subcommand) ? `${entry.id} ${subcommand}` : null;
}
