import { describeError } from '../../core/errors.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import type { InEachLanguage } from '../../core/words.ts';
import { findQuote, listQuotes, quoteStats, randomQuote, searchQuotes, topQuotes } from './quote-reads.ts';
import { moderates } from './quote-rows.ts';
import { changeReply, foundReply, numberOf, quoteLine, quoteLines, refusalReply, told } from './quote-said.ts';
import { MAX_TYPED, readQuote } from './quote-text.ts';
import { undoQuote } from './quote-undo.ts';
import { VOTES, voteQuote } from './quote-votes.ts';
import { addQuote, approveQuote, deleteQuote, editQuote, type QuotePatch } from './quotes.ts';

/** Quotes of one answer. */
const SHOWN = 3;
/** Longest question to the search, in UTF-16 units. */
const MAX_WORDS = 200;
const COOLDOWN = { user: 5, channel: 0, exempt: 'moderator' } as const;
const WRITES = { user: 10, channel: 0, exempt: 'moderator' } as const;

const number = { type: 'word', required: true, summary: 'The quote’s number.' } as const;
const rest = (summary: string) => ({ type: 'rest', required: true, summary }) as const;

/** A part that is about the quote of a number. */
const numbered =
  (run: (number: number, call: CommandCall, ctx: Ctx) => Promise<Reply>) =>
  async (call: CommandCall, ctx: Ctx): Promise<Reply> => {
    const typed = call.options.number ?? '';
    const read = numberOf(typed);
    return read === null ? say(ctx.say('quote.bad-number', { typed: told(typed) })) : run(read, call, ctx);
  };

/** A part that changes one thing of a quote. */
const edits = (summary: InEachLanguage, options: Options, patchOf: (call: CommandCall) => QuotePatch) =>
  ({
    summary,
    options: { number, ...options },
    cooldown: WRITES,
    effect: 'database',
    run: numbered(async (of, call, ctx) =>
      changeReply(ctx, await editQuote(ctx, of, patchOf(call), MAX_TYPED), 'changed'),
    ),
  }) as const;

/** What is played and how the stream is called, while it is live. A quote is kept without where the platform does not answer. */
async function onAir({ event }: CommandCall, ctx: Ctx): Promise<{ readonly game?: string; readonly title?: string }> {
  const state = await ctx.stream?.streamOf(event.channel).catch((error: unknown) => {
    ctx.log('info', 'quote.stream-unseen', { error: describeError(error) });
    return null;
  });
  if (!state?.live) return {};
  return { ...(state.category ? { game: state.category } : {}), ...(state.title ? { title: state.title } : {}) };
}

async function showNumber(of: number, ctx: Ctx): Promise<Reply> {
  const quote = await findQuote(ctx, of);
  if (!quote) return say(ctx.say('quote.missing', { number: of, prefix: ctx.prefix }));
  // What nobody has approved yet is not said in the room by asking for it.
  if (quote.status === 'pending' && !moderates(ctx)) return say(ctx.say('quote.waits', { number: of }));
  return say(quoteLine(ctx, quote));
}

async function search(words: string, ctx: Ctx): Promise<Reply> {
  const found = await searchQuotes(ctx, { words: words.slice(0, MAX_WORDS), limit: SHOWN });
  return foundReply(ctx, found, () => ctx.say('quote.nothing-found', { words: told(words) }));
}

