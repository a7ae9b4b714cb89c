import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { CountRing, type KeptCounts, startOf } from './count-ring.ts';

const GRID = { widthMs: 1_000, size: 7 };
const NOW = 1_791_100_000_000;

/** Time goes on, or memory is lost, or something is counted that happened a while ago. */
const steps = fc.array(
  fc.record({
    passMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 60_000 })),
    agoMs: fc.integer({ min: 0, max: 9_000 }),
    count: fc.integer({ min: 1, max: 5 }),
    sleeps: fc.boolean(),
  }),
  { maxLength: 60 },
);

describe('a ring of counts', () => {
  it('tells of each of its buckets what was counted there, and of older ones nothing', () => {
    fc.assert(
      fc.property(steps, (all) => {
        let ring = new CountRing(GRID);
        let now = NOW;
        const counted: { at: number; count: number }[] = [];
        for (const { passMs, agoMs, count, sleeps } of all) {
          now += passMs;
          if (sleeps) ring = new CountRing(GRID, JSON.parse(JSON.stringify(ring)) as KeptCounts);
          ring.add(now - agoMs, count);
          // What is older than the newest bucket's ring was too late to be counted.
          counted.push({ at: now - agoMs, count });
          const first = startOf(GRID, now);
          const expected = Array.from({ length: GRID.size }, (_, i) => {
            const begins = first + i * GRID.widthMs;
            return counted
              .filter(({ at }) => at >= begins && at < begins + GRID.widthMs)
              .reduce((sum, one) => sum + one.count, 0);
          });
          expect(ring.upTo(now)).toEqual(expected);
        }
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('is all zeros after as long a silence as it is long', () => {
    const ring = new CountRing(GRID);
    ring.add(NOW, 3);
    expect(ring.upTo(NOW + 6_000)).toEqual([3, 0, 0, 0, 0, 0, 0]);
    expect(ring.upTo(NOW + 7_000)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});
