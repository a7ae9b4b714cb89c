import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-serverless';
import { asDatabaseError } from './client.ts';
import { connectNeon } from './neon.ts';

/** Rows that are in memory at one time. */
const BATCH = 500;
/** Whoever reads the rows slower than this between two batches has gone away, ms. */
const IDLE_MS = 60_000;
const STATEMENT_MS = 60_000;

/** What a database held at one moment. */
export interface Snapshot {
  /** Rows of a query, as text, some at a time. */
  rows(query: SQL): AsyncGenerator<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Opens a session in which everything is as it was when the first query began, however long reading takes. Times are told in UTC.
 *
 * A Worker's socket does not outlive the request that made it: it is to be closed before that ends.
 */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const pool = connectNeon(url).pool();
  const failed = (error: unknown) => asDatabaseError('snapshot', error);
  const client = await pool.connect().catch(async (error: unknown) => {
    await pool.end().catch(() => undefined);
    throw failed(error);
  });
  const db = drizzle(client);
  let isOpen = true;
  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await client.query('rollback').catch(() => undefined);
    client.release();
    await pool.end().catch(() => undefined);
  }
  try {
    await client.query('begin isolation level repeatable read, read only');
    await client.query(
      `select set_config('timezone', 'UTC', true), set_config('statement_timeout', '${STATEMENT_MS}', true),
        set_config('idle_in_transaction_session_timeout', '${IDLE_MS}', true)`,
    );
  } catch (error) {
    await close();
    throw failed(error);
  }
  async function* rows(query: SQL): AsyncGenerator<readonly string[]> {
    try {
      await db.execute(asCursor(query));
      for (let got = BATCH; got === BATCH; ) {
        const { rows: found } = await client.query<{ text: string }>(`fetch ${BATCH} from reading`);
        got = found.length;
        if (got > 0) yield found.map(({ text }) => text);
      }
      await client.query('close reading');
    } catch (error) {
      throw failed(error);
    }
  }
  return { rows, close };
}

const asCursor = (query: SQL): SQL =>
  sql`declare reading no scroll cursor for select x.row::text as text from (${query}) x`;
