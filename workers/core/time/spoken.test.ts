import fc from 'fast-check';
import { describe as about, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import { checkRecurrence, nextAfter } from './recurrence.ts';
import { repeated, soup } from './spoken.arbitraries.ts';
import type { When } from './spoken.ts';
import { describe, fromNow, parseWhen } from './spoken.ts';

/** A Thursday, 13:00 in Berlin. */
const NOW = Date.parse('2026-11-26T12:00:00Z');
const MOST_MS = 5 * 366 * 86_400_000;
const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC');
const moments = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
const languages = fc.constantFrom('en' as const, 'de' as const);

about('any text', () => {
  it('is a time to come and what is left of the text, or is refused in words; it never throws', () => {
    const texts = fc.oneof(
      { weight: 6, arbitrary: soup },
      { weight: 1, arbitrary: repeated },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 500 }) },
      { weight: 1, arbitrary: fc.string({ maxLength: 500 }) },
    );
    fc.assert(
      fc.property(texts, moments, zones, languages, (text, now, zone, language) => {
        const read = parseWhen(text, { now, zone, language });
        if (!read.ok) {
          expect(read.message).toMatch(/[.?]$/);
          return;
        }
        expect(text.trim().endsWith(read.rest)).toBe(true);
        const at = read.when.kind === 'once' ? read.when.at : nextAfter(read.when.recurrence, now)?.at;
        expect(at).toBeGreaterThan(now);
        expect(at).toBeLessThan(now + MOST_MS);
        if (read.when.kind === 'recurring') expect(checkRecurrence(read.when.recurrence)).toEqual({ ok: true });
        expect(describe(read.when, { zone, language, now })).not.toMatch(/undefined|NaN|[{}]/);
      }),
      { numRuns: cases(20_000) },
    );
  });
});

const once = (iso: string): When => ({ kind: 'once', at: Date.parse(iso) });
const again = (rule: string, wall = '2026-11-30T09:00:00', zone = 'Europe/Berlin'): When => ({
  kind: 'recurring',
  recurrence: { wall, zone, rule, exdates: [] },
});

it('is refused where the zone is none', () => {
  const read = parseWhen('tomorrow 18:00', { now: NOW, zone: 'Middle/Earth', language: 'en' });
  expect(read).toMatchObject({ ok: false, reason: 'bad-zone', message: expect.stringContaining('Middle/Earth') });
});

