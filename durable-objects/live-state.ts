/** An event of going live or off may be missed, so what it said counts for this long, ms. */
const EVENT_COUNTS_FOR_MS = 6 * 3600_000;
/** What a look-up brought counts for this long, ms. */
const LOOK_UP_COUNTS_FOR_MS = 60_000;

interface Kept {
  readonly live: boolean;
  /** When it became so, ms since epoch. */
  readonly at: number;
  readonly until: number;
}

/** Whether the channel is live, as far as its events and look-ups tell. */
export class LiveState {
  readonly #sql: SqlStorage;
  #kept: Kept | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS live (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    const row = sql.exec<{ value: string }>('SELECT value FROM live').toArray()[0];
    if (row) this.#kept = JSON.parse(row.value) as Kept;
  }

  /** Null: not known. */
  at(now: number): boolean | null {
    return this.#kept && this.#kept.until > now ? this.#kept.live : null;
  }

  /** The platform told of it; events come out of order, so the later one counts. */
  happened(live: boolean, at: number): void {
    if (this.#kept && this.#kept.at > at) return;
    this.#keep({ live, at, until: at + EVENT_COUNTS_FOR_MS });
  }

  /** Somebody looked. */
  lookedUp(live: boolean, now: number): void {
    this.#keep({ live, at: now, until: now + LOOK_UP_COUNTS_FOR_MS });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    this.#sql.exec('INSERT OR REPLACE INTO live (id, value) VALUES (1, ?)', JSON.stringify(kept));
  }
}
