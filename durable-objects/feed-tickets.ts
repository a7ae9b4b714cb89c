import type { Hearing } from '../workers/core/feed.ts';

/** What a ticket lets its bearer hear. */
export interface FeedTicket extends Hearing {
  /** Whether a person asked for it, whose rights may be taken away meanwhile, and not a program with its key. */
  readonly isPersons: boolean;
}

/** Tickets to a community's feed, by their hashes. Each lets in once. */
export class FeedTickets {
  readonly #sql: SqlStorage;
  #isMade = false;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Times in ms since epoch. */
  keep(hash: string, { platforms, areas, isPersons }: FeedTicket, expiresAt: number, now: number): void {
    this.#table.exec('DELETE FROM live_tickets WHERE expires <= ?', now);
    this.#table.exec(
      'INSERT OR REPLACE INTO live_tickets (hash, expires, ticket) VALUES (?, ?, ?)',
      hash,
      expiresAt,
      JSON.stringify({ platforms, areas, isPersons } satisfies FeedTicket),
    );
  }

  /** Takes a ticket; null: it was used, it is over, or it never was. @param now ms since epoch */
  redeem(hash: string, now: number): FeedTicket | null {
    const [taken] = this.#table
      .exec<{ ticket: string }>('DELETE FROM live_tickets WHERE hash = ? AND expires > ? RETURNING ticket', hash, now)
      .toArray();
    return taken ? (JSON.parse(taken.ticket) as FeedTicket) : null;
  }

  get #table(): SqlStorage {
    if (!this.#isMade) {
      this.#sql.exec(
        'CREATE TABLE IF NOT EXISTS live_tickets (hash TEXT PRIMARY KEY, expires INTEGER NOT NULL, ticket TEXT NOT NULL) WITHOUT ROWID',
      );
      // Of an older build; what was in it was good for a minute.
      this.#sql.exec('DROP TABLE IF EXISTS feed_tickets');
    }
    this.#isMade = true;
    return this.#sql;
  }
}
