import pg from 'pg';
import { until, type World } from './world.ts';

/**
 * Holds rows while some work goes on, until so many of its statements wait for them, and then lets all go at once: what
 * would be a race by chance is one for certain.
 * @param lock as `select from operators for update`
 */
export async function whileHeld<T>(
  world: World,
  {
    lock,
    values = [],
    waiting,
  }: { readonly lock: string; readonly values?: readonly unknown[]; readonly waiting: number },
  work: () => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: world.postgresUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(lock, values as unknown[]);
    const under = work();
    await until(`${waiting} statements wait`, async () => {
      const [row] = await world.rows<{ count: number }>(
        `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return row?.count === waiting;
    });
    await client.query('commit');
    return await under;
  } finally {
    await client.end();
  }
}
