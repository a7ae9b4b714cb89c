import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { migrate, status } from './migrate.ts';

let folder: string;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waddlebot-migrations-'));
  const database = `migrate_test_${crypto.randomUUID().replaceAll('-', '')}`;
  await query(inject('postgresUrl'), `CREATE DATABASE ${database}`);
  url = Object.assign(new URL(inject('postgresUrl')), { pathname: `/${database}` }).href;
});
afterEach(async () => {
  await query(inject('postgresUrl'), `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  await rm(folder, { recursive: true });
});

async function query(target: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(target);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const write = (name: string, content: string) => writeFile(join(folder, name), content);

async function writeDucks(): Promise<void> {
  await write(
    '0000_ducks.sql',
    'CREATE TABLE ducks (id int);\n--> statement-breakpoint\nINSERT INTO ducks VALUES (1);\n',
  );
  await write('0001_geese.sql', 'CREATE TABLE geese (id int);\n');
}

it('applies what is pending, in order, once', async () => {
  await writeDucks();
  expect(await migrate({ url, folder })).toEqual(['0000_ducks.sql', '0001_geese.sql']);
  expect(await migrate({ url, folder })).toEqual([]);
  expect(await query(url, 'SELECT * FROM ducks')).toEqual([{ id: 1 }]);
});

it('applies everything exactly once when four start together', async () => {
  await writeDucks();
  const runs = await Promise.all(Array.from({ length: 4 }, () => migrate({ url, folder })));
  expect(runs.flat().sort()).toEqual(['0000_ducks.sql', '0001_geese.sql']);
  expect(await query(url, 'SELECT * FROM ducks')).toEqual([{ id: 1 }]);
});

it('tells what is applied and what is pending without changing anything', async () => {
  await writeDucks();
  const pending = [
    { name: '0000_ducks.sql', state: 'pending' },
    { name: '0001_geese.sql', state: 'pending' },
  ];
  expect(await status({ url, folder })).toEqual(pending);
  expect(await status({ url, folder })).toEqual(pending);
  await migrate({ url, folder });
  expect((await status({ url, folder })).map(({ state }) => state)).toEqual(['applied', 'applied']);
});

it('takes other line ends for the same file', async () => {
  await write('0000_ducks.sql', 'CREATE TABLE ducks (\n  id int\n);\n');
  await migrate({ url, folder });
  await write('0000_ducks.sql', 'CREATE TABLE ducks (\r\n  id int\r\n);\r\n');
  expect(await migrate({ url, folder })).toEqual([]);
});

it('refuses an edited migration by name and applies nothing', async () => {
  await writeDucks();
  await migrate({ url, folder });
  await write('0001_geese.sql', 'CREATE TABLE swans (id int);');
  await write('0002_more.sql', 'CREATE TABLE more (id int);');
  await expect(migrate({ url, folder })).rejects.toThrow('0001_geese.sql was edited after it was applied');
  expect(await status({ url, folder })).toContainEqual({ name: '0002_more.sql', state: 'pending' });
});

it('refuses when the file of an applied migration is gone', async () => {
  await writeDucks();
  await migrate({ url, folder });
  await rm(join(folder, '0001_geese.sql'));
  await expect(migrate({ url, folder })).rejects.toThrow('0001_geese.sql was applied but its file is gone');
});

it('refuses a new migration that sorts before an applied one', async () => {
  await write('0001_geese.sql', 'CREATE TABLE geese (id int);');
  await migrate({ url, folder });
  await write('0000_late.sql', 'SELECT 1;');
  await expect(migrate({ url, folder })).rejects.toThrow('0000_late.sql is new but sorts before');
});

it('refuses a file whose name does not say its place', async () => {
  await write('ducks.sql', 'SELECT 1;');
  await expect(migrate({ url, folder })).rejects.toThrow('ducks.sql');
});

it('keeps nothing of a migration that fails, names the statement, and goes on once it is mended', async () => {
  await write('0000_ok.sql', 'CREATE TABLE fine (id int);');
  await write('0001_bad.sql', 'CREATE TABLE half (id int);\n--> statement-breakpoint\nINSERT INTO nowhere VALUES (1);');
  const failure = expect(migrate({ url, folder })).rejects;
  await failure.toThrow(/0001_bad\.sql, statement 2 of 2: relation "nowhere" does not exist\nINSERT INTO nowhere/);
  expect(await query(url, `SELECT to_regclass('fine') AS fine, to_regclass('half') AS half`)).toEqual([
    { fine: 'fine', half: null },
  ]);
  await write('0001_bad.sql', 'CREATE TABLE half (id int);');
  expect(await migrate({ url, folder })).toEqual(['0001_bad.sql']);
});

it('refuses a migration that ends its own transaction', async () => {
  await write('0000_sly.sql', 'CREATE TABLE sly (id int);\n--> statement-breakpoint\nCOMMIT;');
  await expect(migrate({ url, folder })).rejects.toThrow('0000_sly.sql, statement 2 of 2 ends the transaction');
});

it('says which database cannot be reached and why, never the password', async () => {
  const error: Error = await migrate({ url: 'postgres://me:hunter2@127.0.0.1:1/ducks', folder }).then(
    () => expect.unreachable(),
    (reason) => reason,
  );
  expect(error.message).toMatch(/database "ducks" on 127\.0\.0\.1:1: .*ECONNREFUSED.*DATABASE_DIRECT_URL/);
  expect(error.message).not.toContain('hunter2');
});

it('says so when it is given the bridge, which speaks HTTP', async () => {
  await expect(migrate({ url: inject('databaseUrl'), folder })).rejects.toThrow('DATABASE_DIRECT_URL');
});
