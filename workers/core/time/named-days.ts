import * as rrule from 'rrule';
import { DAY, dayOf, monthOf, weekdayOf, weekOf } from './calendar.ts';
import type { Rule } from './rule.ts';

export type DayFilter = (day: number) => boolean;

/** Bundlers take its modules; Node takes its CommonJS build, which has everything under one name. */
const { RRule, Weekday: RRuleWeekday } = ('default' in rrule ? rrule.default : rrule) as typeof rrule;

const isLeap = (year: number): boolean => dayOf(year, 3, 1) - dayOf(year, 2, 28) === 2;

/** Years that begin on the same weekday and are as long have the same days under the same numbers. */
const kindOf = (year: number): string => `${weekdayOf(dayOf(year, 1, 1))}${isLeap(year)}`;

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
/** The most of one weekday that a year holds. */
const MOST = 53;

/** Where some weekdays are numbered, rrule asks a day to be both one of these and one of the others: so all are numbered. */
function weekdaysOf(byDay: Rule['byDay']): rrule.Weekday[] {
  const isNumbered = byDay.some(({ n }) => n !== 0);
  return byDay.flatMap(({ weekday, n }) => {
    if (n !== 0) return [new RRuleWeekday(weekday, n)];
    if (!isNumbered) return [new RRuleWeekday(weekday)];
    return Array.from({ length: MOST }, (_, i) => new RRuleWeekday(weekday, i + 1));
  });
}

/**
 * The days of a year that the BY-parts of a rule name, but for BYWEEKNO, counted from January 1st as 0. The frequency matters
 * for one of them only: whether the second Monday is one of the month or of the year.
 */
function namedDays({ freq, byMonth, byMonthDay, byYearDay, byDay }: Rule, year: number): Set<number> {
  const isOfMonth = freq === 'MONTHLY' && byDay.some(({ n }) => n !== 0);
  const days = new RRule({
    freq: RRule.YEARLY,
    // It looks on to the year 9999 where a year has none.
    interval: 9999,
    dtstart: new Date(Date.UTC(year, 0, 1)),
    until: new Date(Date.UTC(year, 11, 31)),
    bymonth: isOfMonth && byMonth.length === 0 ? ALL_MONTHS : [...byMonth],
    bymonthday: [...byMonthDay],
    byyearday: [...byYearDay],
    // Even an empty list keeps rrule from taking the days of its start where a rule names none.
    byweekday: weekdaysOf(byDay),
  }).all();
  const first = dayOf(year, 1, 1);
  return new Set(days.map((day) => day.getTime() / DAY - first));
}

/**
 * Weeks count from the one that holds January 4th, and belong to the year in which most of their days lie. Not left to rrule:
 * to it, as to its model, January 1st of 2011 is not in week 52 of 2010.
 */
function isInWeek(list: readonly number[], day: number, wkst: number): boolean {
  const week = weekOf(day, wkst);
  const { year } = monthOf(week + 3);
  const first = weekOf(dayOf(year, 1, 4), wkst);
  const next = weekOf(dayOf(year + 1, 1, 4), wkst);
  return list.includes((week - first) / 7 + 1) || list.includes((week - next) / 7);
}

/**
 * Whether a day is one of those that a rule's BY-parts name (days since 1970-01-01). `rrule` says which, once for each kind of
 * year: it walks day by day through what never occurs, so it is given one year at a time and never the whole series.
 */
export function dayFilter(rule: Rule): DayFilter {
  const { byMonth, byMonthDay, byYearDay, byWeekNo, byDay, wkst } = rule;
  const isOfWeek: DayFilter = (day) => byWeekNo.length === 0 || isInWeek(byWeekNo, day, wkst);
  if ([byMonth, byMonthDay, byYearDay, byDay].every(({ length }) => length === 0)) return isOfWeek;
  const kinds = new Map<string, ReadonlySet<number>>();
  let first = 0;
  let end = 0;
  let named: ReadonlySet<number> = new Set();
  return (day) => {
    if (day < first || day >= end) {
      const { year } = monthOf(day);
      [first, end] = [dayOf(year, 1, 1), dayOf(year + 1, 1, 1)];
      const kind = kindOf(year);
      named = kinds.get(kind) ?? namedDays(rule, year);
      kinds.set(kind, named);
    }
    return named.has(day - first) && isOfWeek(day);
  };
}
