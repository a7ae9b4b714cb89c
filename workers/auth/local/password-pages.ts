import { Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import { isFresh } from '../../core/signed-in.ts';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import { hashFor, requirePassword } from './by-password.ts';
import { type AuthContext, field, formOf, orAgain, type Shown, toldOf } from './forms.ts';
import { provePath, renew, requireFresh } from './let-in.ts';
import type { Local } from './local.ts';
import { loginOf, setPassword } from './logins.ts';
import { newName } from './names.ts';
import { newNameFields, newPasswordField } from './parts.ts';
import { newPassword } from './passwords.ts';

/** `/auth/local/password`: changes it, or sets one where there was none. Every other browser is signed out. */
export function passwordPages(local: Local): Hono<AuthEnv> {
  async function show(c: AuthContext, shown: Shown & { readonly name?: string }) {
    const signedIn = requireSignedIn(c);
    const login = await loginOf(local.db, signedIn.person);
    const fresh = isFresh(signedIn, local.now());
    // Who has nothing to prove it by here comes back from where they signed in.
    if (!fresh && !login?.passwordHash) return c.redirect(provePath('/auth/local/password'), 303);
    const body = html`${toldOf(shown)}<p>Your other browsers will be signed out.</p>
<form method="post" action="/auth/local/password">${csrfInput(c)}
${login ? html`<p>You sign in as <strong>${login.name}</strong>.</p><input type="hidden" name="username" value="${login.name}" autocomplete="username" disabled>` : newNameFields(shown.name)}
${fresh ? '' : html`<label for="old">Password until now</label><input id="old" name="old" type="password" autocomplete="current-password" maxlength="400" required>`}
${newPasswordField('New password')}<button>Set the password</button></form><a class="button other" href="/auth/local">Back</a>`;
    return page(c, { title: login?.passwordHash ? 'Change your password' : 'Set a password', body }, shown.status);
  }

  return new Hono<AuthEnv>()
    .get('/', (c) => show(c, {}))
    .post('/', async (c) => {
      const { person, sessionId, ...signedIn } = requireSignedIn(c);
      const form = formOf(c, { name: field.name, old: z.string().max(1_000).optional(), password: field.password });
      return orAgain(
        c,
        async () => {
          const login = await loginOf(local.db, person);
          if (!isFresh(signedIn, local.now())) {
            if (form.old === undefined || !login) requireFresh(local, c);
            await requirePassword(local, c.get('network'), person, form.old ?? '');
          }
          const name = login ? null : newName(form.name);
          const password = newPassword(form.password, name?.name ?? login?.name ?? '');
          const passwordHash = await hashFor(local, c.get('network'), password);
          await setPassword(local.db, person, { passwordHash, login: name, keepSession: sessionId }, local.now());
          await renew(local, c, false);
          return c.redirect('/auth/local?done=password', 303);
        },
        (shown) => show(c, { ...shown, name: form.name }),
      );
    });
}
