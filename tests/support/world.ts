import pg from 'pg';
import { type Database, openDatabase } from '../../db/client.ts';
import { type Bridge, startBridge } from '../../db/local/bridge.ts';
import { migrate } from '../../db/migrate.ts';
import { buildWorker } from '../../scripts/local/build.ts';
import { connectDemoSlack, seedDemo } from '../../scripts/local/demo.ts';
import { choosePort } from '../../scripts/local/ports.ts';
import { freshSecret } from '../../scripts/local/vars.ts';
import { type LocalWorker, startLocalWorker } from '../../scripts/local/workerd.ts';
import type { FaultName } from '../../workers/core/faults.ts';
import { DEMO, startStandIns } from '../stand-ins/run.ts';
import type { SlackStandIn } from '../stand-ins/slack.ts';
import type { TwitchOptions, TwitchStandIn } from '../stand-ins/twitch.ts';
import { freshDatabase } from './fresh-database.ts';

/** The whole system on one machine: PostgreSQL, bridge, Worker in workerd, stand-ins. One a test file. */
export interface World {
  readonly worker: LocalWorker;
  readonly twitch: TwitchStandIn;
  readonly slack: SlackStandIn;
  readonly bridge: Bridge;
  readonly db: Database;
  readonly secrets: { readonly twitch: string; readonly slack: string; readonly encryption: string };
  readonly logs: string[];
  readonly postgresUrl: string;
  /** Rows of a query, straight from PostgreSQL. */
  rows<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  arm(name: FaultName, times?: number): Promise<void>;
  disarm(): Promise<void>;
  close(): Promise<void>;
}

/** Rooms take five replies in ten seconds, so journeys that talk a lot do it in several channels of the community. */
export const TWITCH_CHANNELS = Array.from({ length: 24 }, (_, i) => ({
  id: String(1_000_100 + i),
  login: `waddle_${i}`,
  botIsModerator: true,
}));
export const SLACK_CHANNELS = Array.from({ length: 12 }, (_, i) => ({ id: `C${i}ROOM`, name: `room-${i}` }));

let builds: Promise<string> | undefined;
/** A build with crash points, made once per test process. */
const faultBuild = (): Promise<string> => (builds ??= buildWorker({ FAULTS: 'true' }));

async function addChannels(postgresUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(
    `insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator)
     select gen_random_uuid(), c.id, 'twitch', v.id, v.login, true
     from communities c, unnest($1::text[], $2::text[]) as v (id, login)`,
    [TWITCH_CHANNELS.map(({ id }) => id), TWITCH_CHANNELS.map(({ login }) => login)],
  );
  await client.end();
}

export async function startWorld(options: { readonly twitch?: Partial<TwitchOptions> } = {}): Promise<World> {
  const [postgresUrl, bundle] = await Promise.all([freshDatabase(), faultBuild()]);
  await migrate({ url: postgresUrl, folder: 'db/migrations' });
  const bridge = await startBridge({ upstream: postgresUrl });
  const db = openDatabase(bridge.url, () => {}, Date.now);
  await seedDemo(db);
  await addChannels(postgresUrl);
  const secrets = { twitch: freshSecret(), slack: freshSecret(), encryption: freshSecret() };
  const botToken = `xoxb-${freshSecret()}`;
  await connectDemoSlack(db, secrets.encryption, botToken);

  const port = await choosePort(undefined, 20_000 + Math.floor(Math.random() * 20_000));
  const publicUrl = `http://127.0.0.1:${port}`;
  const clientSecret = freshSecret();
  const standIns = await startStandIns({
    publicUrl,
    twitch: {
      clientId: 'client',
      clientSecret,
      webhookSecret: secrets.twitch,
      channels: [{ ...DEMO.twitch.channel, botIsModerator: true }, ...TWITCH_CHANNELS],
      ...options.twitch,
    },
    slack: {
      clientId: 'client',
      clientSecret,
      signingSecret: secrets.slack,
      botToken,
      channels: [DEMO.slack.channel, ...SLACK_CHANNELS],
    },
  });
  const logs: string[] = [];
  const worker = await startLocalWorker({
    bundle,
    port,
    vars: {
      ENVIRONMENT: 'development',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: bridge.url,
      SESSION_SECRET: freshSecret(),
      ENCRYPTION_KEY: secrets.encryption,
      SERVICE_API_KEY: freshSecret(),
      TWITCH_CLIENT_ID: 'client',
      TWITCH_CLIENT_SECRET: clientSecret,
      TWITCH_WEBHOOK_SECRET: secrets.twitch,
      TWITCH_BOT_USER_ID: '1000002',
      SLACK_CLIENT_ID: 'client',
      SLACK_CLIENT_SECRET: clientSecret,
      SLACK_SIGNING_SECRET: secrets.slack,
      ...standIns.vars,
    },
    onLog: (line) => logs.push(line),
  });
  const client = new pg.Pool({ connectionString: postgresUrl, max: 2 });
  const faults = async (plan: { readonly arm?: FaultName; readonly times?: number }) => {
    const response = await fetch(`${worker.url}/_faults`, { method: 'POST', body: JSON.stringify(plan) });
    if (!response.ok) throw new Error(`the fault door answered ${response.status}`);
  };
  return {
    worker,
    twitch: standIns.twitch as TwitchStandIn,
    slack: standIns.slack as SlackStandIn,
    bridge,
    db,
    secrets,
    logs,
    postgresUrl,
    rows: async (text, values) => (await client.query(text, values as unknown[])).rows,
    arm: (arm, times = 1) => faults({ arm, times }),
    disarm: () => faults({}),
    async close() {
      await worker.stop();
      await Promise.all([standIns.stop(), bridge.close(), client.end()]);
    },
  };
}

/** Waits until something holds, looking every 20 ms: for what happens in other processes, whose clocks are not ours. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found as T;
    if (Date.now() > end) throw new Error(`did not happen within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Waits until the whole system is still: no webhook under way and no new line at a stand-in for a while. Only for
 * proving that something does not happen.
 */
export async function quiet(world: World, forMs = 1_500): Promise<void> {
  await Promise.all([world.twitch.idle(), world.slack.idle()]);
  let count = -1;
  let since = Date.now();
  while (Date.now() - since < forMs) {
    const now = world.twitch.sent.length + world.slack.posted.length + world.logs.length;
    if (now !== count) {
      count = now;
      since = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
