import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { backoffSeconds } from './backoff.ts';

it('waits at least a second and at most the ceiling, which doubles up to an hour', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const wait = backoffSeconds(attempt, () => random);
      expect(Number.isInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(1);
      expect(wait).toBeLessThanOrEqual(Math.min(3_600, 2 ** attempt));
    }),
    { numRuns: cases(2_000) },
  );
});

it('uses the whole range, so that what failed together does not come back together', () => {
  expect(backoffSeconds(6, () => 0)).toBe(1);
  expect(backoffSeconds(6, () => 0.5)).toBe(32);
  expect(backoffSeconds(6, () => 0.999_999)).toBe(64);
  expect(backoffSeconds(99, () => 0.999_999, 60)).toBe(60);
});
