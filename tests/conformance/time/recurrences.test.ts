import { afterEach, describe, expect, it } from 'vitest';
import { mismatches } from './cases.ts';

const { TZ } = process.env;

describe('recurrence rules against python-dateutil and zoneinfo', () => {
  afterEach(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });

  it('come out the same in this process', () => {
    const { cases, wrong } = mismatches();
    expect(wrong).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(1_500);
  });

  // Node takes a new TZ at once; nothing may come to depend on the clocks of the process.
  it.each([
    ['UTC', '12:00:00 GMT+0000'],
    ['America/New_York', '07:00:00 GMT-0500'],
    ['Pacific/Apia', '01:00:00 GMT+1300'],
  ])('come out the same where the process lives in %s', (zone, clock) => {
    process.env.TZ = zone;
    expect(new Date(Date.UTC(2026, 0, 1, 12)).toString()).toContain(clock);
    expect(mismatches().wrong).toEqual([]);
  });
});
