import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '../../db/client.ts';
import { type Bridge, startBridge } from '../../db/local/bridge.ts';
import { migrate } from '../../db/migrate.ts';
import { connectDemo, seedDemo } from '../../scripts/local/demo.ts';
import { freshSecret } from '../../scripts/local/vars.ts';
import { type LocalWorker, startLocalWorker } from '../../scripts/local/workerd.ts';
import type { FaultName } from '../../workers/core/faults.ts';
import type { DiscordStandIn } from '../stand-ins/discord.ts';
import type { KickStandIn } from '../stand-ins/kick.ts';
import { DEMO, freshCredentials, type StandInsOptions, startStandIns } from '../stand-ins/run.ts';
import type { SlackStandIn } from '../stand-ins/slack.ts';
import type { TwitchOptions, TwitchStandIn } from '../stand-ins/twitch.ts';
import type { YouTubeStandIn } from '../stand-ins/youtube.ts';
import { faultBuild } from './fault-build.ts';
import { freshDatabase } from './fresh-database.ts';
import { ownPort } from './own-port.ts';
import { findSecrets, noteSecret, watchSecrets } from './secrets.ts';

/** The whole system on one machine: PostgreSQL, bridge, Worker in workerd, stand-ins. One a test file. */
export interface World {
  /** The one that runs now. */
  readonly worker: LocalWorker;
  readonly twitch: TwitchStandIn;
  readonly slack: SlackStandIn;
  readonly discord: DiscordStandIn;
  readonly kick: KickStandIn;
  readonly youtube: YouTubeStandIn;
  /** Where the Worker thinks it is reached. */
  readonly publicUrl: string;
  readonly vars: Readonly<Record<string, string>>;
  readonly bridge: Bridge;
  readonly db: Database;
  readonly secrets: {
    readonly twitch: string;
    readonly slack: string;
    readonly youtube: string;
    readonly encryption: string;
    readonly service: string;
    readonly session: string;
  };
  readonly logs: string[];
  readonly postgresUrl: string;
  /** What time it is for the Worker and the platforms, ms since epoch. */
  now(): number;
  /** Lets time pass for all of them at once. */
  advance(ms: number): Promise<void>;
  /** Rows of a query, straight from PostgreSQL. */
  rows<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  arm(name: FaultName, times?: number): Promise<void>;
  disarm(): Promise<void>;
  /** Ends the Worker and starts another, as a deploy does: sockets are cut, memory is gone, stored state stays. */
  deploy(): Promise<void>;
  close(): Promise<void>;
}

/** Rooms take five replies in ten seconds, so journeys that talk a lot do it in several channels of the community. */
export const TWITCH_CHANNELS = Array.from({ length: 24 }, (_, i) => ({
  id: String(1_000_100 + i),
  login: `waddle_${i}`,
  botIsModerator: true,
}));
/** Discord's rooms are text channels of the one demo guild; Kick's are broadcasters. */
export const DISCORD_ROOMS = Array.from({ length: 48 }, (_, i) => ({
  id: String(2_000_000_000_000_000_100n + BigInt(i)),
  name: `room-${i}`,
}));
export const KICK_CHANNELS = Array.from({ length: 12 }, (_, i) => ({
  id: String(3_000_100 + i),
  login: `waddle_kick_${i}`,
}));
export const SLACK_CHANNELS = Array.from({ length: 12 }, (_, i) => ({ id: `C${i}ROOM`, name: `room-${i}` }));

async function addChannels(postgresUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(
    `insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator)
     select gen_random_uuid(), c.id, 'twitch', v.id, v.login, true
     from communities c, unnest($1::text[], $2::text[]) as v (id, login)`,
    [TWITCH_CHANNELS.map(({ id }) => id), TWITCH_CHANNELS.map(({ login }) => login)],
  );
  await client.query(
    `insert into channels (id, community_id, platform, platform_id, login, bot_account)
     select gen_random_uuid(), c.id, 'kick', v.id, v.login, $3
     from communities c, unnest($1::text[], $2::text[]) as v (id, login)`,
    [KICK_CHANNELS.map(({ id }) => id), KICK_CHANNELS.map(({ login }) => login), DEMO.kick.bot.id],
  );
  await client.end();
}

