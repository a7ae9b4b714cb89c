import type { Rule } from '../rule.ts';
import { plainRule } from '../rule.ts';
import { takeWeekdayName } from './day.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Schedule } from './schedule.ts';
import { onDays } from './schedule.ts';
import { ORDINAL_NAMES } from './vocabulary.ts';
import { takeWorkdays, WORKDAYS } from './weekdays.ts';

export interface Ordinal {
  /** The last is -1. */
  readonly n: number | 'other';
  readonly isDigits: boolean;
}

const NTH = /(\d{1,2})(?:st|nd|rd|th|\.)(?![\d\p{L}])/iuy;
const LEAD = word('on(?:\\s+the)?|am|the|an\\s+dem|den|der');
const OF_MONTH = word(
  '(?:of\\s+|in\\s+)?(?:the|each|every|a)\\s+month|im\\s+monat|des\\s+monats|(?:in\\s+)?jede[mns]\\s+monats?',
);
const OF_EVERY_MONTH = word('(?:of|in)\\s+(?:each|every)\\s+month|jede[sn]\\s+monats?|in\\s+jedem\\s+monat');
const AND = word('and|und|&');

/** `second`, `2nd`, `2.`, `last`, `other`. */
export function takeOrdinal(reader: Reader): Ordinal | null {
  const digits = reader.take(NTH);
  if (digits) return { n: Number(digits[1]), isDigits: true };
  const n = reader.takeNamed(ORDINAL_NAMES);
  return n === null ? null : { n, isDigits: false };
}

/** Months that are too short have it on their last day. */
export function daysOfMonth(days: readonly number[]): Pick<Rule, 'byMonthDay' | 'bySetPos'> {
  const [day = 1] = days;
  if (days.length > 1 || day < 29) return { byMonthDay: [...new Set(days)].sort((a, b) => a - b), bySetPos: [] };
  return { byMonthDay: [28, 29, 30, 31].filter((each) => each <= day), bySetPos: [-1] };
}

/**
 * What stands behind an ordinal and makes it a day of the month: a weekday, the day itself, or nothing. Unless the month is
 * sure (it was named before), it has to be named here.
 */
export const takeNth = (reader: Reader, { n, isDigits }: Ordinal, isSure: boolean): Schedule | null =>
  reader.attempt(() => {
    if (n === 'other' || n === 0) return null;
    const monthly = plainRule('MONTHLY');
    const isMonth = (): boolean => isSure || reader.take(OF_MONTH) !== null;
    if (takeWorkdays(reader)) return isMonth() ? onDays(monthly, { byDay: WORKDAYS, bySetPos: [n] }) : null;
    const weekday = takeWeekdayName(reader);
    if (weekday && weekday.is !== 'plural') {
      // Every first Monday can only be the month's; every second one can be every other one as well.
      if (!isMonth() && n !== 1 && n !== -1) return reader.refuse('nth-weekday');
      return n > 5 ? null : onDays(monthly, { byDay: [{ weekday: weekday.weekday, n }] }, weekday.part ?? null);
    }
    const isDay = reader.takeNamed({ day: true, tag: true }) !== null;
    // "Every second of the month" says nothing.
    if (!isMonth() || (!isDay && !isDigits && n !== -1 && n !== 1)) return null;
    return onNumbers(reader, [n]);
  });

/** `15th`, as days of every month. */
export function onNumbers(reader: Reader, days: readonly number[]): Schedule | null {
  const wrong = days.find((day) => day === 0 || day > 31);
  if (wrong !== undefined) return reader.refuse('bad-date', { date: `${wrong}.` });
  return onDays(plainRule('MONTHLY'), days[0] === -1 ? { byMonthDay: [-1] } : daysOfMonth(days));
}

/** `first monday of every month`, `on the 1st of every month`. */
export function takeMonthsNth(reader: Reader): Schedule | null {
  reader.take(LEAD);
  const ordinal = takeOrdinal(reader);
  if (!ordinal) return null;
  return reader.attempt(() => {
    const nth = takeNth(reader, ordinal, true);
    return nth && reader.take(OF_EVERY_MONTH) ? nth : null;
  });
}

/** Behind `every month`: `on the 1st and 15th`, `am letzten Tag`, `on the first monday`. */
export function takeOnOfMonth(reader: Reader): Schedule | null {
  reader.take(LEAD);
  const first = takeOrdinal(reader);
  if (!first || first.n === 'other') return null;
  const days = [first.n];
  while (first.isDigits) {
    const hadComma = reader.hadComma;
    const more = reader.attempt(() => (reader.take(AND) || hadComma ? reader.take(NTH) : null));
    if (!more) break;
    days.push(Number(more[1]));
  }
  const found = days.length > 1 ? onNumbers(reader, days) : takeNth(reader, first, true);
  reader.take(OF_MONTH);
  return found;
}
