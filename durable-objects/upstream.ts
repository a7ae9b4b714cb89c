import { DurableObject } from 'cloudflare:workers';
import type { NotedCall } from '../workers/core/http-modules.ts';
import type { Hold, SendBudget, UnitBudget } from '../workers/core/platforms.ts';
import type { AccessToken } from '../workers/core/tokens.ts';
import type { Limit, Ring } from '../workers/core/windows.ts';
import { nextAllowed, take } from '../workers/core/windows.ts';
import type { Allowance, BreakerStanding, BreakerState, CallOutcome } from './breaker.ts';
import { Breaker } from './breaker.ts';
import { type CallStanding, Calls } from './calls.ts';
import type { CallNote, CallTaken } from './last-calls.ts';

/** A place to send at: wait `waitMs`, then send. */
export type Permit =
  | { readonly permit: 'granted'; readonly waitMs: number }
  /** This delivery was granted a place before, as far as this object's memory goes: who asks again must not send again. */
  | { readonly permit: 'already' }
  /** No place within `MAX_WAIT_MS`; nothing was taken. */
  | { readonly permit: 'denied'; readonly retryAfterMs: number };

export type TokenAnswer =
  | { readonly token: AccessToken }
  /** The caller holds the lease: it loads or refreshes, persists, and then hands the token in with `settle`. */
  | { readonly lease: number }
  /** Whoever held the lease could not get one. */
  | { readonly unavailable: true };

/** Whether a call to a host may be made; one that was made for the same invocation before is not. */
export type CallPermit =
  | Extract<Allowance, { readonly allowed: true }>
  | (Extract<Allowance, { readonly allowed: false }> & { readonly call: 'refused' })
  | (CallStanding & { readonly allowed: false });

/** How a host stands; `calls` are of the modules that were asked for, in their order, the last one first. */
export interface HostStanding {
  readonly breaker: BreakerState;
  readonly calls: readonly (readonly NotedCall[])[];
}

/** What is left of an account's budget. */
export interface BudgetLeft {
  /** By the window's key: places that are free now, as far as this object's memory goes, and until when the platform has closed it. */
  readonly windows: Readonly<Record<string, { readonly left: number; readonly heldUntil: number | null }>>;
  readonly unitsUsed: number;
  readonly breaker: BreakerState;
}

/** Longest place in the future that is given away, ms: past that the caller should come back. */
const MAX_WAIT_MS = 1_000;
const CLAIMED_FOR_MS = 10 * 60_000;
const LEASE_FOR_MS = 10_000;
/** Tokens are renewed this long before they end: Twitch enforces minutes early. */
const RENEW_BEFORE_MS = 5 * 60_000;

interface Lease {
  readonly id: number;
  readonly until: number;
  readonly settled: Promise<'settled' | 'failed'>;
  readonly end: (how: 'settled' | 'failed') => void;
}

/**
 * One upstream account or host: the send budget that all isolates share, the single flight of its token's refresh, and the
 * breaker that keeps them from a host that fails. Tokens are held in memory only; their home is Postgres.
 */
