import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import type { TimerSchedule } from '../../core/timers.ts';
import { nextOf, readCron, speakAt, textAt, upcoming } from './schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'] as const;

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString().replace(':00.000Z', 'Z');
const next = (cron: string, after: string, zone = 'UTC'): string | null =>
  iso(nextOf({ cron }, { after: at(after), beat: 0, zone }));

/** The times of a schedule from one moment to another, both exclusive of the first. */
function timesOf(schedule: TimerSchedule, zone: string, from: number, to: number): number[] {
  const times: number[] = [];
  for (let t = nextOf(schedule, { after: from, beat: from, zone }); t !== null && t <= to; ) {
    times.push(t);
    t = nextOf(schedule, { after: t, beat: t, zone });
  }
  return times;
}

describe('an interval', () => {
  it('comes every so many minutes from its beginning', () => {
    const beat = at('2026-11-27T12:00:37Z');
    expect(iso(nextOf({ every: 10 }, { after: beat, beat, zone: 'UTC' }))).toBe('2026-11-27T12:10:37.000Z');
  });

  it('keeps its beat over a time in which nobody looked', () => {
    const beat = at('2026-11-27T12:00:37Z');
    const after = at('2026-11-27T17:44:00Z');
    expect(iso(nextOf({ every: 10 }, { after, beat, zone: 'UTC' }))).toBe('2026-11-27T17:50:37.000Z');
  });

  it('is a whole number of steps from its beat, later than asked, and by no more than a step', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 43_200 }),
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 0, max: 400 * DAY }),
        (every, beat, later) => {
          const after = beat + later;
          const due = nextOf({ every }, { after, beat, zone: 'UTC' }) as number;
          expect((due - beat) % (every * MINUTE)).toBe(0);
          expect(due).toBeGreaterThan(after);
          expect(due - after).toBeLessThanOrEqual(every * MINUTE);
        },
      ),
      { numRuns: cases(1_000) },
    );
  });
});

describe('a cron expression', () => {
  it('is read in its own zone, else in the community’s', () => {
    expect(next('0 18 * * 5', '2026-11-26T12:00:00Z', 'Europe/Berlin')).toBe('2026-11-27T17:00Z');
    const own = { cron: '0 18 * * 5', zone: 'America/New_York' };
    expect(iso(nextOf(own, { after: at('2026-11-26T12:00:00Z'), beat: 0, zone: 'Europe/Berlin' }))).toBe(
      '2026-11-27T23:00Z',
    );
    expect(next('30 9 * * *', '2026-11-26T12:00:00Z', 'Asia/Kathmandu')).toBe('2026-11-27T03:45Z');
  });

  it('is due after the moment that is asked about, never at it', () => {
    expect(next('*/5 * * * *', '2026-11-26T12:00:00Z')).toBe('2026-11-26T12:05Z');
    expect(next('*/5 * * * *', '2026-11-26T11:59:59Z')).toBe('2026-11-26T12:00Z');
    expect(iso(nextOf({ cron: '* * * * *' }, { after: at('2026-11-26T12:00:00Z') + 1, beat: 0, zone: 'UTC' }))).toBe(
      '2026-11-26T12:01Z',
    );
  });

  it('knows names, lists, ranges, steps, and days of month or week, whichever comes', () => {
    expect(next('0 0 1 jan *', '2026-11-26T12:00:00Z')).toBe('2027-01-01T00:00Z');
    expect(next('0 9-17/4 * * mon-fri', '2026-11-27T13:00:00Z')).toBe('2026-11-27T17:00Z');
    expect(next('0 0 13 * 5', '2026-11-26T12:00:00Z')).toBe('2026-11-27T00:00Z');
    expect(next('0 0 * * 7', '2026-11-26T12:00:00Z')).toBe('2026-11-29T00:00Z');
    expect(next('0 0 29 2 *', '2026-11-26T12:00:00Z')).toBe('2028-02-29T00:00Z');
  });

  const NOW = at('2026-11-26T12:00:00Z');
  it('is kept with single spaces', () => {
    expect(readCron('  0   18 * *\t5 ', NOW)).toEqual({ cron: '0 18 * * 5' });
  });

  it.each([
    '',
    '0 18 * *',
    '0 0 18 * * 5',
    '@daily',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '*/0 * * * *',
    '? * * * *',
    '1,,2 * * * *',
    '5/10 * * * *',
    '-1 * * * *',
    'a b c d e',
    '0x5 * * * *',
    '\0 * * * *',
    `${'1,'.repeat(60)}1 * * * *`,
  ])('is none: %j', (typed) => {
    expect(readCron(typed, NOW)).toEqual({ fault: 'bad-cron' });
  });

  it.each(['0 0 30 2 *', '0 0 31 2,4,6,9,11 *'])('is refused where no day is ever like that: %j', (typed) => {
    expect(readCron(typed, NOW)).toEqual({ fault: 'never' });
  });

  it('never throws, whatever is typed', () => {
    const field = fc.oneof(
      fc.constantFrom('*', '*/2', '1-5', 'mon', '0', '59', 'L', '15W', '5#2', '+1', '?', '1-', ',', '99'),
      fc.string({ maxLength: 6, unit: 'binary' }),
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.array(field, { maxLength: 7 }), fc.array(field, { minLength: 5, maxLength: 5 })),
        (all) => {
          const read = readCron(all.join(' '), NOW);
          if ('cron' in read)
            expect(nextOf({ cron: read.cron }, { after: NOW, beat: 0, zone: 'UTC' })).toBeGreaterThan(NOW);
        },
      ),
      { numRuns: cases(1_000) },
    );
  });
});

