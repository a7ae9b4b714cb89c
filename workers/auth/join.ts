import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { actingOnPage } from '../api/acting.ts';
import { acceptInvite, type Invitation, invitationOf } from '../api/joining.ts';
import type { Services } from '../router/services.ts';
import { type AuthEnv, requireSignedIn } from './frame.ts';
import { csrfInput, page } from './page.ts';

/** What a role is, to somebody who is about to get it. */
const MEANS: Readonly<Record<Invitation['role'], string>> = {
  owner: 'It is yours: you may do everything.',
  admin: 'You change its settings, give roles, and make keys for programs.',
  moderator: 'You keep order in chat, let people in, and look after commands, quotes and events.',
  editor: 'You look after commands, quotes, bookmarks and reminders.',
  viewer: 'You see what its members see.',
};

/** `/auth/join/:token`: the page a link to a community leads to. */
export function joinPages(services: Services): Hono<AuthEnv> {
  const { db, clock } = services;
  return new Hono<AuthEnv>()
    .get('/:token', async (c) => {
      const signedIn = c.get('signedIn');
      if (!signedIn) return askToSignIn(c);
      const invitation = await invitationOf(db, c.req.param('token'), signedIn.person, clock());
      const { community, role } = invitation;
      return page(c, {
        title: `Join ${community.name}?`,
        body: html`<p>You are invited to <strong>${community.name}</strong> as <strong>${role}</strong>.</p>
<p class="soft">${MEANS[role]}</p>
<p>You join as ${signedIn.displayName}: its people see the accounts you come with.</p>
<form method="post">${csrfInput(c)}<button>Join ${community.name}</button></form>
<a class="button other" href="/">Not now</a>`,
      });
    })
    .post('/:token', async (c) => {
      const signedIn = requireSignedIn(c);
      const { community, role } = await acceptInvite(db, actingOnPage(services, signedIn), c.req.param('token'));
      return page(c, {
        title: `You belong to ${community.name}`,
        body: html`<p class="told good" role="status">You are ${role} there now.</p><a class="button" href="/hub/c/${community.slug}">Go on</a>`,
      });
    });
}

/** Whoever is not signed in learns nothing of what the link leads to. */
const askToSignIn = (c: Context<AuthEnv>): Response | Promise<Response> =>
  page(
    c,
    {
      title: 'You are invited',
      body: html`<p>Sign in to see to what, and to join.</p>
<a class="button" href="/auth/sign-in?to=${encodeURIComponent(c.req.path)}">Sign in</a>`,
    },
    401,
  );
