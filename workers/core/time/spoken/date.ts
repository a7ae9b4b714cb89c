import type { Day } from './day.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import { MONTH_NAMES } from './vocabulary.ts';

const ISO = /(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d\p{L}-])/uy;
/** `24.12.`, `24.12.2026`, `24.12.26`; a year of two digits is none where it begins a time. */
const DOTS = /(\d{1,2})\.\s?(\d{1,2})\.(?:(\d{2})(?![\d:.\p{L}]|\s?uhr)|\s?(\d{4})(?![\d:]))?/iuy;
const DOTS_OPEN = /(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])(?![\d.:%\p{L}]|,\d|\s?uhr)/iuy;
const SLASHES = /(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?(?![\d/\p{L}])/uy;
const DAY_FIRST = /(\d{1,2})(st|nd|rd|th|\.)?\s*(?:of\s+)?(?=\p{L})/iuy;
const DAY_BEHIND = /(?:the\s+)?(\d{1,2})(st|nd|rd|th|\.)?(?![\d:\p{L}/%]|[.,]\d)/iuy;
const YEAR = /(\d{4})(?![\d:\p{L}])/uy;
const NTH = /(\d{1,2})(?:st|nd|rd|th|\.)(?![\d\p{L}])/iuy;

type Dated = Omit<Day, 'part'>;

const dated = (year: string | null | undefined, month: number, day: number, isWeak = false): Dated => ({
  name: { is: 'date', date: { year: year ? fullYear(year) : null, month, day, weekday: null } },
  isWeak,
});

const fullYear = (year: string): number => (year.length === 2 ? 2000 : 0) + Number(year);

/** A day and a month, in any order that people write them in. */
export function takeDate(reader: Reader): Dated | null {
  const iso = reader.take(ISO);
  if (iso) return dated(iso[1], Number(iso[2]), Number(iso[3]));
  const dots = reader.take(DOTS);
  if (dots) return dated(dots[3] ?? dots[4], Number(dots[2]), Number(dots[1]));
  return (
    reader.attempt(() => takeNamedDate(reader)) ??
    reader.attempt(() => {
      const open = reader.take(DOTS_OPEN);
      return open && dated(null, Number(open[2]), Number(open[1]), true);
    }) ??
    reader.attempt(() => takeSlashes(reader))
  );
}

function takeNamedDate(reader: Reader): Dated | null {
  const before = reader.take(DAY_FIRST);
  const isModal = reader.looksAt(word('may|march'));
  const month = reader.takeNamed(MONTH_NAMES);
  if (month === null) return null;
  const day = before ?? reader.take(DAY_BEHIND);
  if (!day) return null;
  const year = reader.take(YEAR)?.[1];
  // "May 5 people join" is no date, "May 5th" is one.
  return dated(year, month, Number(day[1]), isModal && !before && !year && !day[2]);
}

/** Americans write the month first, most others the day. */
function takeSlashes(reader: Reader): Dated | null {
  const found = reader.take(SLASHES);
  if (!found) return null;
  const [typed, a, b, year] = found;
  const [first, second] = [Number(a), Number(b)];
  if (first < 1 || second < 1 || Math.max(first, second) > 31 || Math.min(first, second) > 12) return null;
  // Two numbers and no year may be a fraction as well.
  if (first <= 12 && second <= 12 && first !== second)
    return { name: { is: 'unclear', typed: typed.trim() }, isWeak: !year };
  return first > 12 ? dated(year, second, first, !year) : dated(year, first, second, !year);
}

export function takeDayOfMonth(reader: Reader): Dated | null {
  const found = reader.take(NTH);
  return found && { name: { is: 'day-of-month', day: Number(found[1]), weekday: null }, isWeak: true };
}
