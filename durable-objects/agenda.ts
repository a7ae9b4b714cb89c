import { DurableObject } from 'cloudflare:workers';

/** Due work of any kind is looked for at least this often, even if nobody announced it, ms. */
const RECHECK_EVERY_MS = 3600_000;

/**
 * Knows, for one kind of due work, when the earliest is due, so that the minute cron asks Postgres only when there is
 * something to ask for and the database may sleep. It is told before the row is committed: an early look costs a
 * query, a missed one would cost a reminder.
 */
export class Agenda extends DurableObject<object> {
  #earliest: number | null;
  #checkedAt: number;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS agenda (id INTEGER PRIMARY KEY CHECK (id = 1), earliest INTEGER, checked_at INTEGER NOT NULL)',
    );
    const row = ctx.storage.sql
      .exec<{ earliest: number | null; checked_at: number }>('SELECT earliest, checked_at FROM agenda')
      .toArray()[0];
    this.#earliest = row?.earliest ?? null;
    this.#checkedAt = row?.checked_at ?? 0;
  }

  /** Something will be due at `at` (ms since epoch). */
  announce(at: number): void {
    if (this.#earliest !== null && this.#earliest <= at) return;
    this.#earliest = at;
    this.#store();
  }

  /** Whether Postgres should be asked now. */
  isDue(now: number): boolean {
    return (this.#earliest !== null && this.#earliest <= now) || now - this.#checkedAt >= RECHECK_EVERY_MS;
  }

  /**
   * Postgres was asked at `now` and knows of nothing due before `next`. What was announced for later meanwhile stays;
   * what was announced as due and not found yet is asked for again in a minute, for its row may not be committed yet.
   */
  checked(now: number, next: number | null, found: number): void {
    this.#checkedAt = now;
    const pending = this.#earliest;
    const retry = pending !== null && pending > now - 60_000 && found === 0 ? Math.max(pending, now) : null;
    const candidates = [next, retry].filter((at) => at !== null);
    this.#earliest = candidates.length > 0 ? Math.min(...candidates) : null;
    this.#store();
  }

  #store(): void {
    this.ctx.storage.sql.exec(
      'INSERT OR REPLACE INTO agenda (id, earliest, checked_at) VALUES (1, ?, ?)',
      this.#earliest,
      this.#checkedAt,
    );
  }
}
