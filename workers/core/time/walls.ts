import type { Wall } from './calendar.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { Period } from './days.ts';
import { periods, withDaysOf } from './days.ts';
import type { Rule } from './rule.ts';

/** A wall time at which a series occurs, and the how manieth it is. */
export interface WallOccurrence {
  readonly wall: Wall;
  readonly nth: number;
}

export interface WallSearch {
  /** DTSTART. */
  readonly start: Wall;
  /** Whole days before it are counted, but not told. */
  readonly from: Wall;
  /** Nothing later is looked for. */
  readonly to: Wall;
}

/**
 * The occurrences of a rule of days or longer, in wall time and in order. DTSTART is one of them only where the rule says so.
 * Of UNTIL, a wall time or a date is heeded; a moment is no wall time.
 */
export function* wallOccurrences(rule: Rule, { start, from, to }: WallSearch): Generator<WallOccurrence> {
  const times = timesOf(rule, start);
  const last = Math.min(to, lastWall(rule));
  const most = rule.count ?? Number.POSITIVE_INFINITY;
  let nth = 0;
  for (const period of periods(withDaysOf(rule, start), start)) {
    if (period.first * DAY > last || nth >= most) return;
    const isFirst = period.first * DAY <= start;
    if (!isFirst && period.end * DAY <= from) {
      nth += sizeOf(period, times, rule.bySetPos);
      continue;
    }
    for (const wall of wallsOf(period, times, rule.bySetPos)) {
      if (wall < start) continue;
      if (wall > last || nth >= most) return;
      nth++;
      if (wall >= from) yield { wall, nth };
    }
  }
}

/** The times of a day, ms since midnight, sorted. */
export function timesOf({ byHour, byMinute, bySecond }: Rule, start: Wall): readonly number[] {
  const date = new Date(start);
  const hours = byHour.length > 0 ? byHour : [date.getUTCHours()];
  const minutes = byMinute.length > 0 ? byMinute : [date.getUTCMinutes()];
  const [second = date.getUTCSeconds()] = bySecond;
  return hours.flatMap((hour) => minutes.map((minute) => hour * HOUR + minute * MINUTE + second * 1000));
}

/** The last wall time that UNTIL lets pass. */
function lastWall({ until }: Rule): Wall {
  if (!until || until.is === 'utc') return Number.POSITIVE_INFINITY;
  return until.is === 'date' ? until.wall + DAY - 1 : until.wall;
}

const sizeOf = ({ days }: Period, times: readonly number[], bySetPos: readonly number[]): number =>
  bySetPos.length > 0 ? placesOf(bySetPos, days.length * times.length).length : days.length * times.length;

/** Which of so many BYSETPOS picks, counted from 0, in order. */
export function placesOf(bySetPos: readonly number[], size: number): readonly number[] {
  const places = bySetPos.map((n) => (n > 0 ? n - 1 : size + n)).filter((i) => i >= 0 && i < size);
  return [...new Set(places)].sort((a, b) => a - b);
}

function* wallsOf({ days }: Period, times: readonly number[], bySetPos: readonly number[]): Generator<Wall> {
  if (bySetPos.length > 0) {
    for (const i of placesOf(bySetPos, days.length * times.length))
      yield (days[Math.floor(i / times.length)] as number) * DAY + (times[i % times.length] as number);
    return;
  }
  for (const day of days) for (const time of times) yield day * DAY + time;
}
