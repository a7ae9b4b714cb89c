import type { Line, Wanted } from './queries.ts';

/** What whoever moves in has decided: which lines come, and under which names. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly names: ReadonlyMap<string, string>;
}

/** Whether a line can come at all. */
export const canCome = ({ status }: Pick<Line, 'status'>): boolean => status !== 'unsupported';

/** At first, all that works as it did comes, and what has to be looked at waits for that. */
export const firstChoice = (lines: readonly Line[]): Choice => ({
  chosen: new Set(lines.filter(({ status }) => status === 'ok').map(({ id }) => id)),
  names: new Map(),
});

/** What can be a name, as the API has it. */
const NAME = /^(?:[\p{L}\p{N}\p{Emoji_Presentation}_-]|\p{M}|\u200D|\uFE0F)+$/u;
const MOST = 40;
export const isName = (typed: string): boolean => NAME.test(typed.trim()) && [...typed.trim()].length <= MOST;

/** Whether a line still lacks the name without which it stays behind. */
export const lacksName = ({ id, needsName }: Pick<Line, 'id' | 'needsName'>, { names }: Choice): boolean =>
  needsName && !isName(names.get(id) ?? '');

/** The lines that come. */
export const wantedOf = (lines: readonly Line[], choice: Choice): readonly Wanted[] =>
  lines
    .filter((line) => choice.chosen.has(line.id) && canCome(line) && !lacksName(line, choice))
    .map(({ id }) => {
      const name = choice.names.get(id)?.trim() ?? '';
      return isName(name) ? { id, name } : { id };
    });
