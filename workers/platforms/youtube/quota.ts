import type { UnitBudget } from '../../core/platforms.ts';

/**
 * What calls cost of the project's units a day. Lists of videos, channels and broadcasts are 1 in the central table, changes
 * of a broadcast 50, `liveChatMessages.list` 5 on its method page. `liveChatMessages.delete` is 20 there and counted as any
 * other change. For `liveChatMessages.insert` the method page says 20, older measurements 50, others 200, the central table
 * nothing (YouTube Data API: quota calculator): the dearest is counted unless the operator has seen better in the Cloud
 * console (`YOUTUBE_UNITS_PER_MESSAGE`), so that answering never uses up what reading needs.
 */
export const UNITS = {
  lookAtVideo: 1,
  list: 1,
  readLiveChat: 5,
  updateBroadcast: 50,
  deleteMessage: 50,
  send: 200,
} as const;

const pacific = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Los_Angeles',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  hourCycle: 'h23',
});

function pacificParts(at: number): {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  hour: number;
} {
  const parts = Object.fromEntries(pacific.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0 } = parts;
  return { year, month, day, hour };
}

/**
 * When the quota's day ends: the next midnight Pacific time, ms since epoch. Clocks change there at two in the morning, so
 * every midnight is there once: at seven o'clock UTC in summer, at eight in winter.
 */
export function quotaDayEnds(now: number): number {
  const { year, month, day } = pacificParts(now);
  const summer = Date.UTC(year, month - 1, day + 1, 7);
  return pacificParts(summer).hour === 0 ? summer : summer + 3_600_000;
}

/** A call's cost, to be spent before it is made. */
export const unitBudget = (cost: number, perDay: number, now: number): UnitBudget => ({
  cost,
  perDay,
  resetAt: quotaDayEnds(now),
});
