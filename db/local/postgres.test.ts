import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Postgres, startPostgres } from './postgres.ts';
import { findPostmaster } from './postmaster.ts';

const isRoot = process.getuid?.() === 0;
let template: string;
let dataDir: string;
let started: Postgres[];

// Making a database takes a second or two; a copy of one made earlier is as good for every test but those of a first start.
beforeAll(async () => {
  template = await newFolder();
  await (await startPostgres({ dataDir: template, throwaway: true })).stop();
});
afterAll(() => rm(template, { recursive: true, force: true }));

beforeEach(async () => {
  dataDir = await newFolder();
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((postgres) => postgres.stop()));
  await rm(dataDir, { recursive: true, force: true });
});

function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'waddlebot-postgres-'));
}

async function useTemplate(): Promise<void> {
  for (const name of ['cluster', 'password']) {
    await cp(join(template, name), join(dataDir, name), { recursive: true });
  }
}

async function start(options: { port?: number; password?: string } = {}): Promise<Postgres> {
  const postgres = await startPostgres({ dataDir, ...options });
  started.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the database from another process, with nothing in its environment, and gives that process. */
async function startElsewhere() {
  const program = `
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'postgres.ts'))};
    const { url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, url };
}

async function postmasterPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8'), 10);
}

describe('a first start', () => {
  it('makes a UTF-8 database that sorts by code point and keeps what it is told, durably', async () => {
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    expect(url).toMatch(/^postgres:\/\/waddlebot:[\w-]{43}@127\.0\.0\.1:\d+\/waddlebot$/);
    const [row] = await query(
      url,
      `SELECT current_setting('server_encoding') AS encoding, datlocprovider AS provider, datlocale AS locale,
         current_setting('fsync') AS fsync, current_setting('server_version_num')::int / 10000 AS version, upper('ß ä') AS upper
       FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toEqual({ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', fsync: 'on', version: 18, upper: 'ß Ä' });
  });

  it('gives two first starts at once the same server', async () => {
    const [one, other] = await Promise.all([startElsewhere(), startElsewhere()]);
    expect(one.url).toBe(other.url);
    for (const { child } of [one, other]) child.kill('SIGKILL');
    expect((await start()).adopted).toBe(true);
  });

  it('lets nobody else read the password, and leaves nothing half-made behind', async () => {
    expect((await stat(join(template, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(template, 'cluster'))).mode & 0o777).toBe(0o700);
    expect((await readdir(template)).sort()).toEqual(['cluster', 'password', 'port', 'postgres.log']);
  });
});

describe('a later start', () => {
  beforeEach(useTemplate);

  it('keeps data, port and password from one start to the next', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE ducks AS SELECT 1 AS id');
    await first.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    const second = await start();
    expect(second).toMatchObject({ url: first.url, adopted: false });
    expect(await query(second.url, 'SELECT * FROM ducks')).toEqual([{ id: 1 }]);
  });

  it('moves to another port when its own was taken meanwhile', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    await expect(start({ port: first.port })).rejects.toThrow(`Port ${first.port} on 127.0.0.1 is taken`);
    expect((await start()).port).not.toBe(first.port);
    squatter.close();
  });

  it('takes over a server whose process was killed, though that had an empty environment', async () => {
    const { child, url } = await startElsewhere();
    await query(url, 'CREATE TABLE ducks AS SELECT 1 AS id');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const adopted = await start();
    expect(adopted).toMatchObject({ url, adopted: true });
    expect(await query(adopted.url, 'SELECT * FROM ducks')).toEqual([{ id: 1 }]);
    await adopted.stop();
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('recovers what was committed when the server itself was killed', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE ducks AS SELECT 1 AS id');
    process.kill(await postmasterPid(), 'SIGKILL');
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT * FROM ducks')).toEqual([{ id: 1 }]);
  });

  it('starts though the lock file of a crash names a number that another program has by now', async () => {
    const first = await start();
    const lock = join(dataDir, 'cluster', 'postmaster.pid');
    const content = await readFile(lock, 'utf8');
    await first.stop();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(bystander, 'spawn');
    await writeFile(lock, content.replace(/^\d+/, String(bystander.pid)));
    if (isRoot) await chown(lock, 65_534, 65_534);
    const second = await start();
    expect(second.adopted).toBe(false);
    bystander.kill();
  });

  it('waits for a server that is shutting down and then starts its own', async () => {
    const first = await start();
    const stopping = first.stop();
    // Until then it is any running server, and a start rightly takes it up.
    await expect
      .poll(async () => (await findPostmaster(join(dataDir, 'cluster')))?.stopping ?? true, {
        interval: 1,
        timeout: 10_000,
      })
      .toBe(true);
    const second = await start();
    await stopping;
    const [row] = await query(second.url, 'SELECT 1 AS alive');
    expect(row).toEqual({ alive: 1 });
  });

  it('says so when it is given another password than the database was made with', async () => {
    await start();
    await expect(startPostgres({ dataDir, password: 'guess' })).rejects.toThrow('does not take the password');
  });

  it('tells the last lines of the log when the server cannot start', async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '12\n');
    await expect(start()).rejects.toThrow(/database files are incompatible with server/);
  });

  it.runIf(isRoot)('runs as an unprivileged user when started by root', async () => {
    const { url } = await start();
    expect((await stat(join(dataDir, 'cluster'))).uid).toBe(65_534);
    expect(await query(url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    if (process.platform === 'linux') {
      const status = await readFile(`/proc/${await postmasterPid()}/status`, 'utf8');
      expect(status).toMatch(/^Uid:\s+65534\s+65534/m);
      expect(status).toMatch(/^Groups:\s*$/m);
    }
  });
});
