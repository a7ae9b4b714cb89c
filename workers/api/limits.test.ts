import { expect, it } from 'vitest';
import { networkOf, tightest } from './limits.ts';

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:203.0.113.7', '0:0:0:0::/64'],
])('counts %s at %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it('counts together who has no address, as on a laptop', () => {
  expect([networkOf(null), networkOf('')]).toEqual(['unknown', 'unknown']);
});

it('tells the standing with the least room, if any', () => {
  const standing = (remaining: number) => ({
    allowed: true,
    name: 'calls',
    limit: 600,
    remaining,
    resetMs: 1,
    retryAfterMs: 0,
  });
  expect(tightest(standing(3), null, standing(2))?.remaining).toBe(2);
  expect(tightest(standing(2), standing(3))?.remaining).toBe(2);
  expect(tightest(null, null)).toBeNull();
});
