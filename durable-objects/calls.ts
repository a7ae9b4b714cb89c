import type { NotedCall } from '../workers/core/http-modules.ts';
import { CALL_FOR_MS, type CallNote, type CallTaken, LastCalls, type Packed } from './last-calls.ts';

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

type UnderWay = readonly (readonly [id: string, at: number])[];

/** As it is stored; an earlier build stored the calls under way alone. */
type Stored = UnderWay | { readonly underWay: UnderWay; readonly last: Packed };

const KEY = 'calls';

/**
 * Which calls were made for which invocation, so that a queue that hands one over twice does not make two of them. A call is
 * taken before it is made: of those under way the object keeps a row, packed, which a call rewrites; what they came to is
 * held in memory. A run that died between the two is made up for: after a minute the call is free again.
 *
 * The last calls are remembered beside them, for people to look at. What went well rides along in the row of whichever call is taken
 * next, where calls follow each other closely; of the last of those the object may forget what it came to, and says so.
 */
export class Calls {
  readonly #kv: SyncKvStorage;
  /** Oldest first. */
  readonly #calls = new Map<string, Call>();
  readonly #last = new LastCalls();
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
  take(id: string, now: number, taken?: CallTaken): void {
    this.#put(id, { at: now });
    this.#forget(now);
    if (taken) this.#last.began(id, taken, now);
    this.#store(now);
  }

  /** Notes for people what a call came to. */
  note(note: CallNote, now: number): void {
    this.#restore();
    if (this.#last.came(note, now)) this.#store(now);
  }

  /** The last calls of a module, the last one first. */
  lastOf(module: string, now: number): readonly NotedCall[] {
    this.#restore();
    return this.#last.of(module, now);
  }

  /** Notes what a call came to, for runs that come after; true where others asked for it meanwhile, and will come again. */
  answered(id: string, answer: string, now: number): boolean {
    const contested = this.#calls.get(id)?.contested ?? false;
    this.#put(id, { at: now, answer, contested });
    return contested;
  }

  #store(now: number): void {
    const underWay = Array.from(this.#calls)
      .filter(([, { at, answer }]) => answer === undefined && at > now - CALL_FOR_MS)
      .map(([id, { at }]) => [id, at] as const);
    const stored: Stored = { underWay: underWay.slice(-KEPT), last: this.#last.pack() };
    this.#kv.put(KEY, stored);
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
    const stored = this.#kv.get<Stored>(KEY);
    if (!stored) return;
    const { underWay, last } = 'last' in stored ? stored : { underWay: stored, last: [] };
    for (const [id, at] of underWay) this.#calls.set(id, { at });
    this.#last.restore(last);
  }
}