const quote: Command = {
  name: 'quote',
  aliases: ['quotes'],
  summary: {
    en: 'Shows a quote: by chance, by its number, or by words in it.',
    de: 'Zeigt ein Zitat: zufällig, nach Nummer oder nach Wörtern darin.',
  },
  cooldown: COOLDOWN,
  options: { which: { type: 'rest', required: false, summary: 'A number, or words to search for.' } },
  effect: 'database',
  run: async ({ options: { which = '' } }, ctx) => {
    const of = numberOf(which);
    if (of !== null) return showNumber(of, ctx);
    if (which !== '') return search(which, ctx);
    const shown = await randomQuote(ctx);
    return say(shown ? quoteLine(ctx, shown) : ctx.say('quote.none', { prefix: ctx.prefix }));
  },
  subcommands: {
    add: {
      summary: { en: 'Keeps what somebody said.', de: 'Merkt sich, was jemand gesagt hat.' },
      options: { text: rest('"text" - who said it') },
      cooldown: WRITES,
      effect: 'database',
      run: async (call, ctx) => {
        const typed = readQuote(call.options.text ?? '');
        return changeReply(ctx, await addQuote(ctx, { ...typed, ...(await onAir(call, ctx)) }, MAX_TYPED), 'added');
      },
    },
    edit: edits({ en: 'Changes its text.', de: 'Ändert den Text.' }, { text: rest('The new text.') }, ({ options }) => {
      const { text, author } = readQuote(options.text ?? '');
      return { text, ...(author === '' ? {} : { author }) };
    }),
    author: edits(
      { en: 'Says who said it; - for nobody.', de: 'Sagt, von wem es ist; - für niemanden.' },
      { name: rest('The name.') },
      ({ options: { name = '' } }) => ({
        author: name === '-' ? '' : name,
      }),
    ),
    category: edits(
      { en: 'Puts it into a category; - for none.', de: 'Ordnet es einer Kategorie zu; - für keine.' },
      { name: rest('The category.') },
      ({ options: { name = '' } }) => ({ category: name === '-' ? null : name }),
    ),
    delete: {
      summary: { en: 'Takes it away.', de: 'Nimmt es weg.' },
      options: { number },
      cooldown: WRITES,
      effect: 'database',
      run: numbered(async (of, _, ctx) => {
        const change = await deleteQuote(ctx, of);
        if (change.result !== 'done') return refusalReply(ctx, change);
        return say(ctx.say('quote.deleted', { number: of, prefix: ctx.prefix }));
      }),
    },
    undo: {
      summary: { en: 'Takes its last change back.', de: 'Nimmt die letzte Änderung daran zurück.' },
      options: { number },
      cooldown: WRITES,
      effect: 'database',
      run: numbered(async (of, _, ctx) => {
        const change = await undoQuote(ctx, of);
        if (change.result !== 'done') return refusalReply(ctx, change);
        if (change.isDeleted) return say(ctx.say('quote.undone.deleted', { number: of }));
        if (change.quote.status === 'pending') return say(ctx.say('quote.waits', { number: of }));
        return say(ctx.say('quote.undone', { quote: quoteLine(ctx, change.quote) }));
      }),
    },
    search: {
      summary: { en: 'Looks for words, the best match first.', de: 'Sucht nach Wörtern, der beste Treffer zuerst.' },
      options: { words: rest('Words; "in a row" together, -without.') },
      run: ({ options: { words = '' } }, ctx) => search(words, ctx),
    },
    by: {
      summary: { en: 'Shows what somebody said.', de: 'Zeigt, was jemand gesagt hat.' },
      options: { name: rest('The name.') },
      run: async ({ options: { name = '' } }, ctx) => {
        const found = await listQuotes(ctx, { author: name, limit: SHOWN });
        return foundReply(ctx, found, () => ctx.say('quote.nobody-found', { author: told(name) }));
      },
    },
    top: {
      summary: { en: 'Shows those with the most votes.', de: 'Zeigt die mit den meisten Stimmen.' },
      run: async (_, ctx) => {
        const { quotes } = await topQuotes(ctx, SHOWN);
        if (quotes.length === 0) return say(ctx.say('quote.top.none', { prefix: ctx.prefix }));
        const lines = quoteLines(ctx, quotes, ({ up, down }, words) =>
          ctx.say('quote.top.each', { quote: words, points: up > down ? `+${up - down}` : up - down }),
        );
        return say(ctx.say('quote.top', { quotes: lines }));
      },
    },
    vote: {
      summary: { en: 'Votes on it: up, down or clear.', de: 'Stimmt darüber ab: up, down oder clear.' },
      options: { number, vote: { type: 'word', required: true, summary: 'up, down or clear' } },
      // Several are voted on in a row; how often a member may is no matter, as each has one vote.
      cooldown: { user: 2, channel: 0, exempt: 'moderator' },
      effect: 'database',
      run: numbered(async (of, { options }, ctx) => {
        const typed = (options.vote ?? '').toLowerCase();
        const vote = VOTES.find((one) => one === typed);
        if (!vote) return say(ctx.say('quote.bad-vote', { number: of, prefix: ctx.prefix }));
        const voted = await voteQuote(ctx, of, vote);
        if (voted.result === 'done') return say(ctx.say('quote.voted', { number: of, up: voted.up, down: voted.down }));
        const words = voted.result === 'pending' ? 'waits' : voted.result;
        return say(ctx.say(`quote.${words}`, { number: of, prefix: ctx.prefix }));
      }),
    },
    approve: {
      summary: { en: 'Lets a quote that waits be shown.', de: 'Gibt ein wartendes Zitat frei.' },
      level: 'moderator',
      options: { number },
      effect: 'database',
      run: numbered(async (of, _, ctx) => changeReply(ctx, await approveQuote(ctx, of), 'approved')),
    },
    pending: {
      summary: { en: 'Shows what waits to be approved.', de: 'Zeigt, was auf Freigabe wartet.' },
      level: 'moderator',
      visibility: 'ephemeral',
      run: async (_, ctx) => {
        const { total, quotes } = await listQuotes(ctx, { status: 'pending', limit: SHOWN });
        if (total === 0) return say(ctx.say('quote.pending.none'));
        return say(ctx.say('quote.pending', { total, quotes: quoteLines(ctx, quotes) }));
      },
    },
    count: {
      summary: { en: 'Tells how many there are.', de: 'Sagt, wie viele es sind.' },
      run: async (_, ctx) => {
        const { approved, pending } = await quoteStats(ctx);
        const counted = ctx.say(approved === 1 ? 'quote.count.one' : 'quote.count', { count: approved });
        return say(pending === 0 ? counted : ctx.say('quote.count.waiting', { counted, pending }));
      },
    },
  },
};

export const quoteCommands: readonly Command[] = [quote];
