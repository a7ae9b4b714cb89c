import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { freshDatabase } from '../tests/support/fresh-database.ts';
import { migrate } from './migrate.ts';

it('docs/storage.md names every table and every field', async () => {
  const url = await freshDatabase();
  await migrate({ url, folder: 'db/migrations' });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ table: string; field: string }>(
    `select table_name as "table", column_name as field from information_schema.columns where table_schema = 'public'`,
  );
  await client.end();
  const page = await readFile(path.join(import.meta.dirname, '../docs/storage.md'), 'utf8');
  const lines = new Map(Array.from(page.matchAll(/^\| `(\w+)`.*$/gm), ([line, table = '']) => [table, line]));
  const missing = rows.filter(({ table, field }) => !lines.get(table)?.includes(`\`${field}\``));
  expect(missing.map(({ table, field }) => `${table}.${field}`)).toEqual([]);
  const tables = new Set(rows.map(({ table }) => table));
  const gone = [...(page.split('## Durable Objects')[0]?.matchAll(/^\| `(\w+)`/gm) ?? [])].filter(
    ([, table = '']) => !tables.has(table),
  );
  expect(gone.map(([, table]) => table)).toEqual([]);
});
