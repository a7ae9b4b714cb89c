/** ms. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** In the order of RFC 5545; Monday is 0. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** Days since 1970-01-01 of a date; a month or day beyond its end runs on into the next. */
export const dayOf = (year: number, month: number, day: number): number =>
  Math.floor(Date.UTC(year, month - 1, day) / DAY);

/** Monday is 0. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The first day of the week in which a day lies. */
export const weekOf = (day: number, firstWeekday: number): number => day - ((weekdayOf(day) - firstWeekday + 7) % 7);

/** A month, and its days as days since 1970-01-01. */
export interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly first: number;
  readonly length: number;
}

export function monthOf(day: number): Month {
  const date = new Date(day * DAY);
  return monthAt(date.getUTCFullYear(), date.getUTCMonth() + 1);
}

/** A month beyond December is one of the next years. */
export function monthAt(year: number, month: number): Month {
  const first = dayOf(year, month, 1);
  const years = Math.floor((month - 1) / 12);
  return { year: year + years, month: month - 12 * years, first, length: dayOf(year, month + 1, 1) - first };
}

/** Whether a year has this date. */
export const isDate = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= monthAt(year, month).length;

/**
 * What clocks show, as one number: the ms since epoch at which UTC's clocks show it. It can be compared and added to, and
 * says nothing about any zone.
 */
export type Wall = number;

const WALL = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(Z?))?$/i;

/** A date, or a date and a time, in RFC 5545's form (`20261224T180000`) or ISO 8601's (`2026-12-24T18:00:00`). */
export interface Stamp {
  readonly wall: Wall;
  readonly is: 'date' | 'wall' | 'utc';
}

/** Null for what is neither form, for a date that does not exist and for years before 1970 and from 2100 on. */
export function readStamp(text: string): Stamp | null {
  const [, year, month, day, hour, minute = 0, second = 0, utc] = WALL.exec(text) ?? [];
  const date = [Number(year), Number(month), Number(day)] as const;
  if (!(date[0] >= 1970 && date[0] < 2100) || !isDate(...date)) return null;
  if (Number(hour ?? 0) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const wall = Date.UTC(date[0], date[1] - 1, date[2], Number(hour ?? 0), Number(minute), Number(second));
  return { wall, is: hour === undefined ? 'date' : utc ? 'utc' : 'wall' };
}

/** `2026-12-24T18:00:00`. */
export const printWall = (wall: Wall): string => new Date(wall).toISOString().slice(0, 19);

/** `20261224T180000`. */
export const printBasic = (wall: Wall): string => printWall(wall).replace(/[-:]/g, '');

/** `2026-12-24`, `2026-12-24T18:00:00`, `2026-12-24T18:00:00Z`. */
export const printStamp = ({ wall, is }: Stamp): string =>
  is === 'date' ? printWall(wall).slice(0, 10) : `${printWall(wall)}${is === 'utc' ? 'Z' : ''}`;
