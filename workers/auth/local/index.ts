import { Hono } from 'hono';
import type { AuthEnv } from '../frame.ts';
import { appPages } from './app-pages.ts';
import type { Local } from './local.ts';
import { passkeyPages } from './passkey-pages.ts';
import { passwordPages } from './password-pages.ts';
import { provePages } from './prove-pages.ts';
import { signInPages } from './sign-in-pages.ts';
import { signUpPages } from './sign-up-pages.ts';
import { waysInPages } from './ways-in-pages.ts';

/** `/auth/local`: names and passwords of this installation's own, and what makes them safer. */
export function localPages(local: Local): Hono<AuthEnv> {
  return new Hono<AuthEnv>()
    .route('/', waysInPages(local))
    .route('/sign-in', signInPages(local))
    .route('/sign-up', signUpPages(local))
    .route('/prove', provePages(local))
    .route('/password', passwordPages(local))
    .route('/app', appPages(local))
    .route('/passkeys', passkeyPages(local));
}
