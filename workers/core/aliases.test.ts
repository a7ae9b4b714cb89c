import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { anEntry } from '../../tests/support/channel.ts';
import type { AliasScope, Expanded } from './aliases.ts';
import { checkAlias, expandAlias, fillPlaceholders, splitChain, splitWords, unquoted } from './aliases.ts';
import type { CommandEntry } from './commands.ts';
import { Registry } from './registry.ts';

const alias = (name: string, expansion: string, more: Partial<CommandEntry> = {}): CommandEntry =>
  anEntry(name, { kind: 'alias', expansion, ...more });

const SCOPE: AliasScope = { user: 'Pia', count: () => 7, date: () => '2026-11-26', random: () => 0.6 };
const BUILTINS = [anEntry('ping'), anEntry('so'), anEntry('quote', { subcommands: { add: anEntry('add') } })];

function run(aliases: readonly CommandEntry[], line: string, scope = SCOPE): Expanded {
  const registry = new Registry([...BUILTINS, ...aliases]);
  const found = registry.find(line, 'twitch');
  if (!found) throw new Error(`no ${line}`);
  return expandAlias(registry, found, { platform: 'twitch', prefix: '!', scope });
}

/** The lines that an alias comes to. */
function lines(aliases: readonly CommandEntry[], line: string, scope = SCOPE): string[] {
  const expanded = run(aliases, line, scope);
  if (!expanded.ok) return [`${expanded.fault}: ${expanded.name}`];
  return expanded.links.map(({ entry, subcommand, rest }) => [entry.name, subcommand, rest].filter(Boolean).join(' '));
}

describe('a chain', () => {
  it.each([
    ['a && b && c', ['a', 'b', 'c']],
    ['a&&b', ['a', 'b']],
    [' && a && && b && ', ['a', 'b']],
    ['a & b', ['a & b']],
    ['say "x && y" && b', ['say "x && y"', 'b']],
    ["say 'x && y'&&b", ["say 'x && y'", 'b']],
    ['say “x && y” && b', ['say “x && y”', 'b']],
    ['say „x && y“ && b', ['say „x && y“', 'b']],
    ['say ‘x && y’ && b', ['say ‘x && y’', 'b']],
    ['say «x && y» && b', ['say «x && y»', 'b']],
    [`say "it's && so" && b`, [`say "it's && so"`, 'b']],
    ['say "a \\" && b" && c', ['say "a \\" && b"', 'c']],
    // An apostrophe begins nothing, and what never closes is no quote.
    ["don't && won't", ["don't", "won't"]],
    ['say "x && y', ['say "x', 'y']],
    ['say x \\&& y && b', ['say x \\&& y', 'b']],
    ['', []],
  ])('%s', (line, links) => {
    expect(splitChain(line)).toEqual(links);
  });

  it('loses nothing but && and blanks', () => {
    const part = fc.constantFrom('&&', '&', '"', "'", '“', '”', '\\', ' ', 'a', 'b', '«', '»');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const line = parts.join('');
        const links = splitChain(line);
        const bare = (text: string) => text.replace(/[&\s]/g, '');
        expect(links.map(bare).join('')).toBe(bare(line));
        // What an escape takes an & from pairs up otherwise than the text does, but signs are lost by twos alone.
        const ands = (text: string) => text.replace(/[^&]/g, '').length;
        const lost = ands(line) - ands(links.join(''));
        expect(lost % 2).toBe(0);
        expect(lost).toBeGreaterThanOrEqual(2 * (links.length - 1));
      }),
      { numRuns: cases(5_000) },
    );
  });
});

describe('words', () => {
  it.each([
    ['one two', ['one', 'two']],
    ['  one   two ', ['one', 'two']],
    ['"one two" three', ['one two', 'three']],
    ["'one two' three", ['one two', 'three']],
    ['“one two” „three four“', ['one two', 'three four']],
    ['‘one two’ «three»', ['one two', 'three']],
    [`"it's" 'say "x"'`, ["it's", 'say "x"']],
    ["don't 'stop", ["don't", "'stop"]],
    ['"a"b c"', ['a"b c']],
    ['', []],
  ])('%s', (typed, words) => {
    expect(splitWords(typed)).toEqual(words);
  });
});

