import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { compileKeywords } from './keyword-matcher.ts';
import { checkPattern } from './keyword-matcher-check.ts';
import { needlesOf } from './keyword-matcher-needles.ts';
import { MOST_INSTRUCTIONS } from './keyword-matcher-program.ts';
import { newSearch, RegexAutomaton } from './keyword-matcher-regex.ts';
import { Line } from './keyword-matcher-text.ts';
import type { KeywordEntry } from './keywords.ts';

const BYTES = 16_384;
/** What one state may take besides: its instructions, thrice, and a little. */
const MOST_STEPS_OF_STATE = 4 * MOST_INSTRUCTIONS;
const ENOUGH = 100_000_000;

const search = (pattern: string, text: string, caseSensitive = false, bytes = BYTES) => {
  const automaton = new RegexAutomaton(pattern, caseSensitive, bytes);
  const asked = newSearch(text);
  const left = automaton.run(asked, ENOUGH);
  return { found: asked.found, steps: ENOUGH - left, automaton };
};

const { pattern: patterns } = fc.letrec<{ readonly pattern: string; readonly one: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 4 },
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'K', 's', 'ß', 'σ', '😀', '-', '\\.', ' ', '\\n', 'é') },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '.',
        '[ab]',
        '[^a]',
        '[^k\\n]',
        '[]a]',
        '[[:alpha:]-]',
        '\\w',
        '\\W',
        '\\s',
        '\\pL',
        '\\x41',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('^', '$', '\\b', '\\B', '\\A', '\\z', '(?m)', '(?s)', '(?i)', '(?-i)', '{', '{2'),
    },
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?P<n>'), tie('pattern'))
      .map(([open, inside]) => `${open}${inside})`),
  ),
  pattern: fc
    .array(
      fc.oneof(
        { weight: 5, arbitrary: tie('one') },
        fc
          .tuple(tie('one'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '{0}', '{02}', '*?', '+?'))
          .map(([one, times]) => one + times),
        fc.constant('|'),
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join('')),
}));
const texts = fc.string({
  unit: fc.constantFrom(
    'a',
    'A',
    'b',
    'k',
    '\u212A',
    's',
    'ſ',
    'S',
    'ß',
    'ẞ',
    'σ',
    'ς',
    '😀',
    '\ud83d',
    '-',
    '.',
    ' ',
    '\n',
    '0',
    'é',
    '{',
    '}',
    '2',
  ),
  maxLength: 12,
});

const compiles = (pattern: string): boolean => checkPattern('regex', pattern) === null;

