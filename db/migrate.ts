import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import pg from 'pg';

export interface MigrateOptions {
  /** `postgres://…` of the database itself: the bridge of the embedded database speaks HTTP only. */
  url: string;
  /** The folder of `NNNN_name.sql` files, as drizzle-kit writes them. */
  folder: string;
  log?: (line: string) => void;
}

export interface MigrationStatus {
  name: string;
  /** `edited`: its file differs from what was applied; `missing`: it has no file; `misplaced`: it sorts before an applied one. */
  state: 'applied' | 'pending' | 'edited' | 'missing' | 'misplaced';
}

interface Migration {
  name: string;
  checksum: string;
  statements: string[];
}

const FILE_NAME = /^\d{4}_\w+\.sql$/;
const SEPARATOR = '--> statement-breakpoint';
/** Any number will do, as long as every deployment uses this one. */
const ADVISORY_LOCK = 7_205_759_403;
const CONNECT_LIMIT_MS = 15_000;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS schema_migrations (
  name text PRIMARY KEY,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  duration_ms int NOT NULL
)`;

const REMEDY = {
  edited: 'was edited after it was applied: restore the file and put the change into a new migration',
  missing: 'was applied but its file is gone: restore the file from version control',
  misplaced: 'is new but sorts before one that is applied: give it a number after the last',
} as const;

/**
 * Applies every pending migration in order, each in a transaction of its own. Safe to run twice and from two processes
 * at once: the second waits for the first and finds the work done.
 *
 * @returns the names of the migrations this call applied.
 * @throws Error naming the file (and statement) when one fails, or was edited, removed or misplaced.
 */
export async function migrate({ url, folder, log = () => {} }: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return withClient(url, async (client) => {
    const applied: string[] = [];
    await inLockedTransaction(client, async () => {
      await client.query(CREATE_TABLE);
      refuseUnsound(compare(migrations, await readApplied(client)));
    });
    for (const migration of migrations) {
      const duration = await inLockedTransaction(client, () => apply(client, migration, migrations));
      if (duration === undefined) continue;
      applied.push(migration.name);
      log(`applied ${migration.name} in ${duration} ms`);
    }
    if (applied.length === 0) log('the database is up to date');
    return applied;
  });
}

/** The state of every migration that has a file or was applied, in order. Changes nothing. */
export async function status({ url, folder }: MigrateOptions): Promise<MigrationStatus[]> {
  const migrations = await readMigrations(folder);
  return withClient(url, async (client) => compare(migrations, await readApplied(client)));
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const odd = names.find((name) => !FILE_NAME.test(name));
  if (odd) throw new Error(`${odd} in ${folder} is not named like 0001_name.sql`);
  return Promise.all(
    names.map(async (name) => {
      // Git may check files out with other line ends; that is no edit.
      const content = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      const statements = content.split(SEPARATOR).map((statement) => statement.trim());
      const checksum = createHash('sha256').update(content).digest('hex');
      return { name, checksum, statements: statements.filter((statement) => statement !== '') };
    }),
  );
}

async function readApplied(client: pg.Client): Promise<Map<string, string>> {
  const table = await client.query<{ found: boolean }>(`SELECT to_regclass('schema_migrations') IS NOT NULL AS found`);
  if (!table.rows[0]?.found) return new Map();
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function compare(migrations: Migration[], applied: Map<string, string>): MigrationStatus[] {
  const files = new Set(migrations.map(({ name }) => name));
  const last = [...applied.keys()].sort().at(-1) ?? '';
  const missing = [...applied.keys()].filter((name) => !files.has(name));
  return [
    ...migrations.map(({ name, checksum }): MigrationStatus => {
      const known = applied.get(name);
      if (known === undefined) return { name, state: name < last ? 'misplaced' : 'pending' };
      return { name, state: known === checksum ? 'applied' : 'edited' };
    }),
    ...missing.map((name): MigrationStatus => ({ name, state: 'missing' })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function refuseUnsound(statuses: MigrationStatus[]): void {
  const problems = statuses.flatMap(({ name, state }) =>
    state === 'applied' || state === 'pending' ? [] : [`${name} ${REMEDY[state]}`],
  );
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Applies one migration unless somebody else has by now; gives the milliseconds it took. */
async function apply(client: pg.Client, migration: Migration, all: Migration[]): Promise<number | undefined> {
  const statuses = compare(all, await readApplied(client));
  refuseUnsound(statuses);
  if (statuses.find(({ name }) => name === migration.name)?.state === 'applied') return undefined;

  const started = performance.now();
  for (const [index, statement] of migration.statements.entries()) {
    const where = `${migration.name}, statement ${index + 1} of ${migration.statements.length}`;
    try {
      await client.query(statement);
    } catch (error) {
      throw new Error(`${where}: ${(error as Error).message}\n${excerpt(statement)}`, { cause: error });
    }
    if (client.getTransactionStatus() !== 'T') {
      throw new Error(`${where} ends the transaction; a migration must not contain COMMIT or ROLLBACK`);
    }
  }
  const duration = Math.round(performance.now() - started);
  await client.query('INSERT INTO schema_migrations (name, checksum, duration_ms) VALUES ($1, $2, $3)', [
    migration.name,
    migration.checksum,
    duration,
  ]);
  return duration;
}

/**
 * The lock belongs to the transaction because session locks do not hold on Neon's pooler. Waiting for another deployment
 * may take as long as it needs, and so may a statement; a table lock is given up after 10 s, lest a migration that
 * queues behind a long query stop everything behind itself.
 */
async function inLockedTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    await client.query(`SET LOCAL lock_timeout = '10s'`);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const target = parseTarget(url);
  const client = new pg.Client({ ...target, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw new Error(
      `Cannot connect to database "${target.database}" on ${target.host}:${target.port}: ${reasonOf(error)}. ` +
        'Check that it runs and that DATABASE_URL is right; the embedded database is reached by DATABASE_DIRECT_URL.',
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function parseTarget(url: string) {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new Error('DATABASE_URL is not of the form postgres://user:password@host/database');
  }
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    // Behind Neon's pooler neither the lock nor SET would hold.
    host: hostname.endsWith('.neon.tech') ? hostname.replace(/-pooler(?=\.)/, '') : hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ssl: LOOPBACK_HOSTS.has(hostname) ? false : { rejectUnauthorized: true },
  };
}

/** An address tried over IPv4 and IPv6 fails with two errors and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

function excerpt(statement: string): string {
  return statement.length > 500 ? `${statement.slice(0, 500)}…` : statement;
}

async function readUrl(): Promise<string> {
  const file = await readFile(join(import.meta.dirname, '..', '.dev.vars'), 'utf8').catch(() => '');
  const vars = parseEnv(file);
  const { env } = process;
  const url = env.DATABASE_DIRECT_URL ?? env.DATABASE_URL ?? vars.DATABASE_DIRECT_URL ?? vars.DATABASE_URL;
  if (url) return url;
  throw new Error('Set DATABASE_URL, in the environment or in .dev.vars, to the database to migrate');
}

async function main(command: string | undefined): Promise<void> {
  if (command !== undefined && command !== 'status') throw new Error('usage: node db/migrate.ts [status]');
  const options = { url: await readUrl(), folder: join(import.meta.dirname, 'migrations') };
  if (command === undefined) {
    await migrate({ ...options, log: console.log });
    return;
  }
  const statuses = await status(options);
  for (const { name, state } of statuses) console.log(`${state.padEnd(9)} ${name}`);
  if (statuses.some(({ state }) => state !== 'applied')) process.exitCode = 1;
}

if (import.meta.main) {
  main(process.argv[2]).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
