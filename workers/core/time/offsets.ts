import { momentOf, offsetAt, utcOf, wallTime } from '../templates/time/zones.ts';
import type { Wall } from './calendar.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';

/** A stretch of time in which a zone's clocks are not changed. */
export interface Segment {
  /** ms since epoch; `to` is no longer part of it. */
  readonly from: number;
  readonly to: number;
  /** ms east of UTC. */
  readonly offset: number;
}

/** More than any zone is away from UTC, and more than any zone ever turned its clocks back. */
export const MARGIN = 26 * HOUR;

/**
 * How far apart it is asked whether the clocks were changed. The database has changes within a week of each other (October 8th
 * and 15th, 2000 in Brazil, and Gaza's Ramadans from 2040 on), but none within four weeks in the years between.
 */
const probeAt = (at: number): number => (at >= Date.UTC(2012, 0, 1) && at < Date.UTC(2038, 0, 1) ? 20 : 5) * DAY;
/** How many times at most. */
const PROBES = 80;

const offsetOf = (at: number, zone: string): number => offsetAt(at, zone) * MINUTE;

/** The segment that begins at a moment and lasts until the clocks are changed, or until a midnight more than a year later. */
export function segmentFrom(from: number, zone: string): Segment {
  const offset = offsetOf(from, zone);
  let last = from;
  for (let i = 0; i < PROBES; i++) {
    const to = last + probeAt(last);
    if (offsetOf(to, zone) !== offset) return { from, to: changeBetween(last, to, zone), offset };
    last = to;
  }
  return { from, to: Math.floor((last + offset) / DAY) * DAY - offset, offset };
}

/** Clocks are changed at whole minutes. */
function changeBetween(from: number, to: number, zone: string): number {
  const offset = offsetOf(from, zone);
  let low = Math.floor(from / MINUTE);
  let high = Math.ceil(to / MINUTE);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetOf(middle * MINUTE, zone) === offset) low = middle;
    else high = middle;
  }
  return high * MINUTE;
}

/** What a zone's clocks show at a moment, whole seconds. */
export const wallAt = (at: number, zone: string): Wall => utcOf(wallTime(at, zone));

/** The moment at which a zone's clocks show this: the first of two, and past a gap what is as far behind it. */
export function momentAt(wall: Wall, zone: string): number {
  const date = new Date(wall);
  return momentOf(
    {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    },
    zone,
  );
}

export interface Resolved {
  readonly at: number;
  /** What the clocks then show: the wall time itself, or what lies as far behind a gap. */
  readonly shown: Wall;
}

/** Resolves wall times in about their order; most of them cost no question to the time zone database. */
export function resolver(zone: string): (wall: Wall) => Resolved {
  let segment: Segment | null = null;
  return (wall) => {
    if (!segment || wall - MARGIN >= segment.to || wall < segment.from) {
      const from = wall - 2 * MARGIN;
      segment = segmentFrom(segment && wall > segment.from ? Math.max(from, segment.to) : from, zone);
    }
    const at = wall - segment.offset;
    // Shortly behind a change, clocks may show for the second time what they showed before it.
    if (at >= segment.from + MARGIN && at < segment.to) return { at, shown: wall };
    const moment = momentAt(wall, zone);
    return { at: moment, shown: moment + offsetOf(moment, zone) };
  };
}
