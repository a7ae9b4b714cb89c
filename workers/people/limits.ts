import type { NamedLimit } from '../../durable-objects/rate-limiter.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import { within } from '../core/within.ts';
import type { Services } from '../router/services.ts';

const MINUTES_10 = 10 * 60_000;
/** Codes that somebody is given. */
export const ASKED: NamedLimit = { name: 'link-asked', count: 5, windowMs: MINUTES_10 };
/** Codes that one account types, right or wrong. */
export const TYPED: NamedLimit = { name: 'link-typed', count: 5, windowMs: MINUTES_10 };
/** Wrong codes in one channel, whoever types them. */
export const WRONG: NamedLimit = { name: 'link-wrong', count: 30, windowMs: MINUTES_10 };
const ANSWERS_WITHIN_MS = 1_000;

/** Takes a place under a limit; where the limiter does not answer there is none, as a guess is no reason to be let through. */
export async function takePlace(
  { bindings, clock, log }: Pick<Services, 'bindings' | 'clock' | 'log'>,
  who: string,
  limit: NamedLimit,
): Promise<boolean> {
  try {
    const name = toHex(await crypto.subtle.digest('SHA-256', utf8(`${limit.name} ${who}`)));
    const asked = bindings.RATE_LIMITER.getByName(name).take([limit], clock());
    return (await within(ANSWERS_WITHIN_MS, 'the limiter', asked)).allowed;
  } catch {
    log('warn', 'people.limiter-away', { limit: limit.name });
    return false;
  }
}

/** Whether there is room under a limit, of which nothing is taken. */
export async function hasRoom(
  { bindings, clock, log }: Pick<Services, 'bindings' | 'clock' | 'log'>,
  who: string,
  limit: NamedLimit,
): Promise<boolean> {
  try {
    const name = toHex(await crypto.subtle.digest('SHA-256', utf8(`${limit.name} ${who}`)));
    const looks: NamedLimit = { name: 'looks', count: 100_000, windowMs: limit.windowMs };
    const asked = bindings.RATE_LIMITER.getByName(name).take([looks], clock(), 1, [limit]);
    return (await within(ANSWERS_WITHIN_MS, 'the limiter', asked)).allowed;
  } catch {
    log('warn', 'people.limiter-away', { limit: limit.name });
    return false;
  }
}
