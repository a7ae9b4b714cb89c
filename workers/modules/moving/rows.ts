import { v7 as uuidv7 } from 'uuid';
import type { VerbCtx } from '../../core/modules.ts';
import { normalisedText } from '../memories/quote-text.ts';
import { AGENDA, LOOK_AHEAD_MS } from '../timers/effects.ts';
import { firstOf } from '../timers/state.ts';
import type { Ready } from './choose.ts';
import type { Draft } from './lines.ts';

/** A line as the database is given it; `ord` keeps the file's order. */
interface Row {
  readonly line: string;
  readonly ord: number;
  readonly id: string;
  readonly name: string;
  /** The line of the command that has to be made with it. */
  readonly of: string | null;
}

export type RowsOf<Kind extends Draft['is']> = readonly (Row & Readonly<Record<string, unknown>>)[] & {
  readonly kind?: Kind;
};

/** What is to be made, by its kind. */
export type Rows = { readonly [Kind in Draft['is']]: RowsOf<Kind> };

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What a draft is besides its name, by the names of the columns. */
function columnsOf({ draft, runs }: Ready, ctx: VerbCtx): Readonly<Record<string, unknown>> {
  switch (draft.is) {
    case 'command':
      return { replies: [{ text: draft.text, weight: 1 }], options: draft.options };
    case 'alias':
      return { expansion: runs, options: draft.options };
    case 'counter':
      return { value: draft.value };
    case 'keyword':
      return { match: draft.match, pattern: draft.pattern, action: { is: 'run', line: runs } };
    case 'timer': {
      const { texts, schedule, minLines, live, enabled } = draft;
      const next = enabled ? firstOf(schedule, ctx.now, ctx.community.zone) : null;
      return { texts, schedule, lines: minLines, live, enabled, next: iso(next) };
    }
    case 'quote': {
      const { text, author, category, game, title, saidAt } = draft;
      return { text, normalised: normalisedText(text), author, category, game, title, said: iso(saidAt ?? ctx.now) };
    }
  }
}

/** Everything that is to be made, for one statement. */
export function rowsOf(ready: readonly Ready[], ctx: VerbCtx): Rows {
  const rows: Record<Draft['is'], (Row & Readonly<Record<string, unknown>>)[]> = {
    command: [],
    alias: [],
    counter: [],
    keyword: [],
    timer: [],
    quote: [],
  };
  for (const [ord, one] of ready.entries()) {
    const { line, name, of } = one;
    rows[one.draft.is].push({ line: line.id, ord, id: uuidv7(), name, of, ...columnsOf(one, ctx) });
  }
  return rows;
}

/** Tells the agenda of the first timer that will speak, before there is a row for it. */
export async function announceTimers(ctx: VerbCtx, rows: Rows): Promise<void> {
  const times = rows.timer.flatMap(({ next }) => (typeof next === 'string' ? [Date.parse(next)] : []));
  if (times.length > 0) await ctx.agenda(AGENDA, Math.min(...times) - LOOK_AHEAD_MS);
}
