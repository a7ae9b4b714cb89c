import type { ChatEvent } from '../workers/core/events.ts';
import type { InvocationId } from '../workers/core/ids.ts';
import type { AnswerCounts } from '../workers/core/pulse.ts';

/** One admitted command or event: what has to be known of it as long as it can be met again. */
export interface AdmittedEntry {
  readonly id: InvocationId;
  readonly at: number;
  readonly account: string;
  readonly command: string;
  /** Where its answer takes a place; null for interactions, which answer in a place of their own. */
  readonly room: string | null;
  /** Cooldowns it started: which, and when each ends, ms since epoch. */
  readonly cooldowns: readonly (readonly [key: string, until: number])[];
  givenBack?: boolean;
  /** Aliases that led to it, for the first of what they stand for: they count as used, too. */
  readonly aliases?: readonly string[];
  /** An event's own window in which it takes a place, where it has one. */
  readonly window?: string;
  /** The wait that this notice told of, so that it is told once. */
  readonly told?: readonly [key: string, until: number];
  /** Of an event whose fact may come by other ways; `first` is the one that told it before. */
  readonly twin?: NonNullable<ChatEvent['twin']>;
  readonly first?: InvocationId;
  /** What was told of earlier answers when it was written: its row is the one that is paid for anyway. */
  answers?: AnswerCounts;
}

/** What stands before the kind where an entry is of an event or a notice; no command has a blank before its name. */
export const EVENT = 'on ';
const ENTRIES_PER_ROW = 32;
/** Platforms redeliver within minutes; a day is beyond anything seen of them. */
export const SEEN_FOR_MS = 24 * 3600_000;

interface Segment {
  readonly seq: number;
  readonly entries: AdmittedEntry[];
}

const expiryOf = (entry: AdmittedEntry): number =>
  entry.cooldowns.reduce((latest, [, until]) => Math.max(latest, until), entry.at + SEEN_FOR_MS);

/**
 * The Channel's memory of what it admitted, packed: a row holds up to 32 entries and each admission rewrites the last
 * row, so one command costs one row written and waking up costs a 32nd of the rows read. Deleting happens a row at a
 * time, when a new one is begun.
 */
export class AdmissionLog {
  readonly #sql: SqlStorage;
  #last: Segment;
  #keptFrom = 0;

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

  /** How many entries were ever added: the position of the next. */
  get end(): number {
    return (this.#last.seq - 1) * ENTRIES_PER_ROW + this.#last.entries.length;
  }

  /** Entries from this position on are not forgotten, however old: somebody still has to read them. */
  keepFrom(position: number): void {
    this.#keptFrom = position;
  }

  /** The entries of a stretch, as far as they are still there. */
  range(from: number, to: number): AdmittedEntry[] {
    if (to <= from) return [];
    const [first, last] = [from, to - 1].map((position) => Math.floor(position / ENTRIES_PER_ROW) + 1);
    return this.#sql
      .exec<{ seq: number; entries: string }>(
        'SELECT seq, entries FROM admitted WHERE seq BETWEEN ? AND ? ORDER BY seq',
        first as number,
        last as number,
      )
      .toArray()
      .flatMap(({ seq, entries }) => {
        const start = (seq - 1) * ENTRIES_PER_ROW;
        return (JSON.parse(entries) as AdmittedEntry[]).slice(Math.max(0, from - start), Math.max(0, to - start));
      });
  }

  /** All entries that still matter at `now`, oldest first. */
  load(now: number): AdmittedEntry[] {
    return this.#sql
      .exec<{ entries: string }>('SELECT entries FROM admitted WHERE expires > ? ORDER BY seq', now)
      .toArray()
      .flatMap((row) => JSON.parse(row.entries) as AdmittedEntry[])
      .filter((entry) => expiryOf(entry) > now);
  }

  /** Adds entries, a row written for each 32 of them begun or continued. */
  append(entries: readonly AdmittedEntry[]): void {
    let isWritten = true;
    for (const entry of entries) {
      if (this.#last.entries.length >= ENTRIES_PER_ROW) {
        if (!isWritten) this.#write(this.#last);
        this.#last = { seq: this.#last.seq + 1, entries: [] };
        const firstKept = Math.floor(this.#keptFrom / ENTRIES_PER_ROW) + 1;
        this.#sql.exec('DELETE FROM admitted WHERE expires <= ? AND seq < ?', entry.at, firstKept);
      }
      this.#last.entries.push(entry);
      isWritten = false;
    }
    if (!isWritten) this.#write(this.#last);
  }

  /** The newest entry. */
  get latest(): AdmittedEntry | undefined {
    return this.#last.entries.at(-1);
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
