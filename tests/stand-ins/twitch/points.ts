import type { Answer } from '../routes.ts';
import { type Authorized, type Caller, helixError } from './auth.ts';

const MINUTE_MS = 60_000;

/** Twitch API guide: rate limits: each token has so many points a minute, and a read costs one. */
export class Points {
  readonly #perMinute: number;
  readonly #now: () => number;
  #spent = new Map<string, { points: number; resetAt: number }>();

  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  reset(): void {
    this.#spent.clear();
  }

  /** Charges whoever calls, and tells in the headers what is left; `Ratelimit-Reset` is in Unix seconds. */
  charged =
    (handle: Authorized): Authorized =>
    async (request, caller): Promise<Answer> => {
      const bucket = this.#bucket(caller);
      const isSpent = bucket.points >= this.#perMinute;
      if (!isSpent) bucket.points += 1;
      const headers = {
        'Ratelimit-Limit': String(this.#perMinute),
        'Ratelimit-Remaining': String(this.#perMinute - bucket.points),
        'Ratelimit-Reset': String(Math.ceil(bucket.resetAt / 1_000)),
      };
      if (isSpent) return helixError(429, 'Too Many Requests', headers);
      const answer = await handle(request, caller);
      return { ...answer, headers: { ...headers, ...answer.headers } };
    };

  #bucket(caller: Caller): { points: number; resetAt: number } {
    const key = caller.is === 'app' ? 'app' : caller.userId;
    const held = this.#spent.get(key);
    if (held && held.resetAt > this.#now()) return held;
    const fresh = { points: 0, resetAt: this.#now() + MINUTE_MS };
    this.#spent.set(key, fresh);
    return fresh;
  }
}