describe('a regex', () => {
  it('matches what re2js itself matches', () => {
    fc.assert(
      fc.property(patterns, texts, fc.boolean(), (pattern, text, caseSensitive) => {
        fc.pre(compiles(pattern));
        const expected = RE2JS.compile(pattern, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE).test(text);
        expect(search(pattern, text, caseSensitive).found).toBe(expected);
        // With room for hardly any states it comes to the same.
        expect(search(pattern, text, caseSensitive, 1).found).toBe(expected);
      }),
      { numRuns: cases(20_000) },
    );
  });

  it('is right however often its states are forgotten', () => {
    const lines = Array.from({ length: 20 }, (_, i) => scrambled(100 + i).slice(i));
    for (const pattern of ['a[ab]{3}bba[ab]{4}aab', '(ab|ba){7}', '(?:a[ab]{2}b){4}', '\\Ab?(?:aa|b[ab]a)*b{4}']) {
      const automaton = new RegexAutomaton(pattern, true, 1);
      for (const line of lines) {
        const asked = newSearch(line);
        automaton.run(asked, ENOUGH);
        expect(asked.found).toBe(RE2JS.compile(pattern).test(line));
      }
    }
  });

  it('can be left in the middle and gone on with', () => {
    fc.assert(
      fc.property(patterns, texts, fc.array(fc.nat(200)), (pattern, text, shares) => {
        fc.pre(compiles(pattern));
        const automaton = new RegexAutomaton(pattern, false, 1);
        const asked = newSearch(text);
        for (const share of shares) if (asked.found === null) automaton.run(asked, share);
        if (asked.found === null) automaton.run(asked, ENOUGH);
        expect(asked.found).toBe(search(pattern, text).found);
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('is only left out for a string that it needs where the line has none', () => {
    fc.assert(
      fc.property(patterns, texts, fc.boolean(), (pattern, text, caseSensitive) => {
        fc.pre(compiles(pattern) && search(pattern, text, caseSensitive).found === true);
        const needles = needlesOf(pattern);
        const { lowered } = new Line(text);
        if (needles) expect(needles.some((needle) => lowered.includes(needle))).toBe(true);
      }),
      { numRuns: cases(20_000) },
    );
  });

  it.each([
    ['free.{0,30}skins', ['skins']],
    ['\\b(buy|cheap)\\s+followers\\b', ['followers']],
    ['(?:Buy|cheap) (?:a|bc)', ['buy', 'cheap']],
    ['https?://bit\\.ly/\\w+', ['://bit.ly/']],
    ['(?i)ab+c', ['ab']],
    ['ab*c|d', ['a', 'd']],
    ['(abc)?d', ['d']],
    ['(abc){2,}', ['abc']],
    ['a|', null],
    ['[abc]+', null],
    ['.*', null],
    ['\\Qabc\\E', null],
    ['x\\pL\\x{41}\\x42', ['x']],
    ['naïve', ['na']],
  ])('%s needs %j', (pattern, needles) => {
    expect(needlesOf(pattern)).toEqual(needles);
  });
});

const BOMBS: readonly string[] = [
  '(a+)+$',
  '(.*a){20}',
  '(x|xx)*y',
  '((a|b)|((c|d)|(e|f)*)*)*z$',
  '(?:a?){30}a{30}!',
  '([a-z]+)*\\d$',
  '(.*)(.*)(.*)(.*)(.*)[^ -~]',
  '(a|aa|aaa)*[^a-z ]$',
  '(?:(?:a*)*b*)*c\\d',
  '(\\w+\\s?)*!',
  '((((a*)*)*)*)*b',
  '(a{1,20}){1,20}c',
];
const LINES: readonly string[] = ['a', 'x', 'ab', 'abcdef ', 'aaaab'].map((part) =>
  `${part.repeat(5_000)}`.slice(0, 4_999).concat('~'),
);

describe('a regex that others never end with', () => {
  it.each(BOMBS)('%s takes about a step a character', (pattern) => {
    for (const line of LINES) {
      const { found, steps, automaton } = search(pattern, line);
      expect(found).toBe(RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE).test(line));
      expect(steps).toBeLessThan(50_000 + 3 * MOST_STEPS_OF_STATE * 8);
      // Met again, it is known.
      const again = newSearch(line);
      expect(ENOUGH - automaton.run(again, ENOUGH)).toBeLessThanOrEqual(line.length + 1);
      expect(automaton.bytes).toBeLessThanOrEqual(2 * BYTES);
    }
  });

  it('keeps within its steps and its memory, whatever it is', () => {
    fc.assert(
      fc.property(patterns, texts, fc.nat(3_000), (pattern, text, steps) => {
        fc.pre(compiles(pattern));
        const automaton = new RegexAutomaton(pattern, false, BYTES);
        const left = automaton.run(newSearch(text.repeat(50)), steps);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(steps);
        expect(automaton.bytes).toBeLessThanOrEqual(2 * BYTES);
      }),
      { numRuns: cases(2_000) },
    );
  });
});

/** As many states as there are lines: no two of these are alike. */
function scrambled(length: number): string {
  let state = 12_345;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state > 0x3fffffff ? 'a' : 'b';
  }).join('');
}

describe('rules together', () => {
  const regex = (pattern: string, name = pattern): KeywordEntry => ({
    id: name,
    name,
    match: 'regex',
    pattern,
    caseSensitive: false,
    priority: 0,
    cooldown: 0,
    action: { is: 'delete' },
  });

  it('each have their share of the time: one that uses it up holds up no other', () => {
    const hopeless = regex('[ab]*a[ab]{300}[~^]', 'hopeless');
    const line = `${scrambled(4_000)}.cat`;
    const matcher = compileKeywords([hopeless, hopeless, regex('\\.c.t$', 'cat')]);
    expect(matcher.match(line, 'twitch')?.name).toBe('cat');
    const { matched, undecided } = matcher.matchAll(line, 'twitch');
    expect(matched.map(({ name }) => name)).toEqual(['cat']);
    expect(undecided.map(({ name }) => name)).toEqual(['hopeless', 'hopeless']);
    // On a line as people write them it is decided as any other.
    expect(matcher.matchAll('ab ab hello', 'twitch').undecided).toEqual([]);
  });

  it('what one leaves is there for others', () => {
    const costly = regex('[ab]*a[ab]{20}[~^]', 'costly');
    const cheap = Array.from({ length: 49 }, (_, i) => regex(`x{${i + 1}}[~^]`));
    const line = scrambled(4_999);
    expect(compileKeywords([costly, ...cheap]).matchAll(line, 'twitch').undecided).toEqual([]);
    expect(compileKeywords([...cheap, costly]).matchAll(`${line}~`, 'twitch').matched).toEqual([costly]);
  });
});

describe('a pattern that is refused', () => {
  it.each([
    ['', 'empty', null],
    ['a'.repeat(501), 'too-long', null],
    ['(a{1000}){1000}', 'bad-repeat', 10],
    ['(a{100}){10}', 'too-large', null],
    ['x{1000}'.repeat(60), 'too-large', null],
    ['a{1001}', 'bad-repeat', 2],
    ['a(b', 'unclosed-group', 2],
    ['[(]a((b)', 'unclosed-group', 5],
    ['😀)', 'unopened-group', 2],
    ['[ab', 'unclosed-set', 1],
    ['a[z-a]', 'bad-set', 3],
    ['\\p{Foo}', 'bad-set', 1],
    ['x*y|*z', 'nothing-to-repeat', 5],
    ['a**', 'repeated-twice', 2],
    ['ab\\', 'ends-in-backslash', 3],
    ['a(?=b)', 'look-around', 2],
    ['(?<!a)b', 'look-around', 1],
    ['(a)\\1', 'back-reference', 4],
    ['\\y', 'bad-escape', 1],
    ['(?#x)', 'bad-group', 1],
  ])('%s: %s at %s', (pattern, fault, at) => {
    expect(checkPattern('regex', pattern)).toMatchObject({ fault, at });
  });

  it('shows something at least where it is no regex', () => {
    for (const match of ['exact', 'word', 'contains'] as const) {
      expect(checkPattern(match, ' \u200B\u2800 ')).toMatchObject({ fault: 'empty' });
      expect(checkPattern(match, '(')).toBeNull();
      expect(checkPattern(match, '😀'.repeat(500))).toBeNull();
      expect(checkPattern(match, '😀'.repeat(501))).toMatchObject({ fault: 'too-long' });
    }
  });

  it('is told whatever it is, without throwing', () => {
    const odd = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'()[]{}|*+?\\^$.-:<=!Pa1,pLQEx'), maxLength: 20 }),
      fc.string(),
    );
    fc.assert(
      fc.property(odd, (pattern) => {
        const refused = checkPattern('regex', pattern);
        if (refused === null) new RegexAutomaton(pattern, true, BYTES);
        else if (refused.at !== null) expect(refused.at).toBeLessThanOrEqual(pattern.length);
      }),
      { numRuns: cases(20_000) },
    );
  });
});
