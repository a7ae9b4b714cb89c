import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import { afterClose, nextIdentifyAt, recentIdentifies, reconnectDelayMs, STOP_REASONS } from './gateway-pace.ts';

const DAY = 24 * 3_600_000;

describe('the pace of identifies', () => {
  it('stays far below Discord’s thousand a day, however often a session is refused', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 150, maxLength: 400 }), (waits) => {
        let now = 0;
        let times: number[] = [];
        const all: number[] = [];
        for (const wait of waits) {
          now = Math.max(now + wait, nextIdentifyAt(recentIdentifies(times, now + wait), now + wait));
          times = [...recentIdentifies(times, now), now];
          all.push(now);
        }
        for (const [i, at] of all.entries()) {
          const since = (ms: number) => all.slice(0, i + 1).filter((time) => time > at - ms).length;
          expect(since(5_000)).toBeLessThanOrEqual(1);
          expect(since(5 * 60_000)).toBeLessThanOrEqual(3);
          expect(since(3_600_000)).toBeLessThanOrEqual(10);
          expect(since(DAY)).toBeLessThanOrEqual(100);
        }
      }),
      { numRuns: cases(200) },
    );
  });

  it('lets the first one through at once', () => {
    expect(nextIdentifyAt([], 1_000)).toBe(1_000);
    expect(nextIdentifyAt([1_000], 2_000)).toBe(6_000);
  });
});

describe('what a close code asks for', () => {
  it.each([4004, 4010, 4011, 4012, 4013, 4014])('%i: not to come back, with words for why', (code) => {
    expect(afterClose(code)).toBe('stop');
    expect(STOP_REASONS[code]).toMatch(/\.$/);
  });
  it.each([4007, 4009])('%i: a new session', (code) => expect(afterClose(code)).toBe('identify'));
  it.each([1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4008])('%i: to resume', (code) =>
    expect(afterClose(code)).toBe('resume'),
  );
});

it('comes back at once, then ever later, never later than a minute', () => {
  expect(reconnectDelayMs(0, () => 1)).toBe(0);
  expect([1, 2, 3, 7, 50].map((failures) => reconnectDelayMs(failures, () => 1))).toEqual([
    1_000, 2_000, 4_000, 60_000, 60_000,
  ]);
});
