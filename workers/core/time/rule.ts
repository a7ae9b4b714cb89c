import type { Stamp } from './calendar.ts';
import { printBasic, WEEKDAYS } from './calendar.ts';

export const FREQUENCIES = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** A weekday, Monday being 0; the n-th of it in the month or year, from the end where negative, each where it is 0. */
export interface Weekday {
  readonly weekday: number;
  readonly n: number;
}

/** What a recurrence rule says (RFC 5545 §3.3.10); lists are sorted, and empty where a part is absent. */
export interface Rule {
  readonly freq: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** The last moment or wall time that counts; a date counts to its end. */
  readonly until: Stamp | null;
  /** The first day of the week, Monday being 0. */
  readonly wkst: number;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byDay: readonly Weekday[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySecond: readonly number[];
  readonly bySetPos: readonly number[];
}

/** Steps of elapsed time, not of the calendar. */
export const isElapsed = ({ freq }: Rule): boolean => freq === 'HOURLY' || freq === 'MINUTELY';

/** The lists of numbers in a rule, and how they are called in it. */
export const NUMBER_LISTS = [
  ['BYMONTH', 'byMonth'],
  ['BYWEEKNO', 'byWeekNo'],
  ['BYYEARDAY', 'byYearDay'],
  ['BYMONTHDAY', 'byMonthDay'],
  ['BYHOUR', 'byHour'],
  ['BYMINUTE', 'byMinute'],
  ['BYSECOND', 'bySecond'],
  ['BYSETPOS', 'bySetPos'],
] as const;

/** A rule that says no more than how often. */
export const plainRule = (freq: Frequency, interval = 1): Rule => ({
  freq,
  interval,
  count: null,
  until: null,
  wkst: 0,
  byMonth: [],
  byMonthDay: [],
  byYearDay: [],
  byWeekNo: [],
  byDay: [],
  byHour: [],
  byMinute: [],
  bySecond: [],
  bySetPos: [],
});

const printUntil = ({ wall, is }: Stamp): string =>
  is === 'date' ? printBasic(wall).slice(0, 8) : `${printBasic(wall)}${is === 'utc' ? 'Z' : ''}`;

/** The one way in which a rule is kept: `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE`. */
export function printRule(rule: Rule): string {
  const days = rule.byDay.map(({ weekday, n }) => `${n === 0 ? '' : n}${WEEKDAYS[weekday]}`);
  return [
    `FREQ=${rule.freq}`,
    rule.interval > 1 && `INTERVAL=${rule.interval}`,
    rule.count !== null && `COUNT=${rule.count}`,
    rule.until && `UNTIL=${printUntil(rule.until)}`,
    rule.wkst > 0 && `WKST=${WEEKDAYS[rule.wkst]}`,
    days.length > 0 && `BYDAY=${days.join(',')}`,
    ...NUMBER_LISTS.map(([name, key]) => rule[key].length > 0 && `${name}=${rule[key].join(',')}`),
  ]
    .filter(Boolean)
    .join(';');
}
