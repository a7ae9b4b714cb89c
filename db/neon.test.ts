import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';
import { describe, expect, inject, it } from 'vitest';
import { connectNeon } from './neon.ts';

const { http, pool } = connectNeon(inject('databaseUrl'));

/** Tests share one database: each works on a table of its own. */
async function newTable(): Promise<string> {
  const name = `neon_test_${crypto.randomUUID().replaceAll('-', '')}`;
  await http.query(`CREATE TABLE ${name} (id int PRIMARY KEY, label text NOT NULL)`);
  return name;
}

async function idsIn(table: string): Promise<number[]> {
  const rows = await http.query(`SELECT id FROM ${table} ORDER BY id`);
  return rows.map((row) => row.id as number);
}

describe('the HTTP side', () => {
  it('gives every type back as the driver means it', async () => {
    const [row] = await http`SELECT
      ${'2026-11-22T12:00:37.5Z'}::timestamptz AS at, ${JSON.stringify({ a: [1, null] })}::jsonb AS json,
      ${'9007199254740993'}::bigint AS big, ${'0.10'}::numeric AS exact, ${['a', 'b,"c']}::text[] AS texts,
      ${[1, 2]}::int[] AS ints, '\\x00ff'::bytea AS bytes, ${null}::text AS nothing, ${'🦆 ß 漢'} AS unicode`;
    expect(row).toMatchObject({
      at: new Date('2026-11-22T12:00:37.500Z'),
      json: { a: [1, null] },
      big: '9007199254740993',
      exact: '0.10',
      texts: ['a', 'b,"c'],
      ints: [1, 2],
      nothing: null,
      unicode: '🦆 ß 漢',
    });
    expect([...row!.bytes]).toEqual([0, 255]);
  });

  it('rolls a batch back when one statement fails, and names the code and the constraint', async () => {
    const table = await newTable();
    const insert = (id: number) => http.query(`INSERT INTO ${table} VALUES ($1, 'duck')`, [id]);
    await expect(http.transaction([insert(1), insert(2), insert(1)])).rejects.toMatchObject({
      name: 'NeonDbError',
      code: '23505',
      constraint: `${table}_pkey`,
      table,
    });
    expect(await idsIn(table)).toEqual([]);
  });

  it('runs a batch at the isolation level asked for', async () => {
    const results = await http.transaction([http`SHOW transaction_isolation`, http`SHOW transaction_read_only`], {
      isolationLevel: 'Serializable',
      readOnly: true,
    });
    expect(results).toEqual([[{ transaction_isolation: 'serializable' }], [{ transaction_read_only: 'on' }]]);
  });

  it('serves drizzle', async () => {
    const db = drizzle(http);
    const { rows, rowCount } = await db.execute(sql`SELECT ${41}::int + 1 AS answer`);
    expect(rows).toEqual([{ answer: 42 }]);
    expect(rowCount).toBe(1);
  });

  it('serves fifty callers at once', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => http`SELECT ${n}::int AS n`));
    expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });
});

describe('the WebSocket side', () => {
  it('reads, decides and writes in one transaction that nobody sees before its end', async () => {
    const table = await newTable();
    const connections = pool();
    const client = await connections.connect();
    try {
      await client.query('BEGIN');
      await client.query(`INSERT INTO ${table} VALUES (1, 'duck')`);
      expect(await idsIn(table)).toEqual([]);
      const { rows } = await client.query<{ id: number }>(`SELECT id FROM ${table}`);
      await client.query(`INSERT INTO ${table} VALUES ($1, 'goose')`, [(rows[0]?.id ?? 0) + 1]);
      await client.query('COMMIT');
    } finally {
      client.release();
      await connections.end();
    }
    expect(await idsIn(table)).toEqual([1, 2]);
  });

  it('keeps nothing of a transaction that failed and was rolled back', async () => {
    const table = await newTable();
    const connections = pool();
    const client = await connections.connect();
    try {
      await client.query('BEGIN');
      await client.query(`INSERT INTO ${table} VALUES (1, 'duck')`);
      const refused = client.query(`INSERT INTO ${table} VALUES (1, 'goose')`);
      await expect(refused).rejects.toMatchObject({ code: '23505', constraint: `${table}_pkey` });
      await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
      await client.query('ROLLBACK');
      const { rows } = await client.query('SELECT 1 AS alive');
      expect(rows).toEqual([{ alive: 1 }]);
    } finally {
      client.release();
      await connections.end();
    }
    expect(await idsIn(table)).toEqual([]);
  });

  it('carries values larger than any buffer on the way', async () => {
    const connections = pool();
    try {
      const { rows } = await connections.query(`SELECT repeat('quack', 1000000) AS long, length($1) AS sent`, [
        'q'.repeat(3_000_000),
      ]);
      expect(rows[0].long).toHaveLength(5_000_000);
      expect(rows[0].sent).toBe(3_000_000);
    } finally {
      await connections.end();
    }
  });
});
