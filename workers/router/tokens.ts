import type { Upstream } from '../../durable-objects/upstream.ts';
import { WaddleError } from '../core/errors.ts';
import type { AccessToken } from '../core/tokens.ts';

/** Where one account's token comes from. */
export interface TokenSource {
  /** Name of the `Upstream` object that keeps the single flight. */
  readonly upstream: string;
  /** The persisted token, or null where there is none. */
  load(): Promise<AccessToken | null>;
  /** A new one, persisted before it is returned: a rotated refresh token that was lost locks the account out. */
  refresh(): Promise<AccessToken>;
}

/**
 * Access tokens for the platforms' clients: from this isolate's memory, else from `Upstream`, where exactly one caller
 * at a time loads or refreshes while the others wait.
 */
export class Tokens {
  readonly #upstream: DurableObjectNamespace<Upstream>;
  readonly #clock: () => number;
  readonly #held = new Map<string, AccessToken>();

  constructor(upstream: DurableObjectNamespace<Upstream>, clock: () => number) {
    this.#upstream = upstream;
    this.#clock = clock;
  }

  /** @param stale the token that the platform just refused with 401. */
  async get(source: TokenSource, stale?: string): Promise<string> {
    const now = this.#clock();
    const held = this.#held.get(source.upstream);
    if (held && held.token !== stale && (held.expiresAt === null || held.expiresAt > now + 60_000)) return held.token;
    this.#held.delete(source.upstream);
    const token = await this.#fetch(source, now, stale);
    this.#held.set(source.upstream, token);
    return token.token;
  }

  async #fetch(source: TokenSource, now: number, stale: string | undefined): Promise<AccessToken> {
    const stub = this.#upstream.getByName(source.upstream);
    const answer = await stub.token(now, stale);
    if ('token' in answer) return answer.token;
    if ('unavailable' in answer) throw new WaddleError('UPSTREAM', 'no token could be had just now');
    let token: AccessToken | null = null;
    try {
      const stored = await source.load();
      const usable =
        stored && stored.token !== stale && (stored.expiresAt === null || stored.expiresAt > now + 5 * 60_000);
      token = usable ? stored : await source.refresh();
      return token;
    } finally {
      await stub.settle(answer.lease, token);
    }
  }
}

export const noToken = (what: string, how: string): WaddleError =>
  new WaddleError('UPSTREAM', `${what} is not connected. ${how}`);
