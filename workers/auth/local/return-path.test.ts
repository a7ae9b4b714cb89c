import { expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

it.each(['/', '/auth/local', '/auth/link?code=ABC&x=1#y', '/b/ab%0d'])('goes on to %s', (path) => {
  expect(returnPath(path)).toBe(path);
});

it.each([
  undefined,
  '',
  'auth',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/\n/evil.example',
  '/a\r\nSet-Cookie: x=1',
  ' /auth',
  '/ä',
  `/${'x'.repeat(600)}`,
])('goes nowhere else: %j', (path) => {
  expect(returnPath(path)).toBe('/auth/account');
});
