import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../db/client.ts';
import { startBridge } from '../db/local/bridge.ts';
import { startPostgres } from '../db/local/postgres.ts';
import { migrate } from '../db/migrate.ts';
import { type StandIns, startStandIns } from '../tests/stand-ins/run.ts';
import { buildWorker, ROOT } from './local/build.ts';
import { startTicker } from './local/cron-ticker.ts';
import { connectDemoSlack, seedDemo } from './local/demo.ts';
import { choosePort, isFree } from './local/ports.ts';
import { DATA, forgetRun, isAlive, isWaddleBot, readRun, writeRun } from './local/run-file.ts';
import { freshSecret, localVars, type Vars } from './local/vars.ts';
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
];

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
async function startMissingPlatforms(
  vars: Vars,
  publicUrl: string,
): Promise<{ readonly standIns: StandIns; readonly vars: Vars; readonly slackToken?: string }> {
  const twitchIsReal = Boolean(vars.TWITCH_CLIENT_SECRET);
  const slackIsReal = Boolean(vars.SLACK_SIGNING_SECRET);
  const twitch = { clientId: 'stand-in', clientSecret: freshSecret(), webhookSecret: freshSecret() };
  const slack = {
    clientId: 'stand-in',
    clientSecret: freshSecret(),
    signingSecret: freshSecret(),
    botToken: `xoxb-${freshSecret()}`,
  };
  const standIns = started(
    'stand-ins',
    await startStandIns({ publicUrl, ...(twitchIsReal ? {} : { twitch }), ...(slackIsReal ? {} : { slack }) }),
    (s) => s.stop(),
  );
  return {
    standIns,
    ...(slackIsReal ? {} : { slackToken: slack.botToken }),
    vars: {
      ...standIns.vars,
      ...(twitchIsReal
        ? {}
        : {
            TWITCH_CLIENT_ID: twitch.clientId,
            TWITCH_CLIENT_SECRET: twitch.clientSecret,
            TWITCH_WEBHOOK_SECRET: twitch.webhookSecret,
            TWITCH_BOT_USER_ID: '1000002',
          }),
      ...(slackIsReal
        ? {}
        : {
            SLACK_CLIENT_ID: slack.clientId,
            SLACK_CLIENT_SECRET: slack.clientSecret,
            SLACK_SIGNING_SECRET: slack.signingSecret,
          }),
    },
  };
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { empty: { type: 'boolean', default: false } } });
  await meetEarlierRun();
  const port = await choosePort(process.env.PORT, 8787);
  const publicUrl = `http://127.0.0.1:${port}`;

  const [database, bundle, own] = await Promise.all([startDatabase(), buildWorker(), localVars(VARS)]);
  const applied = await migrate({ url: database.directUrl, folder: path.join(ROOT, 'db/migrations') });
  const db = openDatabase(database.workerUrl, () => {}, Date.now);
  const seeded = !values.empty && (await seedDemo(db));
  const platforms = await startMissingPlatforms(own, publicUrl);
  if (platforms.slackToken) await connectDemoSlack(db, own.ENCRYPTION_KEY as string, platforms.slackToken);

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
        ...platforms.vars,
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

  const { twitch, slack } = platforms.standIns;
  await writeRun({
    pid: process.pid,
    url: worker.url,
    standIns: { ...(twitch ? { twitch: twitch.url } : {}), ...(slack ? { slack: slack.url } : {}) },
    children: await workerdChildren(),
  });
  running.unshift({ what: 'run file', stop: forgetRun });

  const platform = (name: string, standIn: unknown) =>
    `  ${name.padEnd(8)} ${standIn ? 'stand-in (no secrets given)' : 'real'}`;
  console.log(
    [
      '',
      `WaddleBot runs at ${worker.url}`,
      `  database ${database.what}${applied.length > 0 ? `, ${applied.length} migrations applied` : ''}${seeded ? ', demo community made' : ''}`,
      platform('Twitch', twitch),
      platform('Slack', slack),
      '',
      'Try it in another terminal:   npm run chat',
      'and type:                     !help',
      '',
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