export class Upstream extends DurableObject<object> {
  readonly #rings = new Map<string, Ring>();
  /** When a window was begun without knowing what came before. */
  readonly #wokeAt = new Map<string, number>();
  /** Windows that were read from a row and not used since: what was sent after the row was written is not in it. */
  readonly #justWoken = new Set<string>();
  /** Sends of busy windows since they were last written. */
  readonly #unwritten = new Map<string, number>();
  readonly #claimed = new Map<string, number>();
  /** Keys the platform itself has closed, and until when, ms since epoch. */
  readonly #held = new Map<string, number>();
  #units: { used: number; resetAt: number } = { used: 0, resetAt: 0 };
  readonly #breaker: Breaker;
  readonly #calls: Calls;
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
      this.#justWoken.add(row.key);
    }
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS units (id INTEGER PRIMARY KEY CHECK (id = 1), used INTEGER NOT NULL, reset_at INTEGER NOT NULL)',
    );
    const units = ctx.storage.sql
      .exec<{ used: number; reset_at: number }>('SELECT used, reset_at FROM units')
      .toArray()[0];
    if (units) this.#units = { used: units.used, resetAt: units.reset_at };
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS holds (key TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID',
    );
    for (const row of ctx.storage.sql.exec<{ key: string; until: number }>('SELECT key, until FROM holds'))
      this.#held.set(row.key, row.until);
    this.#breaker = new Breaker(ctx.storage.kv);
    this.#calls = new Calls(ctx.storage.kv);
  }

  /**
   * Whether this host may be called now, and where `call` says for which invocation, whether by this run. It is asked once per
   * call, whatever its tries, and told once, by `report`.
   * @param now ms since epoch
   * @param taken what is remembered of it for people to look at
   */
  mayCall(now: number, call?: string, taken?: CallTaken): CallPermit {
    const standing = call === undefined ? null : this.#calls.standing(call, now);
    if (standing) return { allowed: false, ...standing };
    const allowance = this.#breaker.mayCall(now);
    if (!allowance.allowed) return { ...allowance, call: 'refused' };
    if (call !== undefined) this.#calls.take(call, now, taken);
    return allowance;
  }

  /**
   * What a call came to; `made` keeps it for other runs of the same invocation, `note` for people to look at. True where some have asked for it meanwhile:
   * then they and the caller have to agree on who says it.
   */
  report(
    outcome: CallOutcome,
    probe: boolean,
    now: number,
    made?: { readonly call: string; readonly answer: string },
    note?: CallNote,
  ): boolean {
    this.#breaker.report(outcome, probe, now);
    if (note) this.#calls.note(note, now);
    return made !== undefined && this.#calls.answered(made.call, made.answer, now);
  }

  breaker(now: number): BreakerState {
    return this.#breaker.stateAt(now);
  }

  /** Whether a host is called, and the last calls of each of these modules at it. @param modules ids */
  standing(modules: readonly string[], now: number): HostStanding {
    return { breaker: this.breaker(now), calls: modules.map((module) => this.#calls.lastOf(module, now)) };
  }

  /** How its breaker stands, for people to see: nothing is taken. @param now ms since epoch */
  breakerStanding(now: number): BreakerStanding {
    return this.#breaker.standing(now);
  }

  /** Takes a place in every window of the budget for one send, or none. Times are ms since epoch. */
  acquire(sendId: string, limits: SendBudget['limits'], now: number, units?: UnitBudget): Permit {
    if ((this.#claimed.get(sendId) ?? 0) > now) return { permit: 'already' };
    let at = now;
    for (const limit of limits)
      at = Math.max(at, this.#held.get(limit.key) ?? 0, nextAllowed(this.#ring(limit, now), limit, at));
    if (at - now > MAX_WAIT_MS) return { permit: 'denied', retryAfterMs: at - now };
    if (units && !this.spend(units, now)) return { permit: 'denied', retryAfterMs: units.resetAt - now };
    for (const limit of limits) {
      const ring = this.#ring(limit, now);
      take(ring, limit, at);
      if (this.#isWorthARow(limit, ring, now)) this.#store(limit.key, ring);
    }
    this.#claim(sendId, now);
    return { permit: 'granted', waitMs: at - now };
  }

  /** What is left of a budget: for people to see, and nothing is taken. @param now ms since epoch */
  left(limits: SendBudget['limits'], now: number): BudgetLeft {
    const windows = limits.map(({ key, count, windowMs }) => {
      const used = (this.#rings.get(key) ?? []).filter((at) => at > now - windowMs).length;
      const held = this.#held.get(key) ?? 0;
      return [key, { left: Math.max(0, count - used), heldUntil: held > now ? held : null }] as const;
    });
    return { windows: Object.fromEntries(windows), unitsUsed: this.unitsUsed(now), breaker: this.breaker(now) };
  }

  /** The platform closed these keys for a while; it outlives this object's sleep. */
  hold(holds: readonly Hold[], now: number): void {
    for (const { key, forMs } of holds) {
      const until = Math.max(now + forMs, this.#held.get(key) ?? 0);
      this.#held.set(key, until);
      // A second is over before the object could sleep.
      if (forMs > 5_000)
        this.ctx.storage.sql.exec('INSERT OR REPLACE INTO holds (key, until) VALUES (?, ?)', key, until);
    }
    for (const [key, until] of this.#held) if (until <= now) this.#held.delete(key);
    this.ctx.storage.sql.exec('DELETE FROM holds WHERE until <= ?', now);
  }

  /** Spends quota units of the platform's day; false, and nothing spent, where they would not suffice. */
  spend({ cost, perDay, resetAt }: UnitBudget, now: number): boolean {
    if (this.#units.resetAt <= now) this.#units = { used: 0, resetAt };
    if (this.#units.used + cost > perDay) return false;
    this.#units.used += cost;
    const { used } = this.#units;
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO units (id, used, reset_at) VALUES (1, ?, ?)', used, resetAt);
    return true;
  }

  /** Units spent in the platform's day so far. */
  unitsUsed(now: number): number {
    return this.#units.resetAt <= now ? 0 : this.#units.used;
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
    const asked = Date.now();
    for (;;) {
      const at = now + Date.now() - asked;
      if (this.#token && this.#token.token === stale) this.#token = undefined;
      const held = this.#token;
      if (held && (held.expiresAt === null || held.expiresAt - RENEW_BEFORE_MS > at)) return { token: held };
      const lease = this.#lease;
      if (!lease || lease.until <= at) return { lease: this.#newLease(at) };
      const outcome = await Promise.race([lease.settled, scheduler.wait(lease.until - at)]);
      // Trying what just failed for another, one waiter after the other, would only take longer.
      if (outcome === 'failed') return { unavailable: true };
    }
  }

  /** Ends a lease with the token it was for, or null where none could be had. An outlived lease changes nothing. */
  settle(lease: number, token: AccessToken | null): void {
    if (this.#lease?.id !== lease) return;
    if (token) this.#token = token;
    this.#lease.end(token ? 'settled' : 'failed');
    this.#lease = undefined;
  }

  #newLease(now: number): number {
    this.#lease?.end('settled');
    const { promise, resolve } = Promise.withResolvers<'settled' | 'failed'>();
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

  /** Whether more than a quarter of a window is used by sends that this object has seen itself. */
  #isBusy({ key, count, windowMs }: Limit & { readonly key: string }, ring: Ring, now: number): boolean {
    if (count <= 1) return false;
    const since = Math.max(now - windowMs, this.#wokeAt.get(key) ?? 0);
    return ring.filter((at) => at > since).length * 4 > count;
  }

  #isWorthARow(limit: Limit & { readonly key: string }, ring: Ring, now: number): boolean {
    if (!this.#isBusy(limit, ring, now)) return false;
    const unwritten = (this.#unwritten.get(limit.key) ?? 0) + 1;
    this.#unwritten.set(limit.key, unwritten);
    return unwritten > mayBeUnwritten(limit);
  }

  #store(key: string, ring: Ring): void {
    this.#unwritten.delete(key);
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO windows (key, times) VALUES (?, ?)', key, JSON.stringify(ring));
  }

  /**
   * Memory dies with ten idle seconds, and a window is only worth a row when it is more than a quarter full. So whoever wakes
   * without a row has to think of a quarter of the window as used: a quiet account pays nothing, and none overruns its budget.
   */
  #ring(limit: Limit & { readonly key: string }, now: number): Ring {
    const { key, count } = limit;
    let ring = this.#rings.get(key);
    if (ring && this.#justWoken.delete(key)) {
      for (let i = 0; i < mayBeUnwritten(limit); i++) take(ring, limit, now - 1);
    }
    if (!ring) {
      ring = new Array<number>(Math.floor(count / 4)).fill(now - 1);
      this.#wokeAt.set(key, now - 1);
      this.#rings.set(key, ring);
    }
    return ring;
  }
}

/** Windows of fewer places are written with every send once they are busy: a place in them is worth a row. */
const WIDE = 40;

/**
 * A wide window that is busy is written every so many sends, and whoever wakes thinks of as many as used: no budget is
 * overrun, and a window that is full all day costs a row for a quarter of it.
 */
const mayBeUnwritten = ({ count }: Limit): number => (count < WIDE ? 0 : Math.floor(count / 4));
