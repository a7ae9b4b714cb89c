import type { Wall } from './calendar.ts';
import { DAY, HOUR, MINUTE } from './calendar.ts';
import type { DayFilter } from './named-days.ts';
import { dayFilter } from './named-days.ts';
import { MARGIN, segmentFrom } from './offsets.ts';
import type { Rule } from './rule.ts';
import { placesOf } from './walls.ts';

/** A moment at which a series occurs, and the how manieth it is. */
export interface Occurrence {
  /** ms since epoch. */
  readonly at: number;
  readonly n: number;
}

export interface Search {
  /** The moment of DTSTART, ms since epoch. */
  readonly start: number;
  /** IANA; the BY-parts are read from its clocks. */
  readonly zone: string;
  /** What lies before it is counted, but not told. */
  readonly from: number;
  /** Nothing later is looked for. */
  readonly to: number;
}

/**
 * The occurrences of an hourly or minutely rule: steps of elapsed time from DTSTART, of which those count whose time on the
 * zone's clocks the BY-parts name.
 */
export function* elapsedOccurrences(rule: Rule, search: Search): Generator<Occurrence> {
  const most = rule.count ?? Number.POSITIVE_INFINITY;
  for (const occurrence of isPlain(rule) ? plain(rule, search) : filtered(rule, search)) {
    if (occurrence.n > most || occurrence.at > search.to) return;
    if (occurrence.at >= search.from) yield occurrence;
  }
}

const stepOf = ({ freq, interval }: Rule): number => interval * (freq === 'HOURLY' ? HOUR : MINUTE);

/** Whether every step is an occurrence, whatever the clocks show. */
const isPlain = ({ byMonth, byMonthDay, byYearDay, byDay, byHour, byMinute, bySetPos }: Rule): boolean =>
  [byMonth, byMonthDay, byYearDay, byDay, byHour, byMinute, bySetPos].every(({ length }) => length === 0);

/** Offsets have whole minutes, so that a second is the same in every zone. */
const withSecond = (at: number, [second]: readonly number[]): number =>
  second === undefined ? at : Math.floor(at / MINUTE) * MINUTE + second * 1000;

function* plain(rule: Rule, { start, from }: Search): Generator<Occurrence, never> {
  const step = stepOf(rule);
  const first = withSecond(start, rule.bySecond);
  // The second may lie before DTSTART's, in the same minute.
  const missed = first < start ? 1 : 0;
  for (let k = Math.max(missed, Math.floor((from - start) / step) - 1); ; k++)
    yield { at: first + k * step, n: k + 1 - missed };
}

/** A stretch of one day in which the clocks are not changed; ms since epoch, `to` is no longer part of it. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

function* filtered(rule: Rule, { start, zone, from, to }: Search): Generator<Occurrence> {
  const steps = stepsOf(rule, start);
  // Of a whole day, only how the steps fall on it matters.
  const sizes = new Map<number, number>();
  let n = 0;
  for (const stretch of stretches(dayFilter(rule), { start, zone, to })) {
    const isWhole = stretch.to - stretch.from === DAY && stretch.from > start;
    const phase = (stretch.from - start) % stepOf(rule);
    if (isWhole) {
      const size = sizes.get(phase) ?? steps(stretch).length;
      sizes.set(phase, size);
      if (size === 0 || stretch.to <= from) {
        n += size;
        continue;
      }
    }
    for (const at of steps(stretch)) yield { at, n: ++n };
  }
}

/** The days that a rule names, from DTSTART on, cut where the clocks are changed. */
function* stretches(matches: DayFilter, { start, zone, to }: Omit<Search, 'from'>): Generator<Stretch> {
  let segment = segmentFrom(start, zone);
  while (segment.from <= to) {
    const { offset } = segment;
    const lastDay = Math.floor((Math.min(segment.to - 1, to) + offset) / DAY);
    for (let day = Math.floor((segment.from + offset) / DAY); day <= lastDay; day++) {
      if (!matches(day)) continue;
      const midnight = day * DAY - offset;
      yield { from: Math.max(segment.from, midnight), to: Math.min(segment.to, midnight + DAY), offset };
    }
    segment = segmentFrom(Math.max(segment.to, nextDay(matches, segment.to, to)), zone);
  }
}

/** A moment before the next day that a rule names begins anywhere, so that nobody asks about the clocks until then. */
function nextDay(matches: DayFilter, from: number, to: number): number {
  let day = Math.floor((from - MARGIN) / DAY);
  while (!matches(day) && day * DAY <= to + MARGIN) day++;
  return day * DAY - MARGIN;
}

/** What occurs within a stretch, in order. */
function stepsOf(rule: Rule, start: number): (stretch: Stretch) => readonly number[] {
  const step = stepOf(rule);
  const hours = new Set(rule.byHour);
  const minutes = new Set(rule.byMinute);
  const isHourly = rule.freq === 'HOURLY';

  const within = (at: number, wall: Wall): readonly number[] => {
    if (isHourly && minutes.size > 0)
      return rule.byMinute.map((minute) =>
        withSecond(at - (wall % HOUR) + minute * MINUTE + (wall % MINUTE), rule.bySecond),
      );
    return minutes.size === 0 || minutes.has(Math.floor((wall % HOUR) / MINUTE)) ? [withSecond(at, rule.bySecond)] : [];
  };
  return ({ from, to, offset }) => {
    const found: number[] = [];
    for (let at = start + Math.ceil((from - start) / step) * step; at < to; at += step) {
      const wall = at + offset;
      if (hours.size > 0 && !hours.has(Math.floor((wall % DAY) / HOUR))) continue;
      const all = within(at, wall);
      const picked = rule.bySetPos.length > 0 ? placesOf(rule.bySetPos, all.length).map((i) => all[i] as number) : all;
      // Around a change, clocks may not show some minutes of an hour.
      for (const each of picked) if (each >= start && each >= from && each < to) found.push(each);
    }
    return found;
  };
}
