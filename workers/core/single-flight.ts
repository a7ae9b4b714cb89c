/** How long others' work is waited for, ms: the request that does it may be cut off, and its work with it. */
const TRUST_FOR_MS = 2_000;

/**
 * Work that many requests ask for at once is done once, by the first of them, and all get its outcome. A request can
 * end at any moment (its client hangs up) and takes its calls with it, so nobody waits for another for ever.
 */
export class SingleFlight<Key, T> {
  readonly #under = new Map<Key, Promise<T>>();

  run(key: Key, work: () => Promise<T>): Promise<T> {
    const under = this.#under.get(key);
    if (under) return orAfter(TRUST_FOR_MS, under, work);
    const started: Promise<T> = work().finally(() => {
      if (this.#under.get(key) === started) this.#under.delete(key);
    });
    this.#under.set(key, started);
    return started;
  }
}

/** The promise's outcome, or after a while that of some work instead. */
export function orAfter<T>(ms: number, promise: Promise<T>, instead: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => instead().then(resolve, reject), ms);
    promise.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
