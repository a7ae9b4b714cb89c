import type { Month, Wall } from './calendar.ts';
import { DAY, dayOf, monthAt, monthOf, weekdayOf, weekOf } from './calendar.ts';
import type { Rule } from './rule.ts';

export type DayFilter = (day: number) => boolean;

/** Whether a day is one of those that a rule's BY-parts name (days since 1970-01-01). */
export function dayFilter(rule: Rule): DayFilter {
  const { byMonth, byMonthDay, byYearDay, byWeekNo, byDay } = rule;
  const months = new Set(byMonth);
  const weekdays = new Set(byDay.filter(({ n }) => n === 0).map(({ weekday }) => weekday));
  const nth = byDay.filter(({ n }) => n !== 0);
  const nthOfMonth = rule.freq === 'MONTHLY' || byMonth.length > 0;
  let month: Month = monthAt(1970, 1);

  const isNth = (day: number): boolean => {
    const first = nthOfMonth ? month.first : dayOf(month.year, 1, 1);
    const end = nthOfMonth ? month.first + month.length : dayOf(month.year + 1, 1, 1);
    const fromStart = Math.floor((day - first) / 7) + 1;
    const fromEnd = -Math.floor((end - 1 - day) / 7) - 1;
    return nth.some(({ weekday, n }) => weekday === weekdayOf(day) && (n === fromStart || n === fromEnd));
  };
  return (day) => {
    if (day < month.first || day >= month.first + month.length) month = monthOf(day);
    if (months.size > 0 && !months.has(month.month)) return false;
    if (byDay.length > 0 && !weekdays.has(weekdayOf(day)) && !(nth.length > 0 && isNth(day))) return false;
    if (byMonthDay.length > 0 && !isAmong(byMonthDay, day, month.first, month.first + month.length)) return false;
    if (byYearDay.length > 0) {
      const [first, end] = [dayOf(month.year, 1, 1), dayOf(month.year + 1, 1, 1)];
      if (!isAmong(byYearDay, day, first, end)) return false;
    }
    return byWeekNo.length === 0 || isInWeek(byWeekNo, day, rule.wkst);
  };
}

/** Whether a list names a day as the n-th of a stretch, or as the n-th from its end. */
const isAmong = (list: readonly number[], day: number, first: number, end: number): boolean =>
  list.includes(day - first + 1) || list.includes(day - end);

/** Weeks count from the one that holds January 4th, and belong to the year in which most of their days lie. */
function isInWeek(list: readonly number[], day: number, wkst: number): boolean {
  const week = weekOf(day, wkst);
  const { year } = monthOf(week + 3);
  const first = weekOf(dayOf(year, 1, 4), wkst);
  const next = weekOf(dayOf(year + 1, 1, 4), wkst);
  return list.includes((week - first) / 7 + 1) || list.includes((week - next) / 7);
}

/** One interval of a rule, and those of its days on which something may occur. */
export interface Period {
  readonly first: number;
  /** The first day that is no longer part of it. */
  readonly end: number;
  readonly days: readonly number[];
}

/** What RFC 5545 takes from DTSTART where a rule does not name the days. */
export function withDaysOf(rule: Rule, start: Wall): Rule {
  const date = new Date(start);
  if (rule.byWeekNo.length + rule.byYearDay.length + rule.byMonthDay.length + rule.byDay.length > 0) return rule;
  const byMonthDay = [date.getUTCDate()];
  if (rule.freq === 'WEEKLY') return { ...rule, byDay: [{ weekday: weekdayOf(Math.floor(start / DAY)), n: 0 }] };
  if (rule.freq === 'MONTHLY') return { ...rule, byMonthDay };
  if (rule.freq !== 'YEARLY') return rule;
  return { ...rule, byMonthDay, byMonth: rule.byMonth.length > 0 ? rule.byMonth : [date.getUTCMonth() + 1] };
}

/** The intervals of a rule of days or longer, from the one in which DTSTART lies; there is no end to them. */
export function* periods(rule: Rule, start: Wall): Generator<Period, never> {
  const matches = dayFilter(rule);
  const startDay = Math.floor(start / DAY);
  const { year, month } = monthOf(startDay);
  const within = (first: number, length: number): Period => ({
    first,
    end: first + length,
    days: daysWithin(first, length, matches),
  });
  for (let i = 0; ; i += rule.interval) {
    if (rule.freq === 'DAILY') yield within(startDay + i, 1);
    else if (rule.freq === 'WEEKLY') yield within(weekOf(startDay, rule.wkst) + 7 * i, 7);
    else if (rule.freq === 'MONTHLY') {
      const { first, length } = monthAt(year, month + i);
      yield within(first, length);
    } else {
      const days = daysOfYear(year + i, rule, matches);
      yield { first: dayOf(year + i, 1, 1), end: dayOf(year + i + 1, 1, 1), days };
    }
  }
}

function daysWithin(first: number, length: number, matches: DayFilter): number[] {
  const days: number[] = [];
  for (let day = first; day < first + length; day++) if (matches(day)) days.push(day);
  return days;
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function daysOfYear(year: number, { byMonth }: Rule, matches: DayFilter): number[] {
  return (byMonth.length > 0 ? byMonth : ALL_MONTHS).flatMap((month) => {
    const { first, length } = monthAt(year, month);
    return daysWithin(first, length, matches);
  });
}
