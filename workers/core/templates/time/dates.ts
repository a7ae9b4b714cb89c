import type { WallTime } from './zones.ts';
import { isZone, momentOf, offsetNamed, utcOf, wallTime } from './zones.ts';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const FILLERS = /^(?:at|on|of|the|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$/;
const MINUTE = 60_000;

/** What a typed date is made of, as far as it was found. */
interface Parts {
  year?: number;
  month?: number;
  day?: number;
  time?: { hour: number; readonly minute: number; readonly second: number };
  half?: 'am' | 'pm';
  zone?: string | number;
}

type Read = (parts: Parts, found: RegExpExecArray) => boolean;

/** Sets what was not there yet; a second time of day or month is a mistake. */
const put = <K extends keyof Parts>(parts: Parts, key: K, value: Parts[K]): boolean => {
  if (parts[key] !== undefined) return false;
  parts[key] = value;
  return true;
};

const putDate = (parts: Parts, year: string, month: string, day: string): boolean =>
  put(parts, 'year', year.length === 2 ? 2000 + Number(year) : Number(year)) &&
  put(parts, 'month', Number(month)) &&
  put(parts, 'day', Number(day));

/** The ways people write a part of a date, tried in this order on each word. */
const READERS: readonly (readonly [RegExp, Read])[] = [
  [FILLERS, () => true],
  [
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(am|pm)?(z|[+-]\d{2}:?\d{2})?$/,
    (parts, [, hour, minute, second = '0', half, zone]) =>
      put(parts, 'time', { hour: Number(hour), minute: Number(minute), second: Number(second) }) &&
      (half === undefined || put(parts, 'half', half as 'am' | 'pm')) &&
      (zone === undefined || put(parts, 'zone', offsetNamed(zone) as number)),
  ],
  [
    /^(\d{1,2})(am|pm)$/,
    (parts, [, hour, half]) =>
      put(parts, 'time', { hour: Number(hour), minute: 0, second: 0 }) && put(parts, 'half', half as 'am' | 'pm'),
  ],
  [/^([ap])\.?m\.?$/, (parts, [, half]) => put(parts, 'half', `${half}m` as 'am' | 'pm')],
  [
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/,
    (parts, [, y, m, d]) => putDate(parts, y as string, m as string, d as string),
  ],
  [
    /^(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})$/,
    (parts, [, m, d, y]) => putDate(parts, y as string, m as string, d as string),
  ],
  [/^(\d{4})$/, (parts, [, year]) => put(parts, 'year', Number(year))],
  [/^(\d{1,2})(?:st|nd|rd|th)$/, (parts, [, day]) => put(parts, 'day', Number(day))],
  [
    /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}$/,
    (parts, [, name]) => put(parts, 'month', MONTHS.indexOf(name as string) + 1),
  ],
];

/** When something is or was: a moment, or a time of day that comes every day. */
export type When =
  | { readonly is: 'moment'; readonly at: number }
  | { readonly is: 'daily'; readonly next: number; readonly last: number };

/**
 * A date as people write it: `Dec 25 2026 12:00:00 AM EST`, `12 25 2026`, `2030-01-01 14:00`, `1st Jan 2030`,
 * `2026-09-20T19:00:00-03:00`, `5:00 PM EST`, `17:00 Europe/Berlin`. Null for anything else.
 * @param now ms since epoch, for what names no day or no year
 * @param zone where none is named
 */
export function parseWhen(typed: string, now: number, zone: string): When | null {
  const parts = partsOf(typed);
  if (!parts) return null;
  const { time = { hour: 0, minute: 0, second: 0 }, half, month, day } = parts;
  const place = parts.zone ?? zone;
  if (time.hour > (half ? 12 : 23) || time.minute > 59 || time.second > 59 || (half && time.hour === 0)) return null;
  const hour = half ? (time.hour % 12) + (half === 'pm' ? 12 : 0) : time.hour;
  const today = typeof place === 'number' ? wallTime(now + place * MINUTE, 'UTC') : wallTime(now, place);
  const at = (date: Pick<WallTime, 'year' | 'month' | 'day'>): number => {
    const wall = { ...date, hour, minute: time.minute, second: time.second };
    return typeof place === 'number' ? utcOf(wall) - place * MINUTE : momentOf(wall, place);
  };
  if (month === undefined || day === undefined) {
    if (month !== undefined || day !== undefined || parts.year !== undefined || !parts.time) return null;
    const here = at(today);
    const other = at({ ...today, day: today.day + (here > now ? -1 : 1) });
    return { is: 'daily', next: Math.max(here, other), last: Math.min(here, other) };
  }
  const year = parts.year ?? today.year;
  if (!exists(year, month, day)) return null;
  const moment = at({ year, month, day });
  // A day without a year is the next one of its name.
  const isPast = parts.year === undefined && moment <= now;
  return { is: 'moment', at: isPast ? at({ year: year + 1, month, day }) : moment };
}

const exists = (year: number, month: number, day: number): boolean => {
  const date = new Date(utcOf({ year, month, day, hour: 0, minute: 0, second: 0 }));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

function partsOf(typed: string): Parts | null {
  const parts: Parts = {};
  const numbers: number[] = [];
  // `2026-09-20T19:00` is a day and a time.
  const words = typed
    .replace(/(\d)T(\d)/g, '$1 $2')
    .split(/[\s,]+/)
    .filter(Boolean);
  if (words.length === 0 || words.length > 12) return null;
  for (const word of words) {
    if (/^\d{1,2}$/.test(word)) numbers.push(Number(word));
    else if (!readWord(parts, word)) return null;
  }
  // Bare numbers: the day behind or before a month's name, else month and day.
  if (parts.month === undefined && numbers.length === 2) [parts.month, parts.day] = numbers;
  else if (parts.day === undefined && numbers.length === 1) [parts.day] = numbers;
  else if (numbers.length > 0) return null;
  return parts;
}

function readWord(parts: Parts, word: string): boolean {
  const lower = word.toLowerCase();
  for (const [pattern, read] of READERS) {
    const found = pattern.exec(lower);
    if (found) return read(parts, found);
  }
  const offset = offsetNamed(lower);
  if (offset !== null) return put(parts, 'zone', offset);
  return isZone(word) && put(parts, 'zone', word);
}
