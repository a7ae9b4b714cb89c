import { begin, coveredBy, end, type Span } from '../workers/core/spans.ts';

interface Kept {
  /** Until when somebody watches, as far as is known here, ms since epoch. */
  readonly until: number;
  readonly spans: readonly Span[];
}

/**
 * When people's lines are counted here: while the settings ask for it, and while somebody watches the community's feed. What
 * was counted in neither is not zero: nobody knows it. Written with what is written anyway: the settings, and the watch.
 */
export class Listening {
  readonly #sql: SqlStorage;
  #watch: Kept = { until: 0, spans: [] };
  #bySettings: readonly Span[] = [];

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS watches (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)');
    const row = sql.exec<{ value: string }>('SELECT value FROM watches').toArray()[0];
    if (row) this.#watch = JSON.parse(row.value) as Kept;
  }

  isWatched(now: number): boolean {
    return this.#watch.until > now;
  }

  /** Somebody watches until then, ms since epoch; 0: nobody does any more. */
  watch(until: number, now: number): void {
    if (until > 0 ? until <= this.#watch.until : this.#watch.until === 0) return;
    const { spans } = this.#watch;
    this.#watch = { until, spans: until > 0 ? begin(spans, now, until) : end(spans, now) };
    this.#sql.exec('INSERT OR REPLACE INTO watches (id, value) VALUES (1, ?)', JSON.stringify(this.#watch));
  }

  /** When the settings asked for it: to be stored with them. */
  get bySettings(): readonly Span[] {
    return this.#bySettings;
  }

  /** Takes up what was stored with the settings; nothing was by an older build. */
  restore(bySettings: readonly Span[] = []): void {
    this.#bySettings = bySettings;
  }

  /** Settings came that ask for it, or do not. */
  configured(counts: boolean, now: number): void {
    this.#bySettings = counts ? begin(this.#bySettings, now, null) : end(this.#bySettings, now);
  }

  /** How much of the time between two moments lines were counted, ms. */
  covered(from: number, to: number): number {
    return coveredBy([...this.#bySettings, ...this.#watch.spans], from, to);
  }

  /** The channel went to another community, which was not listening before. */
  forget(now: number): void {
    this.#bySettings = [];
    this.#watch = { ...this.#watch, spans: this.isWatched(now) ? [[now, this.#watch.until]] : [] };
  }
}
