import { expect, it } from 'vitest';
import { isSlug, slugOf } from './slug.ts';

it.each([
  ['The Igloo', 'the-igloo'],
  ['Über die Straße', 'ueber-die-strasse'],
  ['Café Ñandú’s', 'cafe-nandus'],
  ['  --Hello,   World!--  ', 'hello-world'],
  ['<b>bold</b>', 'b-bold-b'],
  ['x', 'x-hq'],
  ['🐧🐧🐧', ''],
  ['日本', ''],
  [`${'long '.repeat(30)}`, 'long-long-long-long-long-long-long-long'],
])('suggests for %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(slug === '' || isSlug(slug)).toBe(true);
});

it('knows what is no slug', () => {
  expect(['ab', 'a--b', '-abc', 'abc-', 'ABC', 'a b c', 'x'.repeat(41), ''].filter(isSlug)).toEqual([]);
});
