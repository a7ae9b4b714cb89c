import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { drizzle as drizzleHttp } from 'drizzle-orm/neon-http';
import { drizzle as drizzlePool } from 'drizzle-orm/neon-serverless';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { connectNeon, type Neon } from '../neon.ts';
import { type Bridge, startBridge } from './bridge.ts';

let bridge: Bridge;
let neon: Neon;

beforeAll(async () => {
  bridge = await startBridge({ upstream: inject('postgresUrl') });
  neon = connectNeon(bridge.url);
});
afterAll(() => bridge.close());

async function newTable(): Promise<string> {
  const name = `bridge_test_${crypto.randomUUID().replaceAll('-', '')}`;
  await neon.http.query(`CREATE TABLE ${name} (id int PRIMARY KEY)`);
  return name;
}

/** A raw request, so that forbidden headers such as Origin and Host can be sent. */
async function send(path: string, body: string, headers: Record<string, string> = {}, method = 'POST') {
  const request = httpRequest({
    host: '127.0.0.1',
    port: bridge.port,
    path,
    method,
    headers: { 'neon-connection-string': bridge.url, 'neon-array-mode': 'true', ...headers },
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const text = (await response.toArray()).join('');
  return { status: response.statusCode, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

const QUERY = JSON.stringify({ query: 'SELECT 1 AS one', params: [] });

describe('a query over HTTP', () => {
  it('is answered in the shape the driver reads', async () => {
    const { status, body } = await send('/sql', QUERY);
    expect(status).toBe(200);
    expect(body).toEqual({
      command: 'SELECT',
      rowCount: 1,
      rows: [['1']],
      rowAsArray: true,
      fields: [
        { name: 'one', dataTypeID: 23, tableID: 0, columnID: 0, dataTypeSize: 4, dataTypeModifier: -1, format: 'text' },
      ],
    });
  });

  it('gives rows as objects when array mode is not asked for', async () => {
    const { body } = await send('/sql', QUERY, { 'neon-array-mode': 'false' });
    expect(body).toMatchObject({ rows: [{ one: '1' }], rowAsArray: false });
  });

  it('holds one statement only, as on Neon, even without parameters', async () => {
    await expect(neon.http.query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' });
  });

  it('tells where a syntax error is', async () => {
    await expect(neon.http.query('SELEC 1')).rejects.toMatchObject({ code: '42601', position: '1', severity: 'ERROR' });
  });

  it('leaves no open transaction, setting or temporary table to the next caller', async () => {
    await neon.http.query('BEGIN');
    await neon.http.query("SET application_name = 'leftover'");
    await neon.http.query('CREATE TEMPORARY TABLE leftover ()');
    const rows = await Promise.all(
      Array.from(
        { length: 30 },
        () => neon.http`SELECT current_setting('application_name') AS name, to_regclass('leftover') AS leftover`,
      ),
    );
    expect(new Set(rows.map(([row]) => `${row?.name},${row?.leftover}`))).toEqual(new Set([',null']));
  });

  it('keeps an update and its batch apart from fifty other callers', async () => {
    const table = await newTable();
    await neon.http.query(`INSERT INTO ${table} VALUES (0)`);
    const add = () => neon.http.transaction([neon.http.query(`UPDATE ${table} SET id = id + 1`), neon.http`SELECT 1`]);
    await Promise.all(Array.from({ length: 50 }, add));
    expect(await neon.http.query(`SELECT id FROM ${table}`)).toEqual([{ id: 50 }]);
    expect(bridge.connections()).toBeLessThanOrEqual(20);
  });

  it('counts statements', async () => {
    const before = bridge.queries;
    await neon.http.transaction([neon.http`SELECT 1`, neon.http`SELECT 2`]);
    await neon.http`SELECT 3`;
    expect(bridge.queries - before).toBe(3);
  });
});

describe('a batch', () => {
  it('fails as a whole when a deferred constraint is broken at its commit', async () => {
    const table = await newTable();
    await neon.http.query(`ALTER TABLE ${table} ADD CONSTRAINT own FOREIGN KEY (id) REFERENCES ${table} DEFERRABLE`);
    await neon.http.query(
      `ALTER TABLE ${table} ADD COLUMN parent int REFERENCES ${table} DEFERRABLE INITIALLY DEFERRED`,
    );
    const insert = neon.http.query(`INSERT INTO ${table} VALUES (1, 99)`);
    await expect(neon.http.transaction([insert])).rejects.toMatchObject({ code: '23503' });
    expect(await neon.http.query(`SELECT * FROM ${table}`)).toEqual([]);
  });

  it('is read-only, deferrable and serializable when the headers say so', async () => {
    const { http } = neon;
    const settings = [
      http`SHOW transaction_isolation`,
      http`SHOW transaction_read_only`,
      http`SHOW transaction_deferrable`,
    ];
    const asked = { isolationLevel: 'Serializable', readOnly: true, deferrable: true } as const;
    const rows = await http.transaction(settings, asked);
    expect(rows.flat().map((row) => Object.values(row)[0])).toEqual(['serializable', 'on', 'on']);
    const write = http.query('CREATE TABLE never ()');
    await expect(http.transaction([write], { readOnly: true })).rejects.toMatchObject({ code: '25006' });
  });

  it('refuses an isolation level that does not exist', async () => {
    const body = JSON.stringify({ queries: [{ query: 'SELECT 1', params: [] }] });
    const { status } = await send('/sql', body, { 'neon-batch-isolation-level': 'Serializable; DROP TABLE x' });
    expect(status).toBe(400);
  });
});

describe('drizzle', () => {
  it('works over HTTP', async () => {
    const { rows } = await drizzleHttp(neon.http).execute(sql`SELECT ${'quack'}::text AS said`);
    expect(rows).toEqual([{ said: 'quack' }]);
  });

  it('rolls an interactive transaction back when its function throws', async () => {
    const table = sql.identifier(await newTable());
    const pool = neon.pool();
    const db = drizzlePool(pool);
    const work = db.transaction(async (tx) => {
      await tx.execute(sql`INSERT INTO ${table} VALUES (1)`);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect((await db.execute(sql`SELECT * FROM ${table}`)).rows).toEqual([]);
    await pool.end();
  });
});

describe('who is let in', () => {
  it.each([
    ['password', (url: URL) => Object.assign(url, { password: 'guess' })],
    ['user', (url: URL) => Object.assign(url, { username: 'somebody' })],
    ['database', (url: URL) => Object.assign(url, { pathname: '/postgres' })],
  ])('not a caller with another %s', async (_what, change) => {
    const url = change(new URL(bridge.url)).href;
    await expect(connectNeon(url).http`SELECT 1`).rejects.toMatchObject({ name: 'NeonDbError', code: '28P01' });
  });

  it('not a WebSocket caller with another password', async () => {
    const pool = connectNeon(Object.assign(new URL(bridge.url), { password: 'guess' }).href).pool();
    await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    await pool.end();
  });

  it('not a web page, which sends an Origin, and no page is ever told otherwise', async () => {
    const answers = await Promise.all([
      send('/sql', QUERY, { origin: 'https://example.com' }),
      send('/sql', QUERY, { origin: 'null' }),
      send('/sql', '', { origin: 'https://example.com', 'access-control-request-method': 'POST' }, 'OPTIONS'),
    ]);
    for (const { status, headers } of answers) {
      expect(status).toBe(403);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it('not a web page over WebSocket', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}/v2`, { origin: 'https://example.com' });
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('403');
  });

  it('not a name that was made to point here', async () => {
    expect((await send('/sql', QUERY, { host: 'evil.example.com' })).status).toBe(403);
  });
});

describe('nonsense', () => {
  it.each([
    ['no JSON', '{"query":'],
    ['JSON that is no object', '[1]'],
    ['null', 'null'],
    ['a query that is no text', '{"query":1}'],
    ['parameters that are no list', '{"query":"SELECT 1","params":{}}'],
    ['queries that are no list', '{"queries":"SELECT 1"}'],
    ['an unreadable query in a batch', '{"queries":[null]}'],
    ['too few parameters', '{"query":"SELECT $1::int","params":[]}'],
    ['a NUL in a parameter', '{"query":"SELECT $1::text","params":["\\u0000"]}'],
    ['an empty body', ''],
  ])('%s is refused and the bridge lives on', async (_what, body) => {
    expect((await send('/sql', body)).status).toBe(400);
    expect((await send('/sql', QUERY)).status).toBe(200);
  });

  it.each([
    ['another path', '/', 'POST', 404],
    ['another path by WebSocket address', '/v2', 'POST', 404],
    ['another method', '/sql', 'GET', 405],
  ])('%s is not served', async (_what, path, method, status) => {
    expect((await send(path, '', {}, method)).status).toBe(status);
  });

  it('a body over 64 MB is refused with 413', async () => {
    expect((await send('/sql', 'x'.repeat(64 * 1024 * 1024 + 1))).status).toBe(413);
    expect((await send('/sql', QUERY)).status).toBe(200);
  });

  it('bytes that are not HTTP, or not PostgreSQL in a tunnel, end that connection alone', async () => {
    const raw = connect(bridge.port, '127.0.0.1');
    raw.end(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    raw.resume();
    await once(raw, 'close');
    const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}/v2?address=example.com:25`);
    await once(socket, 'open');
    socket.send(Buffer.alloc(100, 255));
    await once(socket, 'close');
    expect((await send('/sql', QUERY)).status).toBe(200);
  });
});

describe('a database that is cut off', () => {
  it('fails what is under way and what comes, and serves again after resume', async () => {
    const own = await startBridge({ upstream: inject('postgresUrl') });
    const { http, pool } = connectNeon(own.url);
    const connections = pool();
    const client = await connections.connect();
    const lock = Math.trunc(Math.random() * 2 ** 31);
    await client.query('SELECT pg_advisory_lock($1)', [lock]);

    // Both wait for locks, so both are surely under way when the database goes.
    const waiting = http`SELECT pg_advisory_lock(${lock})`.then(String, (error: Error) => error.name);
    const dialogue = client.query('SELECT pg_sleep(60)').then(String, () => 'failed');
    await untilWaiting(lock);
    await own.pause();
    expect(await Promise.all([waiting, dialogue])).toEqual(['NeonDbError', 'failed']);
    await expect(http`SELECT 1`).rejects.toThrow('HTTP status 500');
    expect(own.connections()).toBe(0);

    await own.resume();
    expect(await http`SELECT 1 AS one`).toEqual([{ one: 1 }]);
    client.release(true);
    await connections.end();
    await own.close();
  });

  it('does not hang the closing of the bridge', async () => {
    const own = await startBridge({ upstream: inject('postgresUrl') });
    const { http } = connectNeon(own.url);
    await http`SELECT 1`;
    await own.pause();
    await own.close();
    await expect(http`SELECT 1`).rejects.toThrow('Error connecting to database');
  });

  it('is an error of the server kind when nothing listens there', async () => {
    const own = await startBridge({ upstream: 'postgres://a:b@127.0.0.1:1/c' });
    await expect(connectNeon(own.url).http`SELECT 1`).rejects.toThrow('HTTP status 500');
    await own.close();
  });
});

async function untilWaiting(lock: number): Promise<void> {
  const { http } = neon;
  for (;;) {
    const rows = await http`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ${lock} AND NOT granted`;
    if (rows.length > 0) return;
  }
}
