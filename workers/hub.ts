import { type Context, Hono } from 'hono';
import { readCookie, writeCookie } from './auth/cookies.ts';
import { csrfToken } from './auth/csrf.ts';
import { findSession } from './auth/sessions.ts';
import { randomToken } from './core/random.ts';
import { hubPolicy } from './headers.ts';
import type { Services } from './router/services.ts';

/** What the build leaves open in the hub's one page. */
const NONCE = '__NONCE__';

/**
 * `/hub` and everything under it: the hub's one page, whichever of its addresses is asked for; the rest is drawn in the browser. Who is
 * not signed in is sent to do so and comes back to where they wanted to go.
 */
export function hubPages({ settings, db, clock, bindings }: Services): Hono {
  const { PUBLIC_URL: publicUrl, SESSION_SECRET: sessionSecret } = settings;

  async function page(c: Context): Promise<Response> {
    const token = readCookie(c, 'session', publicUrl);
    const signedIn = token === undefined ? null : await findSession(db, token, clock());
    const { pathname, search } = new URL(c.req.url);
    c.header('Cache-Control', 'no-store');
    if (!signedIn) return c.redirect(`/auth/sign-in?to=${encodeURIComponent(pathname + search)}`);
    const csrf = await csrfToken(sessionSecret, signedIn.sessionId);
    if (readCookie(c, 'csrf', publicUrl) !== csrf) writeCookie(c, 'csrf', csrf, { publicUrl });
    const shell = await bindings.ASSETS?.fetch(new URL('/hub/', c.req.url));
    if (!shell?.ok) return c.text(NOT_BUILT, 503);
    const nonce = randomToken(16);
    // With `no-referrer` browsers send forms with `Origin: null`, which are nobody's.
    c.header('Referrer-Policy', 'same-origin');
    c.header('Content-Security-Policy', hubPolicy(nonce));
    return c.html((await shell.text()).replaceAll(NONCE, nonce));
  }

  return new Hono().get('/', page).get('/*', page);
}

const NOT_BUILT = 'The hub is not built. Run `npm run hub` where WaddleBot runs from, and reload this page.';
