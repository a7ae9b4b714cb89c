import { describe, expect, it } from 'vitest';
import { bookmarkTag, readTagChanges, readTags, splitTags } from './bookmark-tags.ts';

describe('a tag', () => {
  it.each([
    ['#Music', 'music'],
    ['music', 'music'],
    ['＃ＬＩＶＥ', 'live'],
    ['#Ｆｏｏ-bar_2', 'foo-bar_2'],
    ['#İstanbul', 'i̇stanbul'],
    ['#Straße', 'straße'],
    ['#हिन्दी', 'हिन्दी'],
    ['#渡り鳥', '渡り鳥'],
    [`#${'ä'.repeat(30)}`, 'ä'.repeat(30)],
  ])('%s is %s', (typed, tag) => {
    expect(bookmarkTag(typed)).toBe(tag.normalize('NFKC'));
    expect(bookmarkTag(bookmarkTag(typed) as string)).toBe(tag.normalize('NFKC'));
  });

  it.each(['', '#', '##', '#a b', '#a,b', '#🐧', '#a.b', '#a\u0000', '#\u202Ea', `#${'a'.repeat(31)}`, "#'"])(
    '%j is none',
    (typed) => {
      expect(bookmarkTag(typed)).toBeNull();
    },
  );
});

describe('tags', () => {
  it('are each there once, in their order', () => {
    expect(readTags(['#b', 'a', 'B', '#A'])).toEqual({ ok: true, tags: ['b', 'a'] });
  });

  it('are ten at most', () => {
    const ten = Array.from({ length: 10 }, (_, n) => `t${n}`);
    expect(readTags([...ten, 't0'])).toMatchObject({ ok: true });
    expect(readTags([...ten, 'more'])).toMatchObject({ ok: false, result: 'too-many-tags' });
    expect(readTags(['fine', 'not.fine'])).toEqual({ ok: false, result: 'bad-tag', typed: 'not.fine' });
  });
});

describe('a line with tags', () => {
  it.each([
    ['#a #b A title', ['#a', '#b'], 'A title'],
    ['A title #a', ['#a'], 'A title'],
    ['#a A title #b', ['#a', '#b'], 'A title'],
    ['Our #1 moment', [], 'Our #1 moment'],
    ['C# for penguins', [], 'C# for penguins'],
    ['#a', ['#a'], ''],
    ['  ', [], ''],
    ['# a ## b', [], '# a ## b'],
  ])('%j', (line, tags, text) => {
    expect(splitTags(line)).toEqual({ tags, text });
  });
});

describe('changes of tags', () => {
  it('are put on, and taken off with a minus of any kind', () => {
    expect(readTagChanges('#a -#b +#c d –#e −f')).toEqual({
      ok: true,
      changes: { add: ['a', 'c', 'd'], remove: ['b', 'e', 'f'] },
    });
    expect(readTagChanges('#a -#b.c')).toMatchObject({ ok: false, result: 'bad-tag', typed: '#b.c' });
    expect(readTagChanges('#a, b')).toMatchObject({ ok: false, result: 'bad-tag' });
  });
});
