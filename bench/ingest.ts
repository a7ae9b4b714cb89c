import { buildWorker } from '../scripts/local/build.ts';
import { startLocalWorker } from '../scripts/local/workerd.ts';
import { startBareWorker } from './bare-worker.ts';
import { type Conditions, contest } from './contest.ts';
import { withPids } from './cpu.ts';
import { Load } from './load.ts';
import { printStandings, printTargets } from './report.ts';
import type { Recipe } from './requests.ts';
import { BENCH, type Cleanup, freshSecrets, startDatabase } from './setup.ts';

const CHANNELS = 50;
const BARE = 'bare Worker';
const TWITCH = 'Twitch message';

/** What a plain chat message costs: by far the most of what a chat bot is sent. */
export async function benchIngest(conditions: Conditions, cleanup: Cleanup): Promise<void> {
  const secrets = freshSecrets();
  const [bundle, database] = [await buildWorker(), await startDatabase(cleanup, secrets.ENCRYPTION_KEY, CHANNELS)];
  const bare = await withPids(startBareWorker);
  cleanup.add(() => bare.started.stop());
  const vars = { ...secrets, DATABASE_URL: database.bridged };
  let logged = 0;
  const worker = await withPids(() => startLocalWorker({ bundle, vars, onLog: () => logged++ }));
  cleanup.add(() => worker.started.stop());
  const load = new Load();
  cleanup.add(() => load.stop());

  const recipe: Recipe = {
    kind: 'twitch',
    path: '/webhooks/twitch',
    secret: secrets.TWITCH_WEBHOOK_SECRET,
    botUserId: BENCH.botUserId,
    text: 'that last run was really something, who would have thought Kappa',
    firstChannel: BENCH.firstChannel,
    channels: CHANNELS,
  };
  const standings = await contest(
    load,
    [
      { name: BARE, url: bare.started.url, pids: bare.pids, recipe, expect: { status: 200, body: 'ok' } },
      { name: TWITCH, url: worker.started.url, pids: worker.pids, recipe, expect: { status: 204, body: '' } },
    ],
    conditions,
  );
  const admitted = await channelsThatDecided(worker.started.miniflare);

  console.log(`\nPlain Twitch messages, ${conditions.connections} connections, ${CHANNELS} linked channels\n`);
  printStandings(standings, BARE);
  console.log(`  Channels that were asked to decide on a message: ${admitted} of ${CHANNELS}; lines logged: ${logged}`);
  console.log('');
  printTargets(standings, [{ of: TWITCH, to: BARE, atLeast: 0.6 }]);
}

type Miniflare = Awaited<ReturnType<typeof startLocalWorker>>['miniflare'];

/** A Channel says `unclear` about a line of the past until it has had an event to decide on. */
async function channelsThatDecided(miniflare: Miniflare): Promise<number> {
  const namespace = await miniflare.getDurableObjectNamespace('CHANNEL');
  let decided = 0;
  for (let i = 0; i < CHANNELS; i++) {
    const stub = namespace.get(namespace.idFromName(`twitch:${BENCH.firstChannel + i}`)) as unknown as {
      echoed(message: { readonly text: string }, since: number): Promise<string>;
    };
    if ((await stub.echoed({ text: 'never said' }, 0)) !== 'unclear') decided++;
  }
  return decided;
}
