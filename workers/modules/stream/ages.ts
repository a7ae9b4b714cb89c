import { printDuration } from '../../core/durations.ts';
import type { Person } from '../../core/events.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { STREAMS, withStream } from './act.ts';

const COOLDOWN = { user: 5, channel: 0, exempt: 'moderator' } as const;
const SOMEBODY: Options = { person: { type: 'word', required: false, summary: 'Who, by @name; left out: you.' } };

/** As people call them: a mention by its id brings no name. */
export const nameOf = ({ displayName, login, account }: Person): string => displayName || login || account;

/** `2024-03-01` where the community lives, and how long that is ago. */
const since = (at: number, ctx: Ctx) => ({
  // Sweden writes dates as ISO 8601 does.
  date: new Date(at).toLocaleDateString('sv-SE', { timeZone: ctx.community.zone }),
  time: printDuration(Math.max(0, ctx.now - at) / 1_000),
});

/** Runs for whoever was named, or for the one who asks. */
async function withPerson(
  { event, options }: CommandCall,
  ctx: Ctx,
  run: (person: Person) => Promise<Reply>,
): Promise<Reply> {
  const { person } = options;
  const found = person === undefined ? event.author : await ctx.findPerson(person);
  return found ? run(found) : say(ctx.say('nobody', { who: person ?? '' }));
}

export const followage: Command = {
  name: 'followage',
  summary: { en: 'Tells how long somebody has followed.', de: 'Sagt, wie lange jemand schon folgt.' },
  platforms: STREAMS,
  cooldown: COOLDOWN,
  options: SOMEBODY,
  run: (call, ctx) =>
    withStream(ctx, (stream) =>
      withPerson(call, ctx, async (person) => {
        const { channel } = call.event;
        const who = nameOf(person);
        if (person.account === channel) return say(ctx.say('follow.self', { who }));
        const at = await stream.followedAt(channel, person.account);
        if (at === 'unknown') return say(ctx.say(call.event.platform === 'twitch' ? 'follow.scope' : 'follow.unknown'));
        return say(at === null ? ctx.say('follow.no', { who }) : ctx.say('follow', { who, ...since(at, ctx) }));
      }),
    ),
};

export const accountage: Command = {
  name: 'accountage',
  summary: { en: 'Tells how old somebody’s account is.', de: 'Sagt, wie alt das Konto von jemandem ist.' },
  platforms: STREAMS,
  cooldown: COOLDOWN,
  options: SOMEBODY,
  run: (call, ctx) =>
    withStream(ctx, (stream) =>
      withPerson(call, ctx, async (person) => {
        const profile = await stream.profileOf({ account: person.account });
        const who = nameOf(person);
        if (!profile) return say(ctx.say('nobody', { who }));
        const at = profile.createdAt;
        return say(at === undefined ? ctx.say('account.unknown') : ctx.say('account', { who, ...since(at, ctx) }));
      }),
    ),
};
