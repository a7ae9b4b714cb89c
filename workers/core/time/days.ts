import type { Wall } from './calendar.ts';
import { DAY, dayOf, monthAt, monthOf, weekdayOf, weekOf } from './calendar.ts';
import type { DayFilter } from './named-days.ts';
import { dayFilter } from './named-days.ts';
import type { Rule } from './rule.ts';

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
