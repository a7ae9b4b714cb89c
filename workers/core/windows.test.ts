import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import type { Limit, Ring } from './windows.ts';
import { giveBack, hasRoom, nextAllowed, take } from './windows.ts';

const limits: fc.Arbitrary<Limit> = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  windowMs: fc.integer({ min: 1, max: 50 }),
});

/** The exact answer: how many accepted times lie in the window that ends at `now`. */
const within = (accepted: readonly number[], { windowMs }: Limit, now: number) =>
  accepted.filter((at) => at > now - windowMs && at <= now).length;

describe('an exact limit', () => {
  it('has room for `count` and then not before the oldest has left the window', () => {
    const ring: Ring = [];
    const limit = { count: 2, windowMs: 100 };
    take(ring, limit, 1_000);
    take(ring, limit, 1_040);
    expect(hasRoom(ring, limit, 1_099)).toBe(false);
    expect(nextAllowed(ring, limit, 1_050)).toBe(1_100);
    expect(hasRoom(ring, limit, 1_100)).toBe(true);
  });

  it('accepts exactly what an oracle accepts that remembers everything', () => {
    fc.assert(
      fc.property(limits, fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 80 }), (limit, gaps) => {
        const ring: Ring = [];
        const accepted: number[] = [];
        let now = 1_000;
        for (const gap of gaps) {
          now += gap;
          const expected = within(accepted, limit, now) < limit.count;
          expect(hasRoom(ring, limit, now)).toBe(expected);
          if (!expected) continue;
          take(ring, limit, now);
          accepted.push(now);
          expect(ring.length).toBeLessThanOrEqual(limit.count);
        }
      }),
      { numRuns: cases(3_000) },
    );
  });

  it('never holds more than `count` in any window when places in the future are taken', () => {
    fc.assert(
      fc.property(limits, fc.array(fc.integer({ min: -20, max: 40 }), { maxLength: 80 }), (limit, steps) => {
        const ring: Ring = [];
        const accepted: number[] = [];
        let now = 1_000;
        for (const step of steps) {
          now += step;
          const at = nextAllowed(ring, limit, now);
          take(ring, limit, at);
          accepted.push(at);
        }
        for (const at of accepted) expect(within(accepted, limit, at)).toBeLessThanOrEqual(limit.count);
      }),
      { numRuns: cases(3_000) },
    );
  });

  it('is as it was when a place is given back', () => {
    fc.assert(
      fc.property(
        limits,
        fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }),
        fc.integer({ min: 0, max: 100 }),
        (limit, gaps, later) => {
          const ring: Ring = [];
          let now = 1_000;
          for (const gap of gaps) {
            now += gap;
            if (hasRoom(ring, limit, now)) take(ring, limit, now);
          }
          fc.pre(hasRoom(ring, limit, now));
          const before = nextAllowed(ring, limit, now + later);
          take(ring, limit, now);
          giveBack(ring, now);
          expect(nextAllowed(ring, limit, now + later)).toBe(before);
        },
      ),
      { numRuns: cases(3_000) },
    );
  });

  it('keeps its times in order, also when a place in the future was taken before', () => {
    const ring: Ring = [];
    for (const at of [1_000, 1_900, 1_400, 1_400, 1_200]) take(ring, { count: 4, windowMs: 1_000 }, at);
    expect(ring).toEqual([1_200, 1_400, 1_400, 1_900]);
  });

  it('gives back nothing that was not taken', () => {
    const ring: Ring = [1, 2];
    giveBack(ring, 3);
    expect(ring).toEqual([1, 2]);
  });
});
