import { DurableObject } from 'cloudflare:workers';
import type { SendBudget } from '../workers/core/platforms.ts';
import type { AccessToken } from '../workers/core/tokens.ts';
import type { Ring } from '../workers/core/windows.ts';
import { nextAllowed, take } from '../workers/core/windows.ts';

/** A place to send at: wait `waitMs`, then send. */
export type Permit =
  | { readonly permit: 'granted'; readonly waitMs: number }
  /** This delivery was granted a place before: whoever asks again must not send again. */
  | { readonly permit: 'already' }
  /** No place within `MAX_WAIT_MS`; nothing was taken. */
  | { readonly permit: 'denied'; readonly retryAfterMs: number };

export type TokenAnswer =
  | { readonly token: AccessToken }
  /** The caller holds the lease: it loads or refreshes, persists, and then hands the token in with `settle`. */
  | { readonly lease: number };

/** Longest place in the future that is given away, ms: past that the caller should come back. */
const MAX_WAIT_MS = 2_000;
const CLAIMED_FOR_MS = 10 * 60_000;
const LEASE_FOR_MS = 10_000;
/** Tokens are renewed this long before they end: Twitch enforces minutes early. */
const RENEW_BEFORE_MS = 5 * 60_000;

interface Lease {
  readonly id: number;
  readonly until: number;
  readonly settled: Promise<void>;
  readonly end: () => void;
}

/**
 * One upstream account: the send budget that all isolates share, and the single flight of its token's refresh.
 * Tokens are held in memory only; their home is Postgres.
 */
export class Upstream extends DurableObject<object> {
  readonly #rings = new Map<string, Ring>();
  readonly #claimed = new Map<string, number>();
  #token: AccessToken | undefined;
  #lease: Lease | undefined;
  #leases = 0;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS windows (key TEXT PRIMARY KEY, times TEXT NOT NULL) WITHOUT ROWID',
    );
    for (const row of ctx.storage.sql.exec<{ key: string; times: string }>('SELECT key, times FROM windows')) {
      this.#rings.set(row.key, JSON.parse(row.times) as number[]);
    }
  }

  /** Takes a place in every window of the budget for one send, or none. Times are ms since epoch. */
  acquire(sendId: string, limits: SendBudget['limits'], now: number): Permit {
    if ((this.#claimed.get(sendId) ?? 0) > now) return { permit: 'already' };
    let at = now;
    for (const limit of limits) at = Math.max(at, nextAllowed(this.#ring(limit.key), limit, at));
    if (at - now > MAX_WAIT_MS) return { permit: 'denied', retryAfterMs: at - now };
    for (const limit of limits) {
      const ring = this.#ring(limit.key);
      take(ring, limit, at);
      if (ring.length * 2 > limit.count && limit.count > 1) this.#store(limit.key, ring);
    }
    this.#claim(sendId, now);
    return { permit: 'granted', waitMs: at - now };
  }

  /** A definite refusal: nothing was posted, so the same delivery may be sent again. */
  release(sendId: string): void {
    this.#claimed.delete(sendId);
  }

  /**
   * The account's token, or the lease to get one. Others wait meanwhile.
   * @param stale a token the platform refused: it is forgotten if it is still the held one.
   */
  async token(now: number, stale?: string): Promise<TokenAnswer> {
    for (let turn = 0; turn < 3; turn++) {
      if (this.#token && this.#token.token === stale) this.#token = undefined;
      const held = this.#token;
      if (held && (held.expiresAt === null || held.expiresAt - RENEW_BEFORE_MS > now)) return { token: held };
      const lease = this.#lease;
      if (!lease || lease.until <= now) break;
      await Promise.race([lease.settled, scheduler.wait(LEASE_FOR_MS)]);
    }
    return { lease: this.#newLease(now) };
  }

  /** Ends a lease with the token it was for, or null where none could be had. An outlived lease changes nothing. */
  settle(lease: number, token: AccessToken | null): void {
    if (this.#lease?.id !== lease) return;
    if (token) this.#token = token;
    this.#lease.end();
    this.#lease = undefined;
  }

  #newLease(now: number): number {
    this.#lease?.end();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#lease = { id: ++this.#leases, until: now + LEASE_FOR_MS, settled: promise, end: resolve };
    return this.#lease.id;
  }

  #claim(sendId: string, now: number): void {
    this.#claimed.set(sendId, now + CLAIMED_FOR_MS);
    if (this.#claimed.size > 10_000)
      for (const [id, until] of this.#claimed) if (until <= now) this.#claimed.delete(id);
    if (this.#rings.size > 5_000)
      for (const [key, ring] of this.#rings) if ((ring.at(-1) ?? 0) < now - 60_000) this.#rings.delete(key);
  }

  /**
   * Memory dies with ten idle seconds. A window is only worth a row when it is more than half full: a quiet account
   * cannot overrun its budget, and pays nothing.
   */
  #store(key: string, ring: Ring): void {
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO windows (key, times) VALUES (?, ?)', key, JSON.stringify(ring));
  }

  #ring(key: string): Ring {
    let ring = this.#rings.get(key);
    if (!ring) {
      ring = [];
      this.#rings.set(key, ring);
    }
    return ring;
  }
}
