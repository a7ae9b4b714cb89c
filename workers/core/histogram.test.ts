import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { addDuration, countIn, type Histogram, mergeHistogram, quantile, WORST_ERROR } from './histogram.ts';

const HOUR = 3_600_000;
const durations = fc.array(fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: HOUR })), {
  minLength: 1,
  maxLength: 300,
});
const share = fc.double({ min: 0, max: 1, noNaN: true });

function of(all: readonly number[]): Histogram {
  const histogram: Histogram = {};
  for (const ms of all) addDuration(histogram, ms);
  return histogram;
}

const exact = (all: readonly number[], wanted: number): number =>
  all.toSorted((one, other) => one - other)[Math.max(1, Math.ceil(wanted * all.length)) - 1] as number;

describe('a histogram', () => {
  it('tells every quantile to within 5 % of the duration that it is', () => {
    expect(WORST_ERROR).toBeLessThan(0.05);
    fc.assert(
      fc.property(durations, share, (all, wanted) => {
        const told = quantile(of(all), wanted) as number;
        const real = Math.max(1, exact(all, wanted));
        expect(Math.abs(told - real) / real).toBeLessThanOrEqual(WORST_ERROR + 1e-6);
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('merged of parts, in any order and of any size, is that of the whole', () => {
    fc.assert(
      fc.property(fc.array(durations, { minLength: 1, maxLength: 8 }), (parts) => {
        const merged: Histogram = {};
        for (const part of parts) mergeHistogram(merged, of(part));
        const backwards: Histogram = {};
        for (const part of parts.toReversed()) mergeHistogram(backwards, JSON.parse(JSON.stringify(of(part))));
        expect(merged).toEqual(of(parts.flat()));
        expect(backwards).toEqual(merged);
        expect(countIn(merged)).toBe(parts.flat().length);
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('of nothing tells nothing', () => {
    expect(quantile({}, 0.5)).toBeNull();
    expect(countIn({})).toBe(0);
  });

  it('has no more than 170 classes, however long things take', () => {
    const all = of(Array.from({ length: 2_000 }, (_, i) => 1.02 ** i));
    expect(Object.keys(all).length).toBeLessThan(170);
    expect(quantile(all, 1)).toBeLessThanOrEqual(HOUR * 1.05);
  });
});
