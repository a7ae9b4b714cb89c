/**
 * Exact limits on time, as pure functions over small states; `now` and all times are ms since epoch.
 * Up to 120 events a window are counted exactly by a ring of their times.
 */
export interface Limit {
  readonly count: number;
  readonly windowMs: number;
}

/** Times of the accepted events, oldest first. */
export type Ring = number[];

/** When the next event is allowed: `now` or earlier if there is room. */
export function nextAllowed(ring: Ring, limit: Limit, now: number): number {
  if (ring.length < limit.count) return now;
  const oldestThatCounts = ring[ring.length - limit.count] as number;
  return Math.max(now, oldestThatCounts + limit.windowMs);
}

export const hasRoom = (ring: Ring, limit: Limit, now: number): boolean => nextAllowed(ring, limit, now) <= now;

/** Takes a place. Times may arrive a little out of order when a place in the future was reserved. */
export function take(ring: Ring, limit: Limit, at: number): void {
  let i = ring.length;
  while (i > 0 && (ring[i - 1] as number) > at) i--;
  ring.splice(i, 0, at);
  if (ring.length > limit.count) ring.shift();
}

/** Gives a place back, so that what came to nothing consumed nothing. */
export function giveBack(ring: Ring, at: number): void {
  const i = ring.lastIndexOf(at);
  if (i >= 0) ring.splice(i, 1);
}
