import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { WaddleError } from '../../core/errors.ts';
import { isFresh } from '../../core/signed-in.ts';
import type { Services } from '../../router/services.ts';
import { dropCookie } from '../cookies.ts';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { endSession, endSessionsOf, sessionsOf } from '../sessions.ts';
import { accountPage } from './account-page.ts';
import { readForm } from './form.ts';
import { providerOf, providersOn } from './providers/index.ts';
import { returnPath } from './return-path.ts';
import { sendAway } from './send-away.ts';
import { type Said, saidIn } from './words.ts';

const nothing = z.strictObject({});
/** This page: the hub has the same with more, for who has scripts on. */
const HERE = '/auth/account';

const back = (c: Context<AuthEnv>, said: Said): Response => c.redirect(`${HERE}?said=${said}`, 303);

/** `/auth/account` and signing out. */
export function accountRoutes(services: Services): Hono<AuthEnv> {
  const { db, settings, clock } = services;
  return new Hono<AuthEnv>()
    .get('/account', async (c) => {
      const signedIn = c.get('signedIn');
      if (!signedIn) return c.redirect(`/auth/sign-in?${new URLSearchParams({ to: HERE })}`, 303);
      const now = clock();
      const sessions = await sessionsOf(db, signedIn.person, now);
      return accountPage(c, {
        signedIn,
        sessions,
        providers: providersOn(settings),
        said: saidIn(c.req.query('said')),
        now,
      });
    })
    .post('/account/link/:platform', async (c) => {
      const signedIn = requireSignedIn(c);
      const { to: asked } = readForm(c, z.strictObject({ to: z.string().max(500).optional() }));
      const returnTo = asked === undefined ? HERE : returnPath(asked);
      const provider = providerOf(c.req.param('platform'), settings);
      // Another way to sign in stays when a session is stolen and ended: so it wants more than a session.
      if (!isFresh(signedIn, clock())) return c.redirect(`/auth/prove?${new URLSearchParams({ to: returnTo })}`, 303);
      return sendAway(services, c, provider, { purpose: 'link-account', returnTo });
    })
    .post('/account/sessions/end', async (c) => {
      const { person } = requireSignedIn(c);
      const { id } = readForm(c, z.strictObject({ id: z.uuid() }));
      if ((await endSessionsOf(db, person, { id })) === 0)
        throw new WaddleError('NOT_FOUND', 'You have no such session: it has ended already.');
      return back(c, 'session-ended');
    })
    .post('/account/sessions/end-others', async (c) => {
      const { person, sessionId } = requireSignedIn(c);
      readForm(c, nothing);
      await endSessionsOf(db, person, { allBut: sessionId });
      return back(c, 'others-ended');
    })
    .post('/sign-out', async (c) => {
      readForm(c, nothing);
      const token = c.get('sessionToken');
      if (token !== null) await endSession(db, token);
      dropCookie(c, 'session', settings.PUBLIC_URL);
      return c.redirect('/auth/sign-in?said=signed-out' satisfies `${string}?said=${Said}`, 303);
    });
}
