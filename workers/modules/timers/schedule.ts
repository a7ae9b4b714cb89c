import { Cron } from 'croner';
import { offsetAt } from '../../core/templates/time/zones.ts';
import type { TimerSchedule } from '../../core/timers.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Longest interval, minutes: thirty days. */
export const MAX_EVERY = 30 * 24 * 60;
/** Longest cron expression, in characters. */
export const MAX_CRON = 100;

/** From where a schedule is read, ms since epoch. */
export interface Reading {
  /** The first occurrence later than this is wanted. */
  readonly after: number;
  /** A time at which an interval was due, or at which it began: what keeps its beat. */
  readonly beat: number;
  /** IANA; where a cron expression names none itself. */
  readonly zone: string;
}

/** When a schedule is due next, ms since epoch; null where it never is again. */
export function nextOf(schedule: TimerSchedule, { after, beat, zone }: Reading): number | null {
  if ('cron' in schedule) return nextOfCron(schedule.cron, schedule.zone ?? zone, after);
  const step = schedule.every * MINUTE;
  return beat + (Math.floor((after - beat) / step) + 1) * step;
}

/** The next occurrences from one that is known, that one first. */
export function upcoming(schedule: TimerSchedule, first: number, zone: string, count: number): readonly number[] {
  const times: number[] = [];
  for (let at: number | null = first; at !== null && times.length < count; ) {
    times.push(at);
    at = nextOf(schedule, { after: at, beat: at, zone });
  }
  return times;
}

/** An expression in the form in which it is kept, or why it cannot be one: it is wrong, or no day is ever like that. */
export function readCron(typed: string, now: number): { readonly cron: string } | { readonly fault: CronFault } {
  const fields = typed.trim().split(/\s+/);
  const cron = fields.join(' ');
  // The library reads "?" and nicknames as "@daily", too; what is kept here has five fields, as crontab(5) has.
  if (fields.length !== 5 || cron.length > MAX_CRON || cron.includes('?')) return { fault: 'bad-cron' };
  const walls = wallsOf(cron);
  if (!walls) return { fault: 'bad-cron' };
  return walls(now) === null ? { fault: 'never' } : { cron };
}
export type CronFault = 'bad-cron' | 'never';

/** The next time that clocks show after another, both as if it were UTC. */
type Walls = (after: number) => number | null;

function wallsOf(cron: string): Walls | null {
  try {
    // In UTC, so that summer time is ours to read: the library leaves times that a clock skips out, or says them twice.
    const expression = new Cron(cron, { mode: '5-part', utcOffset: 0, paused: true });
    return (after) => expression.nextRun(new Date(Math.floor(after / MINUTE) * MINUTE))?.getTime() ?? null;
  } catch {
    return null;
  }
}

/** Where every hour is meant, an hour that comes twice is two hours. */
const EVERY_HOUR = /^\S+ (?:\*|0-23)(?:\/1)? /;

/**
 * A time that the clocks skip counts as far behind the gap as it is behind the gap's beginning, and one that they show twice
 * counts the first time.
 */
function nextOfCron(cron: string, zone: string, after: number): number | null {
  const walls = wallsOf(cron);
  if (!walls) return null;
  const offset = offsetIn(zone, after);
  const wall = walls(after + offset);
  if (wall === null) return null;
  const at = wall - offset;
  const offsets = [offsetIn(zone, after - DAY), offset, offsetIn(zone, at)];
  const [low, high] = [Math.min(...offsets), Math.max(...offsets)];
  return low === high ? at : earliest(walls, { after, low, high, zone, twice: EVERY_HOUR.test(cron) });
}

interface Transition {
  readonly after: number;
  /** The offsets before and after it, ms east of UTC. */
  readonly low: number;
  readonly high: number;
  readonly zone: string;
  /** Whether a time that is shown twice counts twice. */
  readonly twice: boolean;
}

/** Around a transition, clocks do not show times in their order: all that may come first are looked at. */
function earliest(walls: Walls, { after, low, high, zone, twice }: Transition): number | null {
  let best: number | null = null;
  for (let wall = walls(after + low); wall !== null && (best === null || wall - high < best); wall = walls(wall)) {
    for (const at of momentsOf(wall, zone, twice)) if (at > after && (best === null || at < best)) best = at;
  }
  return best;
}

/** When the clocks of a zone show this time. */
function momentsOf(wall: number, zone: string, twice: boolean): readonly number[] {
  const before = wall - offsetIn(zone, wall - DAY);
  const behind = wall - offsetIn(zone, wall + DAY);
  const shown = [before, behind].filter((at) => at + offsetIn(zone, at) === wall);
  if (shown.length === 0) return [before];
  return twice ? shown : [Math.min(...shown)];
}

const offsetIn = (zone: string, at: number): number => offsetAt(at, zone) * MINUTE;

/** A number out of a text, evenly spread over 32 bits (FNV-1a, then MurmurHash3's finalizer). */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** When an occurrence speaks, ms since epoch: up to `jitter` seconds late, and equally late whenever it is asked about. */
export const speakAt = (timerId: string, dueAt: number, jitter: number): number =>
  dueAt + (spread(`${timerId} ${dueAt}`) % (jitter + 1)) * 1000;

/** Which of several texts an occurrence says, by how often the timer was due before. */
export function textAt(
  texts: readonly string[],
  { timerId, order, round }: { readonly timerId: string; readonly order: 'rotate' | 'random'; readonly round: number },
): string {
  const index = order === 'rotate' ? round % texts.length : shuffled(texts.length, timerId, round);
  return texts[index] ?? '';
}

/** Every text comes up once before one comes up again, and none twice in a row. */
function shuffled(count: number, timerId: string, round: number): number {
  const lap = Math.floor(round / count);
  const order = lapOf(count, timerId, lap);
  // Two take turns either way; of more, the swap leaves the last where it is.
  if (count === 2) return (spread(timerId) + round) % 2;
  if (count > 2 && lap > 0 && order[0] === lapOf(count, timerId, lap - 1).at(-1))
    [order[0], order[1]] = [order[1] as number, order[0] as number];
  return order[round % count] as number;
}

/** An order of all texts (Fisher–Yates). */
function lapOf(count: number, timerId: string, lap: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = spread(`${timerId} ${lap} ${i}`) % (i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
