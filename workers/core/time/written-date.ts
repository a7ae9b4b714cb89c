import { HOUR, isDate, MINUTE } from './calendar.ts';
import { momentAt } from './offsets.ts';
import { named } from './spoken/reader.ts';
import { MONTH_NAMES } from './spoken/vocabulary.ts';

export type WrittenDate =
  | { readonly is: 'moment'; readonly at: number }
  /** Day and month may be meant either way round. */
  | { readonly is: 'ambiguous'; readonly dayFirst: number; readonly monthFirst: number }
  | { readonly is: 'unknown' };

const UNKNOWN: WrittenDate = { is: 'unknown' };
/** Longer is no date. */
const LONGEST = 60;

const EPOCH = /^(\d{10}|\d{13})$/;
const ISO = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?=$|[T\s,])/i;
const DOTS = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?=$|[\s,])/;
const SIGNS = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4})(?=$|[\s,])/;
const DAY_MONTH = /^(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?(\p{L}{3,12})\.?,?[\s-]+(\d{4})(?=$|[\s,])/iu;
const MONTH_DAY = /^(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?=$|[\s,])/iu;
const WEEKDAY = /^\p{L}{2,10}\.?,?\s+(?=[\d\p{L}])/u;

const TIME =
  /^(?:T|[\s,]+|\s+(?:at|um)\s+)(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*([ap]\.?m\.?)?\s*(?:uhr)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

interface Written {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** The time and zone, as they are written behind the date. */
  readonly rest: string;
}

const fullYear = (digits: string): number => (digits.length === 2 ? 2000 : 0) + Number(digits);

function namedDate(text: string): Written | null {
  const first = DAY_MONTH.exec(text);
  const found = first
    ? { whole: first[0], day: first[1], month: first[2], year: first[3] }
    : (([whole = '', month, day, year] = MONTH_DAY.exec(text) ?? []) => ({ whole, day, month, year }))();
  if (found.whole === '' || found.month === undefined) return null;
  const month = named(MONTH_NAMES, found.month);
  return month === null
    ? null
    : { year: Number(found.year), month, day: Number(found.day), rest: text.slice(found.whole.length) };
}

function numbered(text: string): Written | null {
  const iso = ISO.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[3]), day: Number(iso[4]), rest: text.slice(iso[0].length) };
  const dots = DOTS.exec(text);
  if (!dots) return null;
  // With dots the day comes first wherever they are used.
  return {
    year: fullYear(dots[3] ?? ''),
    month: Number(dots[2]),
    day: Number(dots[1]),
    rest: text.slice(dots[0].length),
  };
}

/** ms since epoch; a date alone is its noon, so that it stays that day in zones around. Null for what no calendar has. */
function momentOf({ year, month, day, rest }: Written, zone: string): number | null {
  if (year < 1 || !isDate(year, month, day)) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const wall = date.getTime();
  if (rest.trim() === '') return momentAt(wall + 12 * HOUR, zone);
  const [found, hours = '', minutes, seconds = '0', fraction = '', half, offset] = TIME.exec(rest) ?? [];
  // `2026-11-26 7` says no time that anybody would know.
  if (found === undefined || (minutes === undefined && !half)) return null;
  const hour = half ? (Number(hours) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes ?? 0) > 59 || Number(seconds) > 59 || (half && Number(hours) > 12)) return null;
  const time = hour * HOUR + Number(minutes ?? 0) * MINUTE + Number(seconds) * 1000;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  if (offset === undefined) return momentAt(wall + time, zone) + ms;
  const [, sign, oh, om] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  const shift = sign === undefined ? 0 : (Number(oh) * HOUR + Number(om) * MINUTE) * (sign === '-' ? -1 : 1);
  return wall + time + ms - shift;
}

/**
 * A date as files of others have it: ISO 8601, `26.11.2026 18:00`, `26 Nov 2026`, `November 26, 2026`, seconds or ms since
 * epoch. Of `5/11/2026` nobody can say which is the month, so it is ambiguous. @param zone what clocks meant, where none is written
 */
export function readWrittenDate(typed: string, zone: string): WrittenDate {
  const text = typed.trim();
  if (text.length > LONGEST) return UNKNOWN;
  if (EPOCH.test(text)) return { is: 'moment', at: Number(text) * (text.length === 10 ? 1000 : 1) };
  const plain = numbered(text) ?? namedDate(text) ?? namedDate(text.replace(WEEKDAY, ''));
  if (plain) {
    const at = momentOf(plain, zone);
    return at === null ? UNKNOWN : { is: 'moment', at };
  }
  const [whole, a, , b, year] = SIGNS.exec(text) ?? [];
  if (whole === undefined) return UNKNOWN;
  const rest = text.slice(whole.length);
  const dayFirst = momentOf({ year: Number(year), month: Number(b), day: Number(a), rest }, zone);
  const monthFirst = momentOf({ year: Number(year), month: Number(a), day: Number(b), rest }, zone);
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst)
    return { is: 'ambiguous', dayFirst, monthFirst };
  const at = dayFirst ?? monthFirst;
  return at === null ? UNKNOWN : { is: 'moment', at };
}
