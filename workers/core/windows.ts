/**
 * Limits on time, as functions over small JSON states. `now` and all times are whole ms since epoch and always passed in.
 * Up to 120 events a window are counted exactly, by a ring of their times. More are counted by two cells: on average
 * within 5 % of the exact count, and never more than 1.5 × the limit in any window (`tests/fuzz/limits.test.ts`).
 */
export interface Limit {
  readonly count: number;
  readonly windowMs: number;
}

/** Times of the accepted events, oldest first. */
export type Ring = number[];

/** What a stretch of one window's length accepted. */
interface Cell {
  readonly taken: number;
  /** How long after its beginning each of them came, all added up, ms: what tells an even cell from a late burst. */
  readonly offsets: number;
}

/** The sliding counter: the previous cell counts by the share of it that the window still covers. */
export interface Cells {
  windowMs: number;
  /** Where the current cell begins, a multiple of `windowMs`. */
  start: number;
  current: Cell;
  previous: Cell;
}

export type Window = Ring | Cells;

/** Largest count that is worth a time for each event. */
export const EXACT_UP_TO = 120;
/** Weighing alone would let a burst at a cell's end be followed by as much again: this × its count is all a window takes. */
const AT_WORST = 1.5;
const EMPTY: Cell = { taken: 0, offsets: 0 };

/**
 * The window to go on with under `limit`: the held one, or a new one where the limit's size or length asks for another
 * kind. What was counted is kept, by its times where they are known and else as if it had come evenly. All that follows
 * expects a window that fits its limit.
 */
export function windowFor(limit: Limit, now: number, held: Window = []): Window {
  const isRing = Array.isArray(held);
  if (limit.count <= EXACT_UP_TO) return isRing ? held : timesIn(held, now).slice(-limit.count);
  if (!isRing && held.windowMs === limit.windowMs) return held;
  const cells: Cells = { windowMs: limit.windowMs, start: 0, current: EMPTY, previous: EMPTY };
  for (const at of isRing ? held : timesIn(held, now)) addTo(cells, at, 1);
  return cells;
}

/** When `cost` events are next allowed: `now` if there is room, Infinity if they never fit. */
export function nextAllowed(window: Window, limit: Limit, now: number, cost = 1): number {
  if (cost > limit.count) return Infinity;
  if (!Array.isArray(window)) return nextInCells(window, limit, now, cost);
  const hasToLeave = window[window.length - limit.count + cost - 1];
  return hasToLeave === undefined ? now : Math.max(now, hasToLeave + limit.windowMs);
}

export const hasRoom = (window: Window, limit: Limit, now: number, cost = 1): boolean =>
  nextAllowed(window, limit, now, cost) <= now;

/** Takes places. Times may arrive a little out of order when a place in the future was reserved. */
export function take(window: Window, limit: Limit, at: number, cost = 1): void {
  if (Array.isArray(window)) for (let n = 0; n < cost; n++) insert(window, limit, at);
  else addTo(window, at, cost);
}

/** Gives back what was taken at `at`, where it still counts, so that what came to nothing consumed nothing. */
export function giveBack(window: Window, at: number, cost = 1): void {
  if (!Array.isArray(window)) addTo(window, at, -cost);
  else for (let n = 0; n < cost && window.includes(at); n++) window.splice(window.lastIndexOf(at), 1);
}

/** How many more are allowed at `now`. */
export function remaining(window: Window, { count, windowMs }: Limit, now: number): number {
  if (Array.isArray(window)) return Math.max(0, count - window.filter((at) => at > now - windowMs).length);
  const { start, current, previous } = cellsAt(window, now);
  const elapsed = Math.max(0, now - start);
  const evenly = Math.ceil((previous.taken * (window.windowMs - elapsed)) / window.windowMs);
  // Each event that the window still covers lies behind `elapsed`, so the sum of offsets bounds how many they can be.
  const atMost = Math.min(previous.taken, Math.floor(previous.offsets / (elapsed + 1)));
  return Math.max(0, Math.min(count - evenly, Math.floor(count * AT_WORST) - atMost) - current.taken);
}

/** When nothing taken so far counts any more: `now` for an empty window. */
export function resetAt(window: Window, { windowMs }: Limit, now: number): number {
  if (Array.isArray(window)) return Math.max(now, (window.at(-1) ?? -Infinity) + windowMs);
  const { start, current, previous } = cellsAt(window, now);
  if (current.taken > 0) return start + 2 * window.windowMs;
  return previous.taken > 0 ? start + window.windowMs : now;
}

function insert(ring: Ring, { count }: Limit, at: number): void {
  let i = ring.length;
  while (i > 0 && (ring[i - 1] as number) > at) i--;
  ring.splice(i, 0, at);
  if (ring.length > count) ring.shift();
}

/** The first moment at which `remaining` is at least `cost`. The cell after the next is empty, so it is found by then. */
function nextInCells(cells: Cells, { count }: Limit, now: number, cost: number): number {
  const { windowMs } = cells;
  const from = Math.max(now, cells.start);
  let at = from;
  for (let cell = 0; cell < 3; cell++) {
    const { start, current, previous } = cellsAt(cells, at);
    const left = count - current.taken - cost;
    const leftAtWorst = Math.floor(count * AT_WORST) - current.taken - cost;
    const evenly = previous.taken > left ? windowMs - Math.floor((left * windowMs) / previous.taken) : 0;
    const atMost = previous.taken > leftAtWorst ? Math.floor(previous.offsets / (leftAtWorst + 1)) : 0;
    const elapsed = Math.max(at - start, evenly, atMost);
    if (left >= 0 && elapsed < windowMs) return start + elapsed > from ? start + elapsed : now;
    at = start + windowMs;
  }
  return Infinity;
}

/** The cells as they stand at `at`; a time before the current cell changes nothing. */
function cellsAt(cells: Cells, at: number): Cells {
  const { windowMs } = cells;
  const start = Math.floor(at / windowMs) * windowMs;
  if (start <= cells.start) return cells;
  return { windowMs, start, current: EMPTY, previous: start - cells.start === windowMs ? cells.current : EMPTY };
}

/** Adds to, or with a negative number takes from, the cell in which `at` lies. What lies in neither does not count. */
function addTo(cells: Cells, at: number, events: number): void {
  if (events > 0) Object.assign(cells, cellsAt(cells, at));
  const behind = Math.floor((at - cells.start) / cells.windowMs);
  if (behind !== 0 && behind !== -1) return;
  const name = behind === 0 ? 'current' : 'previous';
  const { taken, offsets } = cells[name];
  const added = Math.max(events, -taken);
  const offset = at - cells.start - behind * cells.windowMs;
  cells[name] = { taken: taken + added, offsets: Math.max(0, offsets + added * offset) };
}

/** Times for what cells have counted: the previous cell's over all of it, the current one's up to now. */
function timesIn(cells: Cells, now: number): Ring {
  const { windowMs, start, current, previous } = cellsAt(cells, now);
  return [...spread(previous.taken, start - windowMs, start), ...spread(current.taken, start, Math.max(start, now))];
}

const spread = (events: number, from: number, to: number): Ring =>
  Array.from({ length: events }, (_, i) => Math.floor(from + ((to - from) * (i + 0.5)) / events));
