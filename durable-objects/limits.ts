import type { Limit, Window } from '../workers/core/windows.ts';
import { giveBack, nextAllowed, resetAt, take, windowFor } from '../workers/core/windows.ts';

/** What has to be free for one command, and what it takes: all of it or nothing. */
export interface Claim<Reason extends string> {
  /** Cooldowns it starts: which, and until when, ms since epoch. */
  readonly cooldowns: readonly (readonly [key: string, until: number])[];
  /**
   * Cooldowns it waits for, and how long after their start at most, ms; null: as long as they were started for. Those that it
   * starts, where this is absent.
   */
  readonly waits?: readonly (readonly [key: string, mostMs: number | null])[];
  readonly windows: readonly { readonly key: string; readonly limit: Limit; readonly reason: Reason }[];
}

export type Reservation<Reason extends string> =
  | { readonly free: true; readonly undo: () => void }
  /** `until`: when it would be free, ms since epoch; `key`: the cooldown that lasts longest. */
  | { readonly free: false; readonly reason: 'cooldown'; readonly until: number; readonly key: string }
  | { readonly free: false; readonly reason: Reason; readonly until: number };

/** When a cooldown began, and from when on it is over, ms since epoch. */
interface Cooldown {
  readonly since: number;
  readonly until: number;
}

/** A channel's cooldowns and windows, in memory. */
export class Limits {
  readonly #cooldowns = new Map<string, Cooldown>();
  readonly #windows = new Map<string, { readonly window: Window; readonly limit: Limit }>();

  /** Takes every limit of one command, or none: a refusal consumes nothing. */
  reserve<Reason extends string>(claim: Claim<Reason>, now: number): Reservation<Reason> {
    const { cooldowns, windows, waits = cooldowns.map(([key, until]) => [key, until - now] as const) } = claim;
    const longest = this.#longestOf(waits);
    if (longest.until > now) return { free: false, reason: 'cooldown', ...longest };
    for (const { key, limit, reason } of windows) {
      const until = nextAllowed(this.#window(key, limit, now), limit, now);
      if (until > now) return { free: false, reason, until };
    }
    const started = cooldowns.map(([key, until]) => {
      const before = this.#cooldowns.get(key);
      const ours = { since: now, until };
      this.#cooldowns.set(key, ours);
      return { key, ours, before };
    });
    for (const { key, limit } of windows) take(this.#window(key, limit, now), limit, now);
    const undo = () => {
      for (const { key, ours, before } of started) {
        // A later command may have started the same cooldown meanwhile.
        if (this.#cooldowns.get(key) !== ours) continue;
        if (before === undefined) this.#cooldowns.delete(key);
        else this.#cooldowns.set(key, before);
      }
      this.#giveBackWindows(windows, now);
    };
    return { free: true, undo };
  }

  /** When a cooldown is over, ms since epoch; null where it is. */
  until(key: string, now: number): number | null {
    const { until = 0 } = this.#cooldowns.get(key) ?? {};
    return until > now ? until : null;
  }

  /** Starts a cooldown besides those of a claim; a sleep forgets it. */
  start(key: string, now: number, until: number): void {
    if (until > now) this.#cooldowns.set(key, { since: now, until });
  }

  /** Takes up what was claimed at `at`, before this object slept; what was claimed first, first. */
  restore({ cooldowns, windows }: Claim<string>, at: number, now: number): void {
    for (const [key, until] of cooldowns) {
      if (until > now) this.#cooldowns.set(key, { since: at, until });
      else this.#cooldowns.delete(key);
    }
    // A counted window weighs what the one before it took, so that counts, too.
    for (const { key, limit } of windows)
      if (at > now - 2 * limit.windowMs) take(this.#window(key, limit, now), limit, at);
  }

  /** Gives back what was claimed at `at`; a cooldown that a later command started stays. */
  giveBack({ cooldowns, windows }: Claim<string>, at: number): void {
    for (const [key, until] of cooldowns) if (this.#cooldowns.get(key)?.until === until) this.#cooldowns.delete(key);
    this.#giveBackWindows(windows, at);
  }

  /** Forgets what is over. */
  prune(now: number): void {
    for (const [key, { until }] of this.#cooldowns) if (until <= now) this.#cooldowns.delete(key);
    for (const [key, { window, limit }] of this.#windows)
      if (resetAt(window, limit, now) <= now) this.#windows.delete(key);
  }

  #giveBackWindows(windows: Claim<string>['windows'], at: number): void {
    for (const { key } of windows) {
      const held = this.#windows.get(key);
      if (held) giveBack(held.window, at);
    }
  }

  #longestOf(waits: NonNullable<Claim<string>['waits']>): { readonly key: string; readonly until: number } {
    return waits
      .map(([key, mostMs]) => {
        const { since, until } = this.#cooldowns.get(key) ?? { since: 0, until: 0 };
        return { key, until: mostMs === null ? until : Math.min(until, since + mostMs) };
      })
      .reduce((longest, next) => (next.until > longest.until ? next : longest), { key: '', until: 0 });
  }

  #window(key: string, limit: Limit, now: number): Window {
    const held = this.#windows.get(key);
    const window = windowFor(limit, now, held?.window);
    if (window !== held?.window || limit !== held.limit) this.#windows.set(key, { window, limit });
    return window;
  }
}
