import { usageOf } from '../../core/commands.ts';
import type { Person } from '../../core/events.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import { entryOf } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import { say } from '../../core/replies.ts';
import type { StreamAnswer, StreamPort } from '../../core/stream.ts';
import type { InEachLanguage } from '../../core/words.ts';
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
function roleCommand(name: string, what: InEachLanguage, add: Change, remove: Change): Command {
  const command: Command = {
    name,
    summary: {
      en: `Makes somebody a ${what.en} of the channel, or ends that.`,
      de: `Macht jemanden im Kanal zum ${what.de} oder beendet das.`,
    },
    platforms: STREAMS,
    level: 'owner',
    run: async (_, ctx) => say(ctx.say('usage', { usage: usageOf(ctx.prefix, entryOf(command)) })),
    subcommands: {
      add: {
        summary: { en: `Makes somebody a ${what.en}.`, de: `Macht jemanden zum ${what.de}.` },
        effect: 'database',
        options: SOMEBODY,
        run: changing(add),
      },
      remove: {
        summary: { en: `Makes somebody a ${what.en} no longer.`, de: `Nimmt jemandem die Rolle als ${what.de}.` },
        effect: 'database',
        options: SOMEBODY,
        run: changing(remove),
      },
    },
  };
  return command;
}

export const vip = roleCommand('vip', { en: 'VIP', de: 'VIP' }, 'addVip', 'removeVip');
export const mod = roleCommand('mod', { en: 'moderator', de: 'Moderator' }, 'addModerator', 'removeModerator');