export interface WorldOptions {
  readonly twitch?: Partial<TwitchOptions>;
  readonly slack?: Partial<StandInsOptions['slack']>;
  readonly discord?: Partial<StandInsOptions['discord']>;
  readonly kick?: Partial<StandInsOptions['kick']>;
  readonly youtube?: Partial<StandInsOptions['youtube']>;
  /** Whether a second Worker runs beside the first, with the same objects. */
  readonly twin?: boolean;
  /** Whether the hub's pages are served, too. */
  readonly pages?: boolean;
  /** Whether no community is there, as after `npm start -- --empty`. */
  readonly empty?: boolean;
  /** Where objects keep their state, for journeys that end the Worker and start another. */
  readonly persistTo?: string;
  readonly vars?: Readonly<Record<string, string>> | ((secrets: World['secrets']) => Readonly<Record<string, string>>);
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const [postgresUrl, bundle] = await Promise.all([freshDatabase(), faultBuild()]);
  await migrate({ url: postgresUrl, folder: 'db/migrations' });
  const bridge = await startBridge({ upstream: postgresUrl });
  const db = openDatabase(bridge.url, () => {}, Date.now);
  if (!options.empty) {
    await seedDemo(db);
    await addChannels(postgresUrl);
  }
  const credentials = freshCredentials();
  watchSecrets();
  for (const each of Object.values(credentials))
    for (const [name, value] of Object.entries(each))
      if (typeof value === 'string' && name !== 'clientId') noteSecret(name, value);
  const folder = options.persistTo ?? (await mkdtemp(path.join(tmpdir(), 'waddlebot-world-')));

  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const port = await ownPort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const standIns = await startStandIns({
    publicUrl,
    twitch: {
      ...credentials.twitch,
      now,
      channels: [{ ...DEMO.twitch.channel, botIsModerator: true }, ...TWITCH_CHANNELS],
      ...options.twitch,
    },
    slack: { ...credentials.slack, now, channels: [DEMO.slack.channel, ...SLACK_CHANNELS], ...options.slack },
    discord: {
      ...credentials.discord,
      now,
      guilds: [{ ...DEMO.discord.guild, channels: [DEMO.discord.channel, ...DISCORD_ROOMS] }],
      ...options.discord,
    },
    kick: { ...credentials.kick, now, channels: [DEMO.kick.channel, ...KICK_CHANNELS], ...options.kick },
    youtube: { ...credentials.youtube, now, ...options.youtube },
  });
  const secrets = {
    twitch: credentials.twitch.webhookSecret,
    slack: credentials.slack.signingSecret,
    youtube: credentials.youtube.webhookSecret,
    encryption: freshSecret(),
    service: freshSecret(),
    session: freshSecret(),
  };
  for (const [name, value] of Object.entries(secrets)) noteSecret(`secret ${name}`, value);
  await connectDemo(db, secrets.encryption, credentials, standIns);
  const logs: string[] = [];
  const startWorker = () =>
    startLocalWorker({
      bundle,
      port,
      persistTo: folder,
      ...(options.twin ? { twin: true } : {}),
      ...(options.pages ? { pages: true } : {}),
      vars: {
        ENVIRONMENT: 'development',
        PUBLIC_URL: publicUrl,
        DATABASE_URL: bridge.url,
        SESSION_SECRET: secrets.session,
        ENCRYPTION_KEY: secrets.encryption,
        SERVICE_API_KEY: secrets.service,
        ...standIns.vars,
        ...(typeof options.vars === 'function' ? options.vars(secrets) : options.vars),
      },
      onLog: (line) => logs.push(line),
    });
  let worker = await startWorker();
  const client = new pg.Pool({ connectionString: postgresUrl, max: 2 });
  const faults = async (
    plan: { readonly arm?: FaultName; readonly times?: number; readonly aheadMs?: number },
    at = worker.url,
  ) => {
    const response = await fetch(`${at}/_faults`, { method: 'POST', body: JSON.stringify(plan) });
    if (!response.ok) throw new Error(`the fault door answered ${response.status}`);
  };
  const setClocks = async () => {
    const { url, twinUrl } = worker;
    await Promise.all([faults({ aheadMs }, url), twinUrl === undefined ? undefined : faults({ aheadMs }, twinUrl)]);
  };
  return {
    get worker() {
      return worker;
    },
    twitch: standIns.twitch as TwitchStandIn,
    slack: standIns.slack as SlackStandIn,
    discord: standIns.discord as DiscordStandIn,
    kick: standIns.kick as KickStandIn,
    youtube: standIns.youtube as YouTubeStandIn,
    publicUrl,
    vars: standIns.vars,
    async deploy() {
      await worker.stop();
      worker = await startWorker();
      await setClocks();
    },
    now,
    async advance(ms) {
      aheadMs += ms;
      await setClocks();
    },
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
      const found = await findSecrets({ tables: await tablesOf(client), logs, folder });
      await Promise.all([standIns.stop(), bridge.close(), client.end()]);
      if (options.persistTo === undefined) await rm(folder, { recursive: true, force: true });
      if (found.length > 0) throw new Error(`Something secret lies in clear:\n  ${found.join('\n  ')}`);
    },
  };
}

/** Everything that is stored, as text. */
async function tablesOf(client: pg.Pool): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const texts: Record<string, string> = {};
  for (const { name } of rows) {
    const all = await client.query<{ text: string | null }>(
      `select string_agg(to_jsonb(t)::text, chr(10)) as text from "${name}" t`,
    );
    texts[name] = all.rows[0]?.text ?? '';
  }
  return texts;
}

/**
 * Waits until something holds: for what happens in other processes, whose clocks are not ours. Each look is work, too, so the
 * longer it took the rarer they get.
 * @param leastMs between two looks
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 30_000,
  leastMs = 20,
): Promise<T> {
  const since = Date.now();
  for (;;) {
    const found = await look();
    if (found) return found as T;
    if (Date.now() > since + withinMs) throw new Error(`did not happen within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, Math.max(leastMs, Math.min(250, (Date.now() - since) / 10))));
  }
}

/** Waits until chats on YouTube are read: what was said before their first page is history, and is not answered. */
export const chatsAreRead = (world: World, videoIds: readonly string[]): Promise<boolean> =>
  until('the chats are read', () => videoIds.every((id) => world.youtube.live(id).followed > 0), 60_000);

/**
 * Waits until the whole system is still: no webhook under way and no new line at a stand-in for a while. Only for
 * proving that something does not happen.
 */
export async function quiet(world: World, forMs = 1_500): Promise<void> {
  const { twitch, slack, discord, kick, youtube } = world;
  await Promise.all([twitch, slack, discord, kick, youtube].map((standIn) => standIn.idle()));
  let count = -1;
  let since = Date.now();
  while (Date.now() - since < forMs) {
    const said = [twitch.sent, slack.posted, discord.posted, kick.sent, youtube.sent];
    const now = said.reduce((sum, lines) => sum + lines.length, world.logs.length);
    if (now !== count) {
      count = now;
      since = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
