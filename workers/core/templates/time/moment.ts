import type { WallTime } from './zones.ts';
import { abbreviation, offsetAt, utcOf, wallTime } from './zones.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY_MS = 86_400_000;

/** A moment in a zone, with what tokens ask of it. */
interface Moment extends WallTime {
  readonly at: number;
  readonly zone: string;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly dayOfYear: number;
}

type Token = (moment: Moment) => string | number;

const pad = (n: number, length = 2): string => String(Math.abs(n)).padStart(length, '0');

/** 1st, 2nd, 3rd, 4th … 11th, 12th, 13th … 21st. */
const ordinal = (n: number): string => {
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${(!teen && ['th', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
};

const offset = ({ at, zone }: Moment, colon: string): string => {
  const minutes = offsetAt(at, zone);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.trunc(minutes / 60))}${colon}${pad(minutes % 60)}`;
};

/** Year and number of the week: ISO's (Monday, the week with the 4th of January) or the US one (Sunday, the 1st). */
function week({ year, weekday, dayOfYear }: Moment, isIso: boolean): { readonly year: number; readonly week: number } {
  const start = isIso ? 1 : 0;
  const first = isIso ? 4 : 1;
  // Day of the year on which the first week of a year begins.
  const firstWeek = (of: number): number => {
    const day =
      (new Date(utcOf({ year: of, month: 1, day: first, hour: 0, minute: 0, second: 0 })).getUTCDay() - start + 7) % 7;
    return first - day;
  };
  const length = (of: number): number => (of % 4 === 0 && (of % 100 !== 0 || of % 400 === 0) ? 366 : 365);
  const thisDay = dayOfYear - ((weekday - start + 7) % 7);
  if (thisDay < firstWeek(year))
    return { year: year - 1, week: Math.round((thisDay + length(year - 1) - firstWeek(year - 1)) / 7) + 1 };
  if (thisDay - length(year) >= firstWeek(year + 1)) return { year: year + 1, week: 1 };
  return { year, week: Math.round((thisDay - firstWeek(year)) / 7) + 1 };
}

const twelve = ({ hour }: Moment): number => hour % 12 || 12;
const quarter = ({ month }: Moment): number => Math.ceil(month / 3);
const millis = ({ at }: Moment): number => ((at % 1000) + 1000) % 1000;

/** moment.js, "Display › Format", in its English. */
const TOKENS: Readonly<Record<string, Token>> = {
  M: (m) => m.month,
  Mo: (m) => ordinal(m.month),
  MM: (m) => pad(m.month),
  MMM: (m) => (MONTHS[m.month - 1] as string).slice(0, 3),
  MMMM: (m) => MONTHS[m.month - 1] as string,
  Q: quarter,
  Qo: (m) => ordinal(quarter(m)),
  D: (m) => m.day,
  Do: (m) => ordinal(m.day),
  DD: (m) => pad(m.day),
  DDD: (m) => m.dayOfYear,
  DDDo: (m) => ordinal(m.dayOfYear),
  DDDD: (m) => pad(m.dayOfYear, 3),
  d: (m) => m.weekday,
  do: (m) => ordinal(m.weekday),
  dd: (m) => (DAYS[m.weekday] as string).slice(0, 2),
  ddd: (m) => (DAYS[m.weekday] as string).slice(0, 3),
  dddd: (m) => DAYS[m.weekday] as string,
  e: (m) => m.weekday,
  E: (m) => m.weekday || 7,
  w: (m) => week(m, false).week,
  wo: (m) => ordinal(week(m, false).week),
  ww: (m) => pad(week(m, false).week),
  W: (m) => week(m, true).week,
  Wo: (m) => ordinal(week(m, true).week),
  WW: (m) => pad(week(m, true).week),
  gg: (m) => pad(week(m, false).year % 100),
  gggg: (m) => pad(week(m, false).year, 4),
  GG: (m) => pad(week(m, true).year % 100),
  GGGG: (m) => pad(week(m, true).year, 4),
  YY: (m) => pad(m.year % 100),
  YYYY: (m) => pad(m.year, 4),
  YYYYYY: (m) => `${m.year < 0 ? '-' : '+'}${pad(m.year, 6)}`,
  Y: (m) => m.year,
  A: (m) => (m.hour < 12 ? 'AM' : 'PM'),
  a: (m) => (m.hour < 12 ? 'am' : 'pm'),
  H: (m) => m.hour,
  HH: (m) => pad(m.hour),
  h: twelve,
  hh: (m) => pad(twelve(m)),
  k: (m) => m.hour || 24,
  kk: (m) => pad(m.hour || 24),
  m: (m) => m.minute,
  mm: (m) => pad(m.minute),
  s: (m) => m.second,
  ss: (m) => pad(m.second),
  S: (m) => Math.floor(millis(m) / 100),
  SS: (m) => pad(Math.floor(millis(m) / 10)),
  SSS: (m) => pad(millis(m), 3),
  z: (m) => abbreviation(m.at, m.zone),
  zz: (m) => abbreviation(m.at, m.zone),
  Z: (m) => offset(m, ':'),
  ZZ: (m) => offset(m, ''),
  X: (m) => Math.floor(m.at / 1000),
  x: (m) => m.at,
};

const SHORTHANDS: Readonly<Record<string, string>> = {
  LT: 'h:mm A',
  LTS: 'h:mm:ss A',
  L: 'MM/DD/YYYY',
  l: 'M/D/YYYY',
  LL: 'MMMM D, YYYY',
  ll: 'MMM D, YYYY',
  LLL: 'MMMM D, YYYY h:mm A',
  lll: 'MMM D, YYYY h:mm A',
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  llll: 'ddd, MMM D, YYYY h:mm A',
};

/** `[as it stands]`, shorthands, then tokens, the longest first. */
const PATTERN =
  /\[([^[\]]*)\]|LTS?|LL?L?L?|ll?l?l?|MMMM|MMM|MM|Mo|M|Qo|Q|DDDD|DDDo|DDD|DD|Do|D|dddd|ddd|dd|do|d|e|E|wo|ww|w|Wo|WW|W|gggg|gg|GGGG|GG|YYYYYY|YYYY|YY|Y|A|a|HH|H|hh|h|kk|k|mm|m|ss|s|SSS|SS|S|zz|z|ZZ|Z|X|x/g;

/**
 * A moment in words, by a format of moment.js: `MMMM Do YYYY, h:mm:ss a z [GMT]Z`.
 * @param at ms since epoch
 * @param zone one that `zoneNamed` gave
 */
export function formatMoment(at: number, zone: string, format: string): string {
  const wall = wallTime(at, zone);
  const midnight = utcOf({ ...wall, hour: 0, minute: 0, second: 0 });
  const newYear = utcOf({ ...wall, month: 1, day: 1, hour: 0, minute: 0, second: 0 });
  const moment: Moment = {
    ...wall,
    at,
    zone,
    weekday: new Date(midnight).getUTCDay(),
    dayOfYear: Math.round((midnight - newYear) / DAY_MS) + 1,
  };
  return filled(format, moment);
}

const filled = (format: string, moment: Moment): string =>
  format.replace(PATTERN, (token, asIs?: string) => {
    if (asIs !== undefined) return asIs;
    const shorthand = SHORTHANDS[token];
    return shorthand === undefined ? String(TOKENS[token]?.(moment) ?? token) : filled(shorthand, moment);
  });
