import type { RefusalReason } from '../workers/core/invocation.ts';

export interface Refusal {
  readonly at: number;
  readonly reason: RefusalReason;
  readonly account: string;
  /** As it is called here, without the prefix. */
  readonly command: string;
}

const KEPT = 200;
/** A refusal is written down with those of the minute before it, at a row a minute. */
const WRITTEN_EVERY_MS = 60_000;

/** The last refusals of a channel, for people who ask why nothing was said. */
export class Refusals {
  readonly #sql: SqlStorage;
  readonly #all: Refusal[];
  #writtenAt = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS refusals (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    const row = sql.exec<{ value: string }>('SELECT value FROM refusals').toArray()[0];
    this.#all = row ? (JSON.parse(row.value) as Refusal[]) : [];
  }

  /** Oldest first. */
  get all(): readonly Refusal[] {
    return this.#all;
  }

  /** Forgets who was refused, of these accounts. */
  forgetAuthors(accounts: readonly string[]): void {
    const left = this.#all.filter(({ account }) => !accounts.includes(account));
    if (left.length === this.#all.length) return;
    this.#all.splice(0, this.#all.length, ...left);
    this.#write();
  }

  /** What is no command here may be another bot's, and is worth no row of its own. */
  add(refusal: Refusal): void {
    this.#all.push(refusal);
    if (this.#all.length > KEPT) this.#all.shift();
    if (refusal.reason === 'unknown-command' || refusal.at - this.#writtenAt < WRITTEN_EVERY_MS) return;
    this.#writtenAt = refusal.at;
    this.#write();
  }

  #write(): void {
    this.#sql.exec('INSERT OR REPLACE INTO refusals (id, value) VALUES (1, ?)', JSON.stringify(this.#all));
  }
}
