import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { parseDuration, printDuration } from './durations.ts';

describe('a length of time', () => {
  it.each([
    ['90', 90],
    ['90s', 90],
    ['5m', 300],
    ['1h30m', 5_400],
    ['2d', 172_800],
    ['3w', 1_814_400],
    [' 10M ', 600],
    ['0', 0],
  ])('%s is %i seconds', (typed, seconds) => {
    expect(parseDuration(typed)).toBe(seconds);
  });

  it('counts a bare number in the unit that is asked for', () => {
    expect(parseDuration('5', 'm')).toBe(300);
  });

  it.each(['', 'm', '5x', '-5m', '1.5h', '5 m', 'five', '9999999999', '999999999w', '1m2', 'NaN', '１０'])(
    '"%s" is none',
    (typed) => {
      expect(parseDuration(typed)).toBeNull();
    },
  );

  it('is never anything but a whole number or nothing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const seconds = parseDuration(typed);
        return seconds === null || (Number.isSafeInteger(seconds) && seconds >= 0);
      }),
      { numRuns: cases(10_000) },
    );
  });

  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [3_600, '1 h'],
    [5_400, '1 h 30 min'],
    [90_061, '1 d 1 h'],
  ])('of %i s reads %s', (seconds, shown) => {
    expect(printDuration(seconds)).toBe(shown);
  });
});
