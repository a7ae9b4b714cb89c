import { describe, expect, it } from 'vitest';
import { checkRecurrence, nextAfter, parseRule } from '../../../workers/core/time/recurrence.ts';
import { parseWhen } from '../../../workers/core/time/spoken.ts';
import { leastTime } from '../../support/least-time.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
/** Ten times what the slowest of these takes on a slow machine, ms. */
const MOST_MS = 1_000;

const numbers = (count: number, first = 0): string => Array.from({ length: count }, (_, i) => i + first).join(',');
const EVERY_MINUTE = `BYHOUR=${numbers(24)};BYMINUTE=${numbers(60)}`;

/** Not in workerd: clocks stand still there while code runs. */
const timeOf = (run: () => unknown): Promise<number> => leastTime(MOST_MS, run);

describe('a rule ends within its time', () => {
  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30',
    `FREQ=MINUTELY;BYYEARDAY=366;BYMONTH=1;${EVERY_MINUTE}`,
    'FREQ=MINUTELY;BYYEARDAY=366;BYHOUR=3;BYDAY=MO',
    'FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1',
    'FREQ=MINUTELY;INTERVAL=1440;BYHOUR=10',
    'FREQ=MINUTELY;INTERVAL=1439;BYHOUR=5;BYMINUTE=1',
    'FREQ=MINUTELY;INTERVAL=7;BYHOUR=9,10,11;BYDAY=MO,TU',
    'FREQ=MINUTELY',
    'FREQ=HOURLY',
    'FREQ=HOURLY;INTERVAL=48;BYHOUR=10',
    `FREQ=HOURLY;BYMINUTE=${numbers(60)};BYSETPOS=-60`,
    `FREQ=DAILY;${EVERY_MINUTE}`,
    `FREQ=YEARLY;BYDAY=MO;${EVERY_MINUTE}`,
    `FREQ=YEARLY;BYWEEKNO=53;BYSETPOS=-366;${EVERY_MINUTE}`,
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
    'FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=DAILY;INTERVAL=7;BYDAY=MO',
    'FREQ=MONTHLY;BYDAY=5MO;BYMONTH=2;INTERVAL=12',
  ])('%s', async (rule) => {
    for (const wall of ['1970-01-01T09:00:00', '2016-01-01T09:00:00', '2099-12-31T23:59:59'])
      for (const zone of ['UTC', 'Europe/Berlin', 'Africa/Casablanca']) {
        const recurrence = { wall, zone, rule, exdates: [] };
        expect(await timeOf(() => parseRule(rule))).toBeLessThan(MOST_MS);
        expect(await timeOf(() => checkRecurrence(recurrence))).toBeLessThan(MOST_MS);
        expect(await timeOf(() => nextAfter(recurrence, NOW))).toBeLessThan(MOST_MS);
      }
  });
});

describe('a text ends within its time', () => {
  it.each([
    'a',
    '9',
    ' ',
    'to',
    'mo-',
    '1h',
    '1h ',
    'and ',
    'every ',
    'every day at 9 until ',
    'on the ',
    '24.12.',
    '9:',
    'FREQ=',
    'BYDAY=MO;',
    '<t:',
    '[',
    ',',
  ])('%j over and over', async (piece) => {
    for (const before of ['', 'in ', 'every ', 'every monday ', 'tomorrow '])
      for (const length of [500, 20_000]) {
        const text = `${before}${piece.repeat(length)}`.slice(0, length);
        const spoken = { now: NOW, zone: 'Europe/Berlin', language: 'de' } as const;
        expect(await timeOf(() => parseWhen(text, spoken))).toBeLessThan(MOST_MS);
      }
  });
});
