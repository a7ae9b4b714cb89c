import type { Language } from '../words.ts';
import type { Wall } from './calendar.ts';
import { listed, nameClock, nameMonth, nameWeekday } from './names.ts';
import type { Rule, Weekday } from './rule.ts';
import { isElapsed } from './rule.ts';
import { every } from './rule-in-words.ts';
import { timesOf } from './walls.ts';

/** Times of a day that are told one by one. */
const MOST_TIMES = 6;

const WORDS = {
  en: {
    and: 'and',
    or: 'or',
    last: (n: number) => (n === 1 ? 'last' : n === 2 ? 'second to last' : `${nth(n)} to last`),
    nth: (n: number) => nth(n),
    months: (names: string) => `in ${names}`,
    weeks: (numbers: string) => `in the ${numbers} week of the year`,
    yearDays: (numbers: string) => `on the ${numbers} day of the year`,
    monthDays: (numbers: string) => `on the ${numbers} of the month`,
    lastDay: 'last day',
    weekdays: (names: string) => `on ${names}`,
    nthWeekday: (place: string, name: string) => `the ${place} ${name}`,
    times: (clocks: string) => `at ${clocks}`,
    manyTimes: (count: number) => `at ${count} times of the day`,
    hours: (hours: string) => `while the clock shows ${hours} hours`,
    minutes: (minutes: string) => `at minute ${minutes}`,
    places: (places: string) => `of these the ${places} each time`,
  },
  de: {
    and: 'und',
    or: 'oder',
    last: (n: number) => (n === 1 ? 'letzten' : n === 2 ? 'vorletzten' : `${n}.-letzten`),
    nth: (n: number) => `${n}.`,
    months: (names: string) => `im ${names}`,
    weeks: (numbers: string) => `in der ${numbers} Woche des Jahres`,
    yearDays: (numbers: string) => `am ${numbers} Tag des Jahres`,
    monthDays: (numbers: string) => `am ${numbers} des Monats`,
    lastDay: 'letzten Tag',
    weekdays: (names: string) => `am ${names}`,
    nthWeekday: (place: string, name: string) => `${place} ${name}`,
    times: (clocks: string) => `um ${clocks}`,
    manyTimes: (count: number) => `zu ${count} Zeiten am Tag`,
    hours: (hours: string) => `solange die Uhr ${hours} Uhr zeigt`,
    minutes: (minutes: string) => `zur Minute ${minutes}`,
    places: (places: string) => `davon jeweils den ${places}`,
  },
} as const;

function nth(n: number): string {
  const isTeen = n % 100 > 10 && n % 100 < 14;
  return `${n}${isTeen || n % 10 > 3 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')}`;
}

/** From the front, or from the end where it is negative. */
const placed = (n: number, language: Language): string => (n < 0 ? WORDS[language].last(-n) : WORDS[language].nth(n));

const placesOf = (places: readonly number[], language: Language): string =>
  listed(
    places.map((n) => placed(n, language)),
    WORDS[language].and,
  );

/** A rule part by part, for what has no short words of its own: each part narrows what stands before it. */
export function partsInWords(rule: Rule, start: Wall, language: Language): string {
  const words = WORDS[language];
  const { byMonth, byWeekNo, byYearDay, byMonthDay, byDay, bySetPos } = rule;
  const months = byMonth.map((month) => nameMonth(month, language));
  const days = byMonthDay.map((day) => (day === -1 ? words.lastDay : placed(day, language)));
  return [
    every(rule, language),
    byMonth.length > 0 && words.months(listed(months, words.and)),
    byWeekNo.length > 0 && words.weeks(placesOf(byWeekNo, language)),
    byYearDay.length > 0 && words.yearDays(placesOf(byYearDay, language)),
    byMonthDay.length > 0 && words.monthDays(listed(days, words.and)),
    byDay.length > 0 && words.weekdays(weekdaysOf(byDay, language)),
    timesInWords(rule, start, language),
    bySetPos.length > 0 && words.places(placesOf(bySetPos, language)),
  ]
    .filter(Boolean)
    .join(', ');
}

const weekdaysOf = (byDay: readonly Weekday[], language: Language): string =>
  listed(
    byDay.map(({ weekday, n }) => {
      const name = nameWeekday(weekday, language);
      return n === 0 ? name : WORDS[language].nthWeekday(placed(n, language), name);
    }),
    WORDS[language].and,
  );

function timesInWords(rule: Rule, start: Wall, language: Language): string {
  const words = WORDS[language];
  if (!isElapsed(rule)) {
    const times = timesOf(rule, start);
    return times.length > MOST_TIMES
      ? words.manyTimes(times.length)
      : words.times(listed(times.map(nameClock), words.and));
  }
  const numbers = (list: readonly number[]) => listed(list.map(String), words.or);
  return [
    rule.byHour.length > 0 && words.hours(numbers(rule.byHour)),
    rule.byMinute.length > 0 && words.minutes(numbers(rule.byMinute)),
  ]
    .filter(Boolean)
    .join(', ');
}
