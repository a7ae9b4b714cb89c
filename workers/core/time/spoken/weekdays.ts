import type { Rule, Weekday } from '../rule.ts';
import { plainRule } from '../rule.ts';
import { takePart, takeWeekdayName } from './day.ts';
import type { Reader } from './reader.ts';
import { named, word } from './reader.ts';
import type { Schedule } from './schedule.ts';
import { onDays } from './schedule.ts';
import type { WeekdayName } from './vocabulary.ts';
import { WEEKDAY_NAMES } from './vocabulary.ts';

const each = (weekdays: readonly number[]): readonly Weekday[] => weekdays.map((weekday) => ({ weekday, n: 0 }));

export const WORKDAYS = each([0, 1, 2, 3, 4]);
const WEEKEND_DAYS = each([5, 6]);

const WORKDAY = word('weekdays?|workdays?|werktage?n?|wochentage?n?');
const WEEKEND = word('weekends?|wochenenden?');
/** What recurs even where nobody says "every". */
const WORKDAYS_ALONE = word('weekdays|workdays|werktags|wochentags');
const WEEKENDS_ALONE = word('weekends');
const ON = word('on|am|an|immer|jeweils');
const AND = word('and|und|&');
const RANGE = word('(\\p{L}{2,12})\\.?\\s?(?:-|–|to|through|thru|bis)\\s?(\\p{L}{2,12})');

/** `weekday`, `Wochenende`, behind a word that says that they recur. */
export function takeWorkdays(reader: Reader): Schedule | null {
  if (reader.take(WORKDAY)) return onDays(plainRule('WEEKLY'), { byDay: WORKDAYS });
  if (reader.take(WEEKEND)) return onDays(plainRule('WEEKLY'), { byDay: WEEKEND_DAYS });
  return null;
}

/** `mondays`, `montags und mittwochs`, `weekdays`, `werktags`. */
export const takePlural = (reader: Reader): Schedule | null =>
  reader.attempt(() => {
    if (takeRange(reader)) return reader.refuse('weekdays');
    reader.take(ON);
    if (reader.take(WORKDAYS_ALONE)) return onDays(plainRule('WEEKLY'), { byDay: WORKDAYS });
    if (reader.take(WEEKENDS_ALONE)) return onDays(plainRule('WEEKLY'), { byDay: WEEKEND_DAYS });
    const first = takeWeekdayName(reader);
    return first?.is === 'plural' ? takeMore(reader, plainRule('WEEKLY'), first) : null;
  });

/** `monday`, `mon,wed`, `montag und freitag`, `mon-fri`. */
export const takeWeekdays = (reader: Reader, rule: Rule): Schedule | null =>
  reader.attempt(() => {
    const range = reader.attempt(() => takeRange(reader));
    if (range) return onDays(rule, { byDay: range });
    const first = takeSure(reader);
    return first && takeMore(reader, rule, first);
  });

/** Behind `every 2 weeks`: `on friday`, `freitags`. Without "on", nothing short enough to be another word. */
export const takeOnOfWeek = (reader: Reader, rule: Rule): Schedule | null =>
  reader.attempt(() => {
    const isLed = reader.take(ON) !== null;
    const first = takeSure(reader);
    return first && (isLed || first.is === 'full' || first.is === 'plural') ? takeMore(reader, rule, first) : null;
  });

/** Two letters are a weekday for those who write German. */
const takeSure = (reader: Reader): WeekdayName | null =>
  reader.attempt(() => {
    const name = takeWeekdayName(reader);
    return name && (name.is !== 'mini' || reader.language === 'de') ? name : null;
  });

function takeMore(reader: Reader, rule: Rule, first: WeekdayName): Schedule {
  const names = [first];
  for (;;) {
    const hadComma = reader.hadComma;
    const more = reader.attempt(() => (reader.take(AND) || hadComma ? takeSure(reader) : null));
    if (!more) break;
    names.push(more);
  }
  const weekdays = [...new Set(names.map(({ weekday }) => weekday))].sort((a, b) => a - b);
  const part = names.find((name) => name.part)?.part ?? takePart(reader);
  return onDays(rule, { byDay: each(weekdays) }, part);
}

function takeRange(reader: Reader): readonly Weekday[] | null {
  const found = reader.take(RANGE);
  const from = found && named(WEEKDAY_NAMES, found[1] as string);
  const to = found && named(WEEKDAY_NAMES, found[2] as string);
  if (!from || !to) return null;
  const count = ((to.weekday - from.weekday + 7) % 7) + 1;
  const weekdays = Array.from({ length: count }, (_, i) => (from.weekday + i) % 7);
  return each(weekdays.sort((a, b) => a - b));
}
