import { type SQL, sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { type Drizzle, openDatabase } from '../../db/client.ts';

/** 0000 sets timeouts for the whole database, which all of this run's tests share. */
const migrations = import.meta.glob<string>(['../../db/migrations/*.sql', '!**/0000_*.sql'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

export interface OwnTables {
  /** Runs a named query on these tables; of drizzle it may use `execute` alone. */
  run<T>(name: string, query: (db: Drizzle) => Promise<T>): Promise<T>;
  rows<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]>;
  /** Runs statements in one transaction. */
  together(queries: readonly SQL[]): Promise<void>;
}

/** All tables, for one test file inside workerd alone: in a schema of their own, as what is due in one is due for all who look. */
export async function ownTables(): Promise<OwnTables> {
  const name = `own_${crypto.randomUUID().replaceAll('-', '')}`;
  const db = openDatabase(
    inject('databaseUrl'),
    () => undefined,
    () => Date.now(),
  );
  const inside = (queries: readonly SQL[]) =>
    db.run('own-tables', (d) =>
      d.batch([
        d.execute(sql.raw(`set local search_path to ${name}`)),
        ...queries.map((query) => d.execute<Record<string, unknown>>(query)),
      ]),
    );
  const statements = Object.entries(migrations)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, file]) => file.split('--> statement-breakpoint'))
    .filter((text) => text.trim() !== '')
    .map((text) => sql.raw(text.replaceAll('"public".', '')));
  await inside([sql.raw(`create schema ${name}`), ...statements]);
  const execute = async (query: SQL) => (await inside([query]))[1];
  return {
    run: (_, query) => query({ execute } as unknown as Drizzle),
    rows: async <Row extends Record<string, unknown>>(query: SQL) => ((await execute(query))?.rows ?? []) as Row[],
    together: async (queries) => void (await inside(queries)),
  };
}
