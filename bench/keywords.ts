import type { CommandEntry } from '../workers/core/commands.ts';
import { NO_COOLDOWN } from '../workers/core/commands.ts';
import { compileKeywords } from '../workers/core/keyword-matcher.ts';
import type { KeywordEntry, KeywordMatch } from '../workers/core/keywords.ts';
import { Registry } from '../workers/core/registry.ts';
import { printTable } from './report.ts';
import { median } from './stats.ts';

const RULES = 50;
const COMMANDS = 500;
const LONG = 5_000;
const BATCH = 50;
/** What any line has to be done within, ms. */
const MOST_MS = 5;

const CHATTER = [
  'hello everyone, how is the stream today?',
  'LUL',
  'that was so close omg',
  'gg wp',
  'can anybody tell me which keyboard this is',
  'was für ein Spiel ist das eigentlich? 😀',
  'i think the boss has a second phase, watch out for the fire',
  'first time here, love the music',
];

const EVERYDAY: readonly (readonly [KeywordMatch, string])[] = [
  ['exact', 'good morning'],
  ['word', 'discord'],
  ['word', "can't wait"],
  ['contains', 'free followers'],
  ['contains', 'ツ'],
  ['regex', '\\b(buy|cheap|best)\\s+(followers|viewers|primes)\\b'],
  ['regex', 'https?://(?:www\\.)?bit\\.ly/\\w+'],
  ['regex', '^(?:what|which) (?:game|keyboard|mouse)'],
  ['regex', 'free.{0,30}skins'],
  ['regex', '(.)\\w{40,}'],
];

/**
 * What takes engines that go back on their steps longer than anybody waits, and what has more states than anybody keeps. No
 * line here ends so that one of them matches it: each is read to its end.
 */
const BOMBS: readonly string[] = [
  '(a+)+$',
  '(.*a){20}[~^]',
  '(x|xx)*[~^]',
  '((a|b)|((c|d)|(e|f)*)*)*[~^]$',
  '(?:a?){30}a{30}[~^]',
  '([a-z]+)*[~^]$',
  '(.*)(.*)(.*)(.*)(.*)[~^]',
  '[ab]*a[ab]{20}[~^]',
  '(a|aa|aaa)*[~^]$',
  '(?:(?:a*)*b*)*c?[~^]',
];

const entry = (i: number, match: KeywordMatch, pattern: string): KeywordEntry => ({
  id: `k${i}`,
  name: `rule${i}`,
  match,
  pattern,
  caseSensitive: false,
  priority: 0,
  cooldown: 0,
  action: { is: 'delete' },
});

/** Fifty rules, each pattern its own. */
const everyday = Array.from({ length: RULES }, (_, i) => {
  const [match, pattern] = EVERYDAY[i % EVERYDAY.length] as (typeof EVERYDAY)[number];
  return entry(i, match, i < EVERYDAY.length ? pattern : `${pattern}${i}`);
});
const bombs = Array.from({ length: RULES }, (_, i) =>
  entry(i, 'regex', `${BOMBS[i % BOMBS.length]}${i < BOMBS.length ? '' : `|~{${i}}`}`),
);

const command = (i: number): CommandEntry => ({
  id: `c${i}`,
  name: `custom${i}`,
  aliases: [],
  kind: 'custom',
  hidden: false,
  summary: '',
  options: {},
  level: 'everyone',
  cooldown: NO_COOLDOWN,
  effect: 'none',
  visibility: 'public',
  subcommands: {},
});

/** Letters in an order that no round has seen before. */
function scrambled(letters: string, random: () => number): string {
  return Array.from({ length: LONG - 1 }, () => letters[Math.floor(random() * letters.length)]).join('');
}

/** CPU of this thread so far, ms: what else runs on the machine is not in it. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** What one line takes, ms of CPU: the median of rounds, and the dearest fifty in a row. */
function perLine(rounds: number, seconds: number, lineOf: (i: number) => string, work: (line: string) => unknown) {
  const rates: number[] = [];
  let slow = 0;
  for (let round = 0; round < rounds; round++) {
    let spent = 0;
    let lines = 0;
    while (spent < seconds * 1_000) {
      // Made while nobody looks at the clock.
      const batch = Array.from({ length: BATCH }, (_, i) => lineOf(lines + i));
      const began = cpuMs();
      for (const line of batch) work(line);
      const took = cpuMs() - began;
      slow = Math.max(slow, took / BATCH);
      spent += took;
      lines += BATCH;
    }
    rates.push(spent / lines);
  }
  return { ms: median(rates), slow };
}

/** A new matcher's first line, ms of CPU: what is compiled once is compiled here. */
function first(entries: readonly KeywordEntry[], line: string): number {
  const began = cpuMs();
  for (let i = 0; i < BATCH; i++) compileKeywords(entries).match(line, 'twitch');
  return (cpuMs() - began) / BATCH;
}

/**
 * What fifty keyword rules cost on a message that is no command, beside the look-up of a name among 500 commands, and how
 * often one `includes` of the same line fits in. The bombs are patterns that hang other engines.
 */
export async function benchKeywords({ seconds, rounds }: { readonly seconds: number; readonly rounds: number }) {
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed / 0x80000000;
  };
  const lines = {
    'plain chatter': (i: number) => CHATTER[i % CHATTER.length] as string,
    '5,000 characters of prose': (i: number) => `${i} ${CHATTER.join(' ').repeat(30)}`.slice(0, LONG - 1).concat('!'),
    '5,000 times a': (i: number) => `${'a'.repeat(LONG - 8)}${i}!`,
    '5,000 of a and b, scrambled': () => `${scrambled('ab', random)}!`,
    '5,000 letters, scrambled': () => `${scrambled('abcdefxyz ', random)}!`,
  };
  const registry = new Registry(Array.from({ length: COMMANDS }, (_, i) => command(i)));
  const matchers: Readonly<Record<string, readonly KeywordEntry[]>> = { everyday, bombs };
  const rows: string[][] = [];
  let dearest = 0;
  for (const [name, lineOf] of Object.entries(lines)) {
    const includes = perLine(rounds, seconds / 32, lineOf, (line) => line.includes('no such words')).ms;
    const found = perLine(rounds, seconds / 32, lineOf, (line) => registry.find(line, 'twitch'));
    rows.push([name, `a name among ${COMMANDS}`, us(found.ms), us(found.slow), ratio(found.ms, includes), '']);
    for (const [kind, entries] of Object.entries(matchers)) {
      const matcher = compileKeywords(entries);
      for (let i = 0; i < 200; i++) matcher.match(lineOf(i), 'twitch');
      const { ms, slow } = perLine(rounds, seconds / 8, lineOf, (line) => matcher.match(line, 'twitch'));
      dearest = Math.max(dearest, ms);
      rows.push([name, `${RULES} ${kind}`, us(ms), us(slow), ratio(ms, includes), us(first(entries, lineOf(0)))]);
    }
  }
  console.log('\n  microseconds of CPU a line');
  printTable(['', '', 'usual', 'dearest 50', 'includes', 'first line'], rows);
  const verdict = dearest <= MOST_MS ? 'within' : 'NOT WITHIN';
  console.log(`\n  the dearest kind of line: ${dearest.toFixed(2)} ms, ${verdict} ${MOST_MS} ms`);
}

const us = (ms: number): string => (ms * 1_000).toFixed(ms < 0.01 ? 2 : 0);
const ratio = (ms: number, to: number): string => `${(ms / to).toFixed(0)}x`;
