import type { NamedLimit, Standing } from '../../../durable-objects/rate-limiter.ts';
import { Limited } from '../../core/errors.ts';
import { hashOfToken } from '../../core/random.ts';
import { within } from '../../core/within.ts';
import type { Services } from '../../router/services.ts';

/** Ways that one network begins, and ways that it comes back, in a minute. */
const STARTS: NamedLimit = { name: 'sign-in-starts', count: 30, windowMs: 60_000 };
const RETURNS: NamedLimit = { name: 'sign-in-returns', count: 60, windowMs: 60_000 };
/** Returns of one network that proved nothing, in ten minutes; then it neither begins nor comes back. */
const FAILURES: NamedLimit = { name: 'sign-in-failures', count: 20, windowMs: 10 * 60_000 };
/** A limiter that takes longer counts as one that does not answer, ms. */
const ANSWERS_WITHIN_MS = 1_000;

type Parts = Pick<Services, 'bindings' | 'clock' | 'log'>;

/** Counts somebody who is sent to a platform. @throws Limited */
export const countStart = (services: Parts, network: string): Promise<void> => count(services, network, STARTS);
/** Counts somebody who comes back from one, before anything is looked at. @throws Limited */
export const countReturn = (services: Parts, network: string): Promise<void> => count(services, network, RETURNS);

/**
 * Notes that somebody came back who proved nothing. It never throws: they are told why in any case, and the next is refused
 * by `countReturn`.
 */
export async function noteFailure(services: Parts, network: string): Promise<void> {
  await ask(services, network, FAILURES, []);
}

/**
 * Lets through where the limiter does not answer: what is looked at is worth 256 random bits, so that a limit saves work and
 * keeps nobody from guessing.
 */
async function count(services: Parts, network: string, limit: NamedLimit): Promise<void> {
  const standing = await ask(services, network, limit, [FAILURES]);
  if (standing && !standing.allowed)
    throw new Limited(
      'Too many tries to sign in came from your network. Wait a few minutes, then try again.',
      standing.retryAfterMs,
      standing,
    );
}

async function ask(
  { bindings, clock, log }: Parts,
  network: string,
  limit: NamedLimit,
  besides: readonly NamedLimit[],
): Promise<Standing | null> {
  try {
    // Hashed: the names of objects are shown in places that addresses have no business in.
    const limiter = bindings.RATE_LIMITER.getByName(await hashOfToken(`sign-in ${network}`));
    return await within(ANSWERS_WITHIN_MS, 'the limiter', limiter.take([limit], clock(), 1, [...besides]));
  } catch {
    log('warn', 'sign-in.limiter-away', { limit: limit.name });
    return null;
  }
}
