import type { PoolClient } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-serverless';
import type { Log } from '../workers/core/log.ts';
import type { Database, Drizzle } from './client.ts';
import { asDatabaseError, timedQueries } from './client.ts';
import { connectNeon } from './neon.ts';

/** A rehearsal holds locks that real work may wait for: what hangs is ended by the database, with all it did, ms. */
const STATEMENT_MS = 5_000;
const LOCK_MS = 2_000;
const IDLE_MS = 10_000;

/** What a rehearsal came to, and whether what it did is kept. */
export interface Rehearsed<T> {
  readonly value: T;
  readonly keep: boolean;
}

/**
 * Runs queries for real in one transaction, each seeing what those before it left, and rolls all of them back unless the work
 * says that they are kept. A batch is one transaction elsewhere; here it is a savepoint, so that what fails leaves nothing,
 * and the rest goes on.
 *
 * A session of its own, opened and ended here: a Worker's socket does not outlive the request that made it.
 */
export async function rehearse<T>(
  url: string,
  { log, clock }: { readonly log: Log; readonly clock: () => number },
  work: (db: Database) => Promise<Rehearsed<T>>,
): Promise<T> {
  const pool = connectNeon(url).pool();
  try {
    const client = await pool.connect().catch((error: unknown) => {
      throw asDatabaseError('rehearsal.begin', error);
    });
    try {
      await client.query('begin');
      await client.query(
        `select set_config('statement_timeout', '${STATEMENT_MS}', true), set_config('lock_timeout', '${LOCK_MS}', true),
          set_config('idle_in_transaction_session_timeout', '${IDLE_MS}', true)`,
      );
      const { value, keep } = await work(timedQueries(oneAtATime(client), log, clock));
      await client.query(keep ? 'commit' : 'rollback');
      return value;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  } finally {
    await pool.end();
  }
}

/** One session has one train of thought: queries that are asked for side by side follow each other. */
function oneAtATime(client: PoolClient): <T>(query: (db: Drizzle) => Promise<T>) => Promise<T> {
  const db = overSession(client);
  let last: Promise<unknown> = Promise.resolve();
  const inSavepoint = async <T>(query: (db: Drizzle) => Promise<T>): Promise<T> => {
    await client.query('savepoint query');
    try {
      const result = await query(db);
      await client.query('release savepoint query');
      return result;
    } catch (error) {
      await client.query('rollback to savepoint query');
      throw error;
    }
  };
  return (query) => {
    const next = last.then(() => inSavepoint(query));
    last = next.catch(() => undefined);
    return next;
  };
}

/** The session as what all queries are written for, which knows batches. */
function overSession(client: PoolClient): Drizzle {
  const batch = async (queries: readonly PromiseLike<unknown>[]): Promise<unknown[]> => {
    const results: unknown[] = [];
    for (const query of queries) results.push(await query);
    return results;
  };
  return Object.assign(drizzle(client), { batch }) as unknown as Drizzle;
}
