import type { NotedCall } from '../workers/core/http-modules.ts';

/** What is noted of a call when it is made. */
export interface CallTaken {
  /** The module's id. */
  readonly module: string;
  /** The command that it answers, as it was used. */
  readonly command: string;
}

/** What a call came to; `call` names one that was noted when it was made. */
export interface CallNote extends CallTaken, Pick<NotedCall, 'status' | 'tookMs' | 'became'> {
  readonly call: string;
  readonly test?: boolean;
}

/** An object forgets what it has in memory alone after this, ms without a call. */
const AWAKE_FOR_MS = 10_000;
/** A call whose run has said nothing after this was left by it, ms: longer than all its tries and the waits between them take. */
export const CALL_FOR_MS = 60_000;

/** Calls that are remembered of one module, and of all modules at this host. */
const OF_ONE = 10;
const OF_ALL = 100;

interface Noted extends NotedCall {
  readonly call: string;
  readonly module: string;
}

/** As they are stored, packed; oldest first. */
export type Packed = readonly (readonly [
  call: string,
  module: string,
  command: string,
  at: number,
  status: number | null,
  tookMs: number | null,
  became: NotedCall['became'],
  test: boolean,
])[];

/** The last calls that modules at a host were made: when, by which command, and what they came to. Never what was said. */
export class LastCalls {
  /** Oldest first. */
  #calls: readonly Noted[] = [];

  /** @param at ms since epoch */
  began(call: string, { module, command }: CallTaken, at: number): void {
    this.#add({ call, module, command, at, status: null, tookMs: null, became: null, test: false });
  }

  /**
   * @param now ms since epoch
   * @returns whether this is worth a row of its own: what went wrong is looked for, a try by hand is seldom, and after a call that
   * is alone the object sleeps before there is another whose row it could be in.
   */
  came({ test = false, ...note }: CallNote, now: number): boolean {
    const began = this.#calls.find(({ call, module }) => call === note.call && module === note.module);
    const at = began?.at ?? now - (note.tookMs ?? 0);
    this.#calls = this.#calls.filter((other) => other !== began);
    const isAlone = this.#calls.every((other) => other.at <= at - AWAKE_FOR_MS);
    this.#add({ ...note, at, test });
    return test || isAlone || !(note.became === 'said' || note.became === 'silent' || note.became === 'promised');
  }

  /** Those of one module, the last one first. @param now ms since epoch */
  of(module: string, now: number): readonly NotedCall[] {
    return this.#calls
      .filter((noted) => noted.module === module)
      .map(({ at, command, status, tookMs, became, test }) => {
        const isLeft = became === null && at <= now - CALL_FOR_MS;
        return { at, command, status, tookMs, became: isLeft ? ('unknown' as const) : became, test };
      })
      .toReversed();
  }

  pack(): Packed {
    return this.#calls.map(({ call, module, command, at, status, tookMs, became, test }) => [
      call,
      module,
      command,
      at,
      status,
      tookMs,
      became,
      test,
    ]);
  }

  /** What calls came to that are in the row as under way was told to memory alone, or will be: until then nobody knows. */
  restore(packed: Packed): void {
    this.#calls = packed.map(([call, module, command, at, status, tookMs, became, test]) => ({
      call,
      module,
      command,
      at,
      status,
      tookMs,
      became: became ?? 'unknown',
      test,
    }));
  }

  #add(noted: Noted): void {
    const calls = [...this.#calls, noted];
    const own = calls.filter(({ module }) => module === noted.module);
    const tooMany = own.length > OF_ONE ? own[0] : calls.length > OF_ALL ? calls[0] : undefined;
    this.#calls = tooMany ? calls.filter((other) => other !== tooMany) : calls;
  }
}
