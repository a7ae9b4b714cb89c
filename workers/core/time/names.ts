import type { Language } from '../words.ts';
import type { Wall } from './calendar.ts';
import { DAY, weekdayOf } from './calendar.ts';
import { wallAt } from './offsets.ts';

const NAMES = {
  en: {
    weekdays: 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' '),
    months: 'January February March April May June July August September October November December'.split(' '),
    day: 3,
    monthDot: '',
  },
  de: {
    weekdays: 'Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag'.split(' '),
    months: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' '),
    day: 2,
    monthDot: '.',
  },
} as const satisfies Record<Language, unknown>;

/** Monday is 0. */
export const nameWeekday = (weekday: number, language: Language): string => NAMES[language].weekdays[weekday] as string;

/** 1 to 12. */
export const nameMonth = (month: number, language: Language): string => NAMES[language].months[month - 1] as string;

/** `24 December`, `24. Dezember`. */
export const nameDayOfYear = (month: number, day: number, language: Language): string =>
  `${day}${NAMES[language].monthDot} ${nameMonth(month, language)}`;

/** `24 December 2026`, `24. Dezember 2026`. */
export function nameDate(wall: Wall, language: Language): string {
  const date = new Date(wall);
  return `${nameDayOfYear(date.getUTCMonth() + 1, date.getUTCDate(), language)} ${date.getUTCFullYear()}`;
}

/** `Thu 24 Dec`, `Do 24. Dez`; with the year where it is not this one. */
export function nameShortDate(wall: Wall, thisYear: number, language: Language): string {
  const date = new Date(wall);
  const names = NAMES[language];
  const weekday = nameWeekday(weekdayOf(Math.floor(wall / DAY)), language).slice(0, names.day);
  const month = nameMonth(date.getUTCMonth() + 1, language).slice(0, 3);
  const year = date.getUTCFullYear() === thisYear ? '' : ` ${date.getUTCFullYear()}`;
  return `${weekday} ${date.getUTCDate()}${names.monthDot} ${month}${year}`;
}

/** `18:00`, with seconds where there are any. */
export const nameClock = (wall: Wall): string => {
  const time = new Date(wall).toISOString().slice(11, 19);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
};

/** `24 December 2026, 18:00`. */
export function nameMoment(at: number, zone: string, language: Language): string {
  const wall = wallAt(at, zone);
  return `${nameDate(wall, language)}, ${nameClock(wall)}`;
}

/** `09:00, 12:00 and 18:00`. */
export const listed = (names: readonly string[], and: string): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
