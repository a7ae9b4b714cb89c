import { describe, expect, it } from 'vitest';
import { Unnamed } from './unnamed.ts';

const of = (...names: readonly string[]) =>
  new Unnamed(
    names.map((name) => ({ name, isHere: true })),
    'somebody',
  );

describe('names that are not to be read', () => {
  it('are taken out of authors, however they are written', () => {
    const unnamed = of('ann_live', 'Ann Of The North', '🐧🐧', 'Al');
    for (const author of [
      'ann_live',
      '@Ann_Live',
      'ann of the north',
      'ＡＮＮ＿ＬＩＶＥ',
      'Bob and ann_live',
      '🐧🐧',
      'AL',
    ])
      expect([author, unnamed.author(author)]).toEqual([author, 'somebody']);
    for (const author of ['', 'Ann', 'annual', 'ann_live2', '🐧', 'Alf'])
      expect([author, unnamed.author(author)]).toEqual([author, author]);
  });

  it('are taken out of texts as whole words, and leave the rest as it is', () => {
    const unnamed = of('ann_live', 'Ann Of The North', 'Al');
    expect(unnamed.text('@ann_live said: ANN of the-North, annual, al!')).toBe('@somebody said: somebody, annual, al!');
    expect(unnamed.text('')).toBe('');
    expect(unnamed.isNaming('ANN_LIVE?')).toBe(true);
    expect(unnamed.isNaming('ann live')).toBe(false);
  });

  it('are found in scripts without blanks between words', () => {
    const unnamed = of('小明', '小明太郎');
    expect(unnamed.text('今天小明太郎说')).toBe('今天somebody说');
    expect(of('小明').author('小明说')).toBe('somebody');
  });

  it('count within texts where their owner takes part, and as authors everywhere', () => {
    const unnamed = new Unnamed([{ name: 'love', isHere: false }], 'somebody');
    expect(unnamed.text('I love it')).toBe('I love it');
    expect(unnamed.author('Love')).toBe('somebody');
  });

  it('hide nothing where there are none, and cannot be patterns', () => {
    expect(new Unnamed([], 'somebody').text('Ann')).toBe('Ann');
    expect(of('.*', 'a+b').text('aab and anything')).toBe('aab and anything');
    expect(of('a$b').text('x a$b y')).toBe('x somebody y');
  });
});
