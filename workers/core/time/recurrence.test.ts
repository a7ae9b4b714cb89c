import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import { printWall, readStamp } from './calendar.ts';
import { wallAt } from './offsets.ts';
import { hostileRules, recurrences } from './recurrence.arbitraries.ts';
import type { Recurrence } from './recurrence.ts';
import { checkRecurrence, nextAfter, occurrences } from './recurrence.ts';

const series = (rule: string, more: Partial<Recurrence> = {}): Recurrence => ({
  wall: '2026-03-27T02:30:00',
  zone: 'Europe/Berlin',
  rule,
  exdates: [],
  ...more,
});
const all = (recurrence: Recurrence, count = 10): readonly string[] =>
  occurrences(recurrence, { fromMs: 0, count }).map((at) => new Date(at).toISOString().slice(0, 16));
const at = (iso: string): number => Date.parse(`${iso}:00Z`);

describe('the next occurrence', () => {
  it('keeps the wall time over the change of the clocks, and moves over the gap what falls into it', () => {
    expect(all(series('FREQ=DAILY;COUNT=4'))).toEqual([
      '2026-03-27T01:30',
      '2026-03-28T01:30',
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ]);
    expect(printWall(wallAt(at('2026-03-29T01:30'), 'Europe/Berlin'))).toBe('2026-03-29T03:30:00');
  });

  it('takes the first of two equal wall times', () => {
    expect(all(series('FREQ=DAILY;COUNT=3', { wall: '2026-10-24T02:30:00' }))).toEqual([
      '2026-10-24T00:30',
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  it('counts hours as they pass, over a change of the clocks as well', () => {
    const hourly = series('FREQ=HOURLY;INTERVAL=12;COUNT=4', { wall: '2026-03-28T20:00:00' });
    expect(all(hourly)).toEqual(['2026-03-28T19:00', '2026-03-29T07:00', '2026-03-29T19:00', '2026-03-30T07:00']);
  });

  it('reads the hours of an hourly rule from the clocks of the zone', () => {
    const work = series('FREQ=HOURLY;BYHOUR=9,10', { wall: '2026-03-28T00:00:00' });
    expect(all(work, 4)).toEqual(['2026-03-28T08:00', '2026-03-28T09:00', '2026-03-29T07:00', '2026-03-29T08:00']);
  });

  it('says the how manieth it is, and ends with COUNT, what an exception took out counted', () => {
    const three = series('FREQ=DAILY;COUNT=3', { exdates: ['2026-03-28T02:30:00'] });
    expect(nextAfter(three, 0)).toEqual({ at: at('2026-03-27T01:30'), n: 1 });
    expect(nextAfter(three, at('2026-03-27T01:30'))).toEqual({ at: at('2026-03-29T01:30'), n: 3 });
    expect(nextAfter(three, at('2026-03-29T01:30'))).toBeNull();
  });

  it('is one where two meet behind a gap, and both count', () => {
    const both = series('FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0;COUNT=6', { wall: '2026-03-28T00:00:00' });
    expect(all(both)).toEqual([
      '2026-03-28T01:00',
      '2026-03-28T02:00',
      '2026-03-29T01:00',
      '2026-03-30T00:00',
      '2026-03-30T01:00',
    ]);
    expect(nextAfter(both, at('2026-03-28T02:00'))).toEqual({ at: at('2026-03-29T01:00'), n: 4 });
  });

  it('comes in the order of time where the gap turns two round', () => {
    const both = series('FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;COUNT=4', { wall: '2026-03-29T00:00:00' });
    expect(all(both)).toEqual(['2026-03-29T01:00', '2026-03-29T01:30']);
    expect(nextAfter(both, 0)).toEqual({ at: at('2026-03-29T01:00'), n: 2 });
    expect(nextAfter(both, at('2026-03-29T01:00'))).toEqual({ at: at('2026-03-29T01:30'), n: 4 });
  });

  it('comes in the order of time where one that the gap moved passes the next', () => {
    const both = series('FREQ=DAILY;BYHOUR=2,3;BYMINUTE=0,30;COUNT=3', { wall: '2026-03-29T02:30:00' });
    expect(all(both)).toEqual(['2026-03-29T01:00', '2026-03-29T01:30']);
    expect(nextAfter(both, 0)).toEqual({ at: at('2026-03-29T01:00'), n: 1 });
    expect(nextAfter(both, at('2026-03-29T01:00'))).toEqual({ at: at('2026-03-29T01:30'), n: 3 });
  });

  it('comes once where a whole day is left out', () => {
    const apia = series('FREQ=DAILY;COUNT=4', { wall: '2011-12-29T12:00:00', zone: 'Pacific/Apia' });
    expect(all(apia)).toEqual(['2011-12-29T22:00', '2011-12-30T22:00', '2011-12-31T22:00']);
  });

  it.each([
    ['20260329T013000Z', 3],
    ['20260329T012959Z', 2],
    ['20260329T023000', 3],
    ['20260329T022959', 2],
    ['20260329', 3],
    ['20260328', 2],
  ])('ends with UNTIL=%s, itself included', (until, count) => {
    expect(all(series(`FREQ=DAILY;UNTIL=${until}`))).toHaveLength(count);
  });

  it.each([
    ['20260328T100000Z', 10],
    ['20260328T110000', 10],
    ['20260328', 22],
  ])('ends hours with UNTIL=%s, itself included', (until, count) => {
    const hourly = series(`FREQ=HOURLY;UNTIL=${until}`, { wall: '2026-03-28T02:00:00' });
    expect(all(hourly, 100)).toHaveLength(count);
  });

  it('does not begin before DTSTART, whichever second of its minute is named', () => {
    const minutely = series('FREQ=MINUTELY;BYSECOND=10', { wall: '2026-03-28T02:00:45' });
    expect(nextAfter(minutely, 0)).toEqual({ at: Date.UTC(2026, 2, 28, 1, 1, 10), n: 1 });
    expect(nextAfter({ ...minutely, rule: 'FREQ=MINUTELY;BYSECOND=50' }, 0)?.at).toBe(Date.UTC(2026, 2, 28, 1, 0, 50));
  });

  it('counts the minutes of hours that begin before them, years later as well', () => {
    const hourly = series('FREQ=HOURLY;BYMINUTE=0', { wall: '2026-01-01T10:45:00', zone: 'UTC' });
    const hours = (Date.UTC(2035, 0, 1, 10) - Date.UTC(2026, 0, 1, 10)) / 3_600_000;
    expect(nextAfter(hourly, Date.UTC(2035, 0, 1, 10) - 1)).toEqual({ at: Date.UTC(2035, 0, 1, 10), n: hours });
  });

  it.each([
    ['2026-03-29T02:30:00', 'the wall time that the rule names'],
    ['2026-03-29T03:30:00', 'what the clocks show then'],
    ['2026-03-29T01:30:00Z', 'the moment'],
    ['2026-03-29', 'the day'],
  ])('leaves %s out: %s', (exdate) => {
    expect(all(series('FREQ=DAILY;COUNT=4', { exdates: [exdate] }))).toEqual([
      '2026-03-27T01:30',
      '2026-03-28T01:30',
      '2026-03-30T00:30',
    ]);
  });

  it('looks at a whole first week where BYSETPOS picks from it', () => {
    const first = series('FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1', { wall: '2026-11-25T09:00:00' });
    expect(all(first, 2)).toEqual(['2026-11-30T08:00', '2026-12-07T08:00']);
  });

  it('takes numbered and plain weekdays together', () => {
    const days = series('FREQ=MONTHLY;BYDAY=1MO,FR', { wall: '2026-11-26T09:00:00', zone: 'UTC' });
    expect(all(days, 4)).toEqual(['2026-11-27T09:00', '2026-12-04T09:00', '2026-12-07T09:00', '2026-12-11T09:00']);
  });

  it('takes them together in a year', () => {
    const days = series('FREQ=YEARLY;BYDAY=53SA,-1FR,1MO', { wall: '2022-01-01T09:00:00', zone: 'UTC' });
    expect(all(days, 4)).toEqual(['2022-01-03T09:00', '2022-12-30T09:00', '2022-12-31T09:00', '2023-01-02T09:00']);
  });

  it('counts the first days of a year to the last week of the one before', () => {
    const days = series('FREQ=YEARLY;BYWEEKNO=52;BYDAY=SA', { wall: '2010-12-01T09:00:00', zone: 'UTC' });
    expect(all(days, 2)).toEqual(['2011-01-01T09:00', '2011-12-31T09:00']);
  });

  it('is the same ten years later as it is counted out', () => {
    const old = series('FREQ=MINUTELY;INTERVAL=7', { wall: '2016-01-01T00:00:00', zone: 'UTC' });
    const since = Date.UTC(2016, 0, 1);
    const now = Date.UTC(2026, 10, 26, 12);
    const n = Math.floor((now - since) / (7 * 60_000)) + 2;
    expect(nextAfter(old, now)).toEqual({ at: since + (n - 1) * 7 * 60_000, n });
    expect(nextAfter({ ...old, rule: 'FREQ=MINUTELY;INTERVAL=7;COUNT=800000' }, now)).toBeNull();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15])('is none after %s', (after) => {
    expect(nextAfter(series('FREQ=DAILY'), after)).toBeNull();
  });

  it.each([Number.NEGATIVE_INFINITY, -8.64e15, 0.5])('is the first after %s', (after) => {
    expect(nextAfter(series('FREQ=DAILY'), after)?.n).toBe(1);
  });
});

describe('a recurrence that cannot be kept', () => {
  it.each([
    [series('FREQ=DAILY', { wall: '2026-02-30T09:00:00' }), /2026-02-30T09:00:00/],
    [series('FREQ=DAILY', { wall: '2026-03-27' }), /2026-03-27/],
    [series('FREQ=DAILY', { wall: '2026-03-27T09:00:00Z' }), /no time of a clock/],
    [series('FREQ=DAILY', { wall: '1969-12-31T09:00:00' }), /1970/],
    [series('FREQ=DAILY', { zone: 'Middle/Earth' }), /no time zone "Middle\/Earth"/],
    [series('FREQ=DAILY', { exdates: ['yesterday'] }), /exception "yesterday"/],
    [series('FREQ=DAILY', { exdates: Array.from({ length: 501 }, () => '2026-03-28') }), /500/],
    [series('FREQ=NOW'), /FREQ/],
    [series('FREQ=DAILY;UNTIL=20260101'), /never occurs/],
    [series('FREQ=MONTHLY;INTERVAL=12;BYMONTH=4'), /never occurs/],
    [series('FREQ=MINUTELY;INTERVAL=1440;BYHOUR=10', { zone: 'UTC' }), /never occurs/],
    [series('FREQ=DAILY;COUNT=1', { exdates: ['2026-03-27T02:30:00'] }), /never occurs/],
  ])('%j is refused in words', (recurrence, words) => {
    const checked = checkRecurrence(recurrence);
    expect(checked).toMatchObject({ ok: false, message: expect.stringMatching(words) });
    expect(checkRecurrence(recurrence, 'de')).toMatchObject({ ok: false, message: expect.stringMatching(/[.?]$/) });
  });

  it('is a fault of the program when it is asked for its next occurrence', () => {
    expect(() => nextAfter(series('FREQ=DAILY', { zone: 'Middle/Earth' }), 0)).toThrow(RangeError);
    expect(() => nextAfter(series('FREQ=SECONDLY'), 0)).toThrow(RangeError);
  });
});

describe('any series', () => {
  it('is strictly increasing, and nextAfter finds one after the other', () => {
    fc.assert(
      fc.property(recurrences, (recurrence) => {
        const found = occurrences(recurrence, { fromMs: 0, count: 12 });
        let [after, n] = [-1, 0];
        for (const each of found) {
          expect(each).toBeGreaterThan(after);
          const next = nextAfter(recurrence, after);
          expect(next?.at).toBe(each);
          expect(next?.n).toBeGreaterThan(n);
          [after, n] = [each, next?.n ?? 0];
        }
        if (found.length < 12) expect(nextAfter(recurrence, after)).toBeNull();
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('begins anywhere as it goes on from there', () => {
    fc.assert(
      fc.property(recurrences, fc.nat({ max: 2_000 }), (recurrence, days) => {
        const start = readStamp(recurrence.wall)?.wall ?? 0;
        const from = start + days * 86_400_000;
        const [first] = occurrences(recurrence, { fromMs: from, count: 1 });
        const [before] = occurrences(recurrence, { fromMs: from - 40 * 86_400_000, count: 200 }).filter(
          (each) => each >= from,
        );
        if (before !== undefined) expect(first).toBe(before);
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('comes exactly COUNT times, those that meet behind a gap counted both', () => {
    fc.assert(
      fc.property(recurrences, fc.integer({ min: 1, max: 30 }), (recurrence, count) => {
        if (/COUNT|UNTIL/.test(recurrence.rule)) return;
        const endless = { ...recurrence, exdates: [] };
        const counted = { ...endless, rule: `${recurrence.rule};COUNT=${count}` };
        const found = occurrences(counted, { fromMs: 0, count: count + 1 });
        expect(found).toEqual(occurrences(endless, { fromMs: 0, count: found.length }));
        const last = found.at(-1);
        if (last === undefined) return;
        expect(nextAfter(counted, last - 1)?.n).toBeLessThanOrEqual(count);
        if (nextAfter(endless, last)) expect(nextAfter(counted, last - 1)?.n).toBe(count);
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('is the same without what an exception took out', () => {
    fc.assert(
      fc.property(recurrences, fc.nat({ max: 7 }), (recurrence, index) => {
        const whole = { ...recurrence, exdates: [] };
        const found = occurrences(whole, { fromMs: 0, count: 8 });
        const out = found[index];
        if (out === undefined) return;
        const without = { ...whole, exdates: [`${printWall(out)}Z`] };
        expect(occurrences(without, { fromMs: 0, count: found.length - 1 })).toEqual(
          found.filter((each) => each !== out),
        );
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('shows on the clocks what its rule names, unless the clocks skip it', () => {
    const times = fc.record({
      zone: fc.constantFrom(
        'Europe/Berlin',
        'America/New_York',
        'Australia/Lord_Howe',
        'Pacific/Apia',
        'Asia/Kathmandu',
      ),
      day: fc.integer({ min: 0, max: 5_000 }),
      minute: fc.integer({ min: 0, max: 1_439 }),
    });
    fc.assert(
      fc.property(times, ({ zone, day, minute }) => {
        const start = Date.UTC(2010, 0, 1) + day * 86_400_000 + minute * 60_000;
        const daily = series('FREQ=DAILY', { wall: printWall(start), zone });
        for (const [i, each] of occurrences(daily, { fromMs: 0, count: 20 }).entries()) {
          const shown = wallAt(each, zone);
          if (shown % 86_400_000 === start % 86_400_000) continue;
          // In a gap no moment shows the time itself.
          const wanted = Math.floor(shown / 86_400_000) * 86_400_000 + (start % 86_400_000);
          for (let around = -26; around <= 26; around++)
            expect(wallAt(wanted + around * 1_800_000, zone), `${i}`).not.toBe(wanted);
        }
      }),
      { numRuns: cases(500) },
    );
  });

  it('of whatever hostile rule ends', () => {
    fc.assert(
      fc.property(hostileRules, recurrences, (rule, { wall, zone }) => {
        const recurrence = { wall, zone, rule, exdates: [] };
        if (checkRecurrence(recurrence).ok)
          expect(nextAfter(recurrence, Date.UTC(2026, 10, 26))?.at ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: cases(1_000) },
    );
  });
});
