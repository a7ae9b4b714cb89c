import type { NamedLimit, Standing } from '../../../durable-objects/rate-limiter.ts';
import { toHex, utf8 } from '../../core/bytes.ts';
import { printDuration } from '../../core/durations.ts';
import { Limited, WaddleError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { within } from '../../core/within.ts';

type Limits = readonly [NamedLimit, ...NamedLimit[]];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const limit = (name: string, count: number, windowMs: number): NamedLimit => ({ name, count, windowMs });

/** What may be tried how often; who tries more waits longer with every window that is full. */
const LIMITS = {
  /** Signing in, from one network: a school or a hall shares one. */
  'sign-in from': [limit('sign-in-minute', 20, MINUTE), limit('sign-in-hour', 100, HOUR)],
  /** Passwords of one name, from wherever. */
  'sign-in as': [
    limit('sign-in-minute', 5, MINUTE),
    limit('sign-in-hour', 20, HOUR),
    limit('sign-in-day', 60, 24 * HOUR),
  ],
  /** Second factors of one person: a million codes, of which three are right at a time. */
  'code of': [limit('code-minute', 5, MINUTE), limit('code-hour', 15, HOUR), limit('code-day', 40, 24 * HOUR)],
  /** New accounts, and whether names are free, from one network. */
  'sign-up from': [limit('sign-up-hour', 20, HOUR), limit('sign-up-day', 40, 24 * HOUR)],
  /** Challenges for passkeys, which cost a row each, from one network. */
  'challenge from': [limit('challenge-minute', 60, MINUTE), limit('challenge-hour', 600, HOUR)],
  /** One-time links that were tried, from one network. */
  'link from': [limit('link-minute', 20, MINUTE)],
} satisfies Readonly<Record<string, Limits>>;
export type Throttled = keyof typeof LIMITS;

const REFUSALS: Readonly<Record<Throttled, string>> = {
  'sign-in from': 'Too many tries to sign in came from your network.',
  'sign-in as': 'Too many passwords were tried for this name.',
  'code of': 'Too many codes were tried.',
  'sign-up from': 'Too many names were tried from your network.',
  'challenge from': 'Too many passkeys were asked for from your network.',
  'link from': 'Too many links were tried from your network.',
};

/** A limiter that takes longer counts as one that does not answer, ms. */
const ANSWERS_WITHIN_MS = 2_000;

/** The part of a `RateLimiter` that is asked here. */
export interface ThrottleLimiter {
  take(limits: Limits, now: number): Promise<Standing>;
  giveBack(limits: readonly Pick<NamedLimit, 'name'>[], takenAt: number): Promise<void>;
}

export interface ThrottleOptions {
  /** The object that keeps the windows of one limited thing. */
  readonly limiter: (name: string) => ThrottleLimiter;
  readonly clock: () => number;
  readonly log: Log;
}

/** A try that was counted; to be given back where it was no guess. */
export type GiveBack = () => Promise<void>;

/**
 * Counts tries before they are looked at, so that many at once are counted, too. Nothing is let through where the limiter
 * does not answer: a guess is no reason to be there.
 */
export class Throttle {
  readonly #options: ThrottleOptions;

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /**
   * @param who a network, a name's key, a person's id
   * @throws Limited saying when to try again; UNAVAILABLE where nobody can tell
   */
  async take(what: Throttled, who: string): Promise<GiveBack> {
    const { limiter, clock, log } = this.#options;
    const limits: Limits = LIMITS[what];
    // Hashed: the names of objects are shown in places that names and addresses have no business in.
    const object = limiter(toHex(await crypto.subtle.digest('SHA-256', utf8(`${what} ${who}`))));
    const now = clock();
    const standing = await within(ANSWERS_WITHIN_MS, 'the limiter', object.take(limits, now)).catch(() => null);
    if (standing === null) {
      log('warn', 'auth.limiter-away', { what });
      throw new WaddleError('UNAVAILABLE', 'Nobody can be let in for a moment. Try again in a minute.');
    }
    if (!standing.allowed) {
      const wait = printDuration(Math.max(1, Math.ceil(standing.retryAfterMs / 1000)));
      throw new Limited(
        `${REFUSALS[what]} Try again in ${wait}; until then even the right one is refused.`,
        standing.retryAfterMs,
      );
    }
    return async () => {
      await object.giveBack(limits, now).catch(() => log('warn', 'auth.not-given-back', { what }));
    };
  }
}
