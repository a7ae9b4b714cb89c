import type { NamedLimit } from '../../durable-objects/rate-limiter.ts';
import { Limited } from '../core/errors.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { announceOutbox } from '../router/effects.ts';
import type { Services } from '../router/services.ts';
import type { Ground, Named } from './flow.ts';
import { LINKS } from './flows.ts';
import { linkedOf, tellChannels } from './ground.ts';

/** Repairs ask a platform some thirty things each: so many of a community in so long, ms. */
const REPAIRS: NamedLimit = { name: 'repairs', count: 10, windowMs: 10 * 60_000 };
/** Consents that somebody is sent away for. */
const STARTS: NamedLimit = { name: 'starts', count: 30, windowMs: 10 * 60_000 };

/** @throws Limited */
async function take(services: Services, whose: string, limit: NamedLimit): Promise<void> {
  const limiter = services.bindings.RATE_LIMITER.getByName(`connect ${whose}`);
  const standing = await limiter.take([limit], services.clock());
  if (standing.allowed) return;
  throw new Limited(
    'That was asked for many times just now. Wait some minutes, then try again.',
    standing.retryAfterMs,
  );
}

/** Counts a consent that a person is to be sent away for. @throws Limited */
export const countStart = (services: Services, person: string): Promise<void> => take(services, person, STARTS);

/**
 * Repairs a link with the tokens that are there: looks whether they are still good, subscribes to what is missing, and takes
 * the broken mark away.
 * @throws Limited, NotConnected with what is in the way, WaddleError where only another consent helps
 */
export async function mendChannel(
  services: Services,
  ground: Ground,
  platform: Platform,
  channel: Named,
): Promise<void> {
  const community = ground.communityId as CommunityId;
  await take(services, community, REPAIRS);
  await announceOutbox(services, services.clock());
  await LINKS[platform].mend(ground, linkedOf(services, platform, channel));
  await tellChannels(services, community);
}
