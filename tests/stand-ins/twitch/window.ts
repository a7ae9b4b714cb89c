import type { Answer } from '../routes.ts';
import { helixError } from './auth.ts';

/** So many calls in a sliding window, for each key by itself. */
export class Window {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  #times = new Map<string, number[]>();

  constructor(limit: number, windowMs: number, now: () => number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#now = now;
  }

  reset(): void {
    this.#times.clear();
  }

  /** Takes a place, or gives the answer that refuses it: 429 with the time when there is one again, in Unix seconds. */
  take(key: string): Answer | undefined {
    const now = this.#now();
    const recent = (this.#times.get(key) ?? []).filter((at) => at > now - this.#windowMs);
    this.#times.set(key, recent);
    const [oldest] = recent;
    if (oldest === undefined || recent.length < this.#limit) {
      recent.push(now);
      return undefined;
    }
    return helixError(429, 'Too Many Requests', {
      'Ratelimit-Limit': String(this.#limit),
      'Ratelimit-Remaining': '0',
      'Ratelimit-Reset': String(Math.ceil((oldest + this.#windowMs) / 1_000)),
    });
  }
}
