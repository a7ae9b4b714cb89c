import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import type { KeywordAction } from '../../core/keywords.ts';
import { Registry } from '../../core/registry.ts';
import { speak } from '../../core/words.ts';
import { changedAction, type GivenAction, notesOn, printAction, readAction } from './actions.ts';
import { MATCHES, printPattern, readRule } from './grammar.ts';
import { OPTION_NAMES, readOptions } from './option-words.ts';
import { patternWords } from './wording.ts';
import { words } from './words.ts';

describe('a rule as it is typed', () => {
  it.each([
    ['word hello => Hello $(user)!', { match: 'word', pattern: 'hello', action: 'Hello $(user)!' }],
    ['hello => Hi', { pattern: 'hello', action: 'Hi' }],
    ['REGEX ^(a|b)+$ => x', { match: 'regex', pattern: '^(a|b)+$', action: 'x' }],
    ['contains buy  followers ⇒ delete', { match: 'contains', pattern: 'buy  followers', action: 'delete' }],
    // The first arrow counts; one without blanks is none.
    ['a => b => c', { pattern: 'a', action: 'b => c' }],
    ['a=>b => c', { pattern: 'a=>b', action: 'c' }],
    ['regex "a => b" => c', { match: 'regex', pattern: 'a => b', action: 'c' }],
    ['“good morning” => hi', { pattern: 'good morning', action: 'hi' }],
    ['"say" and more => hi', { pattern: '"say" and more', action: 'hi' }],
    ['""" => hi', { pattern: '"""', action: 'hi' }],
    // A kind alone is a pattern, and so is one in quotes.
    ['word => hi', { pattern: 'word', action: 'hi' }],
    ['word word => hi', { match: 'word', pattern: 'word', action: 'hi' }],
    ['"word" => hi', { pattern: 'word', action: 'hi' }],
    ['exact', { pattern: 'exact' }],
    // Only one side, to change only that.
    ['=> Hello', { action: 'Hello' }],
    ['exact gg', { match: 'exact', pattern: 'gg' }],
    ['gg =>', { pattern: 'gg', action: '' }],
    ['', {}],
  ])('%s', (typed, rule) => {
    expect(readRule(typed)).toEqual(rule);
  });

  it('is shown as it would be typed', () => {
    const part = fc.constantFrom('a', 'word', 'exact', '=>', '⇒', ' ', '\\b', '(x|y)', "'", '.');
    const pattern = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('').trim());
    fc.assert(
      fc.property(fc.constantFrom(...MATCHES), pattern, (match, wanted) => {
        fc.pre(wanted !== '');
        expect(readRule(`${printPattern(match, wanted)} => x`)).toEqual({ match, pattern: wanted, action: 'x' });
      }),
      { numRuns: cases(5_000) },
    );
  });
});

describe('what a rule does', () => {
  it.each<[string, GivenAction | null]>([
    ['Hello $(user)!', { is: 'reply', text: 'Hello $(user)!' }],
    ['!so {user}', { is: 'run', line: 'so {user}' }],
    ['#weather', { is: 'module', module: 'weather' }],
    ['Delete', { is: 'delete' }],
    // What stands in quotes is said, and so is all that only begins like something else.
    ['"delete"', { is: 'reply', text: 'delete' }],
    ['“!so”', { is: 'reply', text: '!so' }],
    ['#weather is fine', { is: 'reply', text: '#weather is fine' }],
    ['delete this', { is: 'reply', text: 'delete this' }],
    ['!', { is: 'reply', text: '!' }],
    ['  ', null],
  ])('%s', (typed, action) => {
    expect(readAction(typed, '!')).toEqual(action);
  });

  it.each<[KeywordAction, string]>([
    [{ is: 'reply', text: 'Hi!' }, 'Hi!'],
    [{ is: 'reply', text: 'delete' }, '"delete"'],
    [{ is: 'reply', text: '!so' }, '"!so"'],
    [{ is: 'run', line: 'so {user}' }, '!so {user}'],
    [{ is: 'delete' }, 'delete'],
    [{ is: 'module', module: 'the id' }, '#weather'],
  ])('%j is shown as it would be typed', (action, typed) => {
    expect(printAction(action, '!', 'weather')).toBe(typed);
  });

  it('is said or run with the words that there are', () => {
    const said = { is: 'reply', text: 'so {user}' } as const;
    expect(changedAction({ is: 'run-same' }, said)).toEqual({ is: 'run', line: 'so {user}' });
    expect(changedAction({ is: 'say-same' }, { is: 'run', line: 'so' })).toEqual({ is: 'reply', text: 'so' });
    expect(changedAction({ is: 'say-same' }, { is: 'delete' })).toBeNull();
    expect(changedAction({ is: 'delete' }, said)).toEqual({ is: 'delete' });
  });

  it('is told of where it is odd', () => {
    const registry = new Registry([]);
    expect(notesOn({ is: 'run', line: 'nosuch x' }, registry).unknown).toEqual(['nosuch']);
    expect(notesOn({ is: 'run', line: '{user} x' }, registry).unknown).toEqual([]);
    expect(notesOn({ is: 'reply', text: 'Hi $(user' }, registry).problems).toMatchObject([
      { problem: 'unclosed', start: 3 },
    ]);
    expect(notesOn({ is: 'reply', text: 'Hi {user}' }, registry).braces).toBe('{user}');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as StreamElements writes it
    expect(notesOn({ is: 'reply', text: 'Hi ${user} {x}' }, registry).braces).toBeNull();
  });
});

