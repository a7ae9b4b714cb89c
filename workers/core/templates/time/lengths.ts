import { utcOf, wallTime } from './zones.ts';

type Unit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** How much of each unit lies between two moments, the calendar counted by UTC's. */
type Length = readonly (readonly [number, Unit])[];

/** In days and clock time, as Nightbot counts. */
function inDays(ms: number): Length {
  let left = Math.floor(ms / 1000);
  const sizes: readonly (readonly [number, Unit])[] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ];
  return sizes.map(([size, unit]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return [count, unit] as const;
  });
}

/** In years and months too. A month is over on the day it began on, or on the last one of a shorter month. */
function inCalendar(from: number, to: number): Length {
  const start = wallTime(from, 'UTC');
  const end = wallTime(to, 'UTC');
  const after = (months: number): number => {
    const year = start.year + Math.floor((start.month - 1 + months) / 12);
    const month = ((start.month - 1 + months) % 12) + 1;
    const last = new Date(utcOf({ year, month: month + 1, day: 0, hour: 0, minute: 0, second: 0 })).getUTCDate();
    return utcOf({ ...start, year, month, day: Math.min(start.day, last) });
  };
  let months = (end.year - start.year) * 12 + end.month - start.month;
  if (months > 0 && after(months) > to) months--;
  const rest = inDays(to - (months > 0 ? after(months) : from));
  return [[Math.floor(months / 12), 'year'], [months % 12, 'month'], ...rest];
}

const plural = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`;

const without0 = (length: Length): Length => length.filter(([count]) => count > 0);

/** Nightbot's: `1 day 3 hours 20 minutes 30 seconds`. */
export const inNightbotWords = (ms: number): string =>
  without0(inDays(ms))
    .map(([count, unit]) => plural(count, unit))
    .join(' ') || '0 seconds';

const SHORT: Readonly<Record<Unit, string>> = {
  year: 'year',
  month: 'month',
  day: 'day',
  hour: 'hour',
  minute: 'min',
  second: 'sec',
};

/** StreamElements': the two largest, `2 hours 30 mins`, `1 day 4 hours`, `27 mins 16 secs`. */
export const inStreamElementsWords = (from: number, to: number): string =>
  largest(inCalendar(from, to), 2)
    .map(([count, unit]) => plural(count, SHORT[unit]))
    .join(' ') || '0 secs';

/** Fossabot's: the four largest, `7 years, 11 months, 14 days and 9 hours`, without seconds from an hour on. */
export function inFossabotWords(from: number, to: number): string {
  const parts = largest(inCalendar(from, to), 4);
  const isLong = parts.some(([, unit]) => unit !== 'minute' && unit !== 'second');
  return inSentence(parts.filter(([, unit]) => !isLong || unit !== 'second'));
}

/** The age of an account as Fossabot tells it: `3 years, 2 months and 1 day`; hours and less in its first days only. */
export function ageInFossabotWords(from: number, to: number): string {
  const days = without0(inCalendar(from, to).slice(0, 3));
  return days.length > 0 ? inSentence(days) : inFossabotWords(from, to);
}

function inSentence(parts: Length): string {
  const words = parts.map(([count, unit]) => plural(count, unit));
  const last = words.pop() ?? '0 seconds';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}

/** The largest unit that is there, and those right below it as far as they are. */
function largest(length: Length, count: number): Length {
  const first = length.findIndex(([n]) => n > 0);
  return first < 0 ? [] : without0(length.slice(first, first + count));
}
