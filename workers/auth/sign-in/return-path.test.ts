import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOME, isInvitePath, returnPath } from './return-path.ts';

it.each([
  ['/', '/'],
  ['/calendar', '/calendar'],
  ['/calendar?week=7#top', '/calendar?week=7'],
  ['/a/../b', '/b'],
  ['/auth/join/abc?x=https://elsewhere.example', '/auth/join/abc?x=https://elsewhere.example'],
])('goes back to %s', (asked, path) => {
  expect(returnPath(asked)).toBe(path);
});

it.each([
  undefined,
  '',
  'calendar',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2F/evil.example',
  '/%5c/evil.example',
  '/%0d%0aX: y',
  '/\u2028/x',
  'https://evil.example',
  `/${'x'.repeat(500)}`,
])('goes home instead of to %j', (asked) => {
  expect(returnPath(asked)).toBe(HOME);
});

it('never leaves the site, whatever is asked', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '@',
    ':',
    '?',
    '#',
    '\t',
    '\r\n',
    ' ',
    'evil.example',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 8 }), (pieces) => {
      const path = returnPath(pieces.join(''));
      expect(path).toMatch(/^\/(?![/\\])/);
      expect(new URL(path, 'https://bot.example').origin).toBe('https://bot.example');
    }),
  );
});

it('tells an invitation’s path from others', () => {
  expect(
    ['/auth/join/abc', '/auth/join/', '/auth/join', '/auth/joined/abc', '/x/auth/join/abc'].map(isInvitePath),
  ).toEqual([true, false, false, false, false]);
});
