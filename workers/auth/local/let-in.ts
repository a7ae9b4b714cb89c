import { WaddleError } from '../../core/errors.ts';
import type { PersonId } from '../../core/ids.ts';
import { isFresh, type SignedIn } from '../../core/signed-in.ts';
import { writeCookie } from '../cookies.ts';
import { requireSignedIn } from '../frame.ts';
import { ABSOLUTE_MS, deviceOf, rotateSession, startSession } from '../sessions.ts';
import type { AuthContext } from './forms.ts';
import type { Local } from './local.ts';

/** How the session cookie is kept, s. */
const COOKIE_FOR_S = ABSOLUTE_MS / 1000;

/** Signs somebody in with this browser, instead of whoever was, and goes on. */
export async function letIn(
  { db, publicUrl, now }: Local,
  c: AuthContext,
  { person, method, to }: { readonly person: PersonId; readonly method: string; readonly to: string },
): Promise<Response> {
  const replaces = c.get('sessionToken') ?? undefined;
  const token = await startSession(
    db,
    { person, method, device: deviceOf(c.req.header('user-agent')), replaces },
    now(),
  );
  writeCookie(c, 'session', token, { publicUrl, maxAgeSeconds: COOKIE_FOR_S });
  return c.redirect(to, 303);
}

/** Gives this browser's session another token, after a proof or where it may do more than before. */
export async function renew({ db, publicUrl, now }: Local, c: AuthContext, proved: boolean): Promise<void> {
  const token = await rotateSession(db, c.get('sessionToken') ?? '', { proved, now: now() });
  if (token === null) throw new WaddleError('UNAUTHENTICATED', 'Your session has ended. Sign in again.');
  writeCookie(c, 'session', token, { publicUrl, maxAgeSeconds: COOKIE_FOR_S });
}

/** Who is signed in and proved it a moment ago. @throws FORBIDDEN, which says where to prove it */
export function requireFresh({ now }: Local, c: AuthContext): SignedIn {
  const signedIn = requireSignedIn(c);
  if (isFresh(signedIn, now())) return signedIn;
  throw new WaddleError('FORBIDDEN', 'Prove once more who you are first, at /auth/local/prove; then try again.');
}

/** Where to prove who one is, to come back to this page. */
export const provePath = (to: string): string => `/auth/local/prove?to=${encodeURIComponent(to)}`;
