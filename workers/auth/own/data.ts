import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { isFresh } from '../../core/signed-in.ts';
import { erasePerson } from '../../people/erase.ts';
import type { Services } from '../../router/services.ts';
import { dropCookie } from '../cookies.ts';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import { readForm } from '../sign-in/form.ts';

type C = Context<AuthEnv>;
const HERE = '/auth/account/data';
const PROVE = `/auth/prove?${new URLSearchParams({ to: HERE })}`;
const erasing = z.strictObject({
  confirm: z.literal('erase', 'Type the word erase, so that nobody does it by mistake.'),
});

/** `/auth/account/data`: everything that is kept of somebody, to take along and to be rid of. */
export function dataPages(services: Services): Hono<AuthEnv> {
  return new Hono<AuthEnv>()
    .get('/', (c) => show(c, isFresh(requireSignedIn(c), services.clock())))
    .post('/erase', async (c) => {
      const signedIn = requireSignedIn(c);
      readForm(c, erasing);
      if (!isFresh(signedIn, services.clock())) return c.redirect(PROVE, 303);
      await erasePerson(services, signedIn.person);
      dropCookie(c, 'session', services.settings.PUBLIC_URL);
      return page(c, {
        title: 'You are gone',
        body: html`<p class="told good" role="status">What was kept of you here is erased. Chat in a community again, and it begins anew.</p>
<a class="button other" href="/">Home</a>`,
      });
    });
}

function show(c: C, isProved: boolean): Response | Promise<Response> {
  const body = html`${isProved ? '' : html`<p class="told">Both want a proof of the last ten minutes that it is you.</p><a class="button" href="${PROVE}">Prove that it is you</a>`}
<h2>Take it along</h2>
<p class="soft">All that is kept of you in every community, as JSON.</p>
${isProved ? html`<a class="button other" href="/api/v1/me/export" download>Download it</a>` : ''}
<h2>Erase yourself</h2>
<p class="soft">Your accounts here, roles, quotes you said, votes, reminders and notes go, at once and for good. What you made for a community stays there without your name. The log of who changed what keeps a number instead of you.</p>
${
  isProved
    ? html`<form method="post" action="${HERE}/erase">${csrfInput(c)}<label for="confirm">Type erase</label><input id="confirm" name="confirm" autocomplete="off" required pattern="erase"><button class="bad">Erase me</button></form>`
    : ''
}
<p><a href="/hub/account">Your account</a></p>`;
  return page(c, { title: 'Your data', body });
}
