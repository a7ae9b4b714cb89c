import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../db/client.ts';
import { startBridge } from '../db/local/bridge.ts';
import { startPostgres } from '../db/local/postgres.ts';
import { migrate } from '../db/migrate.ts';
import { type Credentials, freshCredentials, type StandIns, startStandIns } from '../tests/stand-ins/run.ts';
import { registerCommands } from './discord-register.ts';
import { buildWorker, ROOT } from './local/build.ts';
import { startTicker } from './local/cron-ticker.ts';
import { connectDemo, openDemoBroadcast, seedDemo } from './local/demo.ts';
import { askOwnerLink } from './local/owner-link.ts';
import { choosePort, isFree } from './local/ports.ts';
import { DATA, forgetRun, isAlive, isWaddleBot, readRun, writeRun } from './local/run-file.ts';
import { fetchScalar } from './local/scalar.ts';
import { localVars, type Vars } from './local/vars.ts';
import { startLocalWorker } from './local/workerd.ts';

const VARS = [
  'PUBLIC_URL',
  'SESSION_SECRET',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEY_PREVIOUS',
  'SERVICE_API_KEY',
  'FETCH_ALLOW_HOSTS',
  'TWITCH_CLIENT_ID',
  'TWITCH_CLIENT_SECRET',
  'TWITCH_WEBHOOK_SECRET',
  'TWITCH_BOT_USER_ID',
  'TWITCH_API_URL',
  'TWITCH_AUTH_URL',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_SIGNING_SECRET',
  'SLACK_API_URL',
  'SLACK_AUTH_URL',
  'DISCORD_APPLICATION_ID',
  'DISCORD_PUBLIC_KEY',
  'DISCORD_BOT_TOKEN',
  'DISCORD_CLIENT_SECRET',
  'DISCORD_API_URL',
  'DISCORD_AUTH_URL',
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'GOOGLE_AUTH_URL',
  'GOOGLE_TOKEN_URL',
  'YOUTUBE_WEBHOOK_SECRET',
  'YOUTUBE_UNITS_PER_DAY',
  'YOUTUBE_API_URL',
  'YOUTUBE_HUB_URL',
  'KICK_CLIENT_ID',
  'KICK_CLIENT_SECRET',
  'KICK_PUBLIC_KEY',
  'KICK_API_URL',
  'KICK_AUTH_URL',
];

/** The secret without which a platform cannot be the real one. */
const REAL_BY = {
  twitch: 'TWITCH_CLIENT_SECRET',
  discord: 'DISCORD_BOT_TOKEN',
  slack: 'SLACK_SIGNING_SECRET',
  kick: 'KICK_CLIENT_SECRET',
  youtube: 'GOOGLE_CLIENT_SECRET',
} as const;
const TITLES = { twitch: 'Twitch', discord: 'Discord', slack: 'Slack', kick: 'Kick', youtube: 'YouTube' } as const;
const NAMES = Object.keys(REAL_BY) as (keyof typeof REAL_BY)[];

/** What was started, newest first: ended in that order, however the start ends. */
const running: { readonly what: string; readonly stop: () => Promise<unknown> }[] = [];
const started = <T>(what: string, thing: T, stop: (thing: T) => Promise<unknown>): T => {
  running.unshift({ what, stop: () => stop(thing) });
  return thing;
};

let stopping = false;
async function stopAll(code: number): Promise<never> {
  if (stopping) process.exit(1);
  stopping = true;
  for (const { what, stop } of running) {
    await Promise.race([stop(), new Promise((resolve) => setTimeout(resolve, 15_000).unref())]).catch(
      (error: unknown) => console.error(`${what} did not stop well: ${error instanceof Error ? error.message : error}`),
    );
  }
  process.exit(code);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether a process is still a start of ours: after a crash its number may belong to somebody else. */
const isOurs = async (pid: number): Promise<boolean> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('start.ts');

/** An earlier start of this folder: alive, it is left alone; killed, what it left running is ended. */
async function meetEarlierRun(): Promise<void> {
  const earlier = await readRun();
  if (!earlier) return;
  if (isAlive(earlier.pid) && (await isWaddleBot(earlier.url))) {
    console.log(
      `WaddleBot is running already at ${earlier.url} (process ${earlier.pid}). Stop that one with Ctrl-C first.`,
    );
    process.exit(0);
  }
  // It may be on its way out, with the database still in its hands.
  for (let i = 0; i < 200 && isAlive(earlier.pid) && (await isOurs(earlier.pid)); i++) await pause(100);
  for (const pid of earlier.children) {
    // Only what is still ours: a number may belong to somebody else by now.
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes('workerd')) process.kill(pid, 'SIGKILL');
  }
  // The system takes a moment to give the port back.
  const port = Number(new URL(earlier.url).port);
  for (let i = 0; i < 30 && !(await isFree(port)); i++) await pause(100);
  await forgetRun();
}

/** Our own child processes, where the system tells. */
async function workerdChildren(): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? [];
    if (name?.includes('workerd') && Number(parent) === process.pid) found.push(pid);
  }
  return found;
}

