import type { NamedLimit, Standing } from '../../durable-objects/rate-limiter.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import { Limited } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { within } from '../core/within.ts';

/** What one key, and one address with whatever keys, may ask in a minute. */
const CALLS: NamedLimit = { name: 'calls', count: 600, windowMs: 60_000 };
/** Bad credentials of one address in a minute; then nothing from there is looked at until some of them are a minute old. */
const BAD_CREDENTIALS: NamedLimit = { name: 'bad-credentials', count: 20, windowMs: 60_000 };
/** A limiter that takes longer counts as one that does not answer, ms. */
const ANSWERS_WITHIN_MS = 1_000;

/** The part of a `RateLimiter` that is asked here. */
export interface Limiter {
  take(limits: readonly [NamedLimit], now: number, cost?: number, besides?: readonly NamedLimit[]): Promise<Standing>;
}

export interface ApiLimitsOptions {
  /** The object that keeps the windows of one limited thing. */
  readonly limiter: (name: string) => Limiter;
  readonly clock: () => number;
  readonly log: Log;
}

/**
 * The limits of the admin API. Calls are let through where the limiter does not answer, as a limit is no reason to be
 * away; bad credentials are not looked at, as a guess is no reason to be there.
 */
export class ApiLimits {
  readonly #options: ApiLimitsOptions;

  constructor(options: ApiLimitsOptions) {
    this.#options = options;
  }

  /**
   * Counts a call of an address before its credentials are looked at; null where the limiter does not answer.
   * @throws Limited also where the address showed too many bad credentials
   */
  async callFrom(address: string): Promise<Standing | null> {
    const standing = await this.#take(`address ${address}`, CALLS, [BAD_CREDENTIALS]);
    return this.#allowed(standing, standing?.name === BAD_CREDENTIALS.name ? TOO_MANY_GUESSES : TOO_MANY_FROM_ADDRESS);
  }

  /** Counts a call of a key. @throws Limited */
  async callBy(key: string): Promise<Standing | null> {
    return this.#allowed(await this.#take(`key ${key}`, CALLS), TOO_MANY_BY_KEY);
  }

  /** Counts a bad credential. @throws Limited where it is one too many, and where that cannot be told */
  async badCredentialFrom(address: string): Promise<void> {
    const standing = await this.#take(`address ${address}`, BAD_CREDENTIALS);
    if (standing === null) throw new Limited(TOO_MANY_GUESSES, BAD_CREDENTIALS.windowMs);
    this.#allowed(standing, TOO_MANY_GUESSES);
  }

  async #take(limited: string, limit: NamedLimit, besides: readonly NamedLimit[] = []): Promise<Standing | null> {
    const { limiter, clock, log } = this.#options;
    try {
      // Hashed: the names of objects are shown in places that addresses have no business in.
      const name = toHex(await crypto.subtle.digest('SHA-256', utf8(limited)));
      return await within(ANSWERS_WITHIN_MS, 'the limiter', limiter(name).take([limit], clock(), 1, besides));
    } catch {
      log('warn', 'api.limiter-away', { limit: limit.name });
      return null;
    }
  }

  #allowed(standing: Standing | null, message: string): Standing | null {
    if (standing && !standing.allowed) throw new Limited(message, standing.retryAfterMs, standing);
    return standing;
  }
}

const TOO_MANY_GUESSES =
  'Too many wrong keys came from this address. Wait as long as Retry-After says, then use the right one.';
const TOO_MANY_FROM_ADDRESS = 'Too many calls came from this address. Wait as long as Retry-After says.';
const TOO_MANY_BY_KEY = 'Too many calls were made with this key. Wait as long as Retry-After says.';

/** The standing that leaves the least room; null where no limiter answered. */
export const tightest = (...standings: readonly (Standing | null)[]): Standing | null =>
  standings.reduce((least, next) => (!next || (least && least.remaining <= next.remaining) ? least : next), null);

/**
 * Where a client is counted: its IPv4 address, or its IPv6 network, as everybody has a /64 to take addresses from.
 * @param address as Cloudflare says it; absent on a laptop, where nobody stands in front
 */
export function networkOf(address: string | null): string {
  if (!address) return 'unknown';
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    // A dotted IPv4 at the end takes the place of two groups.
    const missing = 8 - groups.length - after.length - (tail.includes('.') ? 1 : 0);
    groups.push(...Array.from({ length: Math.max(0, missing) }, () => '0'), ...after);
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
