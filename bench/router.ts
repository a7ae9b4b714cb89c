import { performance } from 'node:perf_hooks';
import type { CommandEntry } from '../workers/core/commands.ts';
import { NO_COOLDOWN } from '../workers/core/commands.ts';
import { entryOf } from '../workers/core/modules.ts';
import { Registry } from '../workers/core/registry.ts';
import { parse } from '../workers/core/templates/parse.ts';
import { render } from '../workers/core/templates/render.ts';
import { NO_SOURCES, type Scope } from '../workers/core/templates/scope.ts';
import { modules } from '../workers/modules/index.ts';
import { median } from './stats.ts';

const CUSTOM = 500;
const TEXT = '$(user) hugs $(touser), for the $(random 1-100)th time: $(1|nobody) of $(channel)';
const SCOPE: Scope = {
  author: { account: '1', login: 'pia', displayName: 'Pia', level: 'everyone', badges: [] },
  platform: 'twitch',
  channel: { account: '2', login: 'waddle', displayName: 'Waddle' },
  room: '2',
  community: { id: 'c', slug: 'demo', zone: 'Europe/Berlin' },
  prefix: '!',
  command: 'hug',
  args: 'bob',
  message: { id: 'm', text: '!hug bob' },
  now: 1_791_100_000_000,
  random: () => 0.5,
};

const custom = (i: number): CommandEntry => ({
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
  replies: [{ text: TEXT, weight: 1 }],
});

/** How often a second some work is done, as the median of rounds. */
async function perSecond(rounds: number, seconds: number, work: () => unknown): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const until = performance.now() + seconds * 1_000;
    const began = performance.now();
    let done = 0;
    while (performance.now() < until) {
      for (let i = 0; i < 100; i++) await work();
      done += 100;
    }
    rates.push((done / (performance.now() - began)) * 1_000);
  }
  return median(rates);
}

/**
 * What finding a command costs in a registry of 500 of a community's own besides the built-in ones, against one with none;
 * and how many previews a second are rendered, against the same text filled in by one `replace`.
 */
export async function benchRouter({
  seconds,
  rounds,
}: {
  readonly seconds: number;
  readonly rounds: number;
}): Promise<void> {
  const builtins = modules.flatMap(({ commands }) => commands.map((command) => entryOf(command)));
  const small = new Registry(builtins);
  const large = new Registry([...builtins, ...Array.from({ length: CUSTOM }, (_, i) => custom(i))]);
  const each = seconds / 2;
  let i = 0;
  const rates = {
    'a built-in command among the built-in ones': await perSecond(rounds, each, () => small.find('ping', 'twitch')),
    [`a built-in command among ${CUSTOM} more`]: await perSecond(rounds, each, () => large.find('ping', 'twitch')),
    [`one of ${CUSTOM}`]: await perSecond(rounds, each, () => large.find(`custom${i++ % CUSTOM} a b`, 'twitch')),
    'no command at all': await perSecond(rounds, each, () => large.find('nosuchthing', 'twitch')),
    'one replace': await perSecond(rounds, each, () => TEXT.replace(/\$\(user\)/, 'Pia')),
    'a text parsed and rendered': await perSecond(rounds, each, () => render(parse(TEXT), SCOPE, NO_SOURCES)),
  };
  console.log('\n  per second, median of rounds');
  for (const [name, rate] of Object.entries(rates))
    console.log(`  ${Math.round(rate).toLocaleString('en').padStart(12)}  ${name}`);
  const ratio = (a: keyof typeof rates, b: keyof typeof rates) => ((rates[a] ?? 0) / (rates[b] ?? 1)).toFixed(2);
  console.log(
    `\n  among ${CUSTOM} more : among the built-in ones   ${ratio(`a built-in command among ${CUSTOM} more`, 'a built-in command among the built-in ones')}`,
  );
  console.log(`  a text rendered : one replace               ${ratio('a text parsed and rendered', 'one replace')}`);
}
