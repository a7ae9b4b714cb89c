import { utcOf, wallTime } from '../../templates/time/zones.ts';
import type { Language } from '../../words.ts';
import type { Wall } from '../calendar.ts';
import { DAY, dayOf, HOUR, isDate, MINUTE, monthAt, monthOf, weekdayOf, weekOf } from '../calendar.ts';
import { nameDate, nameMoment, nameWeekday } from '../names.ts';
import { momentAt } from '../offsets.ts';
import type { Clock } from './clock.ts';
import { hourIn, timeOf } from './clock.ts';
import type { DateName, Day, DayName } from './day.ts';
import { later } from './length.ts';
import type { Place } from './place.ts';
import type { Reader } from './reader.ts';
import type { Part } from './vocabulary.ts';

/** Where and when something is said. */
export interface Spoken {
  /** ms since epoch. */
  readonly now: number;
  /** IANA, where none is said. */
  readonly zone: string;
  readonly language: Language;
}

/** Furthest a time may be away, in years. */
export const MAX_YEARS = 5;

/** The clocks that are meant: what they show now, and when they show something. */
export interface Clocks {
  readonly now: Wall;
  readonly momentOf: (wall: Wall) => number;
}

export function clocksOf(place: Place | null, { now, zone }: Spoken): Clocks {
  const offset = place?.offset;
  if (offset !== null && offset !== undefined) {
    const ms = offset * MINUTE;
    return { now: Math.floor((now + ms) / 1000) * 1000, momentOf: (wall) => wall - ms };
  }
  const named = place?.zone ?? zone;
  return { now: utcOf(wallTime(now, named)), momentOf: (wall) => momentAt(wall, named) };
}

/** The hour of a part of the day in which no other is said. */
const HOURS: Readonly<Record<Exclude<Part, 'late'>, number>> = {
  morning: 9,
  forenoon: 10,
  noon: 12,
  afternoon: 15,
  evening: 20,
  night: 20,
};

/** The time of a day on which none is said. */
const MORNING = 9 * HOUR;

/** ms since midnight; a night may go on beyond 24 hours. */
export function timeWithin(part: Part | null, clock: Clock | null): number | null {
  if (clock) return timeOf(part && clock.isOpen ? { ...clock, hour: hourIn(part, clock.hour, true) } : clock);
  if (part === null) return MORNING;
  return part === 'late' ? null : HOURS[part] * HOUR;
}

/** When it is, or why it cannot be. */
export function momentOfDay(reader: Reader, day: Day | null, clock: Clock | null, spoken: Spoken): number | null {
  const clocks = clocksOf(clock?.place ?? null, spoken);
  const isToday = day?.name.is === 'offset' && day.name.days === 0;
  const time = timeWithin(day?.part ?? null, clock);
  if (time === null || (isToday && !clock && day.part === null)) return reader.refuse('no-clock');
  const days = daysNamed(reader, day?.name ?? null, clocks, time);
  if (!days) return null;
  const moments = days.map((each) => clocks.momentOf(each * DAY + time));
  const index = moments.findIndex((at) => at > spoken.now);
  if (index < 0) return reader.refuse('past', { when: nameMoment(moments.at(-1) ?? 0, spoken.zone, spoken.language) });
  const weekday = day ? weekdaySaid(day.name) : null;
  const chosen = days[index] as number;
  if (weekday !== null && weekdayOf(chosen) !== weekday) {
    const date = nameDate(chosen * DAY, spoken.language);
    return reader.refuse('wrong-weekday', { date, weekday: nameWeekday(weekday, spoken.language) });
  }
  return withinReach(reader, moments[index] as number, spoken);
}

/** A moment that is neither over nor further away than anybody plans. */
export function withinReach(reader: Reader, at: number, spoken: Spoken): number | null {
  const { now, zone, language } = spoken;
  if (at <= now) return reader.refuse('past', { when: nameMoment(at, zone, language) });
  const clocks = clocksOf(null, spoken);
  const limit = clocks.momentOf(later(clocks.now, { months: 12 * MAX_YEARS, days: 0, ms: 0 })) + 1000;
  return at > limit ? reader.refuse('too-far', { years: MAX_YEARS }) : at;
}

const weekdaySaid = (name: DayName): number | null =>
  name.is === 'date' ? name.date.weekday : name.is === 'day-of-month' ? name.weekday : null;

/** The days that may be meant, in order, as days since 1970-01-01: the first of them that is not over is. */
function daysNamed(reader: Reader, name: DayName | null, { now }: Clocks, time: number): readonly number[] | null {
  const today = Math.floor(now / DAY);
  if (!name) return [today, today + 1];
  if (name.is === 'offset') {
    // After midnight, last night's hours are still tonight's.
    return time > DAY && name.days === 0 ? [today - 1, today] : [today + name.days];
  }
  if (name.is === 'weekday') return daysOfWeek(name, today);
  if (name.is === 'unclear') return reader.refuse('unclear-date', { typed: name.typed });
  if (name.is === 'day-of-month') return daysOfMonth(reader, name.day, today);
  return daysOfDate(reader, name.date, today);
}

function daysOfWeek(name: Extract<DayName, { is: 'weekday' }>, today: number): readonly number[] {
  if (name.which === 'next-week') return [weekOf(today, 0) + 7 + name.weekday];
  const first = today + ((name.weekday - weekdayOf(today) + 7) % 7);
  if (name.which === 'next') return [first === today ? today + 7 : first];
  return [first, first + 7];
}

function daysOfMonth(reader: Reader, day: number, today: number): readonly number[] | null {
  if (day < 1 || day > 31) return reader.refuse('bad-date', { date: `${day}.` });
  const { year, month } = monthOf(today);
  const months = Array.from({ length: 13 }, (_, i) => monthAt(year, month + i)).filter(({ length }) => length >= day);
  const days = months.map(({ first }) => first + day - 1);
  // Of today only the hours to come can be meant, and not those of a month away.
  return days[0] === today ? [today] : days.filter((each) => each > today);
}

function daysOfDate(reader: Reader, date: DateName, today: number): readonly number[] | null {
  const { month, day } = date;
  // 2024 has every date there is.
  if (!isDate(date.year ?? 2024, month, day)) return reader.refuse('bad-date', { date: printed(date) });
  if (date.year !== null) return [dayOf(date.year, month, day)];
  const { year } = monthOf(today);
  const days = Array.from({ length: 9 }, (_, i) => year + i)
    .filter((each) => isDate(each, month, day))
    .map((each) => dayOf(each, month, day));
  return days[0] === today ? [today] : days.filter((each) => each > today);
}

const printed = ({ year, month, day }: DateName): string => `${day}.${month}.${year ?? ''}`;
