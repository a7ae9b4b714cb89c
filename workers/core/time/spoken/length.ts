import type { Wall } from '../calendar.ts';
import { DAY, HOUR, MINUTE, monthAt } from '../calendar.ts';
import type { Reader } from './reader.ts';
import { named, word } from './reader.ts';
import type { Unit } from './vocabulary.ts';
import { NUMBER_NAMES, UNIT_LETTERS, UNIT_NAMES } from './vocabulary.ts';

/**
 * A length of time. Months, weeks and days are the calendar's: the clock shows the same at their end (RFC 5545 §3.3.6); what is
 * shorter, and fractions, count as time passes.
 */
export interface Length {
  readonly months: number;
  readonly days: number;
  readonly ms: number;
}

const SIZES: Readonly<Record<Unit, Length>> = {
  s: { months: 0, days: 0, ms: 1_000 },
  m: { months: 0, days: 0, ms: MINUTE },
  h: { months: 0, days: 0, ms: HOUR },
  d: { months: 0, days: 1, ms: 0 },
  w: { months: 0, days: 7, ms: 0 },
  mo: { months: 1, days: 0, ms: 0 },
  y: { months: 12, days: 0, ms: 0 },
};

const plus = (a: Length, b: Length, times = 1): Length => ({
  months: a.months + b.months * times,
  days: a.days + b.days * times,
  ms: a.ms + b.ms * times,
});

/** About how long it is, in ms. */
export const roughly = ({ months, days, ms }: Length): number => months * 30 * DAY + days * DAY + ms;

/** The wall time of a moment so many months and days later, on the last day of a month that is too short. */
export function later(wall: Wall, { months, days }: Length): Wall {
  const date = new Date(wall);
  const month = monthAt(date.getUTCFullYear(), date.getUTCMonth() + 1 + months);
  const day = month.first + Math.min(date.getUTCDate(), month.length) - 1 + days;
  return day * DAY + (wall - Math.floor(wall / DAY) * DAY);
}

const LETTERS = 'mo|min|sec|std|[smhdwy]';
/** Another one may follow right behind it, any other number may not: `2d6` are dice. */
const GLUED = new RegExp(
  `(\\d+)(?:[.,](\\d{1,3}))?(${LETTERS})(?:(?=\\d+(?:[.,]\\d+)?(?:${LETTERS})(?![\\p{L}_]))|(?![\\p{L}\\p{N}_]|['’-]\\p{L}))`,
  'iuy',
);
/** `1h30`. */
const HOURS_AND_MINUTES = /(\d{1,3})h([0-5]\d)(?![\p{L}\p{N}:.,])/iuy;
const DIGITS = /(\d+)(?:[.,](\d{1,3}))?\s*(?=\p{L})/iuy;
const AND = word('and|und|&');

/** `half an hour`, `einer halben Stunde`, `anderthalb Stunden`: minutes. */
const FRACTIONS: readonly (readonly [RegExp, number])[] = [
  [word('half\\s+an?\\s+hour|an?\\s+half\\s+hour|(?:einer\\s+)?halben?\\s+stunde'), 30],
  [word('an?\\s+quarter\\s+of\\s+an\\s+hour|(?:einer\\s+)?viertelstunde'), 15],
  [word('(?:einer\\s+)?dreiviertelstunde|three\\s+quarters\\s+of\\s+an\\s+hour'), 45],
  [
    word('an\\s+hour\\s+and\\s+a\\s+half|one\\s+and\\s+a\\s+half\\s+hours|anderthalb\\s+stunden|eineinhalb\\s+stunden'),
    90,
  ],
];

/**
 * `1h30m`, `1h 30m`, `90 seconds`, `2 days and 3 hours`. Number names and lone unit letters (`five minutes`, `5 m`) are taken
 * where a word before them says that a length follows (`isLed`).
 */
export function takeLength(reader: Reader, isLed: boolean): Length | null {
  let sum = takePiece(reader, isLed);
  if (!sum) return null;
  for (;;) {
    const more = reader.attempt(() => {
      const isJoined = reader.take(AND) !== null;
      return takePiece(reader, isLed && isJoined);
    });
    if (!more) return sum;
    sum = plus(sum, more);
  }
}

function takePiece(reader: Reader, isLed: boolean): Length | null {
  const both = reader.take(HOURS_AND_MINUTES);
  if (both) return { months: 0, days: 0, ms: Number(both[1]) * HOUR + Number(both[2]) * MINUTE };
  const glued = reader.take(GLUED);
  if (glued) {
    const unit = named(UNIT_LETTERS, glued[3] as string) ?? named(UNIT_NAMES, glued[3] as string);
    return unit && times(glued[1] as string, glued[2], unit);
  }
  if (isLed) {
    const fraction = FRACTIONS.find(([pattern]) => reader.take(pattern));
    if (fraction) return { months: 0, days: 0, ms: fraction[1] * MINUTE };
  }
  return reader.attempt(() => {
    const digits = reader.take(DIGITS);
    const count = digits ? (digits[1] as string) : isLed ? reader.takeNamed(NUMBER_NAMES) : null;
    const unit =
      count === null ? null : (reader.takeNamed(UNIT_NAMES) ?? (isLed ? reader.takeNamed(UNIT_LETTERS) : null));
    return unit && times(String(count), digits?.[2], unit);
  });
}

/** So many of a unit. Fractions of months and years say nothing. */
function times(count: string, fraction: string | undefined, unit: Unit): Length | null {
  const size = SIZES[unit];
  const whole = plus({ months: 0, days: 0, ms: 0 }, size, Number(count));
  if (fraction === undefined) return whole;
  const part = Number(`0.${fraction}`) * (size.days * DAY + size.ms);
  return size.months > 0 ? null : { ...whole, ms: whole.ms + Math.round(part) };
}
