import type { Ctx } from '../../core/modules.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { oneLine, truncate } from '../../core/text.ts';
import type { Listed } from './quote-reads.ts';
import { MAX_NUMBER, MAX_QUOTES, type Quote } from './quote-rows.ts';
import { MAX_TYPED } from './quote-text.ts';
import type { QuoteChange, QuoteRefusal } from './quotes.ts';

/** Longest text of each of several quotes, in code points: three of them are one line. */
const LISTED = 100;
/** Longest that somebody's own words are said back, in code points. */
const TOLD = 100;

/** The number that somebody typed, `12` or `#12`; null where it is none. */
export function numberOf(typed: string): number | null {
  const [, digits] = /^#?0*([1-9]\d{0,9})$/.exec(typed.trim()) ?? [];
  return digits !== undefined && Number(digits) <= MAX_NUMBER ? Number(digits) : null;
}

export const told = (typed: string): string => truncate(oneLine(typed), TOLD);

/** The day in the community's zone, as 2026-11-26. */
const dayOf = (at: string, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(at),
  );

/** A quote in one line: `#12: "text" — author [game, 2026-11-26]`. */
export function quoteLine(ctx: Ctx, { number, text, author, game, saidAt }: Quote, longest = MAX_TYPED): string {
  const date = dayOf(saidAt, ctx.community.zone);
  return ctx.say('quote.line', {
    number,
    text: truncate(oneLine(text), longest),
    by: author === '' ? '' : `${ctx.say('quote.by', { author: oneLine(author) })} `,
    where: game ? ctx.say('quote.where', { game: oneLine(game), date }) : ctx.say('quote.when', { date }),
  });
}

/** Several quotes in one line, their texts shortened. */
export const quoteLines = (
  ctx: Ctx,
  quotes: readonly Quote[],
  each: (quote: Quote, words: string) => string = (_, words) => words,
): string => quotes.map((quote) => each(quote, quoteLine(ctx, quote, LISTED))).join(` ${ctx.say('quote.between')} `);

/** What was found: a single one in full, several shortened, or the words for none. */
export function foundReply(ctx: Ctx, { total, quotes }: Listed, none: () => string): Reply {
  const [first] = quotes;
  if (!first) return say(none());
  if (total === 1) return say(quoteLine(ctx, first));
  return say(ctx.say('quote.found', { shown: quotes.length, total, quotes: quoteLines(ctx, quotes) }));
}

export function refusalReply(ctx: Ctx, refusal: QuoteRefusal): Reply {
  const { prefix } = ctx;
  switch (refusal.result) {
    case 'too-long':
      return say(ctx.say('quote.too-long', { what: ctx.say(`quote.too-long.${refusal.what}`), most: refusal.most }));
    case 'full':
    case 'empty':
      return say(ctx.say(`quote.${refusal.result}`, { most: MAX_QUOTES, prefix }));
    default:
      return say(ctx.say(`quote.${refusal.result}`, { number: refusal.number, prefix }));
  }
}

/** Words for a change: of a quote that waits, nothing but its number is said. */
export function changeReply(ctx: Ctx, change: QuoteChange, done: 'added' | 'changed' | 'approved'): Reply {
  if (change.result !== 'done') return refusalReply(ctx, change);
  const { quote } = change;
  if (quote.status === 'pending') return say(ctx.say('quote.waits', { number: quote.number }));
  return say(ctx.say(`quote.${done}`, { quote: quoteLine(ctx, quote) }));
}
