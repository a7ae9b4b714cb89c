import { printDuration } from '../../core/durations.ts';
import type { Command } from '../../core/modules.ts';
import { act, STREAMS, withStream } from './act.ts';

export const clip: Command = {
  name: 'clip',
  summary: { en: 'Makes a clip of the last moments.', de: 'Macht einen Clip der letzten Momente.' },
  platforms: STREAMS,
  effect: 'database',
  // All of a chat calls for the same moment: one clip of it is enough.
  cooldown: { user: 0, channel: 30, exempt: 'moderator', notice: 'once' },
  run: (call, ctx) =>
    withStream(ctx, (stream) =>
      act(
        call,
        ctx,
        () => stream.createClip(call.event.channel),
        ({ url }) => ctx.say('clip', { url }),
      ),
    ),
};

export const marker: Command = {
  name: 'marker',
  summary: { en: 'Marks this moment in the recording.', de: 'Markiert diesen Moment in der Aufzeichnung.' },
  platforms: STREAMS,
  level: 'moderator',
  effect: 'database',
  options: { text: { type: 'rest', required: false, summary: 'What happens there.' } },
  run: (call, ctx) =>
    withStream(ctx, (stream) =>
      act(
        call,
        ctx,
        () => stream.createMarker(call.event.channel, call.options.text),
        ({ positionSeconds }) => ctx.say('marker', { time: printDuration(positionSeconds) }),
      ),
    ),
};
