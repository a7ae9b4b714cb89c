import type { Language } from '../words.ts';
import { listed, nameDayOfYear, nameWeekday } from './names.ts';
import type { Frequency, Rule, Weekday } from './rule.ts';
import { plainRule, printRule } from './rule.ts';

/** One of a kind, and several of it: `every day`, `every 3 days`. */
const EVERY: Readonly<Record<Language, Readonly<Record<Frequency, readonly [one: string, more: string]>>>> = {
  en: {
    YEARLY: ['every year', 'every {n} years'],
    MONTHLY: ['every month', 'every {n} months'],
    WEEKLY: ['every week', 'every {n} weeks'],
    DAILY: ['every day', 'every {n} days'],
    HOURLY: ['every hour', 'every {n} hours'],
    MINUTELY: ['every minute', 'every {n} minutes'],
  },
  de: {
    YEARLY: ['jedes Jahr', 'alle {n} Jahre'],
    MONTHLY: ['jeden Monat', 'alle {n} Monate'],
    WEEKLY: ['jede Woche', 'alle {n} Wochen'],
    DAILY: ['jeden Tag', 'alle {n} Tage'],
    HOURLY: ['jede Stunde', 'alle {n} Stunden'],
    MINUTELY: ['jede Minute', 'alle {n} Minuten'],
  },
};

/** How often, and no more than that: `every 3 days`. */
export const every = ({ freq, interval }: Rule, language: Language): string =>
  EVERY[language][freq][interval === 1 ? 0 : 1].replace('{n}', String(interval));

const WORDS = {
  en: {
    and: 'and',
    each: 'every',
    on: 'on',
    onThe: 'on the',
    weekday: 'weekday',
    weekdays: 'every weekday',
    ordinals: ['first', 'second', 'third', 'fourth', 'fifth'],
    last: 'last',
    lastDay: 'last day',
    ofMonth: 'of the month',
    orLast: '(or the last day of a shorter month)',
    number: (n: number) =>
      `${n}${(n % 100 < 11 || n % 100 > 13) && n % 10 < 4 ? (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th') : 'th'}`,
  },
  de: {
    and: 'und',
    each: 'jeden',
    on: 'am',
    onThe: 'am',
    weekday: 'Werktag',
    weekdays: 'werktags',
    ordinals: ['ersten', 'zweiten', 'dritten', 'vierten', 'fünften'],
    last: 'letzten',
    lastDay: 'letzten Tag',
    ofMonth: 'im Monat',
    orLast: '(oder am letzten Tag eines kürzeren Monats)',
    number: (n: number) => `${n}.`,
  },
} as const;

/** Steps of hours and minutes; null where only some of them are meant. */
export const stepsInWords = (rule: Rule, language: Language): string | null =>
  isPlain(rule, {}) ? every(rule, language) : null;

/** Whether a rule says no more than this. */
const isPlain = (rule: Rule, parts: Partial<Rule>): boolean =>
  printRule({ ...rule, count: null, until: null, wkst: 0, byHour: [], byMinute: [], bySecond: [] }) ===
    printRule({ ...plainRule(rule.freq, rule.interval), ...parts }) && isOnlyTimed(rule);

/** Hours and minutes belong to steps only where there are days. */
const isOnlyTimed = ({ freq, byHour, byMinute, bySecond }: Rule): boolean =>
  (freq !== 'HOURLY' && freq !== 'MINUTELY') || byHour.length + byMinute.length + bySecond.length === 0;

/** The days of a rule that names them; null where that would take too many words. */
export function daysInWords(rule: Rule, language: Language): string | null {
  const { byDay, byMonthDay, byMonth, bySetPos } = rule;
  if (rule.freq === 'DAILY') return isPlain(rule, {}) ? every(rule, language) : null;
  if (rule.freq === 'WEEKLY') return isPlain(rule, { byDay }) ? weekInWords(rule, language) : null;
  if (rule.freq === 'MONTHLY') return monthInWords(rule, language);
  const [month, day] = [byMonth[0], keptDay(rule)];
  if (byMonth.length !== 1 || month === undefined || day === null || !isPlain(rule, { byMonth, byMonthDay, bySetPos }))
    return null;
  return `${every(rule, language)} ${WORDS[language].on} ${nameDayOfYear(month, day, language)}`;
}

function weekInWords(rule: Rule, language: Language): string {
  const words = WORDS[language];
  const names = listed(
    rule.byDay.map(({ weekday }) => nameWeekday(weekday, language)),
    words.and,
  );
  if (rule.interval > 1) return `${every(rule, language)} ${words.on} ${names}`;
  return isWorkdays(rule.byDay) ? words.weekdays : `${words.each} ${names}`;
}

const isWorkdays = (byDay: readonly Weekday[]): boolean =>
  byDay.length === 5 && byDay.every(({ weekday, n }) => n === 0 && weekday < 5);

function monthInWords(rule: Rule, language: Language): string | null {
  const { byDay, byMonthDay, bySetPos } = rule;
  const words = WORDS[language];
  const onThe = (what: string): string => `${every(rule, language)} ${words.onThe} ${what}`;
  const eachOfMonth = (what: string): string =>
    rule.interval === 1 ? `${words.each} ${what} ${words.ofMonth}` : onThe(what);
  const [first] = byDay;
  if (byDay.length === 1 && first && isPlain(rule, { byDay })) {
    const ordinal = ordinalOf(first.n, language);
    return ordinal && eachOfMonth(`${ordinal} ${nameWeekday(first.weekday, language)}`);
  }
  const [place] = bySetPos;
  if (isWorkdays(byDay) && bySetPos.length === 1 && place !== undefined && isPlain(rule, { byDay, bySetPos })) {
    const ordinal = ordinalOf(place, language);
    return ordinal && eachOfMonth(`${ordinal} ${words.weekday}`);
  }
  if (!isPlain(rule, { byMonthDay, bySetPos })) return null;
  if (byMonthDay.length === 1 && byMonthDay[0] === -1) return onThe(words.lastDay);
  if (bySetPos.length === 0 && byMonthDay.length > 0 && byMonthDay.length < 5 && byMonthDay.every((day) => day > 0))
    return onThe(listed(byMonthDay.map(words.number), words.and));
  const day = keptDay(rule);
  return day === null ? null : `${onThe(words.number(day))} ${words.orLast}`;
}

function ordinalOf(n: number, language: Language): string | null {
  if (n === -1) return WORDS[language].last;
  return WORDS[language].ordinals[n - 1] ?? null;
}

/** The day of a month, or the last one where the month is too short for it: 28 up to the day, the last of them. */
function keptDay({ byMonthDay, bySetPos }: Rule): number | null {
  const [day] = byMonthDay;
  if (byMonthDay.length === 1 && bySetPos.length === 0 && day !== undefined && day > 0) return day;
  const isRow = byMonthDay.length > 1 && byMonthDay.every((each, i) => each === 28 + i);
  return isRow && bySetPos.length === 1 && bySetPos[0] === -1 ? 27 + byMonthDay.length : null;
}
