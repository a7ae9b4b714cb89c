import type { RefusalReason } from '../workers/core/invocation.ts';
import { forgetBefore, GRIDS, GROUP_OF, type RefusedCounts } from '../workers/core/pulse.ts';

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

interface Kept {
  readonly all: Refusal[];
  /** Refused commands by the number of the hour. */
  hours: Record<number, RefusedCounts>;
}

/** The last refusals of a channel, for people who ask why nothing was said, and how many there were of a day. */
export class Refusals {
  readonly #sql: SqlStorage;
  readonly #kept: Kept;
  #writtenAt = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS refusals (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    const row = sql.exec<{ value: string }>('SELECT value FROM refusals').toArray()[0];
    const stored = JSON.parse(row?.value ?? '[]') as Kept | Refusal[];
    // An older build kept the list alone.
    this.#kept = Array.isArray(stored) ? { all: stored, hours: {} } : stored;
  }

  /** Oldest first. */
  get all(): readonly Refusal[] {
    return this.#kept.all;
  }

  /** How many commands were refused, by the number of the hour. Of unknown ones, which are worth no row, at least so many. */
  get hours(): Readonly<Record<number, RefusedCounts>> {
    return this.#kept.hours;
  }

  forgetCounts(): void {
    this.#kept.hours = {};
    this.#write();
  }

  /** Forgets who was refused, of these accounts. */
  forgetAuthors(accounts: readonly string[]): void {
    const { all } = this.#kept;
    const left = all.filter(({ account }) => !accounts.includes(account));
    if (left.length === all.length) return;
    all.splice(0, all.length, ...left);
    this.#write();
  }

  /**
   * What is no command here may be another bot's, and is worth no row of its own.
   * @param isCommand whether it was typed as a command: only those are counted
   */
  add(refusal: Refusal, isCommand: boolean): void {
    const { all } = this.#kept;
    all.push(refusal);
    if (all.length > KEPT) all.shift();
    if (isCommand) this.#count(refusal);
    if (refusal.reason === 'unknown-command' || refusal.at - this.#writtenAt < WRITTEN_EVERY_MS) return;
    this.#writtenAt = refusal.at;
    this.#write();
  }

  #count({ at, reason }: Refusal): void {
    const { hours } = this.#kept;
    const hour = Math.floor(at / GRIDS.hours.widthMs);
    hours[hour] ??= {};
    hours[hour][GROUP_OF[reason]] = (hours[hour][GROUP_OF[reason]] ?? 0) + 1;
    forgetBefore(hours, GRIDS.hours, at);
  }

  #write(): void {
    this.#sql.exec('INSERT OR REPLACE INTO refusals (id, value) VALUES (1, ?)', JSON.stringify(this.#kept));
  }
}
