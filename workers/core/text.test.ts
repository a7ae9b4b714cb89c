import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../tests/fuzz/arbitraries.ts';
import { cases } from '../../tests/fuzz/cases.ts';
import { bareName, codePoints, graphemes, oneLine, splitText, stripInvisibleEnd, truncate } from './text.ts';

const FAMILY = '👨\u200D👩\u200D👧';
const HEART = '\u2764\uFE0F';

/** Text as people type it: words, emoji of several code points, letters with marks, runs of blanks. */
const chatText = (maxLength: number) =>
  fc
    .array(
      fc.oneof(
        fc.stringMatching(/^[a-z]{1,12}$/),
        fc.constantFrom(FAMILY, HEART, '👍🏽', '🇩🇪', 'e\u0301', '\r\n', ' ', '  ', '\n', '한국', 'a\u0300\u0301\u0302'),
        fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replace(/\p{M}|\p{Cf}/gu, '')),
      ),
      { maxLength },
    )
    .map((pieces) => pieces.join(''));

describe('stripInvisibleEnd', () => {
  it.each([
    ['U+034F, as Chatterino and 7TV append it', '!ping \u034F'],
    ['U+E0000, as they did before', '!ping\u{E0000}'],
    ['U+2800 and U+206D of older clients', '!ping \u2800\u206D'],
    ['zero-width spaces and joiners', '!ping\u200B\u200D\u2060'],
    ['blanks', '!ping \u00A0\t\n'],
    ['a variation selector that belongs to nothing', '!ping\uFE0F'],
  ])('takes off %s', (_, typed) => {
    expect(stripInvisibleEnd(typed)).toBe('!ping');
  });

  it.each([
    ['inside a word', 'a\u034Fb'],
    ['inside an emoji of several people', `hi ${FAMILY}`],
    ['in front', '\u200B!ping'],
  ])('leaves what is invisible %s', (_, typed) => {
    expect(stripInvisibleEnd(typed)).toBe(typed);
  });

  it('keeps the U+FE0F that makes the last symbol an emoji', () => {
    expect(stripInvisibleEnd(`!love ${HEART}`)).toBe(`!love ${HEART}`);
    expect(stripInvisibleEnd(`!love ${HEART} \u034F`)).toBe(`!love ${HEART}`);
    expect(stripInvisibleEnd('!press 1\uFE0F\u20E3')).toBe('!press 1\uFE0F\u20E3');
  });

  it('only ever takes from the end, and finds nothing more the second time', () => {
    fc.assert(
      fc.property(anyText(), fc.constantFrom('', ' \u034F', '\uFE0F', '\u{E0000}'), (text, end) => {
        const stripped = stripInvisibleEnd(text + end);
        expect((text + end).startsWith(stripped)).toBe(true);
        expect(stripInvisibleEnd(stripped)).toBe(stripped);
      }),
      { numRuns: cases(5_000) },
    );
  });
});

describe('oneLine', () => {
  it('joins lines of any kind with one blank', () => {
    expect(oneLine(' a \r\n\r\n b\u2028c\u2029d\u0085e\n')).toBe('a b c d e');
  });
});

describe('splitText', () => {
  it('leaves what fits as it is, and makes nothing of nothing', () => {
    expect(splitText('a  b', 4)).toEqual(['a  b']);
    expect(splitText('', 4)).toEqual([]);
  });

  it('cuts between words where it can', () => {
    expect(splitText('one two three', 7)).toEqual(['one two', 'three']);
  });

  it('cuts a word that is longer than a part, but never inside a grapheme', () => {
    expect(splitText('abcdef', 4)).toEqual(['abcd', 'ef']);
    expect(splitText(`ab${FAMILY}${FAMILY}`, 7)).toEqual([`ab${FAMILY}`, FAMILY]);
  });

  it('drops a grapheme that no part could hold', () => {
    expect(splitText(`ab ${FAMILY}`, 4)).toEqual(['ab']);
  });

  it('keeps every part within the limit, every grapheme whole, and loses nothing but blanks', () => {
    const blank = /\s/gu;
    fc.assert(
      fc.property(chatText(40), fc.integer({ min: 8, max: 60 }), (text, limit) => {
        const parts = splitText(text, limit);
        for (const part of parts) {
          expect(codePoints(part)).toBeLessThanOrEqual(limit);
          expect(part).not.toBe('');
        }
        const whole = graphemes(text).filter((grapheme) => grapheme.trim() !== '');
        fc.pre(whole.every((grapheme) => codePoints(grapheme) <= limit));
        expect(parts.join('').replace(blank, '')).toBe(text.replace(blank, ''));
        expect(parts.flatMap(graphemes).filter((grapheme) => grapheme.trim() !== '')).toEqual(whole);
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('keeps words whole that fit into a part', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,10}$/), { minLength: 1 }),
        fc.integer({ min: 10, max: 40 }),
        (words, limit) => {
          expect(splitText(words.join(' '), limit).flatMap((part) => part.split(' '))).toEqual(words);
        },
      ),
      { numRuns: cases(2_000) },
    );
  });

  it('counts in the unit it is given', () => {
    const twice = (piece: string) => 2 * codePoints(piece);
    expect(splitText('abcdef', 4, twice)).toEqual(['ab', 'cd', 'ef']);
  });
});

describe('truncate', () => {
  it('marks what was left out, within the limit', () => {
    expect(truncate('!one !two !three', 10)).toBe('!one !two…');
    expect(truncate('!one', 4)).toBe('!one');
  });
});

it('reads a name as it is compared, however somebody wrote it', () => {
  for (const name of ['pia', '@Pia', ' @PIA ', '@pia\u{E0000}', '\u200B@pia ', 'PIA\u034F'])
    expect(bareName(name), name).toBe('pia');
  expect(bareName('@@pia')).toBe('@pia');
  expect(bareName('Pia P.')).toBe('pia p.');
  expect(bareName('@')).toBe('');
});
