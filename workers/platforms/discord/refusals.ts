import * as z from 'zod';
import type { SendOutcome } from '../../core/platforms.ts';
import { classify } from '../call.ts';

/** A 429 without Discord's own words is Cloudflare's: it blocks the address, and each further try prolongs that, ms. */
const BLOCKED_FOR_MS = 5 * 60_000;
/** A refused token is refused again; 10,000 such requests in ten minutes ban the address, ms. */
const UNAUTHORISED_FOR_MS = 60_000;

const limited = z.looseObject({ retry_after: z.number(), global: z.boolean().optional() });
const failure = z.looseObject({ code: z.number() });

/** Unknown Message: the deferral is still on its way. */
const UNKNOWN_MESSAGE = 10_008;

/**
 * What an answer other than 2xx means, and which windows it closes: `route` is the key of the request's own one, `global` that of
 * all the bot asks.
 */
export function refusalOf(response: Response, json: unknown, route: string): SendOutcome {
  if (response.status === 429) {
    const told = limited.safeParse(json);
    if (!told.success) {
      const holds = [{ key: 'global', forMs: BLOCKED_FOR_MS }];
      return { outcome: 'refused', reason: 'blocked by Cloudflare', retryAfterMs: BLOCKED_FOR_MS, holds };
    }
    const forMs = Math.max(50, Math.ceil(told.data.retry_after * 1000));
    const isGlobal = told.data.global === true || response.headers.get('x-ratelimit-scope') === 'global';
    const holds = [{ key: isGlobal ? 'global' : route, forMs }];
    return { outcome: 'refused', reason: 'rate limited', retryAfterMs: forMs, holds };
  }
  if (response.status === 401) {
    const holds = [{ key: 'global', forMs: UNAUTHORISED_FOR_MS }];
    return { outcome: 'refused', reason: 'HTTP 401', holds };
  }
  const code = failure.safeParse(json);
  if (response.status === 404 && code.success && code.data.code === UNKNOWN_MESSAGE)
    return { outcome: 'refused', reason: 'nothing to edit yet', retryAfterMs: 1_000 };
  const outcome = classify(response);
  return outcome.outcome === 'refused' && code.success
    ? { ...outcome, reason: `${outcome.reason}, code ${code.data.code}` }
    : outcome;
}