describe('summer time', () => {
  it('moves a time that is skipped forward by the gap', () => {
    expect(next('30 2 * * *', '2027-03-27T12:00:00Z', 'Europe/Berlin')).toBe('2027-03-28T01:30Z');
    expect(next('30 2 * * *', '2027-03-28T01:30:00Z', 'Europe/Berlin')).toBe('2027-03-29T00:30Z');
    expect(next('30 2 * * *', '2027-03-13T12:00:00Z', 'America/New_York')).toBe('2027-03-14T07:30Z');
    // Half an hour is skipped at two.
    expect(next('15 2 * * *', '2026-10-03T12:00:00Z', 'Australia/Lord_Howe')).toBe('2026-10-03T15:45Z');
  });

  it('says once what two times come to', () => {
    const night = timesOf(
      { cron: '30 2,3 * * *' },
      'Europe/Berlin',
      at('2027-03-27T12:00:00Z'),
      at('2027-03-28T12:00:00Z'),
    );
    expect(night.map(iso)).toEqual(['2027-03-28T01:30Z']);
  });

  it('keeps the order of times around the gap', () => {
    const night = timesOf(
      { cron: '0,45 2,3 * * *' },
      'Europe/Berlin',
      at('2027-03-27T12:00:00Z'),
      at('2027-03-28T12:00:00Z'),
    );
    expect(night.map(iso)).toEqual(['2027-03-28T01:00Z', '2027-03-28T01:45Z']);
    const half = timesOf(
      { cron: '20,40 2 * * *' },
      'Australia/Lord_Howe',
      at('2026-10-03T12:00:00Z'),
      at('2026-10-04T12:00:00Z'),
    );
    expect(half.map(iso)).toEqual(['2026-10-03T15:40Z', '2026-10-03T15:50Z']);
  });

  it('takes a time that comes twice the first time', () => {
    expect(next('30 2 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30Z');
    expect(next('30 2 * * *', '2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T01:30Z');
    expect(next('30 1 * * *', '2026-11-01T05:30:00Z', 'America/New_York')).toBe('2026-11-02T06:30Z');
    expect(next('45 1 * * *', '2027-04-03T14:45:00Z', 'Australia/Lord_Howe')).toBe('2027-04-04T15:15Z');
  });

  it('lets what comes every hour go on through an hour that comes twice', () => {
    const night = timesOf(
      { cron: '*/30 * * * *' },
      'Europe/Berlin',
      at('2026-10-24T23:30:00Z'),
      at('2026-10-25T02:00:00Z'),
    );
    expect(night).toEqual(Array.from({ length: 5 }, (_, i) => at('2026-10-25T00:00:00Z') + i * 30 * MINUTE));
  });

  /** Minutes and hours of an expression, and days around all changes of summer time in these years. */
  const lists = fc.record({
    minutes: fc.uniqueArray(fc.constantFrom(0, 1, 15, 29, 30, 31, 45, 59), { minLength: 1, maxLength: 4 }),
    hours: fc.oneof(
      fc.constant(null),
      fc.uniqueArray(fc.constantFrom(0, 1, 2, 3, 4, 12, 23), { minLength: 1, maxLength: 4 }),
    ),
  });
  const nights = fc.constantFrom(
    ...['2026-10-03', '2026-10-24', '2026-10-31', '2027-03-13', '2027-03-27', '2027-04-03', '2026-12-24'].map((day) =>
      at(`${day}T00:00:00Z`),
    ),
  );

  it('is as clocks that are looked at every minute say', () => {
    fc.assert(
      fc.property(lists, nights, fc.constantFrom(...ZONES), ({ minutes, hours }, from, zone) => {
        const cron = `${minutes.join(',')} ${hours?.join(',') ?? '*'} * * *`;
        const to = from + 2.5 * DAY;
        expect(timesOf({ cron }, zone, from, to).map(iso)).toEqual(seenOf({ minutes, hours }, zone, from, to).map(iso));
      }),
      { numRuns: cases(400) },
    );
  });

  it('never makes a schedule stand still or go back', () => {
    const expressions = fc.constantFrom(
      '* * * * *',
      '*/7 * * * *',
      '0 */2 * * *',
      '30 2 * * *',
      '0 18 * * 5',
      '0 0 L * *',
    );
    const moments = fc.integer({ min: at('2025-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(expressions, moments, fc.constantFrom(...ZONES), (cron, from, zone) => {
        let last = from;
        for (let i = 0; i < 20; i++) {
          const due = nextOf({ cron }, { after: last, beat: 0, zone }) as number;
          expect(due).toBeGreaterThan(last);
          // Between two occurrences there is none, from wherever it is asked.
          const between = Math.floor((last + due) / 2);
          if (between > last) expect(nextOf({ cron }, { after: between, beat: 0, zone })).toBe(due);
          last = due;
        }
      }),
      { numRuns: cases(300) },
    );
  });
});

/** The same by brute force: every minute is looked at, and what its clocks show. */
function seenOf(
  { minutes, hours }: { readonly minutes: readonly number[]; readonly hours: readonly number[] | null },
  zone: string,
  from: number,
  to: number,
): number[] {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const shownAt = (ms: number): number => at(`${clock.format(ms).replace(' ', 'T')}Z`);
  const wanted = (wall: number): boolean => {
    const shown = new Date(wall);
    return minutes.includes(shown.getUTCMinutes()) && (hours?.includes(shown.getUTCHours()) ?? true);
  };
  const seen = new Set<number>();
  const times = new Set<number>();
  let before = shownAt(from - DAY);
  for (let ms = from - DAY + MINUTE; ms <= to; ms += MINUTE) {
    const wall = shownAt(ms);
    for (let skipped = before + MINUTE; skipped < wall; skipped += MINUTE)
      if (wanted(skipped)) times.add(ms + (skipped - before) - MINUTE);
    if (wanted(wall) && (hours === null || !seen.has(wall))) times.add(ms);
    seen.add(wall);
    before = wall;
  }
  return [...times].filter((ms) => ms > from && ms <= to).toSorted((one, other) => one - other);
}

describe('what comes next', () => {
  it('is told from the next one on', () => {
    const first = at('2026-11-27T17:00:00Z');
    expect(upcoming({ cron: '0 18 * * 5' }, first, 'Europe/Berlin', 3).map(iso)).toEqual([
      '2026-11-27T17:00Z',
      '2026-12-04T17:00Z',
      '2026-12-11T17:00Z',
    ]);
    expect(upcoming({ every: 90 }, first, 'UTC', 2).map(iso)).toEqual(['2026-11-27T17:00Z', '2026-11-27T18:30Z']);
  });
});

describe('jitter', () => {
  it('is the same for the same occurrence, within its seconds, and spread over all of them', () => {
    const spread = new Set<number>();
    for (let i = 0; i < 500; i++) {
      const dueAt = i * 10 * MINUTE;
      const late = speakAt('a', dueAt, 5) - dueAt;
      expect(speakAt('a', dueAt, 5) - dueAt).toBe(late);
      spread.add(late);
    }
    expect([...spread].toSorted()).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(speakAt('a', 7, 0)).toBe(7);
  });
});

describe('one of several texts', () => {
  const texts = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`);

  it('is the next in turn where they rotate', () => {
    const said = [0, 1, 2, 3].map((round) => textAt(texts(3), { timerId: 'a', order: 'rotate', round }));
    expect(said).toEqual(['text 0', 'text 1', 'text 2', 'text 0']);
  });

  it('is chosen at random, all of them before one comes again, and never one twice in a row', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 2, max: 10 }),
        fc.integer({ min: 0, max: 100_000 }),
        (id, count, lap) => {
          const all = texts(count);
          const said = Array.from({ length: 3 * count }, (_, i) =>
            textAt(all, { timerId: id, order: 'random', round: lap * count + i }),
          );
          for (let i = 1; i < said.length; i++) expect(said[i]).not.toBe(said[i - 1]);
          expect(new Set(said.slice(0, count)).size).toBe(count);
        },
      ),
      { numRuns: cases(1_000) },
    );
    const orders = new Set(
      Array.from({ length: 40 }, (_, lap) =>
        [0, 1, 2, 3].map((i) => textAt(texts(4), { timerId: 'a', order: 'random', round: 4 * lap + i })).join(),
      ),
    );
    expect(orders.size).toBeGreaterThan(10);
  });

  it('is the only one where there is one', () => {
    for (const order of ['rotate', 'random'] as const)
      for (let round = 0; round < 5; round++) expect(textAt(['x'], { timerId: 'a', order, round })).toBe('x');
  });
});
