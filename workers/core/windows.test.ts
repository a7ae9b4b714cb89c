import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import type { Limit, Ring, Window } from './windows.ts';
import { EXACT_UP_TO, giveBack, hasRoom, nextAllowed, remaining, resetAt, take, windowFor } from './windows.ts';

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

/** Limits beyond the ring, with short windows so that cells change often. */
const largeLimits: fc.Arbitrary<Limit> = fc.record({
  count: fc.integer({ min: EXACT_UP_TO + 1, max: 400 }),
  windowMs: fc.integer({ min: 1, max: 500 }),
});
const anyLimit = fc.oneof(limits, largeLimits);

/** A gap and how many come after it, together. */
const bursts = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 500 })), {
  maxLength: 30,
});

/** Lets bursts in as far as there is room, and ends when the last one came. */
function filled(limit: Limit, traffic: readonly (readonly [gap: number, events: number])[]) {
  let now = 1_000;
  const window = windowFor(limit, now);
  const accepted: number[] = [];
  for (const [gap, events] of traffic) {
    now += gap;
    for (let n = 0; n < events && hasRoom(window, limit, now); n++) {
      take(window, limit, now);
      accepted.push(now);
    }
  }
  return { window, accepted, now };
}

describe('a counted limit', () => {
  const limit = { count: 200, windowMs: 1_000 };

  it('lets the previous cell count by the share of it that the window still covers', () => {
    const { window } = filled(
      limit,
      Array.from({ length: 200 }, () => [5, 1] as const),
    );
    expect(window).toMatchObject({ start: 2_000, current: { taken: 1 }, previous: { taken: 199 } });
    expect(remaining(window, limit, 2_000)).toBe(0);
    expect(remaining(window, limit, 2_500)).toBe(200 - 1 - 100);
    expect(remaining(window, limit, 3_000)).toBe(200 - 1);
    expect(remaining(window, limit, 4_000)).toBe(200);
  });

  it('lets no more than half as much again follow a burst at a cell’s end', () => {
    const { window, accepted } = filled(limit, [
      [999, 200],
      [990, 200],
    ]);
    expect(accepted.filter((at) => at === 1_999)).toHaveLength(200);
    expect(accepted.filter((at) => at === 2_989)).toHaveLength(100);
    expect(hasRoom(window, limit, 2_998)).toBe(false);
  });

  it('never has more than 1.5 × its count in any window, whatever comes', () => {
    fc.assert(
      fc.property(largeLimits, bursts, (limit, traffic) => {
        const { accepted } = filled(limit, traffic);
        for (const at of new Set(accepted)) expect(within(accepted, limit, at)).toBeLessThanOrEqual(limit.count * 1.5);
      }),
      { numRuns: cases(3_000) },
    );
  });

  it('is a few numbers, however much it counts', () => {
    const { window } = filled({ count: 1_000_000, windowMs: 86_400_000 }, [[1, 50_000]]);
    expect(JSON.stringify(window).length).toBeLessThan(200);
  });
});

