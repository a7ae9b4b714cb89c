import { type Context, Hono, type MiddlewareHandler, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { networkOf } from '../api/limits.ts';
import { WaddleError } from '../core/errors.ts';
import { randomToken } from '../core/random.ts';
import type { SignedIn } from '../core/signed-in.ts';
import { strictTransport } from '../headers.ts';
import { countSecurity } from '../router/security-counts.ts';
import type { Services } from '../router/services.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { csrfToken, fieldOf, requireOwnPage } from './csrf.ts';
import { answerPageError } from './page-error.ts';
import { findSession } from './sessions.ts';

export interface AuthEnv {
  Variables: {
    readonly requestId: string;
    readonly secureHeadersNonce: string;
    /** Who is signed in with this browser. */
    readonly signedIn: SignedIn | null;
    /** Their session's token. */
    readonly sessionToken: string | null;
    /** What binds consents to this browser: what its cookie holds. */
    readonly browser: string;
    /** What forms of this page send back, in `_csrf`. */
    readonly csrf: string;
    /** The network the request comes from, as limits count it. */
    readonly network: string;
    /** The fields of a form that was posted. */
    readonly form: Readonly<Record<string, string>>;
  };
}

/** Largest form, bytes. */
const MAX_FORM = 64 * 1024;
/** The browser's cookie: as long as people take to come back from a consent, and to fill in a form, s. */
const BROWSER_FOR_S = 24 * 3600;

/** Everything under /auth before its routes: headers for pages, who is signed in, and forms that came from our own pages. */
export function createAuthFrame(services: Services): Hono<AuthEnv> {
  const { settings, db, clock } = services;
  const { PUBLIC_URL: publicUrl, SESSION_SECRET: sessionSecret } = settings;

  async function recognise(c: Context<AuthEnv>, next: Next): Promise<void> {
    const token = readCookie(c, 'session', publicUrl) ?? null;
    const signedIn = token === null ? null : await findSession(db, token, clock());
    const known = readCookie(c, 'browser', publicUrl);
    const browser = known !== undefined && /^[A-Za-z0-9_-]{43}$/.test(known) ? known : randomToken();
    const csrf = await csrfToken(sessionSecret, signedIn?.sessionId ?? `browser:${browser}`);
    c.set('signedIn', signedIn);
    c.set('sessionToken', signedIn ? token : null);
    c.set('browser', browser);
    c.set('csrf', csrf);
    c.set('network', networkOf(c.req.header('cf-connecting-ip') ?? null));
    const isRead = c.req.method === 'GET';
    // Who is sent away by the hub may have seen no page of these for long: what they come back with has to be there then.
    if (browser !== known || !isRead) writeCookie(c, 'browser', browser, { publicUrl, maxAgeSeconds: BROWSER_FOR_S });
    if (isRead) {
      if (readCookie(c, 'csrf', publicUrl) !== csrf) writeCookie(c, 'csrf', csrf, { publicUrl });
    }
    c.header('Cache-Control', 'no-store');
    await next();
  }

  /** Reads what was posted, as a form or as JSON, and lets it through where it came from a page of ours. */
  async function takeForm(c: Context<AuthEnv>, next: Next): Promise<void> {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '');
    const form = isForm ? Object.fromEntries(new URLSearchParams(await c.req.text())) : {};
    c.set('form', form);
    const signedIn = c.get('signedIn');
    await requireOwnPage(c.req.raw, {
      sessionSecret,
      publicUrl,
      bound: signedIn?.sessionId ?? `browser:${c.get('browser')}`,
      field: fieldOf(form),
      onMismatch: () => countSecurity(services, 'csrf-mismatch'),
    });
    await next();
  }

  return new Hono<AuthEnv>()
    .use(pageHeaders(publicUrl))
    .use(tellScripts)
    .use(
      bodyLimit({
        maxSize: MAX_FORM,
        onError: () => {
          throw new WaddleError('TOO_LARGE', `A form has at most ${MAX_FORM / 1024} kB. Send less.`);
        },
      }),
    )
    .use(recognise)
    .use(takeForm)
    .onError((error, c) => answerPageError(error, c, services.log));
}

/**
 * Scripts of the hub ask for JSON, and are told where a form would have been sent: they cannot follow to another site themselves, and
 * a form of the hub's may not (`form-action`).
 */
async function tellScripts(c: Context<AuthEnv>, next: Next): Promise<void> {
  await next();
  const to = c.res.headers.get('location');
  if (c.req.method !== 'POST' || c.res.status !== 303 || to === null) return;
  if (!c.req.header('accept')?.includes('application/json')) return;
  const headers = new Headers(c.res.headers);
  headers.delete('location');
  headers.set('content-type', 'application/json');
  c.res = undefined;
  c.res = new Response(JSON.stringify({ to }), { headers });
}

/** Headers of pages that Hono renders: nothing but what they carry themselves runs in them, and nobody frames them. */
const pageHeaders = (publicUrl: string): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: [nonce],
      scriptSrc: [nonce],
      imgSrc: ["'self'", 'data:', 'https:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    // With `no-referrer` browsers send forms with `Origin: null` (Fetch: append a request Origin header), which are nobody's.
    referrerPolicy: 'same-origin',
    strictTransportSecurity: strictTransport(publicUrl),
  });

const nonce = (c: Context): string => {
  const known = c.get('secureHeadersNonce') as string | undefined;
  const value = known ?? randomToken(16);
  if (known === undefined) c.set('secureHeadersNonce', value);
  return `'nonce-${value}'`;
};

/** Who is signed in. @throws UNAUTHENTICATED, which pages answer with the way to sign in */
export function requireSignedIn(c: Context<AuthEnv>): SignedIn {
  const signedIn = c.get('signedIn');
  if (signedIn) return signedIn;
  throw new WaddleError('UNAUTHENTICATED', 'Sign in first.');
}
