import type { Command } from './queries.ts';

/** What could be typed next. */
export interface Suggestion {
  /** The whole line that it makes. */
  readonly line: string;
  readonly summary: string;
  readonly summaries: Command['summaries'];
  readonly usage: string;
  readonly level: Command['level'];
}

const MOST = 7;

const shown = ({ summary, summaries, usage, level }: Omit<Suggestion, 'line'>) => ({
  summary,
  summaries,
  usage,
  level,
});

/** The command that a line begins with, and the part of it that is meant. */
export function commandIn(line: string, prefix: string, commands: readonly Command[]) {
  if (!line.startsWith(prefix)) return null;
  const [name = '', sub = ''] = line.slice(prefix.length).toLowerCase().split(/\s+/, 2);
  const command = commands.find((one) => one.name === name || one.aliases.includes(name));
  if (!command) return null;
  return { command, part: command.subcommands[sub] ?? command };
}

/** Commands that begin so, and their subcommands once one is written out. */
export function suggestionsFor(line: string, prefix: string, commands: readonly Command[]): readonly Suggestion[] {
  if (!line.startsWith(prefix)) return [];
  const typed = line.slice(prefix.length).toLowerCase();
  const [name = '', ...rest] = typed.split(' ');
  if (rest.length === 0)
    return commands
      .filter((one) => one.enabled && !one.hidden && one.name.startsWith(name) && one.name !== name)
      .slice(0, MOST)
      .map(({ name: whole, ...about }) => ({ line: `${prefix}${whole}`, ...shown(about) }));
  const command = commands.find((one) => one.name === name || one.aliases.includes(name));
  if (!command || rest.length > 1) return [];
  const [sub = ''] = rest;
  return Object.entries(command.subcommands)
    .filter(([whole, part]) => part.enabled && whole.startsWith(sub) && whole !== sub)
    .slice(0, MOST)
    .map(([whole, about]) => ({ line: `${prefix}${name} ${whole}`, ...shown(about) }));
}