describe('a limit of either size', () => {
  it('has room from the very moment it names, and not before', () => {
    fc.assert(
      fc.property(anyLimit, bursts, fc.integer({ min: 1, max: 400 }), (limit, traffic, asked) => {
        const cost = Math.min(asked, limit.count);
        const { window, now } = filled(limit, traffic);
        const next = nextAllowed(window, limit, now, cost);
        expect(next).toBeGreaterThanOrEqual(now);
        expect(remaining(window, limit, next)).toBeGreaterThanOrEqual(cost);
        if (next > now) expect(remaining(window, limit, next - 1)).toBeLessThan(cost);
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('has all of its count again when it says so, and not before', () => {
    fc.assert(
      fc.property(anyLimit, bursts, (limit, traffic) => {
        const { window, now } = filled(limit, traffic);
        const reset = resetAt(window, limit, now);
        expect(remaining(window, limit, reset)).toBe(limit.count);
        if (Array.isArray(window) && reset > now) expect(remaining(window, limit, reset - 1)).toBeLessThan(limit.count);
      }),
      { numRuns: cases(3_000) },
    );
  });

  it('is as it was when places are given back', () => {
    fc.assert(
      fc.property(
        anyLimit,
        bursts,
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 1, max: 200 }),
        (limit, traffic, later, evenLater, asked) => {
          const cost = Math.min(asked, limit.count);
          const { window, now } = filled(limit, traffic);
          const at = nextAllowed(window, limit, now + later, cost);
          const untouched = structuredClone(window);
          take(window, limit, at, cost);
          expect(remaining(window, limit, at)).toBe(remaining(untouched, limit, at) - cost);
          giveBack(window, at, cost);
          for (const moment of [at, at + evenLater]) {
            expect(remaining(window, limit, moment)).toBe(remaining(untouched, limit, moment));
            expect(nextAllowed(window, limit, moment)).toBe(nextAllowed(untouched, limit, moment));
          }
        },
      ),
      { numRuns: cases(5_000) },
    );
  });

  it('gives back also what has come into the previous cell, and nothing that no longer counts', () => {
    const limit = { count: 200, windowMs: 1_000 };
    const { window } = filled(limit, [
      [500, 10],
      [600, 10],
    ]);
    giveBack(window, 1_500, 10);
    expect(window).toMatchObject({ current: { taken: 10 }, previous: { taken: 0, offsets: 0 } });
    const held = structuredClone(window);
    for (const at of [500, 999, 1_500, 3_000, 9_000]) giveBack(window, at, 5);
    expect(window).toEqual(held);
  });

  it('counts the same after a journey through JSON', () => {
    fc.assert(
      fc.property(anyLimit, bursts, fc.integer({ min: 0, max: 600 }), (limit, traffic, later) => {
        const { window, now } = filled(limit, traffic);
        const read = JSON.parse(JSON.stringify(window)) as Window;
        expect(windowFor(limit, now, read)).toEqual(window);
        expect(nextAllowed(read, limit, now + later)).toBe(nextAllowed(window, limit, now + later));
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('never has room for more than its count', () => {
    for (const limit of [
      { count: 3, windowMs: 100 },
      { count: 300, windowMs: 100 },
    ]) {
      expect(nextAllowed(windowFor(limit, 0), limit, 0, limit.count)).toBe(0);
      expect(nextAllowed(windowFor(limit, 0), limit, 0, limit.count + 1)).toBe(Infinity);
    }
    expect(hasRoom([], { count: 0, windowMs: 100 }, 1_000)).toBe(false);
  });

  it('is not undone by a clock that is a little behind', () => {
    const limit = { count: 200, windowMs: 1_000 };
    const { window } = filled(limit, [[1_010, 150]]);
    take(window, limit, 1_995, 50);
    expect(hasRoom(window, limit, 1_996)).toBe(false);
    expect(remaining(window, limit, 2_010)).toBeLessThanOrEqual(1);
  });
});

describe('a changed limit', () => {
  const wide = { count: 200, windowMs: 1_000 };
  const narrow = { count: 100, windowMs: 1_000 };

  it('goes on with the times it knows when it outgrows the ring', () => {
    const { window, now } = filled(narrow, [
      [0, 60],
      [200, 30],
    ]);
    expect(remaining(windowFor(wide, now, window), wide, now)).toBe(110);
  });

  it('goes on with as many as were counted when it comes down to the ring', () => {
    const { window, now } = filled(wide, [
      [0, 60],
      [500, 20],
    ]);
    const ring = windowFor(narrow, now, window);
    expect(remaining(ring, narrow, now)).toBe(20);
    expect(remaining(ring, narrow, now + 499)).toBe(20);
    expect(remaining(ring, narrow, now + 1_000)).toBe(100);
  });

  it('has no room until enough has left when it comes down below what was counted', () => {
    const { window, now } = filled(wide, [[400, 200]]);
    const ring = windowFor(narrow, now, window) as Ring;
    expect(ring).toHaveLength(100);
    expect(hasRoom(ring, narrow, now)).toBe(false);
  });

  it('goes on with what still counts when the window’s length changes', () => {
    const { window, now } = filled(wide, [[400, 150]]);
    const longer = { count: 200, windowMs: 5_000 };
    const inLonger = windowFor(longer, now, window);
    expect(remaining(inLonger, longer, now)).toBe(50);
    const shorter = { count: 200, windowMs: 100 };
    expect(remaining(windowFor(shorter, now + 100, inLonger), shorter, now + 900)).toBe(200);
  });

  it('is the same window while nothing that matters has changed', () => {
    const ring: Ring = [1];
    expect(windowFor({ count: 5, windowMs: 20 }, 2, ring)).toBe(ring);
    const cells = windowFor(wide, 2);
    expect(windowFor({ ...wide, count: 5_000 }, 2, cells)).toBe(cells);
  });

  it('stays whole through any changes: never more room than the count, and some in the end', () => {
    const step = fc.tuple(anyLimit, fc.integer({ min: -20, max: 700 }), fc.integer({ min: 0, max: 300 }));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        let window: Window | undefined;
        let now = 10_000;
        let latest = now;
        for (const [limit, gap, events] of steps) {
          now += gap;
          latest = Math.max(latest, now);
          window = windowFor(limit, now, window);
          for (let n = 0; n < events && hasRoom(window, limit, now); n++) take(window, limit, now);
          const left = remaining(window, limit, now);
          expect(Number.isInteger(left) && left >= 0 && left <= limit.count).toBe(true);
          const next = nextAllowed(window, limit, now);
          // A clock that goes back makes nobody wait longer than the times it showed before.
          expect(next - latest).toBeLessThanOrEqual(2 * limit.windowMs);
          expect(hasRoom(window, limit, next)).toBe(true);
          expect(JSON.parse(JSON.stringify(window))).toEqual(window);
        }
      }),
      { numRuns: cases(3_000) },
    );
  });
});
