import { LEVELS } from '@waddlebot/core/levels.ts';
import type { ListedCommand } from './queries.ts';
import { type CommandSort, type CommandsState, KINDS } from './state.ts';

/** What rows are chosen and ordered by. */
export type Narrowing = Pick<CommandsState, 'q' | 'kind' | 'group' | 'category' | 'platform' | 'level' | 'on' | 'sort'>;

export const isNarrowed = ({ sort: _, ...by }: Narrowing): boolean =>
  Object.values(by).some((value) => value !== undefined);

const holds = (command: ListedCommand, by: Narrowing): boolean => {
  const wanted = by.q?.trim().toLowerCase() ?? '';
  const { name, aliases, summary, summaries, expansion, replies } = command;
  const about = Object.values(summaries ?? { summary });
  const words = [name, ...aliases, ...about, expansion ?? '', ...(replies ?? []).map(({ text }) => text)];
  return (
    (wanted === '' || words.some((text) => text.toLowerCase().includes(wanted))) &&
    (by.kind === undefined || command.kind === by.kind) &&
    (by.group === undefined || command.group === by.group) &&
    (by.category === undefined || command.category === by.category) &&
    (by.platform === undefined || command.platforms === null || command.platforms.includes(by.platform)) &&
    (by.level === undefined || command.level === by.level) &&
    (by.on === undefined || command.enabled === (by.on === 'on'))
  );
};

const byName = (one: ListedCommand, other: ListedCommand): number => one.name.localeCompare(other.name);
const ORDERS: Readonly<Record<string, (one: ListedCommand, other: ListedCommand) => number>> = {
  name: byName,
  uses: (one, other) => one.uses - other.uses,
  kind: (one, other) => KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind),
  level: (one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level),
};

/** The commands that are wanted, in the order they are wanted in; equals go by name. */
export function rowsOf(commands: readonly ListedCommand[], by: Narrowing): readonly ListedCommand[] {
  const { sort = 'name' } = by;
  const order = ORDERS[sort.replace(/^-/, '')] ?? byName;
  const sign = sort.startsWith('-') ? -1 : 1;
  return commands
    .filter((command) => holds(command, by))
    .toSorted((one, other) => sign * order(one, other) || byName(one, other));
}

/** What a press on a column's name leads to: numbers begin with the most. */
export function sortAfter(column: string, now: CommandSort | undefined): CommandSort | undefined {
  const [up, down] = [column, `-${column}`] as [CommandSort, CommandSort];
  const first = column === 'uses' ? down : up;
  const next = now === first || (column === 'name' && now === undefined) ? (first === up ? down : up) : first;
  return next === 'name' ? undefined : next;
}

/** Words that commands have of a kind (groups, categories), in order. */
export const wordsUsed = (commands: readonly ListedCommand[], of: 'group' | 'category'): readonly string[] =>
  [...new Set(commands.flatMap((command) => command[of] ?? []))].toSorted((one, other) => one.localeCompare(other));
