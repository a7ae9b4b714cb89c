import type { UsageDays, UsageFlushes } from '../workers/core/activity.ts';
import { type AdmissionLog, EVENT } from './admission-log.ts';

/** Uses that are told together: a few rows of the log, so that telling costs a hundredth of a use. */
const FLUSH_AFTER = 128;
/** What a quiet channel counted is told after this at the latest, and forgotten only then, ms. */
const TOLD_WITHIN_MS = 7 * 24 * 3600_000;

interface Flush {
  readonly number: number;
  /** Positions in the log, from and up to. */
  readonly from: number;
  readonly to: number;
}

/**
 * Counts uses of commands out of the admission log. Each flush has its number and its stretch of the log written down
 * before it is sent, so that one sent again is the same one and adds nothing. That the queue has a flush is known to memory
 * alone: after a sleep the last one goes along once more, which costs less than a row to remember it.
 */
export class Usage {
  readonly #sql: SqlStorage;
  readonly #log: AdmissionLog;
  /** Flushes that the queue is not known to have, oldest first. */
  #unsure: Flush[] = [];
  /** Up to where the log is in some flush. */
  #to = 0;
  #number = 0;
  #sending = false;
  #oldest: { readonly position: number; readonly at: number } | undefined;

  constructor(sql: SqlStorage, log: AdmissionLog) {
    this.#sql = sql;
    this.#log = log;
    sql.exec('CREATE TABLE IF NOT EXISTS usage (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    const row = sql.exec<{ value: string }>('SELECT value FROM usage').toArray()[0];
    if (row) this.#unsure = JSON.parse(row.value) as Flush[];
    const last = this.#unsure.at(-1);
    this.#to = last?.to ?? 0;
    this.#number = last?.number ?? 0;
    this.#log.keepFrom(this.#unsure[0]?.from ?? 0);
  }

  /** Uses that are in no flush yet, by day (UTC) and command. */
  untold(): UsageDays {
    return this.#count(this.#to, this.#log.end);
  }

  isDue(now: number): boolean {
    if (this.#sending) return false;
    return this.#log.end - this.#to >= FLUSH_AFTER || this.#oldestAt(this.#to, now) < now - TOLD_WITHIN_MS;
  }

  /** Tells what is due by `send`, with what nobody knows to have been told. What fails is told with the next. */
  async flush(send: (flushes: UsageFlushes['flushes']) => Promise<void>, now: number): Promise<void> {
    this.#sending = true;
    try {
      // Numbers go on from the clock, so that a Channel that lost its storage does not repeat old ones.
      this.#number = Math.max(now, this.#number + 1);
      this.#unsure = [...this.#unsure, { number: this.#number, from: this.#to, to: this.#log.end }];
      this.#to = this.#log.end;
      this.#sql.exec('INSERT OR REPLACE INTO usage (id, value) VALUES (1, ?)', JSON.stringify(this.#unsure));
      await send(this.#unsure.map(({ number, from, to }) => ({ number, days: this.#count(from, to) })));
      this.#unsure = [];
      this.#log.keepFrom(this.#to);
    } finally {
      this.#sending = false;
    }
  }

  /** When the first of what is untold happened. */
  #oldestAt(from: number, now: number): number {
    if (this.#oldest?.position !== from) {
      const [first] = this.#log.range(from, from + 1);
      this.#oldest = { position: from, at: first?.at ?? now };
    }
    return this.#oldest.at;
  }

  #count(from: number, to: number): UsageDays {
    const days: Record<string, Record<string, number>> = {};
    for (const { command, aliases = [], at, givenBack } of this.#log.range(from, to)) {
      if (givenBack || command.startsWith(EVENT)) continue;
      const day = new Date(at).toISOString().slice(0, 10);
      const counts = days[day] ?? {};
      for (const used of [command, ...aliases]) counts[used] = (counts[used] ?? 0) + 1;
      days[day] = counts;
    }
    return days;
  }
}
