import { createHash } from 'node:crypto';
import type { Answer } from '../routes.ts';

export interface LimitOptions {
  /** Messages per channel (default 5 in 5,000 ms). */
  messages?: { limit: number; windowMs: number };
  /** Answers and follow-ups per interaction (default 5 in 2,000 ms). */
  webhooks?: { limit: number; windowMs: number };
  /** Every other route, per channel or guild (default 50 in 1,000 ms). */
  others?: { limit: number; windowMs: number };
  /** All requests with the bot token (default 50 in 1,000 ms). */
  global?: { limit: number; windowMs: number };
  /** Requests answered 401, 403 or 429 before the address is blocked (default 10,000 in 10 minutes). */
  invalid?: { limit: number; windowMs: number };
}

/** 429s to come: `shared` is the one that does not count as invalid; `retryAfter` in seconds. */
export interface ForcedLimit {
  scope: 'user' | 'global' | 'shared' | 'cloudflare';
  /** Default 1. */
  retryAfter?: number;
  /** How many requests it refuses (default 1). */
  requests?: number;
  /** The operation it refuses (default: any). */
  op?: string;
}

interface Window {
  count: number;
  resetAt: number;
}

interface Rule {
  limit: number;
  windowMs: number;
}

export type BucketKind = 'messages' | 'webhooks' | 'others';

const DEFAULTS = {
  messages: { limit: 5, windowMs: 5_000 },
  webhooks: { limit: 5, windowMs: 2_000 },
  others: { limit: 50, windowMs: 1_000 },
  global: { limit: 50, windowMs: 1_000 },
  invalid: { limit: 10_000, windowMs: 10 * 60_000 },
} as const satisfies Required<LimitOptions>;

/** Discord: rate limits: buckets per route and top-level resource, a global limit, and blocks of an address. */
export class RateLimits {
  #rules: Required<LimitOptions>;
  #windows = new Map<string, Window>();
  #forced: (ForcedLimit & { requests: number })[] = [];
  #now: () => number;

  constructor(options: LimitOptions, now: () => number) {
    this.#rules = { ...DEFAULTS, ...options };
    this.#now = now;
  }

  reset(): void {
    this.#windows.clear();
    this.#forced = [];
  }

  force(plan: ForcedLimit): void {
    this.#forced.push({ ...plan, requests: plan.requests ?? 1 });
  }

  /** The block page, while the address is blocked or a forced refusal is due. */
  blocked(op: string): Answer | undefined {
    const invalid = this.#current('invalid', this.#rules.invalid);
    if (invalid.count >= this.#rules.invalid.limit) return cloudflare();
    return this.#takeForced(op, (scope) => scope === 'cloudflare') ? cloudflare() : undefined;
  }

  /** Takes a place in the global window, or refuses. */
  global(): Answer | undefined {
    const wait = this.#take('global', this.#rules.global).wait;
    return wait > 0 ? limited('global', wait, {}) : undefined;
  }

  /** Takes a place in the route's bucket; `headers` belong on the answer, `refusal` replaces it. */
  route(kind: BucketKind, op: string, major: string): { headers: Record<string, string>; refusal?: Answer } {
    const rule = this.#rules[kind];
    const bucket = createHash('sha256').update(op).digest('hex').slice(0, 32);
    const { window, wait } = this.#take(`${bucket}:${major}`, rule);
    const headers = {
      'X-RateLimit-Limit': String(rule.limit),
      'X-RateLimit-Remaining': String(Math.max(0, rule.limit - window.count)),
      'X-RateLimit-Reset': (window.resetAt / 1_000).toFixed(3),
      'X-RateLimit-Reset-After': ((window.resetAt - this.#now()) / 1_000).toFixed(3),
      'X-RateLimit-Bucket': bucket,
    };
    const forced = this.#takeForced(op, (scope) => scope !== 'cloudflare');
    if (forced) {
      const seconds = forced.retryAfter ?? 1;
      const spent = { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset-After': seconds.toFixed(3) };
      return { headers, refusal: limited(forced.scope, seconds * 1_000, { ...headers, ...spent }) };
    }
    return wait > 0 ? { headers, refusal: limited('user', wait, headers) } : { headers };
  }

  /** Counts an answer of Discord's own; 401, 403 and 429 are invalid unless the limit was a shared one. */
  count(answer: Answer): void {
    const shared = answer.headers?.['X-RateLimit-Scope'] === 'shared';
    if (![401, 403, 429].includes(answer.status ?? 200) || shared) return;
    this.#current('invalid', this.#rules.invalid).count += 1;
  }

  get invalid(): number {
    return this.#current('invalid', this.#rules.invalid).count;
  }

  #takeForced(op: string, matches: (scope: ForcedLimit['scope']) => boolean): ForcedLimit | undefined {
    const plan = this.#forced.find((forced) => matches(forced.scope) && (forced.op ?? op) === op);
    if (!plan) return undefined;
    plan.requests -= 1;
    if (plan.requests === 0) this.#forced.splice(this.#forced.indexOf(plan), 1);
    return plan;
  }

  #current(key: string, rule: Rule): Window {
    const held = this.#windows.get(key);
    if (held && held.resetAt > this.#now()) return held;
    const fresh = { count: 0, resetAt: this.#now() + rule.windowMs };
    this.#windows.set(key, fresh);
    return fresh;
  }

  #take(key: string, rule: Rule): { window: Window; wait: number } {
    const window = this.#current(key, rule);
    if (window.count >= rule.limit) return { window, wait: window.resetAt - this.#now() };
    window.count += 1;
    return { window, wait: 0 };
  }
}

/** Discord's own 429; the header counts whole seconds, the body fractions. */
export function limited(
  scope: ForcedLimit['scope'],
  waitMs: number,
  headers: Record<string, string>,
): Answer & { status: number } {
  const seconds = Math.round(waitMs) / 1_000;
  return {
    status: 429,
    headers: {
      ...headers,
      'Retry-After': String(Math.ceil(seconds)),
      'X-RateLimit-Scope': scope,
      ...(scope === 'global' ? { 'X-RateLimit-Global': 'true' } : {}),
    },
    json: {
      message: scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
      retry_after: seconds,
      global: scope === 'global',
    },
  };
}

const html = { 'content-type': 'text/html; charset=UTF-8', Server: 'cloudflare' };

/** Cloudflare's error 1015: the address is blocked; no rate headers, no JSON. */
const cloudflare = (): Answer => ({
  status: 429,
  headers: html,
  text: '<!doctype html><title>Access denied | discord.com used Cloudflare to restrict access</title><h1>Error 1015</h1><p>You are being rate limited',
});

/** Cloudflare's error 1010: a client without a fitting User-Agent. */
export const cloudflareClient = (): Answer => ({ status: 403, headers: html, text: 'error code: 1010' });
