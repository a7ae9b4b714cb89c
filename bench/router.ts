import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { buildWorker } from '../scripts/local/build.ts';
import { startLocalWorker } from '../scripts/local/workerd.ts';
import { expandAlias } from '../workers/core/aliases.ts';
import type { CommandEntry } from '../workers/core/commands.ts';
import { NO_COOLDOWN } from '../workers/core/commands.ts';
import { entryOf } from '../workers/core/modules.ts';
import { Registry } from '../workers/core/registry.ts';
import { parse } from '../workers/core/templates/parse.ts';
import { render } from '../workers/core/templates/render.ts';
import { NO_SOURCES, type Scope } from '../workers/core/templates/scope.ts';
import { modules } from '../workers/modules/index.ts';
import { startBareWorker } from './bare-worker.ts';
import { type Conditions, contest } from './contest.ts';
import { withPids } from './cpu.ts';
import { Load } from './load.ts';
import { printStandings } from './report.ts';
import type { Recipe } from './requests.ts';
import { BENCH, type Cleanup, freshSecrets, startDatabase } from './setup.ts';
import { median } from './stats.ts';

const CUSTOM = 500;
const ALIASES = 20;
const CHANNELS = 50;
const BARE = 'bare Worker';
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

/** Each stands for the one before, five deep, and then for a command again. */
const expansionOf = (i: number): string => (i % 5 === 0 ? `custom${i} {args}` : `alias${i - 1} {args}`);

const alias = (i: number): CommandEntry => ({
  ...custom(i),
  id: `a${i}`,
  name: `alias${i}`,
  kind: 'alias',
  replies: [],
  expansion: expansionOf(i),
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
 * Two views of the router. In one process: what finding a command costs among 500 of a community's own and 20 aliases, and
 * how many previews a second are rendered. Through the Worker: what a message costs in such a community, plain or a command
 * that is looked up in vain, beside a Worker that does nothing.
 */
export async function benchRouter(conditions: Conditions, cleanup: Cleanup): Promise<void> {
  await inOneProcess(conditions);
  await throughTheWorker(conditions, cleanup);
}

async function inOneProcess({ seconds, rounds }: Conditions): Promise<void> {
  const builtins = modules.flatMap(({ commands }) => commands.map((command) => entryOf(command)));
  const own = [
    ...Array.from({ length: CUSTOM }, (_, i) => custom(i)),
    ...Array.from({ length: ALIASES }, (_, i) => alias(i)),
  ];
  const small = new Registry(builtins);
  const large = new Registry([...builtins, ...own]);
  const each = seconds / 2;
  const scope = { user: 'Pia', count: () => 1, date: () => '2026-11-26', random: () => 0.5 };
  const expand = (name: string) => {
    const found = large.find(`${name} bob`, 'twitch');
    return found && expandAlias(large, found, { platform: 'twitch', prefix: '!', scope });
  };
  const among = `a built-in command among ${CUSTOM + ALIASES} more`;
  let i = 0;
  const rates = {
    'a built-in command among the built-in ones': await perSecond(rounds, each, () => small.find('ping', 'twitch')),
    [among]: await perSecond(rounds, each, () => large.find('ping', 'twitch')),
    [`one of ${CUSTOM}`]: await perSecond(rounds, each, () => large.find(`custom${i++ % CUSTOM} a b`, 'twitch')),
    'no command at all': await perSecond(rounds, each, () => large.find('nosuchthing', 'twitch')),
    'an alias, found and expanded': await perSecond(rounds, each, () => expand('alias0')),
    'an alias five deep': await perSecond(rounds, each, () => expand('alias4')),
    'one replace': await perSecond(rounds, each, () => TEXT.replace(/\$\(user\)/, 'Pia')),
    'a text parsed and rendered': await perSecond(rounds, each, () => render(parse(TEXT), SCOPE, NO_SOURCES)),
  };
  console.log('\n  per second, median of rounds');
  for (const [name, rate] of Object.entries(rates))
    console.log(`  ${Math.round(rate).toLocaleString('en').padStart(12)}  ${name}`);
  const ratio = (a: keyof typeof rates, b: keyof typeof rates) => ((rates[a] ?? 0) / (rates[b] ?? 1)).toFixed(2);
  console.log(
    `\n  among ${CUSTOM + ALIASES} more : among the built-in ones   ${ratio(among, 'a built-in command among the built-in ones')}`,
  );
  console.log(`  a text rendered : one replace               ${ratio('a text parsed and rendered', 'one replace')}`);
}

/** Gives the benched community its commands and aliases. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `insert into commands (id, community_id, name, replies)
       select gen_random_uuid(), c.id, 'custom' || n, $1::jsonb from communities c, generate_series(0, $2::int - 1) n`,
      [JSON.stringify([{ text: TEXT, weight: 1 }]), CUSTOM],
    );
    for (let i = 0; i < ALIASES; i++)
      await client.query(
        `insert into aliases (id, community_id, name, expansion)
         select gen_random_uuid(), c.id, $1, $2 from communities c`,
        [`alias${i}`, expansionOf(i)],
      );
  } finally {
    await client.end();
  }
}

async function throughTheWorker(conditions: Conditions, cleanup: Cleanup): Promise<void> {
  const secrets = freshSecrets();
  const [bundle, database] = [await buildWorker(), await startDatabase(cleanup, secrets.ENCRYPTION_KEY, CHANNELS)];
  await fill(database.direct);
  const bare = await withPids(startBareWorker);
  cleanup.add(() => bare.started.stop());
  const vars = { ...secrets, DATABASE_URL: database.bridged };
  const worker = await withPids(() => startLocalWorker({ bundle, vars, onLog: () => {} }));
  cleanup.add(() => worker.started.stop());
  const load = new Load();
  cleanup.add(() => load.stop());
  const recipe = (text: string): Recipe => ({
    kind: 'twitch',
    path: '/webhooks/twitch',
    secret: secrets.TWITCH_WEBHOOK_SECRET,
    botUserId: BENCH.botUserId,
    text,
    firstChannel: BENCH.firstChannel,
    channels: CHANNELS,
  });
  const plain = recipe('that last run was really something, who would have thought Kappa');
  const at = { url: worker.started.url, pids: worker.pids, expect: { status: 204, body: '' } };
  const standings = await contest(
    load,
    [
      { name: BARE, url: bare.started.url, pids: bare.pids, recipe: plain, expect: { status: 200, body: 'ok' } },
      { ...at, name: 'plain message', recipe: plain },
      { ...at, name: 'no such command', recipe: recipe('!nosuchthing at all') },
    ],
    conditions,
  );
  console.log(
    `\nTwitch messages in communities of ${CUSTOM} commands and ${ALIASES} aliases, ${conditions.connections} connections\n`,
  );
  printStandings(standings, BARE);
}
