import { DurableObject } from 'cloudflare:workers';
import type { Limit, Window } from '../workers/core/windows.ts';
import { giveBack, nextAllowed, remaining, resetAt, take, windowFor } from '../workers/core/windows.ts';

/** A limit and the name its window is kept under, so that a change of count or length goes on with what was counted. */
export interface NamedLimit extends Limit {
  readonly name: string;
}

/** How the tightest limit stands: what `RateLimit-*` and `Retry-After` are printed from. Times are ms from now. */
export interface Standing {
  readonly allowed: boolean;
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  /** Until the whole limit is free again, if nothing more is taken. */
  readonly resetMs: number;
  /** 0 where it was allowed. */
  readonly retryAfterMs: number;
}

interface Counted {
  readonly window: Window;
  /** When nothing in the window counts any more, ms since epoch. */
  readonly until: number;
}

interface Kept {
  readonly counted: Map<string, Counted>;
  readonly forgetAt: number;
}

const KEPT = 'windows';
/** Whether everything is over is looked at this often, ms: an address that never comes back is not stored for ever. */
const FORGET_EVERY_MS = 24 * 3600_000;

/**
 * The windows of one limited key (an API key, an address) that belong to no channel, named by the key's hash. What was
 * accepted is in storage before the caller hears of it: one packed row written; a refusal writes nothing.
 */
export class RateLimiter extends DurableObject<object> {
  readonly #counted: Map<string, Counted>;
  /** When the alarm is to look whether everything is over, ms since epoch; 0: none is set. */
  #forgetAt: number;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    const kept = ctx.storage.kv.get<Kept>(KEPT);
    this.#counted = kept?.counted ?? new Map();
    this.#forgetAt = kept?.forgetAt ?? 0;
  }

  /**
   * Takes `cost` places under every limit, or none: says how the limit with the least left stands, and where it is
   * refused the one that is to be waited for longest.
   * @param limits under different names
   * @param now ms since epoch
   * @param besides limits that have to have room as well, of which nothing is taken
   * @throws RangeError for a cost that is no whole number or would never fit into one of the limits
   */
  take(
    limits: readonly [NamedLimit, ...NamedLimit[]],
    now: number,
    cost = 1,
    besides: readonly NamedLimit[] = [],
  ): Standing {
    for (const { name, count } of limits) {
      if (!Number.isInteger(cost) || cost < 1 || cost > count)
        throw new RangeError(`a cost of ${cost} never fits into the ${count} of the limit "${name}"`);
    }
    const asked = [...limits, ...besides].map((limit) => {
      const window = windowFor(limit, now, this.#counted.get(limit.name)?.window);
      return { limit, window, retryAfterMs: nextAllowed(window, limit, now, cost) - now };
    });
    const longest = asked.toSorted((a, b) => b.retryAfterMs - a.retryAfterMs)[0] as (typeof asked)[number];
    if (longest.retryAfterMs > 0) return standingOf(longest.limit, longest.window, now, longest.retryAfterMs);

    const taken = asked.slice(0, limits.length);
    for (const { limit, window } of taken) {
      take(window, limit, now, cost);
      this.#counted.set(limit.name, { window, until: resetAt(window, limit, now) });
    }
    this.#keep(now);
    const standings = taken.map(({ limit, window }) => standingOf(limit, window, now, 0));
    return standings.toSorted((a, b) => a.remaining - b.remaining || b.resetMs - a.resetMs)[0] as Standing;
  }

  /** Gives back, once, what `take` took with the same limits and cost at `takenAt` (ms since epoch), where it still counts. */
  giveBack(limits: readonly Pick<NamedLimit, 'name'>[], takenAt: number, cost = 1): void {
    const counted = limits.flatMap(({ name }) => this.#counted.get(name) ?? []);
    for (const { window } of counted) giveBack(window, takenAt, cost);
    if (counted.length > 0) this.#keep(takenAt);
  }

  /** Forgets everything where nothing counts any more, else looks again in a day. */
  override async alarm(): Promise<void> {
    const now = Date.now();
    this.#dropExpired(now);
    this.#forgetAt = 0;
    if (this.#counted.size > 0) this.#keep(now);
    else await this.ctx.storage.deleteAll();
  }

  #keep(now: number): void {
    this.#dropExpired(now);
    if (this.#forgetAt <= now) {
      this.#forgetAt = now + FORGET_EVERY_MS;
      this.ctx.waitUntil(this.ctx.storage.setAlarm(this.#forgetAt));
    }
    this.ctx.storage.kv.put<Kept>(KEPT, { counted: this.#counted, forgetAt: this.#forgetAt });
  }

  #dropExpired(now: number): void {
    for (const [name, { until }] of this.#counted) if (until <= now) this.#counted.delete(name);
  }
}

const standingOf = (limit: NamedLimit, window: Window, now: number, retryAfterMs: number): Standing => ({
  allowed: retryAfterMs === 0,
  name: limit.name,
  limit: limit.count,
  remaining: remaining(window, limit, now),
  resetMs: resetAt(window, limit, now) - now,
  retryAfterMs,
});
