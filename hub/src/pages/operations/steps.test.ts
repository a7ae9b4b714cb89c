import { describe, expect, it } from 'vitest';
import { placed, stepsOf, tookMs } from './steps.ts';

const WHOLE = {
  at: 1_000,
  received: 1_100,
  admitted: 1_110,
  executed: 1_150,
  committed: 1_180,
  claimed: 1_190,
  sent: 1_300,
};

describe('the way of a command', () => {
  it('has a step for each moment, one after the other', () => {
    expect(stepsOf(WHOLE).map(({ name, from, tookMs: ms, waits }) => [name, from, ms, waits])).toEqual([
      ['received', 1_000, 100, true],
      ['admitted', 1_100, 10, false],
      ['executed', 1_110, 40, true],
      ['committed', 1_150, 30, false],
      ['claimed', 1_180, 10, false],
      ['sent', 1_190, 110, false],
    ]);
    expect(tookMs(WHOLE)).toBe(300);
  });

  it('puts a step of which nobody noted the end into the next', () => {
    const steps = stepsOf({ at: 1_000, received: 1_100, admitted: 1_110, executed: 1_150, sent: 1_300 });
    expect(steps.at(-1)).toMatchObject({ name: 'sent', skipped: ['committed', 'claimed'], from: 1_150, tookMs: 150 });
    expect(stepsOf({ at: 1, received: 2, admitted: 3 }).map(({ name }) => name)).toEqual(['received', 'admitted']);
  });

  it('takes nothing for a step that ended before it began, as clocks differ', () => {
    const [first] = stepsOf({ at: 2_000, received: 1_100, admitted: 1_110 });
    expect(first).toMatchObject({ tookMs: 0, skewed: true });
  });
});

describe('the chart', () => {
  it('is filled from its beginning to its end', () => {
    const steps = placed(stepsOf(WHOLE));
    expect(steps[0]?.begins).toBe(0);
    for (const [i, step] of steps.entries())
      expect(step.begins + step.width).toBeCloseTo(steps[i + 1]?.begins ?? 1, 10);
    expect(steps.some(({ cut }) => cut)).toBe(false);
  });

  it('shortens a step that would leave no room for the others', () => {
    const hours = placed(stepsOf({ at: 0, received: 10_800_000, admitted: 10_800_010, executed: 10_800_100 }));
    expect(hours[0]).toMatchObject({ cut: true });
    expect(hours[0]?.width).toBeCloseTo(0.8, 5);
    expect(hours.slice(1).every(({ width }) => width > 0)).toBe(true);
  });

  it('stands where nothing took any time', () => {
    for (const step of placed(stepsOf({ at: 5, received: 5, admitted: 5 })))
      expect(step).toMatchObject({ begins: 0, width: 0 });
  });
});
