import { Limited } from '../../core/errors.ts';
import { computeHash, isOutdated, matchesHash, type Phc, parsePhc } from './phc.ts';

/** Hashes that are asked for and not done: who comes after them is sent away, rather than to hold a request open for seconds. */
const MOST_WAITING = 16;
/** A request that was cut off takes its turn with it and gives no sign: after so long, ms, nobody is waiting there. */
const FORGOTTEN_AFTER_MS = 15_000;
/** When it is worth another try, ms. */
const RETRY_AFTER_MS = 5_000;

/** Hashed for names that nobody has, so that they take as long as others: no password has this hash. */
const NOBODYS = parsePhc(
  '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
) as Phc;

export interface Checked {
  readonly matches: boolean;
  /** The hash to keep from now on, where the one that is kept is of another cost. */
  readonly rehashed: string | null;
}

/**
 * Hashes passwords, one after the other: each takes 19 MiB and the whole isolate for some 100 ms, so there are never two at
 * once. Who waits hands nothing on to the next, as a request that is cut off would never do it.
 */
export class Hashing {
  readonly #clock: () => number;
  readonly #mostWaiting: number;
  readonly #matches: typeof matchesHash;
  /** Since when each of them waits, ms since epoch. */
  readonly #waiting = new Map<symbol, number>();

  /** @param options what tests put in */
  constructor(
    clock: () => number,
    options: { readonly mostWaiting?: number; readonly matches?: typeof matchesHash } = {},
  ) {
    this.#clock = clock;
    this.#mostWaiting = options.mostWaiting ?? MOST_WAITING;
    this.#matches = options.matches ?? matchesHash;
  }

  /** A new hash of a password, as it is kept. @throws Limited where many are signing in */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => computeHash(password));
  }

  /**
   * Whether a password is the one that was hashed. Without a hash it never is, and takes as long.
   * @throws Limited where many are signing in
   */
  check(password: string, kept: string | null): Promise<Checked> {
    const phc = kept === null ? null : parsePhc(kept);
    return this.#inTurn(() => {
      const same = this.#matches(password, phc ?? NOBODYS);
      const matches = phc !== null && same;
      return { matches, rehashed: matches && isOutdated(phc) ? computeHash(password) : null };
    });
  }

  async #inTurn<T>(work: () => T): Promise<T> {
    const now = this.#clock();
    for (const [turn, since] of this.#waiting) if (now - since > FORGOTTEN_AFTER_MS) this.#waiting.delete(turn);
    if (this.#waiting.size >= this.#mostWaiting)
      throw new Limited('Many people are signing in just now. Try again in a few seconds.', RETRY_AFTER_MS);
    const turn = Symbol('turn');
    this.#waiting.set(turn, now);
    try {
      // Hashing lets nothing else run: whoever came before it gets a moment first.
      await scheduler.wait(0);
      return work();
    } finally {
      this.#waiting.delete(turn);
    }
  }
}
