/** Failures in a row after which nobody calls for a while. */
export const FAILURES_TO_OPEN = 5;
/** How long it stays open the first time, and at most, ms; each probe that fails doubles it. */
export const OPEN_FOR_MS = 30_000;
export const MAX_OPEN_FOR_MS = 10 * 60_000;
/** A probe that does not report in this time is taken for lost, ms. */
export const PROBE_FOR_MS = 20_000;

/** Whether a call may be made now. A `probe` is the only one under way, and whether the breaker closes is up to it. */
export type Allowance =
  | { readonly allowed: true; readonly probe: boolean }
  | { readonly allowed: false; readonly retryAfterMs: number };

/** What a call came to: any answer that is not the host's own failure (a 4xx, too) says that the host is there. */
export type CallOutcome = 'answered' | 'failed';

export type BreakerState =
  | { readonly state: 'closed' }
  /** `until`: when the next probe may be made, ms since epoch. */
  | { readonly state: 'open'; readonly until: number }
  /** One call is being made to see, or the next will be. */
  | { readonly state: 'half-open' };

/** How a breaker stands, for people to see. */
export interface BreakerStanding {
  readonly state: BreakerState['state'];
  /** Failures in a row, as far as this object's memory goes, until it opens; 0 from then on. */
  readonly failures: number;
  /** When it is asked again, ms since epoch; null while it is closed. */
  readonly until: number | null;
  /** How long it was opened for, ms: each probe that fails doubles it. */
  readonly forMs: number | null;
}

/** An open breaker, as it is stored. */
interface Opened {
  readonly until: number;
  readonly forMs: number;
  /** Until when a probe is waited for, ms since epoch; 0: none is under way. */
  readonly probeUntil: number;
}

const KEY = 'breaker';

/**
 * Keeps callers from a host that fails: closed, open, half-open with one probe at a time. What has to outlive the object's
 * sleep is a row, written when the state changes and not per call; failures before it opens are counted in memory, as who
 * calls so seldom that the count is lost needs no breaker.
 */
export class Breaker {
  readonly #kv: SyncKvStorage;
  #failures = 0;
  /** Undefined until it was read. */
  #held: Opened | null | undefined;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  /** @param now ms since epoch */
  mayCall(now: number): Allowance {
    const opened = this.#opened();
    if (!opened) return { allowed: true, probe: false };
    if (now < opened.until) return { allowed: false, retryAfterMs: opened.until - now };
    if (now < opened.probeUntil) return { allowed: false, retryAfterMs: opened.probeUntil - now };
    this.#keep({ ...opened, probeUntil: now + PROBE_FOR_MS });
    return { allowed: true, probe: true };
  }

  /** What a call that was allowed came to. Of calls that began before it opened, nothing is learned any more. */
  report(outcome: CallOutcome, probe: boolean, now: number): void {
    const opened = this.#opened();
    if (!opened) {
      this.#failures = outcome === 'answered' ? 0 : this.#failures + 1;
      if (this.#failures >= FAILURES_TO_OPEN) this.#open(OPEN_FOR_MS, now);
      return;
    }
    if (!probe) return;
    if (outcome === 'answered') this.#close();
    // A probe that was taken for lost, and comes after another one failed, says nothing new.
    else if (now >= opened.until) this.#open(Math.min(MAX_OPEN_FOR_MS, 2 * opened.forMs), now);
  }

  stateAt(now: number): BreakerState {
    const opened = this.#opened();
    if (!opened) return { state: 'closed' };
    return now < opened.until ? { state: 'open', until: opened.until } : { state: 'half-open' };
  }

  standing(now: number): BreakerStanding {
    const opened = this.#opened();
    const { state } = this.stateAt(now);
    return {
      state,
      failures: opened ? 0 : this.#failures,
      until: opened?.until ?? null,
      forMs: opened?.forMs ?? null,
    };
  }

  #open(forMs: number, now: number): void {
    this.#keep({ until: now + forMs, forMs, probeUntil: 0 });
  }

  #close(): void {
    this.#failures = 0;
    this.#held = null;
    this.#kv.delete(KEY);
  }

  #opened(): Opened | null {
    if (this.#held === undefined) this.#held = this.#kv.get<Opened>(KEY) ?? null;
    return this.#held;
  }

  #keep(opened: Opened): void {
    this.#held = opened;
    this.#kv.put(KEY, opened);
  }
}
