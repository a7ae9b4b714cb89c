import { describe, expect, it } from 'vitest';
import { authorOf, categoryOf, normalisedText, readQuote, storable } from './quote-text.ts';

describe('what somebody types of a quote', () => {
  it.each([
    ['"Hello there" - ann', 'Hello there', 'ann'],
    ['"Hello there"', 'Hello there', ''],
    ['"Hello there" ann', 'Hello there', 'ann'],
    ['"Hello there"-ann', 'Hello there', 'ann'],
    ['“Hello there” — Ann Jones', 'Hello there', 'Ann Jones'],
    ['„Hallo“ – @Ann', 'Hallo', 'Ann'],
    ['«Salut» ― zoé', 'Salut', 'zoé'],
    ['"Hello" -- ann', 'Hello', 'ann'],
    ['Hello there - ann', 'Hello there', 'ann'],
    ['Hello there – ann', 'Hello there', 'ann'],
    ['Hello there —ann', 'Hello there', 'ann'],
    ['Hello there -@ann', 'Hello there', 'ann'],
    ['one - two - ann', 'one - two', 'ann'],
    ['It was -5 degrees', 'It was -5 degrees', ''],
    ['a well-known thing', 'a well-known thing', ''],
    ['tea - and then we all went home again', 'tea - and then we all went home again', ''],
    ['"Hi" she said. "Bye" - ann', '"Hi" she said. "Bye"', 'ann'],
    ['"Hi" said somebody that nobody knew', '"Hi" said somebody that nobody knew', ''],
    ['"one"\u00A0—\u00A0ann', 'one', 'ann'],
    ['- ann', '- ann', ''],
    ['"', '"', ''],
  ])('%s', (typed, text, author) => {
    expect(readQuote(typed)).toEqual({ text, author });
  });

  it('is read at once, however odd it is', () => {
    for (const odd of [' -'.repeat(5_000), '"'.repeat(5_000), `"${'a '.repeat(5_000)}`, `${'a — '.repeat(2_000)}b`])
      expect(readQuote(odd).text.length).toBeGreaterThan(0);
  });
});

describe('quotes that say the same', () => {
  it.each([
    ['Hello, there!', 'hello there'],
    ['„Café“', 'cafe'],
    ['STRASSE', 'Straße'],
    ['a  b\nc', 'A-b-c'],
  ])('%s and %s', (one, other) => expect(normalisedText(one)).toBe(normalisedText(other)));

  it.each([
    ['one', 'two'],
    ['!!!', '???'],
    ['🐧', '🐦'],
    ['कि', 'का'],
  ])('are not %s and %s', (one, other) => expect(normalisedText(one)).not.toBe(normalisedText(other)));
});

it('keeps names without their @ and categories in lower case', () => {
  expect(authorOf('  @Ann   Jones ')).toBe('Ann Jones');
  expect(categoryOf(' Best  OF ')).toBe('best of');
});

it('leaves out what PostgreSQL does not take', () => {
  expect(storable(' a\u0000b\ud800 ')).toBe('ab\ufffd');
});
