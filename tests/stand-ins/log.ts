/**
 * What a stand-in saw and did, in order.
 * `request`: a call it answered; `delivery`: a webhook it sent; `posted`: a line that people can read now; `notice`: anything else.
 */
export type LogKind = 'request' | 'delivery' | 'posted' | 'notice';

/** `seq` grows by one and never restarts; `at` is milliseconds since the epoch by the stand-in's clock. */
export interface LogEntry {
  seq: number;
  at: number;
  kind: LogKind;
  op: string;
  data: Record<string, unknown>;
}

const MAX_ENTRIES = 10_000;

// Secrets travel in bodies and queries; the log is read by other processes and must not hand them on.
const SECRET = /("?(?:client_secret|secret|access_token|token|code)"?\s*[=:]\s*"?)[^"&\s]+/g;

/** Shortens a body to 1,000 characters and blanks the values of secret fields. */
export function summarize(body: string): string {
  return body.slice(0, 1_000).replace(SECRET, '$1***');
}

/** An ordered, bounded log (10,000 entries) that readers in other processes follow by sequence number. */
export class EventLog {
  #entries: LogEntry[] = [];
  #seq = 0;
  #waiters = new Set<() => void>();
  #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Appends an entry and wakes everyone who waits for one. */
  add(kind: LogKind, op: string, data: Record<string, unknown>): LogEntry {
    const entry = { seq: ++this.#seq, at: this.#now(), kind, op, data };
    this.#entries.push(entry);
    if (this.#entries.length > MAX_ENTRIES) this.#entries.shift();
    for (const wake of [...this.#waiters]) wake();
    return entry;
  }

  /** Entries after `seq`, of one kind when it is given. */
  since(seq: number, kind?: string): LogEntry[] {
    return this.#entries.filter((entry) => entry.seq > seq && (kind === undefined || entry.kind === kind));
  }

  /** As `since`, but waits up to `ms` milliseconds for the first entry. */
  async wait(seq: number, ms: number, kind?: string): Promise<LogEntry[]> {
    const deadline = performance.now() + ms;
    for (;;) {
      const found = this.since(seq, kind);
      const left = deadline - performance.now();
      if (found.length > 0 || left <= 0) return found;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          this.#waiters.delete(done);
          resolve();
        };
        // A reader who waits must not keep a stopped stand-in's process alive.
        const timer = setTimeout(done, left).unref();
        this.#waiters.add(done);
      });
    }
  }

  /** Forgets the entries; numbering goes on, so that a reader's place stays valid. */
  clear(): void {
    this.#entries = [];
  }
}
