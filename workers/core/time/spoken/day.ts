import { takeDate, takeDayOfMonth } from './date.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Part, WeekdayName } from './vocabulary.ts';
import { PART_NAMES, WEEKDAY_NAMES } from './vocabulary.ts';

/** A day as it was said; which one that is, only a calendar tells. */
export type DayName =
  | { readonly is: 'offset'; readonly days: number }
  | { readonly is: 'weekday'; readonly weekday: number; readonly which: 'coming' | 'next' | 'next-week' }
  | { readonly is: 'date'; readonly date: DateName }
  | { readonly is: 'day-of-month'; readonly day: number; readonly weekday: number | null }
  /** `4/5`: the fourth of May to some, the fifth of April to others. */
  | { readonly is: 'unclear'; readonly typed: string };

export interface DateName {
  readonly year: number | null;
  readonly month: number;
  readonly day: number;
  /** Where one was said with it. */
  readonly weekday: number | null;
}

export interface Day {
  readonly name: DayName;
  readonly part: Part | null;
  /** It might be something else as well; only a time of day or a word before it says that it is a day. */
  readonly isWeak: boolean;
}

const LEAD = word('(on(?:\\s+the)?|am)|den|the|der');
const ARTICLE = word('the|den|der');
const TODAY = word('today|heute');
const TOMORROW = word('tomorrow|tmrw|tmr|morgen');
const OVERMORROW = word('(?:the\\s+)?day\\s+after\\s+tomorrow|(?:ü|ue)bermorgen');
const TONIGHT = word('tonight');
const THIS_PART = word('this|diese[nrs]?');
const NEXT = word('next|n(?:ä|ae)chste[nrms]?');
const COMING = word('this|coming|upcoming|kommende[nrm]?|diese[nrms]?');
const NEXT_WEEK = word('next\\s+week|n(?:ä|ae)chste\\s+woche');
const PART_LEAD = word('in\\s+the|am');

/** `tomorrow`, `tonight`, `friday evening`, `next monday`, `24.12.`, `dec 24 2026`, `2026-12-24`, `on the 24th`. */
export const takeDay = (reader: Reader): Day | null =>
  takeNear(reader) ?? reader.attempt(() => takeWeekday(reader)) ?? reader.attempt(() => takeLedDate(reader));

function takeNear(reader: Reader): Day | null {
  const near = (days: number): Day => ({ name: { is: 'offset', days }, part: takePart(reader), isWeak: false });
  if (reader.take(TONIGHT)) return { name: { is: 'offset', days: 0 }, part: 'night', isWeak: false };
  if (reader.take(TODAY)) return near(0);
  if (reader.take(OVERMORROW)) return near(2);
  if (reader.take(TOMORROW)) return near(1);
  return reader.attempt(() => {
    const part = reader.take(THIS_PART) && reader.takeNamed(PART_NAMES);
    return part && { name: { is: 'offset', days: 0 }, part, isWeak: false };
  });
}

/** `morning`, `Abend`, `in the evening`. */
export const takePart = (reader: Reader): Part | null =>
  reader.attempt(() => {
    reader.take(PART_LEAD);
    return reader.takeNamed(PART_NAMES);
  });

/** A weekday's name; its index and how sure it is. */
export function takeWeekdayName(reader: Reader): WeekdayName | null {
  return reader.attempt(() => reader.takeNamed(WEEKDAY_NAMES));
}

function takeWeekday(reader: Reader): Day | null {
  const isOfNextWeek = reader.take(NEXT_WEEK) !== null;
  const lead = reader.take(LEAD)?.[1]?.toLowerCase();
  const isNext = !isOfNextWeek && reader.take(NEXT) !== null;
  const isComing = !isNext && !isOfNextWeek && reader.take(COMING) !== null;
  const found = takeWeekdayName(reader);
  if (!found || found.is === 'plural') return null;
  const isLed = lead !== undefined || isNext || isComing || isOfNextWeek;
  // Two letters are a weekday for those who write German.
  if (found.is === 'mini' && reader.language !== 'de' && lead !== 'am') return null;
  const { weekday } = found;
  if (!isNext && !isOfNextWeek) {
    const date = reader.attempt(() => takeDateOfWeekday(reader));
    if (date) return onWeekday(date, weekday);
  }
  const part = found.part ?? takePart(reader);
  const which = isNext ? 'next' : isOfNextWeek || reader.take(NEXT_WEEK) ? 'next-week' : 'coming';
  return { name: { is: 'weekday', weekday, which }, part, isWeak: found.is !== 'full' && !isLed && part === null };
}

/** `Friday the 13th`, `Fri 24.12.`; nothing that may be a time as well. */
function takeDateOfWeekday(reader: Reader): Day | null {
  const nth = reader.attempt(() => (reader.take(ARTICLE) ? takeDayOfMonth(reader) : null));
  if (nth) return { ...nth, part: takePart(reader) };
  const date = takeLedDate(reader);
  return date?.isWeak ? null : date;
}

function onWeekday(day: Day, weekday: number): Day {
  const { name } = day;
  if (name.is === 'date') return { ...day, isWeak: false, name: { is: 'date', date: { ...name.date, weekday } } };
  return { ...day, isWeak: false, name: name.is === 'day-of-month' ? { ...name, weekday } : name };
}

function takeLedDate(reader: Reader): Day | null {
  const isLed = reader.take(LEAD)?.[1] !== undefined;
  const found = takeDate(reader) ?? takeDayOfMonth(reader);
  return found && { ...found, isWeak: found.isWeak && !isLed, part: takePart(reader) };
}
