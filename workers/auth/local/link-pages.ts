import { Hono } from 'hono';
import { html } from 'hono/html';
import { v7 as uuidv7 } from 'uuid';
import type { PersonId } from '../../core/ids.ts';
import type { AuthEnv } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import { HOME } from '../sign-in/return-path.ts';
import { hashFor } from './by-password.ts';
import { type AuthContext, field, formOf, orAgain, type Shown, toldOf } from './forms.ts';
import { letIn, renew } from './let-in.ts';
import type { Local } from './local.ts';
import { newName } from './names.ts';
import { findLink, resetByLink } from './one-time-links.ts';
import { becomeOwner } from './owner.ts';
import { newNameFields, newPasswordField } from './parts.ts';
import { newPassword } from './passwords.ts';

/** Looks whether a link in the path opens something: seeing its page uses nothing up. @throws NOT_FOUND, LIMITED */
async function linkIn(local: Local, c: AuthContext, purposes: readonly string[]) {
  await local.throttle.take('link from', c.get('network'));
  const token = c.req.param('token') ?? '';
  return { token, ...(await findLink(local.db, token, purposes, local.now())) };
}

/** `/auth/reset/:token`: a new password by an operator's link. It signs nobody in, so that the second factor is asked as ever. */
export function resetPages(local: Local): Hono<AuthEnv> {
  const linked = (c: AuthContext) => linkIn(local, c, ['reset', 'reset-all']);

  function show(c: AuthContext, { name, purpose, token, ...shown }: Shown & Awaited<ReturnType<typeof linked>>) {
    const body = html`${toldOf(shown)}<p>Choose a new password for <strong>${name}</strong>. You will be signed out everywhere, and sign in with it then.</p>
${purpose === 'reset-all' ? html`<p class="told">Your authenticator app, recovery codes and passkeys will be void; set them up again afterwards.</p>` : ''}
<form method="post" action="/auth/reset/${token}">${csrfInput(c)}<input type="hidden" name="username" value="${name ?? ''}" autocomplete="username" disabled>
${newPasswordField('New password')}<button>Set the password</button></form>`;
    return page(c, { title: 'A new password', body }, shown.status);
  }

  return new Hono<AuthEnv>()
    .get('/:token', async (c) => show(c, await linked(c)))
    .post('/:token', async (c) => {
      const link = await linked(c);
      const { password } = formOf(c, { password: field.password });
      return orAgain(
        c,
        async () => {
          const passwordHash = await hashFor(local, c.get('network'), newPassword(password, link.name ?? ''));
          await resetByLink(local.db, link.token, passwordHash, local.now());
          return c.redirect('/auth/local/sign-in?done=reset', 303);
        },
        (shown) => show(c, { ...link, ...shown }),
      );
    });
}

/** `/auth/owner/:token`: the first operator comes in, as somebody new or as who is signed in. */
export function ownerPages(local: Local): Hono<AuthEnv> {
  const linked = (c: AuthContext) => linkIn(local, c, ['owner']);

  function show(c: AuthContext, { token, name, ...shown }: Shown & { readonly token: string; readonly name?: string }) {
    const signedIn = c.get('signedIn');
    const present = signedIn
      ? html`<form method="post" action="/auth/owner/${token}/present">${csrfInput(c)}<button>Run it as ${signedIn.displayName}</button></form><h2>Or as somebody new</h2>`
      : '';
    const body = html`${toldOf(shown)}<p>Nobody runs this WaddleBot yet. With this link it will be you: you see its health, say who may make an account, and name others to run it.</p>
${present}<form method="post" action="/auth/owner/${token}">${csrfInput(c)}${newNameFields(name)}${newPasswordField()}<button class="${signedIn ? 'other' : ''}">Make my account and run it</button></form>
${signedIn ? '' : html`<p>Have an account here already? <a href="/auth/sign-in?${new URLSearchParams({ to: `/auth/owner/${token}` })}">Sign in first</a>.</p>`}`;
    return page(c, { title: 'Welcome to your WaddleBot', body }, shown.status);
  }

  return new Hono<AuthEnv>()
    .get('/:token', async (c) => show(c, await linkFor(c)))
    .post('/:token', async (c) => {
      const { token } = await linked(c);
      const { name: typed, password: chosen } = formOf(c, { name: field.name, password: field.password });
      return orAgain(
        c,
        async () => {
          const name = newName(typed);
          const passwordHash = await hashFor(local, c.get('network'), newPassword(chosen, name.name));
          const person = uuidv7() as PersonId;
          await becomeOwner(local, token, { kind: 'new', person, login: { ...name, passwordHash } });
          return letIn(local, c, { person, method: 'owner-link', to: HOME });
        },
        (shown) => show(c, { ...shown, token, name: typed }),
      );
    })
    .post('/:token/present', async (c) => {
      const { token } = await linked(c);
      formOf(c, {});
      const signedIn = c.get('signedIn');
      if (!signedIn) return c.redirect(`/auth/owner/${token}`, 303);
      await becomeOwner(local, token, { kind: 'present', person: signedIn.person });
      await renew(local, c, false);
      return c.redirect(HOME, 303);
    });

  async function linkFor(c: AuthContext) {
    const { token } = await linked(c);
    return { token };
  }
}