describe('an alias that is quoted as a whole', () => {
  it.each([
    ['"so {target}"', 'so {target}'],
    ["'so {target}'", 'so {target}'],
    ['“ping”', 'ping'],
    ['"a" && "b"', '"a" && "b"'],
    ['so "x"', 'so "x"'],
    ['"', '"'],
    ['""', ''],
  ])('%s', (typed, bare) => {
    expect(unquoted(typed)).toBe(bare);
  });
});

describe('placeholders', () => {
  const fill = (text: string, typed: string) => fillPlaceholders(text, typed, 'x', SCOPE);

  it.each([
    ['{user}', 'a b', 'Pia'],
    ['{target}', '@bob hi', 'bob'],
    ['{target}', '', 'Pia'],
    ['{args}|{all_args}', ' a  b ', 'a  b|a  b'],
    ['{arg1}-{arg2}-{arg9}', '"one two" x', 'one two-x-'],
    ['{arg0}{arg10}{argx}', 'a', '{arg0}{arg10}{argx}'],
    ['{random:a|b|c}', '', 'b'],
    ['{random:}{random:only}', '', 'only'],
    ['{count} on {date}', '', '7 on 2026-11-26'],
    ['{USER} {Arg1}', 'x', 'Pia x'],
    ['{unknown} {} {{user}}', '', '{unknown} {} {Pia}'],
    ['\\{user} \\&& \\n', '', '{user} && \\n'],
  ])('%s with "%s"', (text, typed, filled) => {
    expect(fill(text, typed)).toBe(filled);
  });

  it('are filled once: what people type is never one', () => {
    const evil = fc.constantFrom('{user}', '{args}', '{count}', '{random:a|b}', '$&', '$1', '\\{', '&&', 'x', ' ');
    fc.assert(
      fc.property(fc.array(evil, { maxLength: 12 }), (parts) => {
        const typed = parts.join('');
        expect(fill('<{args}>', typed)).toBe(`<${typed.trim()}>`);
        expect(fillPlaceholders('<{user}>', '', 'x', { ...SCOPE, user: typed })).toBe(`<${typed}>`);
      }),
      { numRuns: cases(5_000) },
    );
  });
});

