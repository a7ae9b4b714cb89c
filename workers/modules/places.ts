import { sql } from 'drizzle-orm';
import { channels } from '../../db/schema/index.ts';
import type { ChannelKey } from '../core/ids.ts';
import type { VerbCtx } from '../core/modules.ts';
import { onlyRoomOf, type TimerTarget } from '../core/timers.ts';

export const samePlace = (one: TimerTarget | null, other: TimerTarget | null): boolean =>
  one?.channel === other?.channel && one?.room === other?.room;

/**
 * Why the bot is not made to speak in a place of somebody's choice; null where it may be. The room has to be the one that was
 * asked in, the only one of its channel, or one of the channel's own, as the platform says now. Nobody learns by it which rooms
 * others have: the channel has to be the community's first.
 *
 * @param target null: everywhere
 * @param here where it was asked for, as the platform signed it
 * @throws WaddleError where the platform does not tell: then nothing is put there
 */
export async function placeRefusal(
  ctx: VerbCtx,
  target: TimerTarget | null,
  here: TimerTarget | null = null,
): Promise<'no-channel' | 'foreign-room' | null> {
  if (target === null || samePlace(target, here)) return null;
  const only = onlyRoomOf(target.channel);
  if (only !== null) return only === target.room ? null : 'foreign-room';
  if (!(await isLinkedNow(ctx, target.channel))) return 'no-channel';
  return (await ctx.ownsRoom(target)) ? null : 'foreign-room';
}

async function isLinkedNow({ community, read }: VerbCtx, channel: ChannelKey): Promise<boolean> {
  const { rows } = await read('place.channel', (db) =>
    db.execute(sql`select from ${channels} c
      where c.community_id = ${community.id}::uuid and c.platform || ':' || c.platform_id = ${channel}`),
  );
  return rows.length > 0;
}
