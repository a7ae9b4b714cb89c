import { buildWorker } from '../scripts/local/build.ts';
import { startLocalWorker } from '../scripts/local/workerd.ts';
import { startBareWorker } from './bare-worker.ts';
import { startBolt } from './bolt.ts';
import { type Conditions, type Contestant, contest } from './contest.ts';
import { withPids } from './cpu.ts';
import { Load } from './load.ts';
import { HOW_TO_INSTALL } from './redis.ts';
import { printStandings, printTargets } from './report.ts';
import type { Recipe } from './requests.ts';
import { BENCH, type Cleanup, freshSecrets, startDatabase } from './setup.ts';
import { benchTwitchCommand, channelsFor } from './twitch-command.ts';

const BARE = 'bare Worker';
const SLACK = 'Slack command';
const BOLT = 'Slack Bolt';
const DURABLE_BOLT = 'Slack Bolt, durable';

/** What commands cost: one that is answered in its own request, and one that goes by the queue. */
export async function benchCommand(conditions: Conditions, cleanup: Cleanup): Promise<void> {
  const secrets = freshSecrets();
  const bundle = await buildWorker();
  const database = await startDatabase(cleanup, secrets.ENCRYPTION_KEY, channelsFor(conditions.rounds));
  const { started, pids } = await withPids(startBareWorker);
  cleanup.add(() => started.stop());
  const bare = { url: started.url, pids };
  const load = new Load();
  cleanup.add(() => load.stop());
  const vars = { ...secrets, DATABASE_URL: database.bridged };
  const worker = await withPids(() => startLocalWorker({ bundle, vars }));
  cleanup.add(() => worker.started.stop());

  const signingSecret = secrets.SLACK_SIGNING_SECRET;
  const pong = { status: 200, body: '"text":"Pong!"' };
  const recipe = (path: string): Recipe => ({
    kind: 'slack',
    path,
    secret: signingSecret,
    team: BENCH.team,
    command: '/waddlebot',
    text: 'ping',
  });
  const own = recipe('/webhooks/slack/commands');
  const contestants: Contestant[] = [
    { name: BARE, ...bare, recipe: own, expect: { status: 200, body: 'ok' } },
    { name: SLACK, url: worker.started.url, pids: worker.pids, recipe: own, expect: pong },
  ];
  for (const [name, durable] of [
    [BOLT, false],
    [DURABLE_BOLT, true],
  ] as const) {
    const bolt = await startBolt({ signingSecret, databaseUrl: database.direct, durable }, cleanup);
    if (bolt) contestants.push({ name, ...bolt, recipe: recipe('/slack/events'), expect: pong });
  }
  const standings = await contest(load, contestants, conditions);
  await worker.started.stop();

  console.log(`\nSlack slash command, answered in its own request, ${conditions.connections} connections\n`);
  printStandings(standings, BARE);
  if (contestants.length > 2) {
    console.log(
      '  Bolt keeps its state in a Redis in memory; the durable one writes to disk first, as a Durable Object does',
    );
  }
  await benchTwitchCommand({ bundle, secrets, databaseUrl: database.bridged, load, bare, ...conditions }, cleanup);

  console.log('\nSummary\n');
  if (contestants.length === 2) console.log(`  Slack Bolt needs redis-server on PATH: ${HOW_TO_INSTALL}`);
  printTargets(standings, [
    { of: SLACK, to: BOLT, atLeast: 0.6 },
    { of: SLACK, to: DURABLE_BOLT },
  ]);
}