describe('options', () => {
  it('are read in any order', () => {
    expect(readOptions('cooldown=1m30s priority=-5 platforms=Twitch,kick,twitch case=on match=regex')).toEqual({
      ok: true,
      patch: { cooldown: 90, priority: -5, platforms: ['twitch', 'kick'], caseSensitive: true, match: 'regex' },
    });
    expect(readOptions('cooldown=- priority=- platforms=- case=- enabled=-')).toEqual({
      ok: true,
      patch: { cooldown: 0, priority: 0, platforms: null, caseSensitive: false, enabled: true },
    });
    expect(readOptions('platforms=all action=run module=weather name=Hey')).toEqual({
      ok: true,
      patch: { platforms: null, action: { is: 'module', module: 'weather' }, name: 'Hey' },
    });
  });

  it('take several words in quotes', () => {
    const action = { is: 'run', line: 'so {user} and more' };
    for (const typed of ['action=run line="so {user} and more"', 'line=“so {user} and more” action=run'])
      expect(readOptions(typed)).toEqual({ ok: true, patch: { action } });
    expect(readOptions('text=Hi! cooldown=5')).toEqual({
      ok: true,
      patch: { action: { is: 'reply', text: 'Hi!' }, cooldown: 5 },
    });
    expect(readOptions('action=reply')).toEqual({ ok: true, patch: { action: { is: 'say-same' } } });
    expect(readOptions('line=""')).toMatchObject({ ok: false, reason: 'bad-value', option: 'line' });
    expect(readOptions('line="so x')).toMatchObject({ ok: false, reason: 'unknown-option', option: 'x' });
  });

  it.each([
    'cooldown=2d',
    'priority=1001',
    'priority=x',
    'platforms=myspace',
    'case=maybe',
    'match=glob',
    'action=fly',
  ])('%s is refused with what it takes', (typed) => {
    const [option = '', value = ''] = typed.split('=');
    expect(readOptions(typed)).toMatchObject({ ok: false, reason: 'bad-value', option, value });
  });

  it('that are none are refused with those there are', () => {
    expect(readOptions('level=vip')).toEqual({ ok: false, reason: 'unknown-option', option: 'level' });
    expect(readOptions('name=-')).toMatchObject({ ok: false, reason: 'bad-value' });
    expect(OPTION_NAMES).toContain('cooldown');
  });
});

describe('what is wrong with a pattern', () => {
  it('is told by its place, in both languages', () => {
    const refusal = { fault: 'unclosed-group', at: 3, near: '(' } as const;
    expect(patternWords(refusal, speak(words, 'en'))).toContain('The ( at character 3 of the pattern is never closed');
    expect(patternWords(refusal, speak(words, 'de'))).toContain('Die ( beim Zeichen 3 des Musters');
    const long = { fault: 'bad-set', at: 1, near: 'x'.repeat(400) } as const;
    expect(patternWords(long, speak(words, 'en')).length).toBeLessThan(200);
  });
});
