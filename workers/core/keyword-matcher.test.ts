import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import type { Platform } from './ids.ts';
import { compileKeywords } from './keyword-matcher.ts';
import { foldedForm, Line, plainForm } from './keyword-matcher-text.ts';
import { wordBoundaries } from './keyword-matcher-words.ts';
import type { KeywordEntry, KeywordMatch } from './keywords.ts';

const rule = (match: KeywordMatch, pattern: string, more: Partial<KeywordEntry> = {}): KeywordEntry => ({
  id: `${match} ${pattern}`,
  name: pattern,
  match,
  pattern,
  caseSensitive: false,
  priority: 0,
  cooldown: 0,
  action: { is: 'delete' },
  ...more,
});

const matches = (match: KeywordMatch, pattern: string, text: string, more: Partial<KeywordEntry> = {}): boolean =>
  compileKeywords([rule(match, pattern, more)]).match(text, 'twitch') !== null;

const FAMILY = '👨‍👩‍👧';
const SCOTLAND = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}';

describe('a rule that is exact', () => {
  it.each([
    ['gg', 'gg', true],
    ['gg', '  GG \n', true],
    ['gg', 'gg wp', false],
    ['good  morning', 'good morning', true],
    ['straße', 'STRASSE', true],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος', true],
    ['ｇｇ', 'gg', true],
    ['é', 'e\u0301', true],
    // What shows nothing makes no difference.
    ['gg', 'g\u200Bg\u{E0000}', true],
    ['❤', '❤\uFE0F', true],
    ['don’t', "DON'T", true],
    ['don´t', "don't", true],
  ])('%s: %s', (pattern, text, expected) => {
    expect(matches('exact', pattern, text)).toBe(expected);
  });

  it('tells cases apart where it is to', () => {
    expect(matches('exact', 'GG', 'gg', { caseSensitive: true })).toBe(false);
    expect(matches('exact', 'GG', ' ＧＧ', { caseSensitive: true })).toBe(true);
  });
});

describe('a rule for a word', () => {
  it.each([
    ['cat', 'The CAT.', true],
    ['cat', 'concatenate', false],
    ['cat', 'cat_food', false],
    ['cat', 'cat2', false],
    ['cat', 'well-cat-known', true],
    ['cat', 'end.cat, and', true],
    ['good morning', 'oh, good  morning!', true],
    ['good morning', 'good mornings', false],
    // An apostrophe in a word is a letter of it, one around a word is not.
    ['don', "I don't", false],
    ["don't", 'I don’t know', true],
    ['hello', "'hello'", true],
    ['n', "rock'n'roll", false],
    // A point joins digits and no letters.
    ['3', 'costs 3.14', false],
    ['3.14', 'costs 3.14.', true],
    ['example', 'see example.com', true],
    // Marks belong to their letters.
    ['e', 'e\u0316', false],
    ['हिन्दी', 'यह हिन्दी है', true],
    ['हिन्द', 'यह हिन्दी है', false],
    // Scripts without blanks: any run of their letters is whole.
    ['草', 'これは草生える', true],
    ['ありがとう', 'ほんとにありがとうね', true],
    ['สวัสดี', 'สวัสดีครับ', true],
    ['草', '草lol', true],
    ['lol', '草lol', true],
    // Korean has blanks.
    ['바보', '바보야', false],
    ['바보', '이 바보 야', true],
    // An emoji is a word, with all that belongs to it.
    ['🎉', 'party🎉🎉', true],
    ['👩', FAMILY, false],
    [FAMILY, `a${FAMILY}b`, true],
    ['👍', '👍🏽', false],
    ['👍🏽', 'ok👍🏽', true],
    ['1', '1\uFE0F\u20E3', false],
    ['🇪🇺', '🇩🇪🇺🇸', false],
    ['🇺🇸', '🇩🇪🇺🇸', true],
    ['🏴', SCOTLAND, false],
    [SCOTLAND, `go ${SCOTLAND}!`, true],
    ['c++', 'I like C++ more', true],
    ['++', 'C++', true],
  ])('%s: %s', (pattern, text, expected) => {
    expect(matches('word', pattern, text)).toBe(expected);
  });
});

describe('a rule for a part', () => {
  it.each([
    ['cat', 'conCATenate', true],
    ['free followers', 'FREE\n\u200Bfollowers here', true],
    ['👩', FAMILY, true],
    ['ας', 'ΘΆΛΑΣΣΑΣ', true],
    ['σ', 'ς', true],
    ['ﬁ', 'full', false],
    ['ﬁ', 'fine', true],
    ['dog', 'cat', false],
  ])('%s: %s', (pattern, text, expected) => {
    expect(matches('contains', pattern, text)).toBe(expected);
  });
});

