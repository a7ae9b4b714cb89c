import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries } from './binaries.ts';
import { type Home, openHome, readPassword } from './home.ts';
import { isPostgres, readPostmaster } from './postmaster.ts';

export interface PostgresOptions {
  /** The folder everything of this database is kept in; made when missing. */
  dataDir: string;
  /** Made once and kept in the folder when not given. */
  password?: string;
  /** The last one used, else any free one, when not given. */
  port?: number;
  /** Trades durability for speed: for data that a test throws away. Such a server dies with this process. */
  throwaway?: boolean;
  log?: (line: string) => void;
}

export interface Postgres {
  /** `postgres://waddlebot:<password>@127.0.0.1:<port>/waddlebot` */
  url: string;
  port: number;
  /** True when a server left behind by an earlier process was taken over instead of starting one. */
  adopted: boolean;
  /** Ends the server: its clients are cut, its data is flushed. Safe to call twice. */
  stop(): Promise<void>;
}

const NAME = 'waddlebot';
const PATIENCE_MS = 60_000;
const POLL_MS = 50;

/**
 * Runs a real PostgreSQL 18 on 127.0.0.1 from the binaries in node_modules, or takes over the one that already runs
 * on this folder. The server outlives a killed process of ours; the next start finds it.
 *
 * @throws Error with the last lines of the server's log when it does not come up within 60 seconds.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const log = options.log ?? (() => {});
  const home = await openHome(options.dataDir, log);
  const binaries = await findBinaries(home.runAs);
  const password = options.password ?? (await readPassword(home));
  await createCluster(home, binaries, password, options.throwaway === true);

  const deadline = Date.now() + PATIENCE_MS;
  let { port, adopted } = await adoptOrStart(home, binaries, options, deadline);
  for (;;) {
    const state = await probe(port, password);
    if (state === 'ready') break;
    if (Date.now() > deadline) throw await startFailure(home, 'PostgreSQL did not answer within 60 seconds');
    // A server that was shutting down when we met it makes room for a new one; ours must not die like that.
    if ((await readPostmaster(home.cluster)) === undefined) {
      if (!adopted) throw await startFailure(home, 'PostgreSQL ended while starting');
      ({ port, adopted } = await adoptOrStart(home, binaries, options, deadline));
    }
    await delay(POLL_MS);
  }
  await saveOwned(home, home.portFile, `${port}\n`);
  log(`PostgreSQL ${adopted ? 'was already running' : 'runs'} on 127.0.0.1:${port}, its log is ${home.logFile}`);
  return {
    url: `postgres://${NAME}:${encodeURIComponent(password)}@127.0.0.1:${port}/${NAME}`,
    port,
    adopted,
    stop: () => stopServer(home, binaries),
  };
}
