import type { InvocationId } from '../workers/core/ids.ts';

/** One admitted command: what has to be known of it as long as it can be met again. */
export interface AdmittedEntry {
  readonly id: InvocationId;
  readonly at: number;
  readonly account: string;
  readonly command: string;
  readonly room: string;
  /** Cooldowns it started: key → when it ends, ms since epoch. */
  readonly cooldowns: Readonly<Record<string, number>>;
  givenBack?: boolean;
}

const ENTRIES_PER_ROW = 32;
/** Platforms redeliver within minutes; a day is beyond anything seen of them. */
export const SEEN_FOR_MS = 24 * 3600_000;

interface Segment {
  readonly seq: number;
  readonly entries: AdmittedEntry[];
}

const expiryOf = (entry: AdmittedEntry): number => Math.max(entry.at + SEEN_FOR_MS, ...Object.values(entry.cooldowns));

/**
 * The Channel's memory of what it admitted, packed: a row holds up to 32 entries and each admission rewrites the last
 * row, so one command costs one row written and waking up costs a 32nd of the rows read. Deleting happens a row at a
 * time, when a new one is begun.
 */
export class AdmissionLog {
  readonly #sql: SqlStorage;
  #last: Segment;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS admitted (seq INTEGER PRIMARY KEY, expires INTEGER NOT NULL, entries TEXT NOT NULL)',
    );
    const row = sql
      .exec<{ seq: number; entries: string }>('SELECT seq, entries FROM admitted ORDER BY seq DESC LIMIT 1')
      .toArray()[0];
    this.#last = row ? { seq: row.seq, entries: JSON.parse(row.entries) as AdmittedEntry[] } : { seq: 1, entries: [] };
  }

  /** All entries that still matter at `now`, oldest first. */
  load(now: number): AdmittedEntry[] {
    return this.#sql
      .exec<{ entries: string }>('SELECT entries FROM admitted WHERE expires > ? ORDER BY seq', now)
      .toArray()
      .flatMap((row) => JSON.parse(row.entries) as AdmittedEntry[])
      .filter((entry) => expiryOf(entry) > now);
  }

  append(entry: AdmittedEntry): void {
    if (this.#last.entries.length >= ENTRIES_PER_ROW) {
      this.#last = { seq: this.#last.seq + 1, entries: [] };
      this.#sql.exec('DELETE FROM admitted WHERE expires <= ?', entry.at);
    }
    this.#last.entries.push(entry);
    this.#write(this.#last);
  }

  /** Marks an entry's cooldowns as given back. Rare, so it may search. */
  markGivenBack(id: InvocationId): void {
    const rows = this.#sql.exec<{ seq: number; entries: string }>('SELECT seq, entries FROM admitted').toArray();
    for (const row of rows) {
      const isLast = row.seq === this.#last.seq;
      const segment = isLast ? this.#last : { seq: row.seq, entries: JSON.parse(row.entries) as AdmittedEntry[] };
      const entry = segment.entries.find((candidate) => candidate.id === id);
      if (!entry) continue;
      entry.givenBack = true;
      this.#write(segment);
      return;
    }
  }

  #write({ seq, entries }: Segment): void {
    const expires = Math.max(...entries.map(expiryOf));
    this.#sql.exec(
      'INSERT OR REPLACE INTO admitted (seq, expires, entries) VALUES (?, ?, ?)',
      seq,
      expires,
      JSON.stringify(entries),
    );
  }
}
