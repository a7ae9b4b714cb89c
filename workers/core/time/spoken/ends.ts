import type { Stamp } from '../calendar.ts';
import { DAY } from '../calendar.ts';
import { wallAt } from '../offsets.ts';
import { MAX_COUNT } from '../rule-parts.ts';
import { takeClock } from './clock.ts';
import { takeDay } from './day.ts';
import { takeInstant } from './instant.ts';
import { later, roughly, takeLength } from './length.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Spoken } from './resolve.ts';
import { clocksOf, momentOfDay } from './resolve.ts';
import { NUMBER_NAMES } from './vocabulary.ts';

/** Where a series ends, as its rule says it. */
export type End = { readonly count: number } | { readonly until: Stamp };

const UNTIL = word('until|till|til|bis(?:\\s+zum|\\s+einschlie(?:ß|ss)lich)?');
const FOR = word('for|f(?:ü|ue)r');
const TIMES = /(\d{1,9})[\s-]?(?:x|times?|mal)(?![\p{L}\p{N}_])/iuy;
const TIMES_WORD = word('times?|mal');

/**
 * `until 2026-12-31`, `until friday 18:00`, `5 times`, `5x`, `fünf mal`, `for 2 weeks`; what is to last for less than a step
 * (in ms) is something else that is to be done.
 */
export const takeEnd = (reader: Reader, spoken: Spoken, step: number): End | null =>
  takeUntil(reader, spoken) ?? takeCount(reader) ?? takeFor(reader, spoken, step);

function takeUntil(reader: Reader, spoken: Spoken): End | null {
  return reader.attempt(() => {
    if (!reader.take(UNTIL)) return null;
    const instant = takeInstant(reader, spoken);
    if (instant !== null) return { until: { wall: instant, is: 'utc' } };
    const day = takeDay(reader);
    const clock = takeClock(reader);
    if (reader.refusal || (!day && !clock)) return reader.refuse('until');
    // A day counts to its end.
    const end = { hour: 23, minute: 59, second: 59, isOpen: false, place: null };
    const at = momentOfDay(reader, day, clock ?? end, spoken);
    if (at === null) return null;
    if (clock) return { until: { wall: at, is: 'utc' } };
    return { until: { wall: Math.floor(wallAt(at, spoken.zone) / DAY) * DAY, is: 'date' } };
  });
}

/** A hundred years are more than anybody means. */
const MAX_FOR = 100 * 366 * DAY;

const takeCount = (reader: Reader): End | null =>
  reader.attempt(() => {
    reader.take(FOR);
    const digits = reader.take(TIMES)?.[1];
    const count = digits === undefined ? reader.takeNamed(NUMBER_NAMES) : Number(digits);
    if (count === null || (digits === undefined && !reader.take(TIMES_WORD))) return null;
    if (count < 1 || count > MAX_COUNT) return reader.refuse('count', { most: MAX_COUNT });
    return { count };
  });

const takeFor = (reader: Reader, spoken: Spoken, step: number): End | null =>
  reader.attempt(() => {
    const length = reader.take(FOR) && takeLength(reader, true);
    if (!length || roughly(length) < step || roughly(length) > MAX_FOR) return null;
    const clocks = clocksOf(null, spoken);
    return { until: { wall: clocks.momentOf(later(clocks.now, length)) + length.ms, is: 'utc' } };
  });
