import { MINUTE } from '../calendar.ts';
import type { Rule } from '../rule.ts';
import { plainRule } from '../rule.ts';
import { takeDate } from './date.ts';
import type { Length } from './length.ts';
import { roughly, takeLength } from './length.ts';
import { daysOfMonth, onNumbers, takeMonthsNth, takeNth, takeOrdinal } from './nth.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Schedule } from './schedule.ts';
import { onDays, plain } from './schedule.ts';
import type { Unit } from './vocabulary.ts';
import { PART_NAMES, UNIT_NAMES } from './vocabulary.ts';
import { takePlural, takeWeekdays, takeWorkdays } from './weekdays.ts';

const EVERY = word('every|each|jede[nrms]?|alle');

const ADVERBS: readonly (readonly [RegExp, Rule['freq']])[] = [
  [word('daily|t(?:ä|ae)glich'), 'DAILY'],
  [word('hourly|st(?:ü|ue)ndlich'), 'HOURLY'],
  [word('weekly|w(?:ö|oe)chentlich'), 'WEEKLY'],
  [word('monthly|monatlich'), 'MONTHLY'],
  [word('yearly|annually|j(?:ä|ae)hrlich'), 'YEARLY'],
];

/** `every 2 weeks`, `every monday`, `daily`, `werktags`, `every first monday of the month`. */
export const takeSchedule = (reader: Reader): Schedule | null =>
  takeAdverb(reader) ?? takeLed(reader) ?? takePlural(reader) ?? reader.attempt(() => takeMonthsNth(reader));

/** Behind a time of day: `at 9 every day`, `9:00 mondays`. "At 9 daily standup" is about a daily standup. */
export const takeScheduleBehind = (reader: Reader): Schedule | null =>
  takeLed(reader) ??
  takePlural(reader) ??
  reader.attempt(() => {
    const adverb = takeAdverb(reader);
    return adverb && reader.isAtEnd ? adverb : null;
  });

function takeAdverb(reader: Reader): Schedule | null {
  const adverb = ADVERBS.find(([pattern]) => reader.take(pattern));
  return adverb ? plain(adverb[1]) : null;
}

/** What begins with "every". */
export const takeLed = (reader: Reader): Schedule | null =>
  reader.attempt(() => (reader.take(EVERY) ? takeEvery(reader) : null));

function takeEvery(reader: Reader): Schedule | null {
  const length = takeLength(reader, true);
  if (length) return ofLength(reader, length);
  return (
    takeWorkdays(reader) ??
    reader.attempt(() => takeYearly(reader)) ??
    reader.attempt(() => takeEveryNth(reader)) ??
    takeUnit(reader, 1) ??
    takeWeekdays(reader, plainRule('WEEKLY')) ??
    takePartOfDay(reader)
  );
}

const FREQUENCIES: Readonly<Record<Unit, Rule['freq'] | null>> = {
  s: null,
  m: 'MINUTELY',
  h: 'HOURLY',
  d: 'DAILY',
  w: 'WEEKLY',
  mo: 'MONTHLY',
  y: 'YEARLY',
};

const takeUnit = (reader: Reader, interval: number): Schedule | null =>
  reader.attempt(() => {
    const unit = reader.takeNamed(UNIT_NAMES);
    if (!unit) return null;
    const freq = FREQUENCIES[unit];
    return freq ? plain(freq, interval) : reader.refuse('too-often');
  });

function takePartOfDay(reader: Reader): Schedule | null {
  const part = reader.takeNamed(PART_NAMES);
  return part && onDays(plainRule('DAILY'), {}, part);
}

/** `every other day`, `every 2nd week`, `every second monday of the month`, `every 15th`. */
function takeEveryNth(reader: Reader): Schedule | null {
  const ordinal = takeOrdinal(reader);
  if (!ordinal) return null;
  const { n, isDigits } = ordinal;
  if (n === 'other') return takeUnit(reader, 2) ?? takeWeekdays(reader, plainRule('WEEKLY', 2));
  const nth = takeNth(reader, ordinal, false);
  if (nth || reader.refusal) return nth;
  const unit = n > 0 ? takeUnit(reader, n) : null;
  return unit ?? (isDigits ? onNumbers(reader, [n]) : null);
}

const TOO_LONG = 5 * 366 * 24 * 60 * MINUTE;

/** `every 2 weeks`: the calendar's steps where it has them, else minutes that pass. */
function ofLength(reader: Reader, length: Length): Schedule | null {
  const { months, days, ms } = length;
  const size = roughly(length);
  if (size === 0) return reader.refuse('zero');
  if (size < MINUTE) return reader.refuse('too-often');
  if (size > TOO_LONG) return reader.refuse('too-far', { years: 5 });
  if (ms % MINUTE !== 0 || (months > 0 && days + ms > 0)) return reader.refuse('whole-minutes');
  if (months > 0) return months % 12 === 0 ? plain('YEARLY', months / 12) : plain('MONTHLY', months);
  if (ms === 0) return days % 7 === 0 ? plain('WEEKLY', days / 7) : plain('DAILY', days);
  const minutes = days * 24 * 60 + ms / MINUTE;
  return minutes % 60 === 0 ? plain('HOURLY', minutes / 60) : plain('MINUTELY', minutes);
}

/** `every 24 december`, `jeden 1. Mai`. */
export function takeYearly(reader: Reader): Schedule | null {
  const name = takeDate(reader)?.name;
  if (name?.is !== 'date' || name.date.year !== null) return null;
  const { month, day } = name.date;
  // 2024 has every date there is.
  const most = month >= 1 && month <= 12 ? new Date(Date.UTC(2024, month, 0)).getUTCDate() : 0;
  if (day < 1 || day > most) return reader.refuse('bad-date', { date: `${day}.${month}.` });
  return onDays(plainRule('YEARLY'), { byMonth: [month], ...daysOfMonth([day]) });
}