/** The database: the one that DATABASE_URL names, or the embedded one. Returns what the Worker connects to. */
async function startDatabase(): Promise<{
  readonly workerUrl: string;
  readonly directUrl: string;
  readonly what: string;
}> {
  const given = process.env.DATABASE_URL;
  if (given) {
    const host = new URL(given).hostname;
    const direct = process.env.DATABASE_DIRECT_URL ?? given;
    if (host.endsWith('.neon.tech')) return { workerUrl: given, directUrl: direct, what: `Neon at ${host}` };
    const bridge = started('bridge', await startBridge({ upstream: given }), (b) => b.close());
    return { workerUrl: bridge.url, directUrl: direct, what: `PostgreSQL at ${host}` };
  }
  const postgres = started('PostgreSQL', await startPostgres({ dataDir: path.join(DATA, 'postgres') }), (p) =>
    p.stop(),
  );
  const bridge = started('bridge', await startBridge({ upstream: postgres.url }), (b) => b.close());
  return { workerUrl: bridge.url, directUrl: postgres.url, what: 'the embedded PostgreSQL (kept in .data)' };
}

/** A name for a database's contents: what objects remember of one means nothing to another. */
async function identityOf(db: Database): Promise<string> {
  const { rows } = await db.run('database.identity', (d) =>
    d.execute<{ born: string }>(sql`select min(applied_at)::text as born from schema_migrations`),
  );
  return createHash('sha256').update(String(rows[0]?.born)).digest('hex').slice(0, 16);
}

/** Platforms without real secrets are served by their stand-ins. */
async function startMissingPlatforms(vars: Vars, publicUrl: string, credentials: Credentials): Promise<StandIns> {
  const { twitch, discord, slack, kick, youtube } = credentials;
  const missing = (name: keyof typeof REAL_BY) => !vars[REAL_BY[name]];
  return started(
    'stand-ins',
    await startStandIns({
      publicUrl,
      ...(missing('twitch') ? { twitch } : {}),
      ...(missing('discord') ? { discord } : {}),
      ...(missing('slack') ? { slack } : {}),
      ...(missing('kick') ? { kick } : {}),
      ...(missing('youtube') ? { youtube } : {}),
    }),
    (s) => s.stop(),
  );
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
  await meetEarlierRun();
  const port = await choosePort(process.env.PORT, 8787);
  const publicUrl = `http://127.0.0.1:${port}`;

  const [database, bundle, own, noScalar] = await Promise.all([
    startDatabase(),
    buildWorker(),
    localVars(VARS),
    fetchScalar(),
  ]);
  const applied = await migrate({ url: database.directUrl, folder: path.join(ROOT, 'db/migrations') });
  const db = openDatabase(database.workerUrl, () => {}, Date.now);
  const seeded = !values.empty && (await seedDemo(db));
  const credentials = freshCredentials();
  const standIns = await startMissingPlatforms(own, publicUrl, credentials);
  await connectDemo(db, own.ENCRYPTION_KEY as string, credentials, standIns);

  const worker = started(
    'Worker',
    await startLocalWorker({
      bundle,
      port,
      pages: true,
      persistTo: path.join(DATA, 'objects', await identityOf(db)),
      vars: {
        PUBLIC_URL: publicUrl,
        ...own,
        ...standIns.vars,
        DATABASE_URL: database.workerUrl,
        ENVIRONMENT: 'development',
      },
      onLog: (line) => {
        if (/"level":"(warn|error)"/.test(line)) console.error(line);
      },
    }),
    (w) => w.stop(),
  );
  takeSignals();
  const ticker = started('cron ticker', startTicker(worker), (t) => t.stop());
  ticker.tick();

  const { youtube } = standIns;
  if (youtube && !values.empty) await openDemoBroadcast(db, youtube, credentials.youtube.webhookSecret, worker.url);
  if (standIns.discord) await registerCommands({ ...own, ...standIns.vars });
  await writeRun({
    pid: process.pid,
    url: worker.url,
    databaseUrl: database.workerUrl,
    vars: standIns.vars,
    standIns: Object.fromEntries(NAMES.flatMap((name) => (standIns[name] ? [[name, standIns[name].url]] : []))),
    children: await workerdChildren(),
  });
  running.unshift({ what: 'run file', stop: forgetRun });
  // A link is a help, and no reason not to start.
  const ownerLink = await askOwnerLink({ url: worker.url, serviceKey: own.SERVICE_API_KEY as string }).catch(
    () => null,
  );

  const platform = (name: keyof typeof REAL_BY) =>
    `  ${TITLES[name].padEnd(8)} ${standIns[name] ? 'stand-in (no secrets given)' : 'real'}`;
  console.log(
    [
      '',
      `WaddleBot runs at ${worker.url}`,
      `  database ${database.what}${applied.length > 0 ? `, ${applied.length} migrations applied` : ''}${seeded ? ', demo community made' : ''}`,
      ...NAMES.map(platform),
      `  hub      ${worker.url}/hub`,
      `  API      ${worker.url}/docs${noScalar === null ? '' : ` (without its page: ${noScalar})`}`,
      '',
      'Try it in another terminal:   npm run chat',
      'and type:                     !help',
      '',
      ...(ownerLink
        ? [
            `Nobody runs it yet. Whoever opens this link within 15 minutes does: ${ownerLink.url}`,
            'Later: npm run owner:link',
            '',
          ]
        : []),
      'Over http, cookies are not marked Secure and their names are plain: for this machine and a LAN alone.',
      'Ctrl-C stops it; what it stored stays.',
    ].join('\n'),
  );
}

/** Miniflare ends the process at the first signal, before anything of ours could be ended in order. */
function takeSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.on(signal, () => void stopAll(0));
  }
}

takeSignals();
try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stopAll(1);
}
