import { DurableObject } from 'cloudflare:workers';

/** Due work of any kind is looked for at least this often, even if nobody announced it, ms. */
const RECHECK_EVERY_MS = 3600_000;
/** What was announced is committed within this, or never, ms. */
const COMMITTED_WITHIN_MS = 60_000;
/** Announcements told apart; of more, the earliest count, and the rest is found by what Postgres says is next. */
const KEPT = 100;

export interface AgendaStanding {
  /** When the earliest is due, as far as anybody told; null: nothing is known to come. */
  readonly earliest: number | null;
  /** When Postgres was last asked; null: never. */
  readonly checkedAt: number | null;
}

/**
 * Knows, for one kind of due work, when the earliest is due, so that the minute cron asks Postgres only when there is
 * something to ask for and the database may sleep. It is told before the row is committed: an early look costs a
 * query, a missed one would cost a reminder.
 */
export class Agenda extends DurableObject<object> {
  /** Due times, ms since epoch, earliest first: announced ones and the next that Postgres knew of. */
  #due: number[] = [];
  #checkedAt = 0;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS agenda (id INTEGER PRIMARY KEY CHECK (id = 1), due TEXT NOT NULL, checked_at INTEGER NOT NULL)',
    );
    const row = ctx.storage.sql
      .exec<{ due: string; checked_at: number }>('SELECT due, checked_at FROM agenda')
      .toArray()[0];
    if (!row) return;
    this.#due = JSON.parse(row.due) as number[];
    this.#checkedAt = row.checked_at;
  }

  /** Something will be due at `at` (ms since epoch). */
  announce(at: number): void {
    if (this.#due.includes(at)) return;
    this.#keep([...this.#due, at]);
  }

  /** Whether Postgres should be asked now. */
  isDue(now: number): boolean {
    const [earliest] = this.#due;
    return (earliest !== undefined && earliest <= now) || now - this.#checkedAt >= RECHECK_EVERY_MS;
  }

  /**
   * Postgres was asked at `now` and knows of nothing due before `next`. What was announced for later stays, and so does
   * what fell due within the last minute: its row may not have been committed yet.
   */
  checked(now: number, next: number | null): void {
    this.#checkedAt = now;
    const open = this.#due.filter((at) => at > now - COMMITTED_WITHIN_MS);
    this.#keep(next === null || open.includes(next) ? open : [...open, next]);
  }

  /** How it stands, for people to see: nothing is changed. Times in ms since epoch. */
  standing(): AgendaStanding {
    return { earliest: this.#due[0] ?? null, checkedAt: this.#checkedAt || null };
  }

  #keep(due: readonly number[]): void {
    this.#due = due.toSorted((a, b) => a - b).slice(0, KEPT);
    this.ctx.storage.sql.exec(
      'INSERT OR REPLACE INTO agenda (id, due, checked_at) VALUES (1, ?, ?)',
      JSON.stringify(this.#due),
      this.#checkedAt,
    );
  }
}
