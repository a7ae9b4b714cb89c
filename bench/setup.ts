import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase } from '../db/client.ts';
import { startBridge } from '../db/local/bridge.ts';
import { startPostgres } from '../db/local/postgres.ts';
import { migrate } from '../db/migrate.ts';
import { ROOT } from '../scripts/local/build.ts';
import { storeToken } from '../workers/router/installations.ts';

/** What ends again when the bench does, last opened first, also on Ctrl-C. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = [];
  #done: Promise<void> | undefined;

  add(step: () => unknown): void {
    // What was still starting when the end came ends at once.
    if (this.#done) void Promise.resolve(step()).catch(() => {});
    else this.#steps.push(step);
  }

  run(): Promise<void> {
    this.#done ??= this.#run();
    return this.#done;
  }

  async #run(): Promise<void> {
    for (const step of this.#steps.reverse()) {
      try {
        await step();
      } catch (error) {
        console.error(`cleaning up: ${error}`);
      }
    }
  }
}

export const BENCH = {
  team: 'T0BENCH',
  botUserId: '1000002',
  /** Ids of the linked Twitch channels, from here on. */
  firstChannel: 20_000_000,
} as const;

const secret = (): string => randomBytes(32).toString('hex');

/** Everything the Worker needs that is secret, fresh for this run. */
export const freshSecrets = () => ({
  PUBLIC_URL: 'https://waddlebot.example',
  SESSION_SECRET: secret(),
  ENCRYPTION_KEY: secret(),
  TWITCH_CLIENT_ID: 'bench',
  TWITCH_CLIENT_SECRET: secret(),
  TWITCH_WEBHOOK_SECRET: secret(),
  TWITCH_BOT_USER_ID: BENCH.botUserId,
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: secret(),
  SLACK_SIGNING_SECRET: secret(),
  // Miniflare also reads a developer's .dev.vars; nothing of it may count here.
  ENVIRONMENT: 'production',
  ENCRYPTION_KEY_PREVIOUS: '',
  SERVICE_API_KEY: '',
  FETCH_ALLOW_HOSTS: '',
  ALLOW_UPSTREAM_OVERRIDE: '',
  TWITCH_API_URL: '',
  TWITCH_AUTH_URL: '',
  SLACK_API_URL: '',
  SLACK_AUTH_URL: '',
});

/** A folder of this run, gone with it even when it is killed in the middle. */
export async function temporaryFolder(cleanup: Cleanup): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  cleanup.add(remove);
  return folder;
}

interface BenchDatabase {
  /** Over TCP. */
  readonly direct: string;
  /** Behind the bridge, as a Worker gets it. */
  readonly bridged: string;
}

/**
 * A throwaway PostgreSQL with one community, `twitchChannels` linked channels where the bot moderates, and a connected
 * Slack workspace.
 */
export async function startDatabase(
  cleanup: Cleanup,
  encryptionKey: string,
  twitchChannels: number,
): Promise<BenchDatabase> {
  const postgres = await startPostgres({ dataDir: await temporaryFolder(cleanup), throwaway: true });
  cleanup.add(() => postgres.stop());
  await migrate({ url: postgres.url, folder: path.join(ROOT, 'db/migrations') });
  const bridge = await startBridge({ upstream: postgres.url });
  cleanup.add(() => bridge.close());

  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      "insert into communities (id, slug, name) values (gen_random_uuid(), 'bench', 'Bench') returning id",
    );
    const link = `insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator)`;
    await client.query(
      `${link} select gen_random_uuid(), $1, 'twitch', ($2::int + n)::text, 'bench_' || n, true
       from generate_series(0, $3::int - 1) as n`,
      [rows[0]?.id, BENCH.firstChannel, twitchChannels],
    );
    await client.query(`${link} values (gen_random_uuid(), $1, 'slack', $2, 'bench', false)`, [
      rows[0]?.id,
      BENCH.team,
    ]);
  } finally {
    await client.end();
  }
  const access = { token: `xoxb-${secret()}`, expiresAt: null };
  const db = openDatabase(bridge.url, () => {}, Date.now);
  await storeToken(db, { current: encryptionKey }, 'slack', BENCH.team, { access });
  return { direct: postgres.url, bridged: bridge.url };
}

/** A port that was free just now, for servers whose address has to be known before they run. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
