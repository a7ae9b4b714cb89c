import type { ApiCall } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import { isFresh, type SignedIn } from '../core/signed-in.ts';

/** Who is signed in, for what is a person's own. @throws FORBIDDEN, which the route's access has said already */
export function requirePersonOf(call: ApiCall): SignedIn {
  if (call.signedIn) return call.signedIn;
  throw new WaddleError('FORBIDDEN', 'This is a person’s own. Sign in at /auth/sign-in; no key is enough.');
}

/** @throws FORBIDDEN where they did not prove a moment ago who they are */
export function requireFresh(signedIn: SignedIn, now: number): void {
  if (isFresh(signedIn, now)) return;
  throw new WaddleError(
    'FORBIDDEN',
    'Prove first that it is you, at /auth/prove; then ask for this again within ten minutes.',
  );
}
