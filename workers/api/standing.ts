import type { Context } from 'hono';
import type { LimitStanding } from '../core/errors.ts';

/** Says how the caller's tightest limit stands, in the headers of draft-ietf-httpapi-ratelimit-headers-03; reset in s. */
export function setStanding(c: Context, { limit, remaining, resetMs }: LimitStanding): void {
  c.header('RateLimit-Limit', String(limit));
  c.header('RateLimit-Remaining', String(remaining));
  c.header('RateLimit-Reset', String(Math.ceil(resetMs / 1000)));
}