describe('an alias', () => {
  it('stands for a command, with or without its prefix, its part and what is typed behind it', () => {
    expect(lines([alias('p', '!ping')], 'p')).toEqual(['ping']);
    expect(lines([alias('qa', 'quote add')], 'qa Well said.')).toEqual(['quote add Well said.']);
    expect(lines([alias('qa', 'quote')], 'qa add x')).toEqual(['quote add x']);
  });

  it('takes what is typed in its placeholders, and where it has any nowhere else', () => {
    expect(lines([alias('hi', 'so {target}')], 'hi @bob and more')).toEqual(['so bob']);
    expect(lines([alias('hi', 'ping && so {arg2}')], 'hi a b')).toEqual(['ping', 'so b']);
    expect(lines([alias('hi', 'ping && so')], 'hi a b')).toEqual(['ping', 'so a b']);
  });

  it('stands for other aliases, five deep', () => {
    const nested = (depth: number) =>
      Array.from({ length: depth }, (_, i) => alias(`a${i + 1}`, i + 1 < depth ? `a${i + 2} {args}` : 'so {args}'));
    expect(lines(nested(5), 'a1 x')).toEqual(['so x']);
    expect(lines(nested(6), 'a1 x')).toEqual(['deep: a6']);
  });

  it('never goes round in a circle', () => {
    expect(lines([alias('a', 'a')], 'a')).toEqual(['loop: a']);
    expect(lines([alias('a', 'ping && b'), alias('b', 'a')], 'a')).toEqual(['loop: a']);
    // Twice is no circle.
    expect(lines([alias('a', 'b && b'), alias('b', 'ping')], 'a')).toEqual(['ping', 'ping']);
    // Nor can somebody make it one by what they type.
    expect(lines([alias('a', '{args}')], 'a a a a')).toEqual(['loop: a']);
  });

  it('comes to five commands at most, however they are nested', () => {
    expect(lines([alias('a', 'ping&&ping&&ping&&ping&&ping')], 'a')).toHaveLength(5);
    expect(lines([alias('a', 'ping&&ping&&ping&&ping&&ping&&ping')], 'a')).toEqual(['long: a']);
    const bomb = ['a', 'b', 'c', 'd'].map((name, i, all) =>
      alias(
        name,
        Array(5)
          .fill(all[i + 1] ?? 'ping')
          .join('&&'),
      ),
    );
    expect(lines(bomb, 'a')).toEqual(['long: a']);
  });

  it('ends where text grows and grows', () => {
    const bomb = ['a', 'b', 'c', 'd', 'e'].map((name, i, all) =>
      alias(name, `${all[i + 1] ?? 'so'} ${'{args}'.repeat(70)}`),
    );
    expect(lines(bomb, `a ${'x'.repeat(400)}`)).toEqual(['long: a']);
    expect(lines(bomb, 'a xy')).toEqual(['long: b']);
  });

  it('names what it stands for and is not there', () => {
    expect(lines([alias('a', 'gone x')], 'a')).toEqual(['unknown: gone']);
    expect(lines([alias('a', '{args}')], 'a')).toEqual(['unknown: a']);
    expect(lines([alias('a', 'ping && elsewhere')], 'a')).toEqual(['unknown: elsewhere']);
  });

  it('does not stand for what another platform has', () => {
    const discordOnly = anEntry('thread', { platforms: ['discord'] });
    expect(lines([discordOnly, alias('t', 'thread')], 't')).toEqual(['unknown: thread']);
  });

  it('chooses for each choice anew', () => {
    let n = 0;
    const random = () => (n++ % 2 === 0 ? 0 : 0.9);
    expect(lines([alias('a', 'so {random:x|y} && so {random:x|y}')], 'a', { ...SCOPE, random })).toEqual([
      'so x',
      'so y',
    ]);
  });

  it('has as many links as its maker wrote, whatever is typed, and none of them another command', () => {
    const typed = fc
      .array(fc.constantFrom('&&', '!', 'ping', 'so', '"', "'", '{args}', '{target}', '\\', '“', ' ', 'a'), {
        maxLength: 20,
      })
      .map((parts) => parts.join(''));
    const made = [
      alias('outer', 'inner {args} && so {target} {random:a|b}'),
      alias('inner', 'so "{arg1}" {args} && ping'),
    ];
    fc.assert(
      fc.property(typed, (words) => {
        const expanded = run(made, `outer ${words}`, { ...SCOPE, user: words });
        expect(expanded.ok && expanded.links.map(({ entry }) => entry.name)).toEqual(['so', 'ping', 'so']);
      }),
      { numRuns: cases(5_000) },
    );
  });
});

describe('an alias before it is used', () => {
  const check = (aliases: readonly CommandEntry[], name: string) => {
    const registry = new Registry([...BUILTINS, ...aliases]);
    return checkAlias(registry, registry.get(name) as CommandEntry, '!');
  };

  it('is told of circles, depth and length', () => {
    expect(check([alias('a', '!b'), alias('b', 'a {args}')], 'a').fault).toBe('loop');
    const six = Array.from({ length: 6 }, (_, i) => alias(`a${i}`, i < 5 ? `a${i + 1}` : 'ping'));
    expect(check(six, 'a0').fault).toBe('deep');
    expect(check(six, 'a1').fault).toBeNull();
    expect(check([alias('a', Array(6).fill('ping').join('&&'))], 'a').fault).toBe('long');
  });

  it('names what is not there, as far as that can be known', () => {
    expect(check([alias('a', 'gone && {arg1} x && !ping')], 'a')).toEqual({ fault: null, unknown: ['gone'] });
  });
});
