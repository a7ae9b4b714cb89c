import { describe, expect, it } from 'vitest';
import type { Options } from './options.ts';
import { parseOptions, printOptions, takeWord } from './options.ts';

const word = { type: 'word', required: true, summary: '' } as const;
const rest = { type: 'rest', required: true, summary: '' } as const;
const integer = { type: 'integer', required: true, summary: '' } as const;
const valuesOf = (options: Options, text: string) => {
  const parsed = parseOptions(options, text);
  return parsed.ok ? parsed.values : parsed;
};

describe('takeWord', () => {
  it.each([
    ['one two', 'one', 'two'],
    ['  one   two three ', 'one', 'two three '],
    ['"one two" three', 'one two', 'three'],
    ['\u201Cone two\u201D three', 'one two', 'three'],
    ['\u201Eeins zwei\u201C drei', 'eins zwei', 'drei'],
    ['"one two', '"one', 'two'],
    ['"one"two three', '"one"two', 'three'],
    ['one\u00A0two', 'one', 'two'],
    ['', '', ''],
  ])('takes the first word of %j', (text, expected, left) => {
    expect(takeWord(text)).toEqual({ word: expected, rest: left });
  });
});

describe('parseOptions', () => {
  it('fills options in their order', () => {
    expect(valuesOf({ name: word, text: rest }, 'hello Hi there,  "you"')).toEqual({
      name: 'hello',
      text: 'Hi there,  "you"',
    });
  });

  it('takes quoted words as one', () => {
    expect(valuesOf({ quote: word, by: { ...rest, required: false } }, '\u201Cnever twice\u201D - ann')).toEqual({
      quote: 'never twice',
      by: '- ann',
    });
  });

  it('says which required option is missing', () => {
    expect(parseOptions({ name: word, text: rest }, 'hello')).toEqual({ ok: false, option: 'text', reason: 'missing' });
    expect(parseOptions({ name: word }, '  ')).toEqual({ ok: false, option: 'name', reason: 'missing' });
  });

  it('leaves an optional one out', () => {
    expect(valuesOf({ name: { ...word, required: false } }, '')).toEqual({});
  });

  it.each(['5', '-5', '0', '999999999999999'])('takes %s as an integer', (typed) => {
    expect(valuesOf({ n: integer }, typed)).toEqual({ n: typed });
  });

  it.each(['five', '5.5', '1e3', '0x10', '--5', '٥', '1234567890123456'])('does not take %s as an integer', (typed) => {
    expect(parseOptions({ n: integer }, typed)).toEqual({ ok: false, option: 'n', reason: 'not-a-number' });
  });
});

it('prints required and optional arguments as help shows them', () => {
  expect(printOptions({ name: word, text: rest })).toBe('<name> <text…>');
  expect(printOptions({ n: { ...integer, required: false } })).toBe('[n]');
});
