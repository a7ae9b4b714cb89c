import { WaddleError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import type { Effect } from '../core/modules.ts';
import type { SignedIn } from '../core/signed-in.ts';
import { effectBy } from '../router/effects.ts';
import type { Services } from '../router/services.ts';
import { sessionActor } from './actor.ts';
import type { Call } from './context.ts';

/** Somebody who is signed in and does what is their own, in communities that they need not belong to. */
export interface Acting {
  readonly signedIn: SignedIn;
  /** ms since epoch. */
  readonly now: number;
  /** Runs the one effect: what lets them is a condition of it. */
  effect<Outcome>(community: CommunityId, effect: Effect): Promise<Outcome>;
}

/** Through the API. */
export function actingIn(call: Call): Acting {
  const { signedIn, now } = call;
  if (!signedIn)
    throw new WaddleError('FORBIDDEN', 'This is a person’s own. Sign in at /auth/sign-in; no key is enough.');
  return { signedIn, now, effect: (community, effect) => call.effectIn(community, effect) };
}

/** Through a page of ours. */
export function actingOnPage(services: Services, signedIn: SignedIn): Acting {
  const now = services.clock();
  return {
    signedIn,
    now,
    effect: (community, effect) => effectBy(services, community, sessionActor(signedIn, 'everyone'), effect, now),
  };
}
