import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileKeywords } from './keyword-matcher.ts';
import { type Compared, placesOf } from './keyword-places.ts';
import type { KeywordMatch } from './keywords.ts';

const found = (match: KeywordMatch, pattern: string, line: string, caseSensitive = false): readonly string[] =>
  placesOf({ match, pattern, caseSensitive })(line).map(({ start, end }) => line.slice(start, end));

describe('where a pattern is found', () => {
  it('is every place, as it was written', () => {
    expect(found('contains', 'cat', 'Cat, conCATenate')).toEqual(['Cat', 'CAT']);
    expect(found('word', 'cat', 'Cat, concatenate, cat-like')).toEqual(['Cat', 'cat']);
    expect(found('exact', 'hello there', '  Hello   there ')).toEqual(['Hello   there']);
    expect(found('contains', 'Cat', 'cat Cat', true)).toEqual(['Cat']);
    expect(found('regex', 'b[aeiou]t', 'but BAT bit')).toEqual(['but', 'BAT', 'bit']);
  });

  it('is told in the line’s own characters, however they are compared', () => {
    expect(found('word', 'strasse', 'die Straße!')).toEqual(['Straße']);
    expect(found('word', 'cafe\u0301', 'im ＣＡＦÉ.')).toEqual(['ＣＡＦÉ']);
    expect(found('word', 'free', 'f\u200Bre\u00ADe stuff')).toEqual(['f\u200Bre\u00ADe']);
    expect(found('contains', '👩', 'ein 👨‍👩‍👧')).toEqual(['👨‍👩‍👧']);
  });

  it('is nowhere where nothing shows, or nothing matches', () => {
    expect(found('contains', '\u200B', 'anything')).toEqual([]);
    expect(found('exact', 'cat', 'a cat')).toEqual([]);
    expect(found('regex', 'x*', 'abc')).toEqual([]);
  });

  it('ends in a time that no pattern makes longer', () => {
    const places = placesOf({ match: 'regex', pattern: '(?:a|b){1,300}c', caseSensitive: false });
    const line = 'ab'.repeat(2_500);
    for (let i = 0; i < 200; i++) expect(places(line)).toEqual([]);
    expect(places('abc')).toEqual([]);
  });

  it('lies within the line, one behind the other, in lines that match', () => {
    const rule = fc.record({
      match: fc.constantFrom<KeywordMatch>('exact', 'word', 'contains'),
      pattern: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
      caseSensitive: fc.boolean(),
    });
    const isMatched = (of: Compared, line: string) => {
      const entry = { ...of, id: '', name: '', priority: 0, cooldown: 0, action: { is: 'delete' } as const };
      return compileKeywords([entry]).match(line, 'twitch') !== null;
    };
    fc.assert(
      fc.property(rule, fc.string({ unit: 'grapheme', maxLength: 40 }), fc.boolean(), (of, words, holds) => {
        const line = holds ? `${words} ${of.pattern} ${words}` : words;
        const places = placesOf(of)(line);
        if (places.length > 0) expect(isMatched(of, line)).toBe(true);
        let last = 0;
        for (const { start, end } of places) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(line.length);
          last = end;
        }
      }),
    );
  });
});