about('a time in words', () => {
  const rows: readonly (readonly [when: When, english: string, german: string])[] = [
    [
      once('2026-11-26T15:00:00Z'),
      'today at 16:00 (Thu 26 Nov, Europe/Berlin), in 3 h',
      'heute um 16:00 (Do 26. Nov, Europe/Berlin), in 3 h',
    ],
    [
      once('2026-11-26T12:00:30Z'),
      'today at 13:00:30 (Thu 26 Nov, Europe/Berlin), in 30 s',
      'heute um 13:00:30 (Do 26. Nov, Europe/Berlin), in 30 s',
    ],
    [
      once('2026-11-27T17:00:00Z'),
      'tomorrow at 18:00 (Fri 27 Nov, Europe/Berlin), in 1 d 5 h',
      'morgen um 18:00 (Fr 27. Nov, Europe/Berlin), in 1 d 5 h',
    ],
    [
      once('2026-12-24T17:00:00Z'),
      'on Thu 24 Dec at 18:00 (Europe/Berlin), in 28 d 5 h',
      'am Do 24. Dez um 18:00 (Europe/Berlin), in 28 d 5 h',
    ],
    [
      once('2027-03-01T08:00:00Z'),
      'on Mon 1 Mar 2027 at 09:00 (Europe/Berlin), in 94 d 20 h',
      'am Mo 1. Mär 2027 um 09:00 (Europe/Berlin), in 94 d 20 h',
    ],
    [
      once('2026-11-26T09:00:00Z'),
      'today at 10:00 (Thu 26 Nov, Europe/Berlin), 3 h ago',
      'heute um 10:00 (Do 26. Nov, Europe/Berlin), vor 3 h',
    ],
    [again('FREQ=DAILY'), 'every day at 09:00', 'jeden Tag um 09:00'],
    [again('FREQ=DAILY;INTERVAL=3'), 'every 3 days at 09:00', 'alle 3 Tage um 09:00'],
    [again('FREQ=DAILY;BYHOUR=9,12,18'), 'every day at 09:00, 12:00 and 18:00', 'jeden Tag um 09:00, 12:00 und 18:00'],
    [again('FREQ=WEEKLY'), 'every Monday at 09:00', 'jeden Montag um 09:00'],
    [
      again('FREQ=WEEKLY;BYDAY=MO,WE,FR'),
      'every Monday, Wednesday and Friday at 09:00',
      'jeden Montag, Mittwoch und Freitag um 09:00',
    ],
    [again('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'), 'every weekday at 09:00', 'werktags um 09:00'],
    [again('FREQ=WEEKLY;INTERVAL=2;BYDAY=FR'), 'every 2 weeks on Friday at 09:00', 'alle 2 Wochen am Freitag um 09:00'],
    [again('FREQ=MONTHLY;BYMONTHDAY=1'), 'every month on the 1st at 09:00', 'jeden Monat am 1. um 09:00'],
    [
      again('FREQ=MONTHLY;BYMONTHDAY=2,3,11,22'),
      'every month on the 2nd, 3rd, 11th and 22nd at 09:00',
      'jeden Monat am 2., 3., 11. und 22. um 09:00',
    ],
    [again('FREQ=MONTHLY'), 'every month on the 30th at 09:00', 'jeden Monat am 30. um 09:00'],
    [
      again('FREQ=MONTHLY;BYMONTHDAY=-1'),
      'every month on the last day at 09:00',
      'jeden Monat am letzten Tag um 09:00',
    ],
    [
      again('FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'),
      'every month on the 31st (or the last day of a shorter month) at 09:00',
      'jeden Monat am 31. (oder am letzten Tag eines kürzeren Monats) um 09:00',
    ],
    [
      again('FREQ=MONTHLY;BYDAY=1MO'),
      'every first Monday of the month at 09:00',
      'jeden ersten Montag im Monat um 09:00',
    ],
    [
      again('FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR'),
      'every 2 months on the last Friday at 09:00',
      'alle 2 Monate am letzten Freitag um 09:00',
    ],
    [
      again('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'),
      'every last weekday of the month at 09:00',
      'jeden letzten Werktag im Monat um 09:00',
    ],
    [
      again('FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24'),
      'every year on 24 December at 09:00',
      'jedes Jahr am 24. Dezember um 09:00',
    ],
    [again('FREQ=YEARLY'), 'every year on 30 November at 09:00', 'jedes Jahr am 30. November um 09:00'],
    [again('FREQ=HOURLY'), 'every hour', 'jede Stunde'],
    [again('FREQ=MINUTELY;INTERVAL=10'), 'every 10 minutes', 'alle 10 Minuten'],
    [again('FREQ=DAILY;COUNT=5'), 'every day at 09:00, 5 times', 'jeden Tag um 09:00, 5-mal'],
    [again('FREQ=DAILY;COUNT=1'), 'every day at 09:00, once', 'jeden Tag um 09:00, 1-mal'],
    [
      again('FREQ=DAILY;UNTIL=20261231'),
      'every day at 09:00, until 31 December 2026',
      'jeden Tag um 09:00, bis 31. Dezember 2026',
    ],
    [
      again('FREQ=HOURLY;UNTIL=20261231T180000Z'),
      'every hour, until 31 December 2026, 19:00',
      'jede Stunde, bis 31. Dezember 2026, 19:00',
    ],
    [
      again('FREQ=DAILY', '2026-11-30T09:00:00', 'America/New_York'),
      'every day at 09:00 (America/New_York)',
      'jeden Tag um 09:00 (America/New_York)',
    ],
    [
      again('FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3'),
      'by the rule FREQ=YEARLY;BYDAY=MO;BYWEEKNO=20 from 30 November 2026, 09:00 on, 3 times',
      'nach der Regel FREQ=YEARLY;BYDAY=MO;BYWEEKNO=20 ab 30. November 2026, 09:00, 3-mal',
    ],
    [
      again('FREQ=HOURLY;BYHOUR=9,10'),
      'by the rule FREQ=HOURLY;BYHOUR=9,10 from 30 November 2026, 09:00 on',
      'nach der Regel FREQ=HOURLY;BYHOUR=9,10 ab 30. November 2026, 09:00',
    ],
    [again('FREQ=WEEKLY;BYDAY=1MO'), 'FREQ=WEEKLY;BYDAY=1MO', 'FREQ=WEEKLY;BYDAY=1MO'],
  ];

  it.each(rows)('%j', (when, english, german) => {
    const telling = { zone: 'Europe/Berlin', now: NOW };
    expect(describe(when, { ...telling, language: 'en' })).toBe(english);
    expect(describe(when, { ...telling, language: 'de' })).toBe(german);
  });

  it('says how far away it is, in the two largest units', () => {
    expect(fromNow(NOW + 3_600_000, NOW, 'en')).toBe('in 1 h');
    expect(fromNow(NOW + 90_061_000, NOW, 'de')).toBe('in 1 d 1 h');
    expect(fromNow(NOW - 60_000, NOW, 'de')).toBe('vor 1 min');
  });
});
