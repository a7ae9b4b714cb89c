/** How long a call is left to the run that took it, ms: longer than all its tries and the waits between them take. */
export const CALL_FOR_MS = 60_000;
/** How long what a call came to is remembered, ms, and of how many calls. */
const REMEMBERED_FOR_MS = 10 * 60_000;
const REMEMBERED = 1_000;
/** Calls under way that outlive the object's sleep. */
const KEPT = 200;

/** How a call stands that another run has taken. */
export type CallStanding =
  /** Another run took it less than `CALL_FOR_MS` ago and has not said what it came to. */
  | { readonly call: 'under way'; readonly retryAfterMs: number }
  /**
   * What it came to, as the run that made it handed it in. `contested`: several runs have asked while it was under way, and have
   * to agree on who says it.
   */
  | { readonly call: 'answered'; readonly answer: string; readonly contested: boolean };

interface Call {
  readonly at: number;
  readonly answer?: string;
  /** Whether other runs asked for it while it was under way. */
  contested?: boolean;
}

const KEY = 'calls';

/**
 * Which calls were made for which invocation, so that a queue that hands one over twice does not make two of them. A call is
 * taken before it is made: of those under way the object keeps a row, packed, which a call rewrites; what they came to is
 * held in memory. A run that died between the two is made up for: after a minute the call is free again.
 */
export class Calls {
  readonly #kv: SyncKvStorage;
  /** Oldest first. */
  readonly #calls = new Map<string, Call>();
  #restored = false;

  constructor(kv: SyncKvStorage) {
    this.#kv = kv;
  }

  /** How a call stands that another run has taken; null where it is free. */
  standing(id: string, now: number): CallStanding | null {
    this.#restore();
    const call = this.#calls.get(id);
    if (!call) return null;
    const { answer, contested = false } = call;
    if (answer !== undefined) return { call: 'answered', answer, contested };
    const retryAfterMs = call.at + CALL_FOR_MS - now;
    if (retryAfterMs <= 0) return null;
    call.contested = true;
    return { call: 'under way', retryAfterMs };
  }

  /** Takes a free call; it is stored before the caller hears of it. */
  take(id: string, now: number): void {
    this.#put(id, { at: now });
    this.#forget(now);
    const underWay = Array.from(this.#calls)
      .filter(([, { at, answer }]) => answer === undefined && at > now - CALL_FOR_MS)
      .map(([of, { at }]) => [of, at] as const);
    this.#kv.put(KEY, underWay.slice(-KEPT));
  }

  /** Notes what a call came to, for runs that come after; true where others asked for it meanwhile, and will come again. */
  answered(id: string, answer: string, now: number): boolean {
    const contested = this.#calls.get(id)?.contested ?? false;
    this.#put(id, { at: now, answer, contested });
    return contested;
  }

  #put(id: string, call: Call): void {
    this.#calls.delete(id);
    this.#calls.set(id, call);
  }

  #forget(now: number): void {
    for (const [id, { at }] of this.#calls) {
      if (at > now - REMEMBERED_FOR_MS && this.#calls.size <= REMEMBERED) return;
      this.#calls.delete(id);
    }
  }

  #restore(): void {
    if (this.#restored) return;
    this.#restored = true;
    for (const [id, at] of this.#kv.get<readonly (readonly [string, number])[]>(KEY) ?? []) this.#calls.set(id, { at });
  }
}
