import type * as z from 'zod';
import { requirePerson } from '../../core/actors.ts';
import type { ApiCall } from '../../core/api.ts';
import { WaddleError } from '../../core/errors.ts';
import type { ChannelKey, Platform } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { ReminderTarget } from '../../core/reminders.ts';
import { onlyRoomOf } from '../../core/timers.ts';
import { placeRefusal } from '../places.ts';
import { findReminder } from './reminder-reads.ts';
import type { Schedule } from './reminder-schedule.ts';
import type { created, patched, WhenBody } from './reminder-shapes.ts';
import { failure } from './reminder-shapes.ts';
import type { Asked } from './reminder-when.ts';
import { readAt, readRecurring, readSpoken } from './reminder-when.ts';
import { knownAccount, ownAccountOn, zoneOf } from './reminder-zones.ts';
import type { Moved } from './reminders.ts';
import { findZone } from './zones.ts';

/** @throws INVALID for what is no zone, or several */
export function zoneIn(typed: string): string {
  const found = findZone(typed);
  if (found.is === 'zone') return found.zone;
  const which = found.is === 'several' ? `It can be ${found.zones.join(', ')}.` : 'Use a name like Europe/Berlin.';
  throw new WaddleError('INVALID', `"${typed}" is no time zone. ${which}`);
}

/** Whether a body says when. */
export const saysWhen = ({ when, at, rrule }: WhenBody): boolean =>
  when !== undefined || at !== undefined || rrule !== undefined;

/** @throws INVALID where it says no time, or several, or one that cannot be */
export function scheduleIn(body: WhenBody, asked: Asked): { readonly schedule: Schedule; readonly rest: string } {
  const { when, at, rrule, start } = body;
  if ([when, at, rrule].filter((way) => way !== undefined).length !== 1)
    throw new WaddleError('INVALID', 'Say when in one way: when, at, or rrule (with start).');
  if (start !== undefined && rrule === undefined)
    throw new WaddleError('INVALID', 'start is the first day of an rrule. Leave it out, or add the rule.');
  const read =
    rrule !== undefined
      ? readRecurring(rrule, start, asked)
      : at !== undefined
        ? readAt(at, asked)
        : readSpoken(when ?? '', asked);
  if (!read.ok) throw new WaddleError('INVALID', read.message);
  return read;
}

/** The schedule of a body in a community; what is said behind a spoken time belongs into the text. */
export async function scheduleOf(ctx: VerbCtx, body: WhenBody): Promise<Schedule> {
  const zone = body.timezone === undefined ? await zoneOf(ctx) : zoneIn(body.timezone);
  const { schedule, rest } = scheduleIn(body, { now: ctx.now, zone, language: ctx.community.language });
  if (rest !== '') throw new WaddleError('INVALID', 'when says more than a time. Put the rest into text.');
  return schedule;
}

const platformOf = (key: string): Platform => key.slice(0, key.indexOf(':')) as Platform;
const idOf = (key: string): string => key.slice(key.indexOf(':') + 1);

type TargetBody = Pick<z.infer<typeof created>, 'channel' | 'room' | 'deliverer' | 'mention'>;

/**
 * Where a reminder is to be said, and to whom. The bot says nothing in a room that is not the channel's own; what an outside
 * deliverer does is its own business.
 *
 * @throws INVALID, NOT_FOUND, FORBIDDEN (the key is bound to other platforms); where the platform does not tell, what it lacks
 */
export async function targetIn(call: ApiCall, ctx: VerbCtx, body: TargetBody): Promise<ReminderTarget> {
  const { channel, room, deliverer } = body;
  if (channel === undefined) {
    if (deliverer === 'bot') throw new WaddleError('INVALID', 'channel: say where, as twitch:12345 of GET /channels.');
    if (room !== undefined) throw new WaddleError('INVALID', 'room: say in which channel it is.');
    return { channel: '' as ChannelKey, room: '', mentions: await mentionIn(ctx, body, null) };
  }
  call.requirePlatform(platformOf(channel));
  const key = channel as ChannelKey;
  const place = { channel: key, room: room ?? onlyRoomOf(key) ?? '' };
  const refused = deliverer === 'bot' && (await placeRefusal(ctx, place));
  if (refused) throw failure({ result: refused, number: 0 });
  return { ...place, mentions: await mentionIn(ctx, body, platformOf(channel)) };
}

/**
 * Where else a reminder is to be said, or to whom; what is left out stays. Undefined where there is no such reminder, or nothing
 * of it is to be moved.
 *
 * @throws as `targetIn` does; INVALID where who is mentioned cannot be on the platform it is moved to
 */
export async function movedIn(
  call: ApiCall,
  ctx: VerbCtx,
  number: number,
  { channel, room, mention }: Pick<z.infer<typeof patched>, 'channel' | 'room' | 'mention'>,
): Promise<Moved | undefined> {
  if (channel === undefined && room !== undefined)
    throw new WaddleError('INVALID', 'room: say in which channel it is.');
  if (channel === undefined && mention === undefined) return undefined;
  const was = await findReminder(ctx, number);
  if (was === null) return undefined;
  const { target: from, deliverer } = was;
  if (channel === undefined) {
    const platform = from.channel === '' ? null : platformOf(from.channel);
    return { from, to: { ...from, mentions: await mentionIn(ctx, { mention: mention ?? 'here' }, platform) } };
  }
  if (mention !== undefined) return { from, to: await targetIn(call, ctx, { channel, room, deliverer, mention }) };
  if (from.mentions !== null && from.channel !== '' && platformOf(from.channel) !== platformOf(channel))
    throw new WaddleError(
      'INVALID',
      `mention: who is mentioned is on ${platformOf(from.channel)}, and cannot be on ${platformOf(channel)}. Say mention, too: here, me, or somebody there.`,
    );
  const place = await targetIn(call, ctx, { channel, room, deliverer, mention: 'here' });
  return { from, to: { ...place, mentions: from.mentions } };
}

async function mentionIn(
  ctx: VerbCtx,
  { mention }: Pick<TargetBody, 'mention'>,
  platform: Platform | null,
): Promise<ReminderTarget['mentions']> {
  if (mention === 'here') return null;
  const me = requirePerson(ctx.actor);
  if (mention === 'me') {
    const where = platform ?? me.platform;
    const own = await ownAccountOn(ctx, where);
    if (own) return own;
    throw new WaddleError('INVALID', `mention: you have no account on ${where} that you linked. Link it, or use here.`);
  }
  const where = platformOf(mention);
  if (platform !== null && where !== platform)
    throw new WaddleError(
      'INVALID',
      `mention: who is on ${where} cannot be mentioned on ${platform}. Use here, or a channel of ${where}.`,
    );
  const known = await knownAccount(ctx, { platform: where, account: idOf(mention) });
  if (known === null)
    throw new WaddleError('INVALID', `mention: nobody here goes by ${mention}. It is the platform’s own user id.`);
  return known;
}
