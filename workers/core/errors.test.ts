import { expect, it } from 'vitest';
import { describeError, ERROR_STATUS, WaddleError } from './errors.ts';

it('describes our own failures in full, and foreign ones by kind alone', () => {
  expect(describeError(new WaddleError('NOT_FOUND', 'no such quote'))).toBe('NOT_FOUND: no such quote');
  expect(describeError(new TypeError('pia said: my password is hunter2'))).toBe('TypeError');
  expect(describeError(Object.assign(new Error('select pia'), { code: '23505' }))).toBe('Error 23505');
  expect(describeError(Object.assign(new Error('x'), { code: 7 }))).toBe('Error');
  expect(describeError('pia said')).toBe('string');
  expect(describeError(null)).toBe('object');
});

it('gives every failure a status that HTTP has for failures', () => {
  for (const status of Object.values(ERROR_STATUS)) expect(status).toBeGreaterThanOrEqual(400);
});

it('keeps the cause of a failure', () => {
  const cause = new Error('first');
  expect(new WaddleError('UPSTREAM', 'second', { cause }).cause).toBe(cause);
});
