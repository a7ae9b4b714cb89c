import type { Command } from '../../core/modules.ts';
import { act, STREAMS, withStream } from './act.ts';
import { nameOf } from './ages.ts';

/** A channel that is really called so goes by `@cancel`. */
const CANCEL = 'cancel';

export const raid: Command = {
  name: 'raid',
  summary: {
    en: 'Takes the viewers to another channel, or cancels that.',
    de: 'Nimmt alle, die zuschauen, in einen anderen Kanal mit, oder bricht das ab.',
  },
  platforms: STREAMS,
  level: 'moderator',
  effect: 'database',
  options: { channel: { type: 'word', required: true, summary: `Whose channel; or: ${CANCEL}.` } },
  run: (call, ctx) =>
    withStream(ctx, (stream) => {
      const { channel = '' } = call.options;
      if (channel.toLowerCase() === CANCEL)
        return act(
          call,
          ctx,
          () => stream.cancelRaid(call.event.channel),
          () => ctx.say('raid.cancelled'),
        );
      return act(
        call,
        ctx,
        () => stream.raid(call.event.channel, channel),
        ({ to }) => ctx.say('raid', { who: nameOf(to), prefix: ctx.prefix }),
      );
    }),
};
