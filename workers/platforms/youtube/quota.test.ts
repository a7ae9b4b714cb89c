import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import { quotaDayEnds, unitBudget } from './quota.ts';

const HOUR = 3_600_000;
const at = (iso: string) => Date.parse(iso);

describe('the quota’s day', () => {
  it.each([
    ['in summer', '2026-07-04T12:00:00-07:00', '2026-07-05T00:00:00-07:00'],
    ['in winter', '2026-12-04T12:00:00-08:00', '2026-12-05T00:00:00-08:00'],
    ['a moment before midnight', '2026-07-04T23:59:59.999-07:00', '2026-07-05T00:00:00-07:00'],
    ['at midnight', '2026-07-05T00:00:00-07:00', '2026-07-06T00:00:00-07:00'],
    ['where UTC is a day ahead', '2026-12-31T20:00:00-08:00', '2027-01-01T00:00:00-08:00'],
    ['at the end of a month of 28 days', '2027-02-28T10:00:00-08:00', '2027-03-01T00:00:00-08:00'],
    ['of 23 hours, before the clocks change', '2027-03-14T01:00:00-08:00', '2027-03-15T00:00:00-07:00'],
    ['of 23 hours, after the clocks change', '2027-03-14T04:00:00-07:00', '2027-03-15T00:00:00-07:00'],
    ['before that', '2027-03-13T23:30:00-08:00', '2027-03-14T00:00:00-08:00'],
    ['of 25 hours, before the clocks change', '2026-11-01T01:30:00-07:00', '2026-11-02T00:00:00-08:00'],
    ['of 25 hours, in the hour that comes twice', '2026-11-01T01:30:00-08:00', '2026-11-02T00:00:00-08:00'],
    ['before that', '2026-10-31T23:30:00-07:00', '2026-11-01T00:00:00-07:00'],
  ])('ends at the next midnight Pacific time: %s', (_, now, end) => {
    expect(new Date(quotaDayEnds(at(now))).toISOString()).toBe(new Date(end).toISOString());
  });

  it('ends later than now, within 25 hours, at midnight, and nowhere in between', () => {
    const pacific = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Los_Angeles', timeStyle: 'medium' });
    fc.assert(
      fc.property(fc.integer({ min: at('2020-01-01'), max: at('2040-01-01') }), (now) => {
        const end = quotaDayEnds(now);
        expect(end).toBeGreaterThan(now);
        expect(end - now).toBeLessThanOrEqual(25 * HOUR);
        expect(pacific.format(end)).toBe('00:00:00');
        expect(quotaDayEnds(end - 1)).toBe(end);
      }),
      { numRuns: cases(2_000) },
    );
  });
});

it('a budget says what a call costs, and until when', () => {
  const now = at('2026-07-04T12:00:00-07:00');
  expect(unitBudget(5, 10_000, now)).toEqual({ cost: 5, perDay: 10_000, resetAt: now + 12 * HOUR });
});
