import { NeonDbError, DatabaseError as PostgresError } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-http';
import type { Log } from '../workers/core/log.ts';
import { connectNeon } from './neon.ts';

export type Drizzle = ReturnType<typeof drizzle>;

/** Queries slower than this are worth a line; see `slow` below, ms. */
const SLOW_DEBUG_MS = 100;
const SLOW_WARN_MS = 1_000;

export interface QueryCounts {
  queries: number;
  slow: number;
  failed: number;
}

export interface Database {
  /** Runs one named round trip: timed, counted, and logged when it is slow or fails. */
  run<T>(name: string, query: (db: Drizzle) => Promise<T>): Promise<T>;
  readonly counts: Readonly<QueryCounts>;
}

export function openDatabase(url: string, log: Log, clock: () => number): Database {
  const db = drizzle({ client: connectNeon(url).http });
  return timedQueries((query) => query(db), log, clock);
}

/** Names, times and counts queries, however they are run. */
export function timedQueries(
  ran: <T>(query: (db: Drizzle) => Promise<T>) => Promise<T>,
  log: Log,
  clock: () => number,
): Database {
  const counts: QueryCounts = { queries: 0, slow: 0, failed: 0 };
  return {
    counts,
    async run(name, query) {
      const started = clock();
      counts.queries++;
      try {
        return await ran(query);
      } catch (error) {
        counts.failed++;
        throw asDatabaseError(name, error);
      } finally {
        const ms = clock() - started;
        if (ms > SLOW_DEBUG_MS) {
          counts.slow++;
          log(ms > SLOW_WARN_MS ? 'warn' : 'debug', 'query.slow', { name, ms });
        }
      }
    },
  };
}

/** A failed query by name and SQLSTATE. The driver's own message may quote values, so it stays inside `cause`. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly query: string;
  /** SQLSTATE, or undefined where the database was not reached. */
  readonly code: string | undefined;
  readonly constraint: string | undefined;
  constructor(query: string, code: string | undefined, constraint: string | undefined, cause: unknown) {
    super(`query ${query} failed: ${code ?? 'database not reached'}`, { cause });
    this.query = query;
    this.code = code;
    this.constraint = constraint;
  }
  /** Whether the same query may well succeed later: not reached, shutting down, out of connections, timed out, deadlocked. */
  get transient(): boolean {
    return this.code === undefined || /^(08|53|57|55P03|40)/.test(this.code) || this.code === 'XX000';
  }
}

export function asDatabaseError(query: string, error: unknown): DatabaseError {
  // drizzle wraps what the driver throws.
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (inner instanceof NeonDbError || inner instanceof PostgresError)
    return new DatabaseError(query, inner.code, inner.constraint, error);
  return new DatabaseError(query, undefined, undefined, error);
}

export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  error instanceof DatabaseError && error.code === '23505' && error.constraint === constraint;
