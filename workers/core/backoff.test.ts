import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { backoffSeconds } from './backoff.ts';

const LONGEST = () => 0.999_999;

it('waits at least a second, at most an hour, and no longer than 15 s while an answer is still worth something', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const wait = backoffSeconds(attempt, () => random);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(1);
        expect(wait).toBeLessThanOrEqual(attempt <= 20 ? 15 : 3_600);
      },
    ),
    { numRuns: cases(2_000) },
  );
});

it('doubles the ceiling with each try, up to an hour', () => {
  expect([1, 2, 3, 4, 5].map((attempt) => backoffSeconds(attempt, LONGEST))).toEqual([1, 2, 4, 8, 15]);
  expect([20, 21, 22, 29].map((attempt) => backoffSeconds(attempt, LONGEST))).toEqual([15, 30, 60, 3_600]);
  expect(backoffSeconds(100, LONGEST)).toBe(3_600);
});

it('uses the whole range, so that what failed together does not come back together', () => {
  expect(backoffSeconds(100, () => 0)).toBe(1);
  expect(backoffSeconds(100, () => 0.5)).toBe(1_800);
});
