import { expect, it } from 'vitest';
import { atLeast, highest, LEVELS } from './levels.ts';

it('orders the levels from everyone to owner', () => {
  LEVELS.forEach((level, i) => {
    LEVELS.forEach((wanted, j) => {
      expect(atLeast(level, wanted), `${level} for ${wanted}`).toBe(i >= j);
      expect(highest(level, wanted)).toBe(LEVELS[Math.max(i, j)]);
    });
  });
});

it('takes somebody of whom nothing is known for everyone', () => {
  expect(highest()).toBe('everyone');
});
