import { DAY } from '../calendar.ts';
import { takesAnother } from './another.ts';
import { looksLikeHour, takeClock, timeOf } from './clock.ts';
import { takeDay } from './day.ts';
import { takeInstant } from './instant.ts';
import { later, roughly, takeLength } from './length.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Spoken } from './resolve.ts';
import { clocksOf, MAX_YEARS, momentOfDay, withinReach } from './resolve.ts';

/** A time that comes once, ms since epoch; null, and perhaps a refusal, where there is none. */
export function takeOnce(reader: Reader, spoken: Spoken): number | null {
  return takeInstant(reader, spoken) ?? takeRelative(reader, spoken) ?? takeNamed(reader, spoken);
}

const IN = word('in|after|nach');
const FROM_NOW = word('from\\s+now|ab\\s+jetzt');
const AGO = word('ago');
const BEFORE = word('vor');
const COUNT = /(\d{1,9})(?![\d\p{L}.:,/-])/uy;

/** `5m`, `in 2 hours`, `3 days from now`, `in 2 weeks at 18:00`. */
function takeRelative(reader: Reader, spoken: Spoken): number | null {
  return reader.attempt(() => {
    const isPast = reader.take(BEFORE) !== null;
    const isLed = isPast || reader.take(IN) !== null;
    const length =
      takeLength(reader, isLed) ??
      reader.attempt(() => {
        const named = takeLength(reader, true);
        return named && reader.looksAt(FROM_NOW) ? named : null;
      });
    if (!length) {
      const count = isLed ? reader.take(COUNT)?.[1] : undefined;
      return count === undefined ? null : reader.refuse('no-unit', { count });
    }
    reader.take(FROM_NOW);
    if (isPast || reader.looksAt(AGO)) return reader.refuse('ago');
    const size = roughly(length);
    if (size === 0) return reader.refuse('zero');
    if (size > 2 * MAX_YEARS * 366 * DAY) return reader.refuse('too-far', { years: MAX_YEARS });
    const isDays = length.days + length.months > 0 && length.ms === 0;
    const clock = isDays ? takeClock(reader) : null;
    if (isDays && !clock && reader.refusal) return null;
    const clocks = clocksOf(clock?.place ?? null, spoken);
    const wall = later(clocks.now, length);
    if (clock) return withinReach(reader, clocks.momentOf(Math.floor(wall / DAY) * DAY + timeOf(clock)), spoken);
    // What counts no days is as long as it says, whatever the clocks show by then.
    const start = wall === clocks.now ? spoken.now : clocks.momentOf(wall) + (spoken.now % 1000);
    return withinReach(reader, start + length.ms, spoken);
  });
}

/** `tomorrow 18:00`, `18:00 tomorrow`, `friday`, `at 9`. */
function takeNamed(reader: Reader, spoken: Spoken): number | null {
  return reader.attempt(() => {
    let day = takeDay(reader);
    const clock = reader.refusal ? null : takeClock(reader);
    if (reader.refusal || (!day && !clock)) return null;
    if (!day) day = takeDayBehind(reader);
    else if (!clock && day.isWeak) return null;
    else if (!clock && looksLikeHour(reader))
      return reader.refuse('bare-number', { typed: reader.rest.split(/\s/)[0] ?? '' });
    if (takesAnother(reader, clock !== null)) return reader.refuse('two-times');
    return momentOfDay(reader, day, clock, spoken);
  });
}

/** Behind a time, what may be a day or the beginning of the text is a day only where it is sure, or ends the sentence. */
const takeDayBehind = (reader: Reader): ReturnType<typeof takeDay> =>
  reader.attempt(() => {
    const isWord = reader.looksAt(SO);
    const day = takeDay(reader);
    return day && (!day.isWeak || (day.name.is === 'weekday' && !isWord) || reader.isAtEnd) ? day : null;
  });

/** Sunday to those who write German, and no day at all. */
const SO = word('so');
