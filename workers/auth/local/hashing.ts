import { Limited } from '../../core/errors.ts';
import { computeHash, isOutdated, matchesHash, type Phc, parsePhc } from './phc.ts';

/** Hashes under way at once in an isolate: each takes 19 MiB of its 128 MB. */
const AT_ONCE = 2;
/** Who would have to wait behind more than this is sent away, rather than to hold a request open. */
const MOST_WAITING = 16;
/** When it is worth another try, ms. */
const RETRY_AFTER_MS = 5_000;

/** Lets so many do something at once; the others wait for their turn, and too many are sent away. */
export class Turns {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #under = 0;

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws Limited where too many wait already */
  async take<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#under >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting)
        throw new Limited('Many people are signing in just now. Try again in a few seconds.', RETRY_AFTER_MS);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#under++;
    try {
      // Hashing lets nothing else run: whoever came before it gets a moment first.
      await scheduler.wait(0);
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#under--;
    }
  }
}

const turns = new Turns(AT_ONCE, MOST_WAITING);

/** Hashed for names that nobody has, so that they take as long as others: no password has this hash. */
const NOBODYS = parsePhc(
  '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
) as Phc;

/** A new hash of a password, as it is kept. @throws Limited where many are signing in */
export const hashPassword = (password: string): Promise<string> => turns.take(() => computeHash(password));

export interface Checked {
  readonly matches: boolean;
  /** The hash to keep from now on, where the one that is kept is of another cost. */
  readonly rehashed: string | null;
}

/**
 * Whether a password is the one that was hashed. Without a hash it never is, and takes as long.
 * @throws Limited where many are signing in
 */
export function checkPassword(password: string, kept: string | null): Promise<Checked> {
  const phc = kept === null ? null : parsePhc(kept);
  return turns.take(() => {
    const same = matchesHash(password, phc ?? NOBODYS);
    const matches = phc !== null && same;
    return { matches, rehashed: matches && isOutdated(phc) ? computeHash(password) : null };
  });
}
