import type { Platform } from '../workers/core/ids.ts';

/** What a ticket lets its bearer hear: entries of these platforms; null: all. */
export interface FeedTicket {
  readonly platforms: readonly Platform[] | null;
}

/** Tickets to a community's feed, by their hashes. Each lets in once. */
export class FeedTickets {
  readonly #sql: SqlStorage;
  #isMade = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Times in ms since epoch. */
  keep(hash: string, { platforms }: FeedTicket, expiresAt: number, now: number): void {
    this.#table.exec('DELETE FROM feed_tickets WHERE expires <= ?', now);
    this.#table.exec(
      'INSERT OR REPLACE INTO feed_tickets (hash, expires, platforms) VALUES (?, ?, ?)',
      hash,
      expiresAt,
      JSON.stringify(platforms),
    );
  }

  /** Takes a ticket; null: it was used, it is over, or it never was. @param now ms since epoch */
  redeem(hash: string, now: number): FeedTicket | null {
    const [taken] = this.#table
      .exec<{ platforms: string }>(
        'DELETE FROM feed_tickets WHERE hash = ? AND expires > ? RETURNING platforms',
        hash,
        now,
      )
      .toArray();
    return taken ? { platforms: JSON.parse(taken.platforms) as FeedTicket['platforms'] } : null;
  }

  get #table(): SqlStorage {
    if (!this.#isMade)
      this.#sql.exec(
        'CREATE TABLE IF NOT EXISTS feed_tickets (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL, platforms TEXT NOT NULL) WITHOUT ROWID',
      );
    this.#isMade = true;
    return this.#sql;
  }
}
