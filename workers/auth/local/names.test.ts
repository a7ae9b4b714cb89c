import { describe, expect, it } from 'vitest';
import { keyOf, newName } from './names.ts';

describe('a name', () => {
  it.each([
    'ann',
    'Ann_B-2',
    'José',
    'Анна',
    'Ελένη',
    '山田太郎',
    'taro太郎',
    '김철수',
    'नमिता',
    'מרים',
    'ابن_سينا',
    'สมชาย',
    'ペンギン',
    'ー花子',
  ])('may be %s', (name) => {
    expect(newName(name).name).toBe(name.normalize('NFKC'));
  });

  it.each([
    ['short', 'an'],
    ['long', 'x'.repeat(33)],
    ['with a space', 'ann b'],
    ['with a sign', 'ann@home'],
    ['with something unseen', 'ann\u200bb'],
    ['with a filler', 'ann\u3164'],
    ['with a turned direction', 'ann\u202eb'],
    ['a digit alone', '12345'],
    ['mixed: Cyrillic in Latin', 'p\u0430ypal'],
    ['mixed: Greek in Latin', 'g\u03bfogle'],
    ['a phonetic sign', 'b\u0251nk'],
    ['a click', 'bi\u01c0\u01c0'],
    ['Cherokee', '\u13aa\u13de\u13aa'],
    ['other digits', 'ann\u0661'],
    ['emoji', 'ann🐧'],
    ['a NUL', 'ann\0'],
    ['half a character', 'ann\ud800'],
    ['reserved', 'Admin'],
    ['reserved, in look-alikes', 'wadd1eb0t'],
    ['reserved, with accents', 'ädmin'],
  ])('is refused: %s', (_, name) => {
    expect(() => newName(name)).toThrow(/Choose another/);
  });

  it.each([
    ['case', 'Ann', 'aNN'],
    ['width', 'ann', 'ａｎｎ'],
    ['accents', 'ann', 'ánn'],
    ['Cyrillic', 'coco', 'сосо'],
    ['Greek', 'aka', 'ακα'],
    ['one and l', 'paypal', 'paypa1'],
    ['I and l', 'paypal', 'paypaI'],
    ['nought and o', 'bob', 'b0b'],
    ['rn and m', 'modern', 'modem'],
    ['sharp s', 'strasse', 'straße'],
    ['a stroke', 'loren', 'łoren'],
  ])('is the same by %s', (_, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it('is another where it looks different', () => {
    expect(new Set(['ann', 'anna', 'bob', 'ann_b', 'ann-b', 'Анна', '太郎'].map(keyOf)).size).toBe(7);
  });
});
