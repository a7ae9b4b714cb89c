/** Code units of source: far more than a command's text can hold. */
export const MAX_SOURCE = 64 * 1024;
/** Code points of output. */
export const MAX_OUTPUT = 2_000;

export type RefusalReason = 'timeout' | 'memory' | 'stack' | 'too-long' | 'syntax' | 'threw';

export interface Refusal {
  readonly ok: false;
  readonly reason: RefusalReason;
  /** Why there is no text, for the one who wrote the code. */
  readonly message: string;
}

export const refusal = (reason: RefusalReason, message: string): Refusal => ({ ok: false, reason, message });

export const TOOK_TOO_LONG = refusal('timeout', 'the code takes too long: it may work for about 50 ms');
export const TOOK_TOO_MUCH_MEMORY = refusal('memory', 'the code needs too much memory: it may hold 8 MB');
export const WENT_TOO_DEEP = refusal('stack', 'the code goes too deep: its calls or its data are nested too far');
export const SOURCE_TOO_LONG = refusal('too-long', `the code is too long: it may have ${MAX_SOURCE / 1024} kB`);
export const SAID_TOO_MUCH = refusal('too-long', `the code says too much: it may come to ${MAX_OUTPUT} characters`);
export const IS_A_PROMISE = refusal('threw', 'the code comes to a promise, and nothing here waits for one');
export const THREW_NO_WORDS = refusal('threw', 'the code threw something that cannot be told');
