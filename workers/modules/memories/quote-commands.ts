import { describeError } from '../../core/errors.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
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
const edits = (summary: string, options: Options, patchOf: (call: CommandCall) => QuotePatch) =>
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
  summary: 'Shows a quote: by chance, by its number, or by words in it.',
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
      summary: 'Keeps what somebody said.',
      options: { text: rest('"text" - who said it') },
      cooldown: WRITES,
      effect: 'database',
      run: async (call, ctx) => {
        const typed = readQuote(call.options.text ?? '');
        return changeReply(ctx, await addQuote(ctx, { ...typed, ...(await onAir(call, ctx)) }, MAX_TYPED), 'added');
      },
    },
    edit: edits('Changes its text.', { text: rest('The new text.') }, ({ options }) => {
      const { text, author } = readQuote(options.text ?? '');
      return { text, ...(author === '' ? {} : { author }) };
    }),
    author: edits('Says who said it; - for nobody.', { name: rest('The name.') }, ({ options: { name = '' } }) => ({
      author: name === '-' ? '' : name,
    })),
    category: edits(
      'Puts it into a category; - for none.',
      { name: rest('The category.') },
      ({ options: { name = '' } }) => ({ category: name === '-' ? null : name }),
    ),
    delete: {
      summary: 'Takes it away.',
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
      summary: 'Takes its last change back.',
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
      summary: 'Looks for words, the best match first.',
      options: { words: rest('Words; "in a row" together, -without.') },
      run: ({ options: { words = '' } }, ctx) => search(words, ctx),
    },
    by: {
      summary: 'Shows what somebody said.',
      options: { name: rest('The name.') },
      run: async ({ options: { name = '' } }, ctx) => {
        const found = await listQuotes(ctx, { author: name, limit: SHOWN });
        return foundReply(ctx, found, () => ctx.say('quote.nobody-found', { author: told(name) }));
      },
    },
    top: {
      summary: 'Shows those with the most votes.',
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
      summary: 'Votes on it: up, down or clear.',
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
      summary: 'Lets a quote that waits be shown.',
      level: 'moderator',
      options: { number },
      effect: 'database',
      run: numbered(async (of, _, ctx) => changeReply(ctx, await approveQuote(ctx, of), 'approved')),
    },
    pending: {
      summary: 'Shows what waits to be approved.',
      level: 'moderator',
      visibility: 'ephemeral',
      run: async (_, ctx) => {
        const { total, quotes } = await listQuotes(ctx, { status: 'pending', limit: SHOWN });
        if (total === 0) return say(ctx.say('quote.pending.none'));
        return say(ctx.say('quote.pending', { total, quotes: quoteLines(ctx, quotes) }));
      },
    },
    count: {
      summary: 'Tells how many there are.',
      run: async (_, ctx) => {
        const { approved, pending } = await quoteStats(ctx);
        const counted = ctx.say(approved === 1 ? 'quote.count.one' : 'quote.count', { count: approved });
        return say(pending === 0 ? counted : ctx.say('quote.count.waiting', { counted, pending }));
      },
    },
  },
};

export const quoteCommands: readonly Command[] = [quote];
