import { sql } from 'drizzle-orm';
import { describe, expect, inject, it } from 'vitest';
import { type Database, openDatabase } from './client.ts';
import { rehearse } from './rehearsal.ts';

const url = inject('databaseUrl');
const QUIET = { log: () => undefined, clock: () => 0 };
const db = openDatabase(url, QUIET.log, QUIET.clock);

/** Tests share one database: each works on a table of its own. */
async function newTable(): Promise<string> {
  const name = `rehearsal_test_${crypto.randomUUID().replaceAll('-', '')}`;
  await db.run('test.table', (d) => d.execute(sql.raw(`create table ${name} (id int primary key, label jsonb)`)));
  return name;
}

const insert = ({ run }: Database, table: string, ...ids: readonly number[]) =>
  run('test.insert', (d) => {
    const [first, ...more] = ids.map((id) =>
      d.execute(sql.raw(`insert into ${table} values (${id}, '{"duck": ${id}}')`)),
    );
    if (!first) throw new Error('nothing to insert');
    return d.batch([first, ...more]);
  });

const idsIn = async ({ run }: Database, table: string): Promise<number[]> => {
  const { rows } = await run('test.ids', (d) =>
    d.execute<{ id: number }>(sql.raw(`select id from ${table} order by id`)),
  );
  return rows.map(({ id }) => id);
};

describe('a rehearsal', () => {
  it('sees what it did, and leaves nothing of it', async () => {
    const table = await newTable();
    const seen = await rehearse(url, QUIET, async (own) => {
      await insert(own, table, 1, 2);
      return { value: await idsIn(own, table), keep: false };
    });
    expect(seen).toEqual([1, 2]);
    expect(await idsIn(db, table)).toEqual([]);
  });

  it('leaves everything where it is kept', async () => {
    const table = await newTable();
    await rehearse(url, QUIET, async (own) => ({ value: await insert(own, table, 1), keep: true }));
    expect(await idsIn(db, table)).toEqual([1]);
  });

  it('goes on after a batch that failed, of which nothing is left', async () => {
    const table = await newTable();
    const failed = await rehearse(url, QUIET, async (own) => {
      const error = await insert(own, table, 1, 2, 1).catch((caught: unknown) => caught);
      await insert(own, table, 3);
      return { value: { error, ids: await idsIn(own, table) }, keep: true };
    });
    expect(failed.error).toMatchObject({ name: 'DatabaseError', code: '23505', constraint: `${table}_pkey` });
    expect(failed.ids).toEqual([3]);
    expect(await idsIn(db, table)).toEqual([3]);
  });

  it('takes queries side by side one after the other', async () => {
    const table = await newTable();
    const seen = await rehearse(url, QUIET, async (own) => {
      const done = await Promise.allSettled([insert(own, table, 1), insert(own, table, 1), insert(own, table, 2)]);
      return { value: { done: done.map(({ status }) => status), ids: await idsIn(own, table) }, keep: false };
    });
    expect(seen).toEqual({ done: ['fulfilled', 'rejected', 'fulfilled'], ids: [1, 2] });
  });

  it('leaves nothing where the work fails, whatever it wanted', async () => {
    const table = await newTable();
    const failing = rehearse(url, QUIET, async (own) => {
      await insert(own, table, 1);
      throw new Error('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    expect(await idsIn(db, table)).toEqual([]);
  });

  it('gives the same types as a query elsewhere', async () => {
    const query = ({ run }: Database) =>
      run('test.types', async (d) => {
        const { rows } = await d.execute(
          sql`select ${'2026-11-22T12:00:37.5Z'}::timestamptz as at, ${JSON.stringify({ a: [1, null] })}::jsonb as json,
            9007199254740993::bigint as big, 0.10::numeric as exact, 1.5::float8 as float, array['a', 'b'] as texts`,
        );
        return rows;
      });
    const elsewhere = await query(db);
    expect(await rehearse(url, QUIET, async (own) => ({ value: await query(own), keep: false }))).toEqual(elsewhere);
  });

  it('says so where there is no database', async () => {
    const nowhere = rehearse('postgres://a:b@127.0.0.1:1/c', QUIET, async () => ({ value: 1, keep: false }));
    await expect(nowhere).rejects.toMatchObject({ name: 'DatabaseError', transient: true });
  });
});
