import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { truncate } from '../../core/text.ts';
import { clockIn } from './reminder-shown.ts';
import { ownZone, setZone } from './reminder-zones.ts';
import { findZone } from './zones.ts';

/** Zones that are offered where a name stands for several. */
const OFFERED = 5;

async function run(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const typed = (call.options.zone ?? '').trim();
  const { prefix, community } = ctx;
  const now = call.invocation.admittedAt;
  if (typed === '') {
    const own = await ownZone(ctx);
    const zone = own ?? community.zone;
    return say(ctx.say(own === null ? 'zone.community' : 'zone.own', { zone, time: clockIn(zone, now), prefix }));
  }
  if (typed === '-') {
    await setZone(ctx, null);
    return say(ctx.say('zone.removed', { zone: community.zone }));
  }
  const found = findZone(typed);
  if (found.is === 'zone') {
    await setZone(ctx, found.zone);
    return say(ctx.say('zone.set', { zone: found.zone, time: clockIn(found.zone, now) }));
  }
  const shown = truncate(typed, 40);
  if (found.is === 'unknown') return say(ctx.say('zone.unknown', { typed: shown }));
  const offered = found.zones.slice(0, OFFERED);
  return say(ctx.say('zone.several', { typed: shown, zones: offered.join(', '), first: offered[0] ?? '', prefix }));
}

export const timezone: Command = {
  name: 'timezone',
  summary: {
    en: 'Shows or sets in which time zone your times are meant.',
    de: 'Zeigt oder legt fest, in welcher Zeitzone deine Zeiten gemeint sind.',
  },
  cooldown: { user: 3, channel: 0, exempt: 'moderator' },
  options: {
    zone: {
      type: 'rest',
      required: false,
      summary: 'A zone or a large city, as Europe/Berlin or Berlin; - removes it.',
    },
  },
  effect: 'database',
  run,
};
