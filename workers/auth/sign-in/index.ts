import { Hono } from 'hono';
import * as z from 'zod';
import type { Services } from '../../router/services.ts';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { hasOperator } from '../operators.ts';
import { accountRoutes } from './account.ts';
import { comeBack } from './callback.ts';
import { provePage, signInPage } from './choose-page.ts';
import { readForm } from './form.ts';
import { providerOf, providersOn } from './providers/index.ts';
import { returnPath } from './return-path.ts';
import { sendAway } from './send-away.ts';
import { saidIn } from './words.ts';

/** Longer than any path of ours; `returnPath` says which of them are. */
const whereTo = z.strictObject({ to: z.string().max(2_000).optional() });

/** Signing in by the platforms, proving who one is anew, the account page, and signing out. */
export function signInRoutes(services: Services): Hono<AuthEnv> {
  const { settings } = services;
  return new Hono<AuthEnv>()
    .get('/sign-in', async (c) => {
      const [to, said] = [returnPath(c.req.query('to')), saidIn(c.req.query('said'))];
      const there = new URL(`/auth/sign-in?${new URLSearchParams({ to })}`, settings.PUBLIC_URL);
      const elsewhere = there.host === new URL(c.req.url).host ? null : there.href;
      // Where the database is away the page is there all the same.
      const isOwned = c.get('signedIn') !== null || (await hasOperator(services.db).catch(() => true));
      return signInPage(c, { providers: providersOn(settings), to, said, elsewhere, isOwned });
    })
    .post('/sign-in/:platform', (c) => {
      const returnTo = returnPath(readForm(c, whereTo).to);
      return sendAway(services, c, providerOf(c.req.param('platform'), settings), { purpose: 'sign-in', returnTo });
    })
    .get('/callback/:platform', (c) => comeBack(services, c))
    .get('/prove', (c) => {
      const to = returnPath(c.req.query('to'));
      const signedIn = c.get('signedIn');
      if (!signedIn) return c.redirect(`/auth/sign-in?${new URLSearchParams({ to })}`, 303);
      const own = new Set<string>(signedIn.accounts.map(({ platform }) => platform));
      const providers = providersOn(settings).filter(({ platform }) => own.has(platform));
      return provePage(c, { providers, to, hasLocal: own.has('local') });
    })
    .post('/prove/:platform', (c) => {
      requireSignedIn(c);
      const returnTo = returnPath(readForm(c, whereTo).to);
      return sendAway(services, c, providerOf(c.req.param('platform'), settings), { purpose: 'prove', returnTo });
    })
    .route('/', accountRoutes(services));
}