describe('a rule with a regex', () => {
  it.each([
    ['(buy|cheap) +followers', 'BUY  followers', true],
    ['^!\\w+$', '!so', true],
    ['^!\\w+$', 'say !so', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^b$', 'a\nb\nc', false],
    ['a.c', 'a\nc', false],
    ['(?s)a.c', 'a\nc', true],
    ['\\bcat\\b', 'a cat.', true],
    ['\\Bcat', 'concat', true],
    ['\\Bcat', 'cat', false],
    ['\\p{Greek}{3}', 'abγδε', true],
    ['[^\\x00-\\x7f]', 'plain', false],
    ['😀{2}', 'x😀😀', true],
    ['k', '\u212A', true],
    ['\\z', '', true],
    ['\u200b', 'a\u200bb', true],
    // A line is seen as it was written: folding changes no length here.
    ['straße', 'STRASSE', false],
  ])('%s: %s', (pattern, text, expected) => {
    expect(matches('regex', pattern, text)).toBe(expected);
  });

  it('is left out where it does not compile', () => {
    const matcher = compileKeywords([rule('regex', '('), rule('regex', '(a{1000}){1000}'), rule('contains', 'a')]);
    expect(matcher.match('aa', 'twitch')?.match).toBe('contains');
  });

  it('tells cases apart where it is to', () => {
    expect(matches('regex', '^[A-Z]+$', 'hey')).toBe(true);
    expect(matches('regex', '^[A-Z]+$', 'hey', { caseSensitive: true })).toBe(false);
    expect(matches('regex', 'HEY', 'hey', { caseSensitive: true })).toBe(false);
  });
});

describe('of several rules', () => {
  const named = (name: string, more: Partial<KeywordEntry> = {}) => rule('contains', 'a', { name, ...more });

  it('the one of the highest priority acts, of equals the first', () => {
    const rules = [named('one'), named('two', { priority: 5 }), named('three', { priority: 5 })];
    const matcher = compileKeywords(rules);
    expect(matcher.match('a', 'twitch')?.name).toBe('two');
    expect(matcher.matchAll('a', 'twitch').matched.map(({ name }) => name)).toEqual(['two', 'three', 'one']);
    expect(matcher.match('b', 'twitch')).toBeNull();
    expect(rules.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
  });

  it('a regex acts before a literal behind it, and after one before it', () => {
    const regex = rule('regex', 'a+', { name: 'regex', priority: 1 });
    expect(compileKeywords([named('literal'), regex]).match('aa', 'twitch')?.name).toBe('regex');
    expect(compileKeywords([named('literal', { priority: 2 }), regex]).match('aa', 'twitch')?.name).toBe('literal');
  });

  it('only those of the platform count', () => {
    const platforms: readonly Platform[] = ['kick', 'slack'];
    const matcher = compileKeywords([named('some', { platforms, priority: 1 }), named('all')]);
    expect(matcher.match('a', 'kick')?.name).toBe('some');
    expect(matcher.match('a', 'twitch')?.name).toBe('all');
  });
});

describe('a line', () => {
  it('counts up to its 5,000th character', () => {
    const line = (before: number) => `${'.'.repeat(before)}cat`;
    for (const match of ['word', 'contains', 'regex'] as const) {
      expect(matches(match, 'cat', line(4_997))).toBe(true);
      expect(matches(match, 'cat', line(4_998))).toBe(false);
    }
    // Half an emoji is none.
    expect(new Line(`${'.'.repeat(4_999)}😀`).text).toHaveLength(4_999);
    // What unfolds to much hides nothing behind it.
    expect(matches('word', 'cat', `${'ﷺ'.repeat(400)} cat`)).toBe(true);
  });

  it('has the one normal form of names where case makes no difference', () => {
    const folded = (text: string) =>
      text.trim().normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replaceAll('ς', 'σ');
    const letters = fc.string({ unit: fc.constantFrom(...'aßẞſKKİıéσςΣǅŉﬁÅ한'), maxLength: 8 });
    fc.assert(
      fc.property(letters, (text) => {
        expect(foldedForm(text)).toBe(folded(text).replaceAll('ʼ', "'"));
      }),
      { numRuns: cases(1_000) },
    );
  });
});

const TRICKY = [
  ...['a', 'A', 'ß', 'ss', 'σ', 'ς', 'é', 'e\u0301', '\u0316', '_', '7', '3.1', "'", '’', '.', ',', '-', ' ', '\n'],
  ...[
    '草',
    'の',
    'ー',
    'ก',
    'ำ',
    '바',
    'हि',
    '👍',
    '\u{1F3FD}',
    '🇩',
    '🇪',
    '\u200D',
    '👩‍🚀',
    '❤\uFE0F',
    '\u200B',
    '𝒶',
    '\ud83d',
  ],
];
const text = fc.array(fc.constantFrom(...TRICKY), { maxLength: 12 }).map((parts) => parts.join(''));
const pattern = fc.array(fc.constantFrom(...TRICKY), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

/** Whether there is a boundary at a place, told by what is before and behind it. */
function isBoundary(line: string, at: number): boolean {
  const [before, behind] = [line.slice(0, at), line.slice(at)];
  if (before === '' || behind === '') return true;
  if (/[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(behind)) return false;
  const unspaced = String.raw`[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]`;
  const letter = String.raw`(?:(?!${unspaced})[\p{L}\p{Nl}\p{Pc}])`;
  const digit = String.raw`(?:(?!${unspaced})(?!\p{Nl})\p{N})`;
  const marks = String.raw`(?:[\p{M}\p{EMod}\u{E0020}-\u{E007F}]|(?<=.)\u200D.)*`;
  const is = (end: string, start: string) =>
    new RegExp(`${end}$`, 'u').test(before) && new RegExp(`^${start}`, 'u').test(behind);
  if (/^[\p{M}\p{EMod}\u{E0020}-\u{E007F}\u200D]/u.test(behind) || before.endsWith('\u200D')) return false;
  if (is(`(?:${letter}|${digit})${marks}`, `(?:${letter}|${digit})`)) return false;
  if (is(`${letter}${marks}'`, letter) || is(`${letter}${marks}`, `'${letter}`)) return false;
  if (is(`${digit}${marks}[.,]`, digit) || is(`${digit}${marks}`, `[.,]${digit}`)) return false;
  const flags = new RegExp(String.raw`(?:\p{RI}${marks})+$`, 'u').exec(before);
  return !(flags && /^\p{RI}/u.test(behind) && [...flags[0].matchAll(/\p{RI}/gu)].length % 2 === 1);
}

describe('every rule', () => {
  it('does as a plain reading of what it promises does', () => {
    fc.assert(
      fc.property(text, pattern, fc.boolean(), (line, wanted, caseSensitive) => {
        const form = caseSensitive ? plainForm : foldedForm;
        const [in_, find] = [form(line), form(wanted)];
        const places = Array.from({ length: in_.length }, (_, at) => at).filter((at) => in_.startsWith(find, at));
        const isWhole = (at: number) => isBoundary(in_, at) && isBoundary(in_, at + find.length);
        const shows = find !== '';
        expect(matches('exact', wanted, line, { caseSensitive })).toBe(shows && in_ === find);
        expect(matches('contains', wanted, line, { caseSensitive })).toBe(shows && places.length > 0);
        expect(matches('word', wanted, line, { caseSensitive })).toBe(shows && places.some(isWhole));
      }),
      { numRuns: cases(20_000) },
    );
  });

  it('finds a word however often it is there and not whole', () => {
    const ab = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 40 });
    const few = fc.string({ unit: fc.constantFrom('a', 'b', ' '), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(ab, few, (line, wanted) => {
        const [in_, find] = [foldedForm(line), foldedForm(wanted)];
        const isWhole = (at: number) =>
          in_.startsWith(find, at) && isBoundary(in_, at) && isBoundary(in_, at + find.length);
        const expected = find !== '' && Array.from({ length: in_.length }, (_, at) => at).some(isWhole);
        expect(matches('word', wanted, line)).toBe(expected);
      }),
      { numRuns: cases(20_000) },
    );
  });

  it('finds a word that begins in one that is not whole', () => {
    const vain = 'a b ax '.repeat(9);
    expect(matches('word', 'a b a', `${vain}xa b a b a`)).toBe(true);
    expect(matches('word', 'a b a', `${vain}xa b a b ax`)).toBe(false);
  });

  it('finds word boundaries where they are', () => {
    fc.assert(
      fc.property(text, (line) => {
        const form = foldedForm(line);
        const told = Array.from(wordBoundaries(form), (is, at) => (is ? at : -1)).filter((at) => at >= 0);
        const meant = Array.from({ length: form.length + 1 }, (_, at) => at).filter((at) => isBoundary(form, at));
        expect(told).toEqual(meant);
      }),
      { numRuns: cases(20_000) },
    );
  });

  it('never throws, whatever it is given', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), text, fc.constant('\0'));
    const kinds = fc.constantFrom<KeywordMatch>('exact', 'word', 'contains', 'regex');
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, anything), { maxLength: 4 }), anything, (rules, line) => {
        const matcher = compileKeywords(rules.map(([match, wanted]) => rule(match, wanted)));
        const { matched } = matcher.matchAll(line, 'discord');
        expect(matcher.match(line, 'discord')).toBe(matched[0] ?? null);
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('has no joiner or other mark that shows nothing left of the line, but in emoji', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const char = String.fromCodePoint(point);
      if (!/\p{DI}/u.test(char)) {
        if (/\p{DI}/u.test(foldedForm(char))) throw new Error(`U+${point.toString(16)} unfolds to what shows nothing`);
      } else expect(plainForm(`a${char}b`)).toBe('ab');
    }
  });
});
