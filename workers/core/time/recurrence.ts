import { isZone } from '../templates/time/zones.ts';
import type { Language } from '../words.ts';
import { speak } from '../words.ts';
import type { Stamp, Wall } from './calendar.ts';
import { DAY, HOUR, readStamp } from './calendar.ts';
import type { Occurrence } from './elapsed.ts';
import { elapsedOccurrences } from './elapsed.ts';
import { momentAt, resolver } from './offsets.ts';
import { parseRule, readRule } from './parse-rule.ts';
import type { Rule } from './rule.ts';
import { isElapsed } from './rule.ts';
import { RULE_WORDS } from './rule-words.ts';
import { wallOccurrences } from './walls.ts';

export type { Occurrence } from './elapsed.ts';
export type { RuleReading } from './parse-rule.ts';
export { parseRule } from './parse-rule.ts';
export { printRule } from './rule.ts';

/** A recurring time as it is stored. Everything counts from its first day: nothing of it changes when it occurs. */
export interface Recurrence {
  /** DTSTART as the zone's clocks show it, `YYYY-MM-DDTHH:MM:SS`. */
  readonly wall: string;
  /** IANA. */
  readonly zone: string;
  /** RFC 5545 §3.3.10, `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rule: string;
  /** What does not take place: wall times like `wall`, moments with a `Z`, and whole days `YYYY-MM-DD`. */
  readonly exdates: readonly string[];
}

/** The end of all series, ms since epoch; no search goes further. */
const END = Date.UTC(2100, 0, 1);
/** More than a wall time is away from its moment, gap included. */
const MARGIN = 48 * HOUR;
/** Most exceptions of one series. */
const MAX_EXDATES = 500;

interface Series {
  readonly rule: Rule;
  readonly start: Wall;
  readonly zone: string;
  readonly exdates: readonly Stamp[];
}

/**
 * The next occurrence later than a moment; null where there is none before the year 2100. `n` counts from DTSTART, and counts
 * what an exception takes out, too.
 * @throws RangeError for a recurrence that `checkRecurrence` refuses
 */
export const nextAfter = (recurrence: Recurrence, afterMs: number): Occurrence | null =>
  walk(recurrence, Math.floor(afterMs) + 1).next().value ?? null;

/**
 * The next occurrences from a moment on, ms since epoch; fewer than `count` where the series ends.
 * @throws RangeError for a recurrence that `checkRecurrence` refuses
 */
export const occurrences = (
  recurrence: Recurrence,
  { fromMs, count }: { readonly fromMs: number; readonly count: number },
): number[] =>
  walk(recurrence, Math.ceil(fromMs))
    .take(count)
    .map(({ at }) => at)
    .toArray();

/** Whether a recurrence can be kept: everything in it can be read, and it occurs. */
export function checkRecurrence(
  recurrence: Recurrence,
  language: Language = 'en',
): { readonly ok: true } | { readonly ok: false; readonly message: string } {
  const say = speak(RULE_WORDS, language);
  const rule = parseRule(recurrence.rule, language);
  if (!rule.ok) return rule;
  const { wall, zone, exdates } = recurrence;
  if (readStamp(wall)?.is !== 'wall') return { ok: false, message: say('bad-wall', { wall }) };
  if (!isZone(zone)) return { ok: false, message: say('bad-zone', { zone }) };
  if (exdates.length > MAX_EXDATES) return { ok: false, message: say('exdates', { most: MAX_EXDATES }) };
  const wrong = exdates.find((exdate) => readStamp(exdate) === null);
  if (wrong !== undefined) return { ok: false, message: say('bad-exdate', { exdate: wrong }) };
  return walk(recurrence, 0).next().done ? { ok: false, message: say('never-from', { wall }) } : { ok: true };
}

function readSeries({ wall, zone, rule, exdates }: Recurrence): Series {
  const start = readStamp(wall);
  const read = readRule(rule, 'en');
  if (start?.is !== 'wall') throw new RangeError(`not a wall time: ${wall}`);
  if (!isZone(zone)) throw new RangeError(`not a time zone: ${zone}`);
  if (!read.ok) throw new RangeError(read.message);
  const stamps = exdates.map((exdate) => {
    const stamp = readStamp(exdate);
    if (!stamp) throw new RangeError(`not a time: ${exdate}`);
    return stamp;
  });
  return { rule: read.rule, start: start.wall, zone, exdates: stamps };
}

/** What occurs from a moment on. */
function* walk(recurrence: Recurrence, from: number): Generator<Occurrence, undefined> {
  const series = readSeries(recurrence);
  const { rule, zone } = series;
  const start = momentAt(series.start, zone);
  if (!(from < END)) return;
  const to = Math.min(END, untilOf(series));
  const isOut = exceptions(series);
  const all = isElapsed(rule) ? elapsedOccurrences(rule, { start, zone, from, to }) : floating(series, from, to);
  for (const occurrence of all) if (!isOut(occurrence.at)) yield occurrence;
}

/** The last moment that UNTIL lets pass. In wall time, days and longer are compared as wall times. */
function untilOf({ rule, zone }: Series): number {
  if (!rule.until || (rule.until.is !== 'utc' && !isElapsed(rule))) return Number.POSITIVE_INFINITY;
  if (rule.until.is === 'utc') return rule.until.wall;
  return rule.until.is === 'date' ? momentAt(rule.until.wall + DAY, zone) - 1 : momentAt(rule.until.wall, zone);
}

/** Whether an exception takes a moment out. */
function exceptions({ exdates, zone }: Series): (at: number) => boolean {
  const moments = new Set(
    exdates.filter(({ is }) => is !== 'date').map(({ wall, is }) => (is === 'utc' ? wall : momentAt(wall, zone))),
  );
  const days = exdates
    .filter(({ is }) => is === 'date')
    .map(({ wall }) => [momentAt(wall, zone), momentAt(wall + DAY, zone)] as const);
  return (at) => moments.has(at) || days.some(([from, to]) => at >= from && at < to);
}

/** Wall times as moments, in order: what a gap moves may pass, or meet, what is due right behind the gap. */
function* floating({ rule, start, zone }: Series, from: number, to: number): Generator<Occurrence> {
  const resolve = resolver(zone);
  let waiting: { readonly at: number; readonly shown: Wall }[] = [];
  let n = -1;
  function* release(upTo: Wall): Generator<Occurrence> {
    while (waiting[0] && waiting[0].shown <= upTo) {
      const { at } = waiting[0];
      // What meets is one occurrence, and counts as often as the rule names it.
      n += waiting.filter((other) => other.at === at).length;
      waiting = waiting.filter((other) => other.at !== at);
      if (at >= from && at <= to) yield { at, n };
    }
  }
  for (const { wall, nth } of wallOccurrences(rule, { start, from: from - MARGIN, to: to + MARGIN })) {
    if (n < 0) n = nth - 1;
    // Strictly before: what is due at this very time is released together with it.
    yield* release(wall - 1);
    waiting = [...waiting, resolve(wall)].sort((a, b) => a.shown - b.shown);
    yield* release(wall);
  }
  yield* release(Number.POSITIVE_INFINITY);
}
