import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries } from './binaries.ts';
import { exists, type Home, openHome, readPassword } from './home.ts';
import { choosePort } from './port.ts';
import { findPostmaster } from './postmaster.ts';

export interface PostgresOptions {
  /** The folder that keeps everything of this database; made when missing. */
  dataDir: string;
  /** Made once and kept in the folder when not given. */
  password?: string;
  /** When not given: the port of last time, else any free one. */
  port?: number;
  /** Trades durability for speed, for data that a test throws away. Such a server dies with this process. */
  throwaway?: boolean;
  log?: (line: string) => void;
}

export interface Postgres {
  /** `postgres://waddlebot:<password>@127.0.0.1:<port>/waddlebot` */
  url: string;
  port: number;
  /** True when a server that an earlier process left behind was taken over. */
  adopted: boolean;
  /** Cuts the clients, flushes the data and ends the server. Safe to call twice. */
  stop(): Promise<void>;
}

/** A server that is on its way up (or, when adopted, possibly on its way down). */
interface Candidate {
  port: number;
  adopted: boolean;
  isAlive(): Promise<boolean>;
  isStopping(): Promise<boolean>;
}

const NAME = 'waddlebot';
const START_LIMIT_MS = 60_000;
const POLL_MS = 50;
const LOG_LIMIT_BYTES = 10_000_000;
const PASSING_TROUBLE = /pre-existing shared memory block|could not bind IPv4|lock file "postmaster.pid"/;

