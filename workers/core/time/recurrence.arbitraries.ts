import fc from 'fast-check';
import { printWall, WEEKDAYS } from './calendar.ts';
import type { Recurrence } from './recurrence.ts';

const list = (low: number, high: number, most: number, isSigned = false): fc.Arbitrary<string> =>
  fc
    .uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: most })
    .chain((numbers) =>
      fc
        .array(fc.boolean(), { minLength: numbers.length, maxLength: numbers.length })
        .map((signs) => numbers.map((n, i) => (isSigned && signs[i] ? -n : n)).join(',')),
    );

const weekdays = fc
  .uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1, maxLength: 4 })
  .map((days) => days.join(','));
const numbered = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom(-2, -1, 1, 2, 3), fc.constantFrom(...WEEKDAYS)).map(([n, day]) => `${n}${day}`),
    {
      minLength: 1,
      maxLength: 3,
    },
  )
  .map((days) => days.join(','));

/** BY-parts that may stand in a rule of each frequency (RFC 5545 §3.3.10). */
const PARTS: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<string>>>>> = {
  YEARLY: {
    BYMONTH: list(1, 12, 3),
    BYMONTHDAY: list(1, 31, 3, true),
    BYYEARDAY: list(1, 366, 3, true),
    BYWEEKNO: list(1, 53, 3, true),
    BYDAY: weekdays,
  },
  MONTHLY: { BYMONTH: list(1, 12, 3), BYMONTHDAY: list(1, 31, 3, true), BYDAY: numbered },
  WEEKLY: { BYMONTH: list(1, 12, 6), BYDAY: weekdays },
  DAILY: { BYMONTH: list(1, 12, 6), BYMONTHDAY: list(1, 31, 9, true), BYDAY: weekdays },
  HOURLY: { BYMONTH: list(1, 12, 6), BYYEARDAY: list(1, 366, 9), BYDAY: weekdays },
  MINUTELY: { BYMONTH: list(1, 12, 6), BYMONTHDAY: list(1, 31, 9), BYDAY: weekdays },
};
const TIMES = { BYHOUR: list(0, 23, 4), BYMINUTE: list(0, 59, 3) };

const partOf = (name: string, value: fc.Arbitrary<string>): fc.Arbitrary<string | null> =>
  fc.option(
    value.map((text) => `${name}=${text}`),
    { freq: 1 },
  );

const rules = fc.constantFrom(...Object.keys(PARTS)).chain((freq) =>
  fc
    .tuple(
      fc.option(fc.integer({ min: 2, max: 40 }).map((n) => `INTERVAL=${n}`)),
      fc.option(fc.constantFrom(...WEEKDAYS).map((day) => `WKST=${day}`)),
      fc.option(
        fc.oneof(
          fc.integer({ min: 1, max: 20 }).map((n) => `COUNT=${n}`),
          fc.integer({ min: 2010, max: 2030 }).map((year) => `UNTIL=${year}0615T120000Z`),
        ),
      ),
      ...Object.entries({ ...PARTS[freq], ...TIMES }).map(([name, value]) => partOf(name, value)),
      fc.option(
        list(1, 3, 2, true).map((places) => `BYSETPOS=${places}`),
        { freq: 3 },
      ),
    )
    .map((parts) => {
      const there = parts.filter((part) => part !== null);
      const hasBy = there.some((part) => part.startsWith('BY') && !part.startsWith('BYSETPOS'));
      return [`FREQ=${freq}`, ...there.filter((part) => hasBy || !part.startsWith('BYSETPOS'))].join(';');
    }),
);

/** Series of every kind, those among them that end soon or never come. */
export const recurrences: fc.Arbitrary<Recurrence> = fc.record({
  wall: fc
    .integer({ min: Date.UTC(2005, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 })
    .map((minute) => printWall(minute * 60_000)),
  zone: fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'Asia/Tehran',
    'UTC',
  ),
  rule: rules,
  exdates: fc.constant([]),
});

const numbers = (count: number, first = 0): string => Array.from({ length: count }, (_, i) => i + first).join(',');

/** Rules that take as long as a rule can: everything at once, and what never or hardly ever comes. */
export const hostileRules: fc.Arbitrary<string> = fc
  .record({
    freq: fc.constantFrom(...Object.keys(PARTS)),
    interval: fc.constantFrom('', ';INTERVAL=2', ';INTERVAL=1440', ';INTERVAL=7', ';INTERVAL=100'),
    days: fc.constantFrom(
      '',
      ';BYMONTH=2;BYMONTHDAY=30',
      ';BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
      ';BYYEARDAY=366;BYDAY=SU',
      ';BYWEEKNO=53;BYMONTH=1',
      `;BYYEARDAY=${numbers(100, 1)}`,
      ';BYMONTH=1;BYYEARDAY=366',
    ),
    times: fc.constantFrom(
      '',
      `;BYHOUR=${numbers(24)};BYMINUTE=${numbers(60)}`,
      ';BYHOUR=3',
      ';BYMINUTE=1',
      ';BYSECOND=59',
    ),
    places: fc.constantFrom('', ';BYSETPOS=-1', ';BYSETPOS=366', ';BYSETPOS=1,2,3,-366'),
  })
  .map(({ freq, interval, days, times, places }) => `FREQ=${freq}${interval}${days}${times}${places}`);
