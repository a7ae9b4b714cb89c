import { HOUR, MINUTE } from '../calendar.ts';
import type { Place } from './place.ts';
import { takePlace } from './place.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Part } from './vocabulary.ts';
import { UNIT_NAMES } from './vocabulary.ts';

/** A time of day as it was said. */
export interface Clock {
  /** 0 to 24. */
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Neither am nor pm was said, nor an hour beyond 12: a part of the day may still say which is meant. */
  readonly isOpen: boolean;
  readonly place: Place | null;
}

const LEAD = word('at|um|around|gegen');
const AT_SIGN = /@\s?(?=\d)/uy;
/** `6 am Freitag` is German, and no morning. */
const NO_DAY = '(?!\\s+(?:\\d{1,2}\\.|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|montag))';
const TWELVE = new RegExp(
  `(\\d{1,2})(?:[:.](\\d{2})(?::(\\d{2}))?)?\\s?(?:(a)\\.?m\\b${NO_DAY}|(p)\\.?m\\b)\\.?(?![\\p{L}\\p{N}_])`,
  'iuy',
);
const UHR = word("(\\d{1,2})(?:[:.](\\d{2})(?::(\\d{2}))?)?\\s?(?:uhr|o['’]?clock)");
const COLON = /(\d{1,2}):(\d{2})(?::(\d{2}))?h?(?![\d:\p{L}])/iuy;
/** With a Z right behind it. */
const COLON_ZONED = /(\d{1,2}):(\d{2})(?::(\d{2}))?(?=z(?![\p{L}\p{N}]))/iuy;
/** Only behind a word that says that a time follows. */
const BARE = /(\d{1,2})(?:\.(\d{2}))?h?(?![\d:/%]|[.,]\d|\p{L})/iuy;
const NOON = word('noon|midday|12\\s+noon|mittags?');
const MIDNIGHT = word('midnight|mitternacht');
const BARE_NUMBER = /(?:[01]?\d|2[0-4])(?:[.:]\d{2})?(?![\d\p{L}:/%]|[.,]\d)/uy;

/** `18:00`, `6pm`, `6:30 p.m.`, `18 Uhr`, `at 9`, `noon`, `midnight`; with a zone behind it, and a part of the day. */
export function takeClock(reader: Reader): Clock | null {
  return reader.attempt(() => {
    const isLed = reader.take(LEAD) !== null || reader.take(AT_SIGN) !== null;
    if (reader.take(NOON)) return placed(reader, { hour: 12, minute: 0, second: 0, isOpen: false });
    if (reader.take(MIDNIGHT)) return placed(reader, { hour: 24, minute: 0, second: 0, isOpen: false });
    const twelve = reader.take(TWELVE);
    if (twelve) return ofTwelve(reader, twelve);
    const found =
      reader.take(UHR) ?? reader.take(COLON) ?? reader.take(COLON_ZONED) ?? (isLed ? takeBare(reader) : null);
    return found && ofDay(reader, found);
  });
}

/** Whether a lone number follows that may be a time or not: `tomorrow 9 drinks`. */
export const looksLikeHour = (reader: Reader): boolean => reader.looksAt(BARE_NUMBER);

/** `at 9`, but not `at 9 minutes`. */
const takeBare = (reader: Reader): RegExpExecArray | null =>
  reader.attempt(() => {
    const found = reader.take(BARE);
    return found && reader.attempt(() => (reader.takeNamed(UNIT_NAMES) ? null : found));
  });

function ofTwelve(reader: Reader, [typed, hour, minute = '0', second = '0', , pm]: RegExpExecArray): Clock | null {
  if (Number(hour) < 1 || Number(hour) > 12 || Number(minute) > 59 || Number(second) > 59)
    return reader.refuse('bad-time', { typed: typed.trim() });
  return placed(reader, {
    hour: (Number(hour) % 12) + (pm ? 12 : 0),
    minute: Number(minute),
    second: Number(second),
    isOpen: false,
  });
}

/** `18 Uhr 30`, which may as well be 18:00 and thirty of something. */
const MINUTES_BEHIND = /([0-5]\d)(?![\d:/%\p{L}]|[.,]\d|\s?(?:x|times?|mal)(?![\p{L}\p{N}]))/iuy;

function ofDay(reader: Reader, [typed, hours, minute, second = '0']: RegExpExecArray): Clock | null {
  const hour = Number(hours);
  const isEnd = hour === 24 && Number(minute ?? 0) === 0 && Number(second) === 0;
  if ((hour > 23 && !isEnd) || Number(minute ?? 0) > 59 || Number(second) > 59)
    return reader.refuse('bad-time', { typed: typed.trim() });
  const behind = minute === undefined && /uhr$/iu.test(typed.trim()) ? reader.take(MINUTES_BEHIND) : null;
  if (behind) return reader.refuse('bare-number', { typed: behind[1] as string });
  return placed(reader, { hour, minute: Number(minute ?? 0), second: Number(second), isOpen: hour <= 12 });
}

/** Parts of the day behind a time of day. `at night` has the hours on both sides of midnight. */
const SUFFIXES: readonly (readonly [RegExp, Part])[] = [
  [word('in\\s+the\\s+morning|morgens|fr(?:ü|ue)h|in\\s+der\\s+fr(?:ü|ue)h'), 'morning'],
  [word('vormittags'), 'forenoon'],
  [word('mittags'), 'noon'],
  [word('in\\s+the\\s+afternoon|nachmittags'), 'afternoon'],
  [word('in\\s+the\\s+evening|abends'), 'evening'],
  [word('at\\s+night|nachts'), 'night'],
];

function placed(reader: Reader, clock: Omit<Clock, 'place'>): Clock {
  const before = takePlace(reader);
  const suffix = clock.isOpen ? SUFFIXES.find(([pattern]) => reader.take(pattern)) : undefined;
  const place = before ?? (suffix ? takePlace(reader) : null);
  const hour = suffix ? hourIn(suffix[1], clock.hour, false) : clock.hour;
  return { ...clock, hour, isOpen: clock.isOpen && !suffix, place };
}

/**
 * The hour of the day that an hour of a clock with twelve means in a part of the day. Behind the name of a day (`friday night
 * at 2`), the night goes on into the next day; behind a time (`at 2 at night`), the night of that very day is meant.
 */
export function hourIn(part: Part, hour: number, isNightOfDay: boolean): number {
  if (part === 'morning' || part === 'forenoon') return hour % 12;
  if (part === 'noon') return hour < 4 ? hour + 12 : hour;
  if (part === 'afternoon' || part === 'evening') return part === 'evening' && hour === 12 ? 24 : (hour % 12) + 12;
  if (hour === 12 || hour === 0) return 24;
  return hour > 5 ? (hour % 12) + 12 : hour + (isNightOfDay ? 24 : 0);
}

/** ms since midnight. */
export const timeOf = ({ hour, minute, second }: Omit<Clock, 'place' | 'isOpen'>): number =>
  hour * HOUR + minute * MINUTE + second * 1000;
