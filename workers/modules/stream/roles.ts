import { usageOf } from '../../core/commands.ts';
import type { Person } from '../../core/events.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import { entryOf } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import { say } from '../../core/replies.ts';
import type { StreamAnswer, StreamPort } from '../../core/stream.ts';
import { act, STREAMS, withStream } from './act.ts';
import { nameOf } from './ages.ts';

const SOMEBODY: Options = { person: { type: 'word', required: true, summary: 'Who, by @name.' } };

type Change = 'addVip' | 'removeVip' | 'addModerator' | 'removeModerator';

const changing = (change: Change) => (call: CommandCall, ctx: Ctx) =>
  withStream(ctx, async (stream) => {
    const { person = '' } = call.options;
    const found = await ctx.findPerson(person);
    if (!found) return say(ctx.say('nobody', { who: person }));
    return act(
      call,
      ctx,
      () => made(stream, change, call.event.channel, found),
      () => ctx.say(change, { who: nameOf(found) }),
    );
  });

const made = (stream: StreamPort, change: Change, channel: string, { account }: Person): Promise<StreamAnswer> =>
  stream[change](channel, account);

/** Who has a role on the platform is the broadcaster's to say, there as here; a community may set another level. */
function roleCommand(name: string, what: string, add: Change, remove: Change): Command {
  const command: Command = {
    name,
    summary: `Makes somebody a ${what} of the channel, or ends that.`,
    platforms: STREAMS,
    level: 'owner',
    run: async (_, ctx) => say(ctx.say('usage', { usage: usageOf(ctx.prefix, entryOf(command)) })),
    subcommands: {
      add: {
        summary: `Makes somebody a ${what}.`,
        effect: 'database',
        options: SOMEBODY,
        run: changing(add),
      },
      remove: {
        summary: `Makes somebody a ${what} no longer.`,
        effect: 'database',
        options: SOMEBODY,
        run: changing(remove),
      },
    },
  };
  return command;
}

export const vip = roleCommand('vip', 'VIP', 'addVip', 'removeVip');
export const mod = roleCommand('mod', 'moderator', 'addModerator', 'removeModerator');
