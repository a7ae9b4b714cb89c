import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCommand } from './command.ts';
import { benchHub } from './hub.ts';
import { benchIngest } from './ingest.ts';
import { benchKeywords } from './keywords.ts';
import { benchQuotes } from './quotes.ts';
import { benchReminders } from './reminders.ts';
import { benchRouter } from './router.ts';
import { Cleanup } from './setup.ts';

const USAGE = `usage: node bench/run.ts ingest|command|router|keywords|reminders|quotes|hub [--seconds 4] [--connections 32] [--rounds 3]

  ingest   plain Twitch messages, beside a Worker that does nothing
  command  commands: a Slack slash command, also beside Slack Bolt, and a Twitch command up to its reply
  router   finding a command among 500, rendering texts
  keywords 50 keyword rules on every line, catastrophic regexes among them
  reminders 10,000 of them due within one minute (takes four minutes)
  quotes   finding them by their words, among 100,000
  hub      its first load, how soon it answers on a slow machine, a feed of 200 messages/s (needs a Chromium)

  --seconds      how long each is measured in each round
  --connections  how many requests are under way at once
  --rounds       how often each is measured, in turn`;

const benches = {
  ingest: benchIngest,
  command: benchCommand,
  router: benchRouter,
  keywords: benchKeywords,
  reminders: benchReminders,
  quotes: benchQuotes,
  hub: benchHub,
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '4' },
      connections: { type: 'string', default: '32' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const conditions = {
    seconds: Number(values.seconds),
    connections: Number(values.connections),
    rounds: Number(values.rounds),
  };
  const bench = benches[positionals[0] as keyof typeof benches];
  const sound =
    conditions.seconds > 0 &&
    conditions.seconds <= 60 &&
    Number.isInteger(conditions.connections) &&
    conditions.connections > 0 &&
    conditions.connections <= 512 &&
    Number.isInteger(conditions.rounds) &&
    conditions.rounds > 0 &&
    conditions.rounds <= 20;
  if (!bench || positionals.length !== 1 || !sound) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const cleanup = new Cleanup();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => cleanup.run().finally(() => process.exit(130)));
  const before = load();
  try {
    await bench(conditions, cleanup);
    console.log(`\n  ${availableParallelism()} cores; load average ${before} before, ${load()} after`);
  } finally {
    await cleanup.run();
  }
}

/** Of the last minute: what else ran on the machine shows in it. */
const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
