import type { ReadBack } from '../workers/core/platforms.ts';

/** A line of the bot's own that the platform showed us: the proof that it was posted. */
export interface Echo {
  readonly text: string;
  readonly replyTo: string | undefined;
  readonly at: number;
}

interface Kept {
  readonly until: number;
  readonly latestEventAt: number;
  readonly echoes: readonly Echo[];
}

const ECHOES_KEPT = 50;
/** How long echoes outlive the object's memory once somebody asked for it, ms. */
const EXPECTED_FOR_MS = 2 * 60_000;

/** What a channel saw of the bot's own lines, and how far what it saw reaches. */
export class Echoes {
  readonly #sql: SqlStorage;
  readonly #echoes: Echo[] = [];
  #latestEventAt = 0;
  #expectedUntil = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS echoes (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    const row = sql.exec<{ value: string }>('SELECT value FROM echoes').toArray()[0];
    if (!row) return;
    const kept = JSON.parse(row.value) as Kept;
    this.#expectedUntil = kept.until;
    this.#latestEventAt = kept.latestEventAt;
    this.#echoes.push(...kept.echoes);
  }

  /** An event of this channel came through, which happened at `at`, ms since epoch. */
  passed(at: number): void {
    this.#latestEventAt = Math.max(this.#latestEventAt, at);
  }

  add(line: Echo): void {
    this.passed(line.at);
    this.#echoes.push(line);
    if (this.#echoes.length > ECHOES_KEPT) this.#echoes.shift();
    if (this.#expectedUntil > line.at) this.#store();
  }

  /** Somebody does not know whether a line was posted: what is seen of ours outlives this object's memory for a while. */
  expect(now: number): void {
    this.#expectedUntil = now + EXPECTED_FOR_MS;
    this.#store();
  }

  /**
   * Whether a message sent at `since` was seen in chat. Its absence proves something only when later events of this
   * channel have come through, because then its echo would have come, too.
   */
  readBack(message: { readonly text: string; readonly replyTo?: string }, since: number): ReadBack {
    const found = this.#echoes.some(
      (echo) =>
        echo.at >= since - 5_000 &&
        echo.text === message.text &&
        (message.replyTo === undefined || echo.replyTo === undefined || echo.replyTo === message.replyTo),
    );
    if (found) return 'posted';
    return this.#latestEventAt > since + 3_000 ? 'not-posted' : 'unclear';
  }

  #store(): void {
    const kept: Kept = { until: this.#expectedUntil, latestEventAt: this.#latestEventAt, echoes: this.#echoes };
    this.#sql.exec('INSERT OR REPLACE INTO echoes (id, value) VALUES (1, ?)', JSON.stringify(kept));
  }
}