/**
 * Runs a real PostgreSQL 18 on 127.0.0.1 from the binaries in node_modules, or takes over the one that already runs
 * on this folder: the server outlives a killed process of ours, and the next start finds it.
 *
 * @throws Error with the last lines of the server's log when it is not up within 60 seconds.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => {});
  const home = await openHome(options.dataDir, log);
  const binaries = await findBinaries(home.runAs);
  const password = options.password ?? (await readPassword(home));
  await createCluster(home, binaries, password, options.throwaway === true);
  const { port, adopted } = await bringUp(home, binaries, password, options);
  await writeFile(home.portFile, `${port}\n`);
  if (home.runAs) await chown(home.portFile, home.runAs.uid, home.runAs.gid);
  log(`PostgreSQL ${adopted ? 'was already running' : 'runs'} on 127.0.0.1:${port}; its log is ${home.logFile}`);
  return {
    url: urlOf(port, password, NAME),
    port,
    adopted,
    stop: () => stopServer(home, binaries),
  };
}

async function bringUp(home: Home, binaries: Binaries, password: string, options: PostgresOptions): Promise<Candidate> {
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const running = await findPostmaster(home.cluster);
    const candidate = running
      ? {
          port: running.port,
          adopted: true,
          isAlive: async () => (await findPostmaster(home.cluster))?.pid === running.pid,
          isStopping: async () => (await findPostmaster(home.cluster))?.stopping ?? true,
        }
      : await launch(home, binaries, options);
    while (await candidate.isAlive()) {
      if (!(await candidate.isStopping()) && (await answers(candidate.port, password, home))) return candidate;
      if (Date.now() > deadline) throw await startFailure(home, 'did not answer within 60 seconds');
      await delay(POLL_MS);
    }
    // An adopted server that was shutting down makes room; ours may have met another start, or a dying server's memory.
    const worthRetrying = candidate.adopted || PASSING_TROUBLE.test(await lastLines(home, 5));
    if (!worthRetrying || Date.now() > deadline) throw await startFailure(home, 'ended while starting');
    await delay(POLL_MS);
  }
}

async function launch(home: Home, binaries: Binaries, options: PostgresOptions): Promise<Candidate> {
  const port = await choosePort(home.portFile, options.port);
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    shared_buffers: '64MB',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(options.throwaway ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = await run(home, binaries.postgres, ['-D', home.cluster, ...flags]);
  server.unref();
  if (options.throwaway) {
    const end = () => server.kill('SIGQUIT');
    process.once('exit', end);
    server.once('exit', () => process.off('exit', end));
  }
  return {
    port,
    adopted: false,
    isAlive: async () => server.exitCode === null && server.signalCode === null,
    isStopping: async () => false,
  };
}

/** Whether the server takes our password; makes our database on the first answer. */
async function answers(port: number, password: string, home: Home): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(port, password, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`);
    return true;
  } catch (error) {
    if ((error as pg.DatabaseError).code !== '28P01') return false;
    throw new Error(
      `PostgreSQL on ${home.cluster} does not take the password; the one it was made with belongs in ${home.passwordFile}`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}

async function createCluster(home: Home, binaries: Binaries, password: string, throwaway: boolean): Promise<void> {
  if (await exists(home.cluster)) return;
  // Made beside and renamed, so that a first start cut short is never taken for a database.
  const draft = `${home.cluster}.${process.pid}`;
  const secret = `${draft}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(secret, password, { mode: 0o600 });
  if (home.runAs) await Promise.all([draft, secret].map((path) => chown(path, home.runAs!.uid, home.runAs!.gid)));
  const initdb = await run(home, binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${NAME}`,
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
    ...(throwaway ? ['--no-sync'] : []),
  ]);
  await ended(initdb);
  await rm(secret, { force: true });
  if (initdb.exitCode !== 0) {
    await rm(draft, { recursive: true, force: true });
    throw await startFailure(home, `could not make a database in ${home.folder}`);
  }
  await rename(draft, home.cluster).catch(async (error) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(home.cluster))) throw error;
  });
}

/** Ends this very server, gently first; another that was started on the cluster meanwhile is left alone. */
async function stopServer(home: Home, binaries: Binaries): Promise<void> {
  const running = await findPostmaster(home.cluster);
  if (!running) return;
  for (const { mode, signal, withinMs } of STOPS) {
    // Windows has no signals to speak of: there pg_ctl has its own way to reach the server.
    if (process.platform === 'win32')
      await ended(await run(home, binaries.pgCtl, ['stop', '-W', '-D', home.cluster, '-m', mode]));
    else signalTo(running.pid, signal);
    const deadline = Date.now() + withinMs;
    while (Date.now() < deadline) {
      if ((await findPostmaster(home.cluster))?.pid !== running.pid) return;
      await delay(POLL_MS);
    }
  }
}

/** PostgreSQL: fast shutdown by SIGINT, immediate by SIGQUIT. */
const STOPS = [
  { mode: 'fast', signal: 'SIGINT', withinMs: 30_000 },
  { mode: 'immediate', signal: 'SIGQUIT', withinMs: 10_000 },
  { mode: 'immediate', signal: 'SIGKILL', withinMs: 5_000 },
] as const;

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Starts one of PostgreSQL's programs, writing to the log. Detached, because a Ctrl-C in the terminal is meant for us:
 * we end the server in our own order. Without the caller's locale and PG* variables, which would change what it does.
 */
async function run(home: Home, program: string, args: string[]): Promise<ChildProcess> {
  const size = await stat(home.logFile).then(
    (found) => found.size,
    () => 0,
  );
  const log = await open(home.logFile, size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600);
  try {
    if (home.runAs) await log.chown(home.runAs.uid, home.runAs.gid);
    const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
    const child = spawn(program, args, {
      ...home.runAs,
      cwd: home.folder,
      env: { ...Object.fromEntries(kept), LC_ALL: 'C' },
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await once(child, 'spawn');
    return child;
  } finally {
    await log.close();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function startFailure(home: Home, what: string): Promise<Error> {
  return new Error(`PostgreSQL ${what}. The last lines of ${home.logFile}:\n${await lastLines(home, 15)}`);
}

async function lastLines(home: Home, count: number): Promise<string> {
  const content = await readFile(home.logFile, 'utf8').catch(() => '');
  return content.trimEnd().split('\n').slice(-count).join('\n');
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${NAME}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}
