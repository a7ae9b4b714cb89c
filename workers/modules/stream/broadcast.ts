import { printDuration } from '../../core/durations.ts';
import type { Platform } from '../../core/ids.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import type { StreamPort, StreamState } from '../../core/stream.ts';
import { oneLine, truncate } from '../../core/text.ts';
import { act, STREAMS, withStream } from './act.ts';
import { chooseCategory } from './categories.ts';

const COOLDOWN = { user: 5, channel: 0, exempt: 'moderator' } as const;
/** Near categories that are told: with their words around them they stay one line. */
const NEAR_TOLD = 5;
/** Longest that somebody's own words are said back, in code points. */
const TOLD = 200;
/** Where categories can be looked for; elsewhere the platform itself says why none can be set. */
const SEARCHED: readonly Platform[] = ['twitch', 'kick'];

const shown = (text: string): string => truncate(oneLine(text), TOLD);

/** Words for what the channel shows, or that it cannot be seen. */
const showing = (
  { event }: CommandCall,
  ctx: Ctx,
  words: (state: StreamState, stream: StreamPort) => string,
): Promise<Reply> =>
  withStream(ctx, async (stream) => {
    const state = await stream.streamOf(event.channel);
    return say(state ? words(state, stream) : ctx.say('unseen'));
  });

/** Whoever types a new one without `set` is shown the old one, and told how. */
const withHint = ({ invocation }: CommandCall, ctx: Ctx, name: string, words: string): string =>
  invocation.args.trim() === '' ? words : `${words} ${ctx.say('hint.set', { prefix: ctx.prefix, name })}`;

export const uptime: Command = {
  name: 'uptime',
  summary: { en: 'Tells how long the stream has been on.', de: 'Sagt, wie lange der Stream schon läuft.' },
  platforms: STREAMS,
  cooldown: COOLDOWN,
  run: (call, ctx) =>
    showing(call, ctx, ({ live, startedAt }) => {
      if (!live) return ctx.say('offline');
      return startedAt === undefined
        ? ctx.say('live')
        : ctx.say('uptime', { time: printDuration(Math.max(0, ctx.now - startedAt) / 1_000) });
    }),
};

export const title: Command = {
  name: 'title',
  summary: { en: 'Shows the stream’s title, or sets it.', de: 'Zeigt den Titel des Streams oder setzt ihn.' },
  platforms: STREAMS,
  cooldown: COOLDOWN,
  run: (call, ctx) =>
    showing(call, ctx, (state) => {
      const now = state.title === '' ? ctx.say('title.none') : ctx.say('title', { title: shown(state.title) });
      return withHint(call, ctx, 'title', now);
    }),
  subcommands: {
    set: {
      summary: { en: 'Sets the title.', de: 'Setzt den Titel.' },
      level: 'moderator',
      effect: 'database',
      options: { text: { type: 'rest', required: true, summary: 'The new title.' } },
      run: (call, ctx) =>
        withStream(ctx, (stream) => {
          const text = call.options.text ?? '';
          return act(
            call,
            ctx,
            () => stream.setTitle(call.event.channel, text),
            () => ctx.say('title.set', { title: shown(text) }),
          );
        }),
    },
  },
};

export const game: Command = {
  name: 'game',
  summary: {
    en: 'Shows what the stream is filed under, or sets it.',
    de: 'Zeigt die Kategorie des Streams oder setzt sie.',
  },
  platforms: STREAMS,
  cooldown: COOLDOWN,
  run: (call, ctx) =>
    showing(call, ctx, ({ category }) =>
      withHint(call, ctx, 'game', category === '' ? ctx.say('game.none') : ctx.say('game', { game: category })),
    ),
  subcommands: {
    set: {
      summary: {
        en: 'Sets the game, or what else is done. Part of its name will do.',
        de: 'Setzt das Spiel oder was sonst läuft. Ein Teil des Namens genügt.',
      },
      level: 'moderator',
      effect: 'database',
      options: { name: { type: 'rest', required: true, summary: 'The game, such as: minecraft, gta, just chat.' } },
      run: (call, ctx) =>
        withStream(ctx, async (stream) => {
          const name = call.options.name ?? '';
          const found = SEARCHED.includes(call.event.platform)
            ? await stream.searchCategories(name)
            : [{ id: '', name: shown(name) }];
          const choice = chooseCategory(name, found);
          if (choice.is === 'unclear') return say(unclear(name, choice.near, ctx));
          const { category } = choice;
          return act(
            call,
            ctx,
            () => stream.setCategory(call.event.channel, category),
            () => ctx.say('game.set', { game: category.name }),
          );
        }),
    },
  },
};

function unclear(typed: string, near: readonly { readonly name: string }[], ctx: Ctx): string {
  if (near.length === 0) return ctx.say('game.unknown', { typed: shown(typed) });
  const names = near.slice(0, NEAR_TOLD).map(({ name }) => name);
  return ctx.say('game.unclear', { typed: shown(typed), near: names.join(', ') });
}
