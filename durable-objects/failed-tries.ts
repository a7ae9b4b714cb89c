import type { FailedTry } from '../workers/core/invocation.ts';

/** As long as a dead letter may wait for its database, ms. */
const KEPT_FOR_MS = 14 * 24 * 3600_000;
/** Of many tries the first and the last tell the most. */
const KEPT = 20;

/** Why work of this channel failed, try by try, until somebody asks for it. Success costs nothing here. */
export class FailedTries {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS tries (name TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID',
    );
  }

  note(name: string, failed: FailedTry): void {
    const before = this.of(name);
    const kept = [...before, failed];
    if (kept.length > KEPT) kept.splice(1, kept.length - KEPT);
    this.#sql.exec('DELETE FROM tries WHERE expires <= ?', failed.at);
    this.#sql.exec(
      'INSERT OR REPLACE INTO tries (name, value, expires) VALUES (?, ?, ?)',
      name,
      JSON.stringify(kept),
      failed.at + KEPT_FOR_MS,
    );
  }

  /** Oldest first. */
  of(name: string): FailedTry[] {
    const row = this.#sql.exec<{ value: string }>('SELECT value FROM tries WHERE name = ?', name).toArray()[0];
    return row ? (JSON.parse(row.value) as FailedTry[]) : [];
  }
}
