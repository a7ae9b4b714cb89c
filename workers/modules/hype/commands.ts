import { printDuration } from '../../core/durations.ts';
import type { ChatEvent } from '../../core/events.ts';
import { keyOf } from '../../core/events.ts';
import type { Command, Ctx } from '../../core/modules.ts';
import { say } from '../../core/replies.ts';
import { cheer, readHype, setHype } from './meter.ts';
import { LEAST_GOAL, MOST_GOAL, settings } from './settings.ts';

/** Names that are said one by one; the others are counted. */
const NAMED = 5;

function celebrate(names: readonly string[], ctx: Ctx): string {
  const more = names.length - NAMED;
  const named = names.slice(0, NAMED).join(', ');
  return more > 0 ? ctx.say('celebrated.more', { names: named, more }) : ctx.say('celebrated', { names: named });
}

async function status(event: ChatEvent, ctx: Ctx): Promise<string> {
  const { settings: set, channels } = await readHype(ctx);
  const { people = 0, restsUntil = null } = channels.find(({ channel }) => channel === keyOf(event)) ?? {};
  if (restsUntil) return ctx.say('resting', { wait: printDuration((restsUntil.getTime() - ctx.now) / 1000) });
  return ctx.say('status', { people, goal: set.goal, prefix: ctx.prefix });
}

export const hype: Command = {
  name: 'hype',
  summary: {
    en: 'Cheers along: when enough people do so within a minute, there is hype.',
    de: 'Jubelt mit: Tun das genug Leute binnen einer Minute, gibt es Hype.',
  },
  // Everybody counts once a minute whatever is set here; this only spares the queue what would count nothing.
  cooldown: { user: 10, channel: 0, exempt: 'moderator' },
  effect: 'database',
  run: async ({ event }, ctx) => {
    const names = await cheer(ctx, keyOf(event));
    if (names) return say(celebrate(names, ctx));
    // A line for each cheer would drown the chat. A slash command has a place waiting for its answer.
    return event.answer.by === 'api' ? say('') : { text: await status(event, ctx), ephemeral: true };
  },
  subcommands: {
    status: {
      summary: { en: 'Tells how far it is.', de: 'Sagt, wie weit es ist.' },
      run: async ({ event }, ctx) => say(await status(event, ctx)),
    },
    goal: {
      summary: { en: 'Sets how many people it takes.', de: 'Legt fest, wie viele Leute es braucht.' },
      level: 'moderator',
      options: { people: { type: 'integer', required: true, summary: 'Different people within a minute.' } },
      effect: 'database',
      run: async ({ options }, ctx) => {
        const goal = settings.shape.goal.safeParse(Number(options.people));
        if (!goal.success)
          return say(ctx.say('bad-goal', { typed: options.people ?? '', least: LEAST_GOAL, most: MOST_GOAL }));
        const set = await setHype(ctx, { goal: goal.data });
        return say(ctx.say('goal', { goal: set.goal }));
      },
    },
  },
};
