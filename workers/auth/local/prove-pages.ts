import { Hono } from 'hono';
import { html } from 'hono/html';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import { returnPath } from '../sign-in/return-path.ts';
import { requirePassword } from './by-password.ts';
import { type AuthContext, field, formOf, orAgain, type Shown, toldOf } from './forms.ts';
import { renew } from './let-in.ts';
import type { Local } from './local.ts';
import { waysInOf } from './logins.ts';
import { codeField, passkeyForm, scriptTold } from './parts.ts';
import { PASSKEY_SCRIPT } from './passkey-script.ts';
import { personByPasskey, requestOptions } from './passkeys.ts';
import { requireCode } from './second-factor.ts';

/** `/auth/local/prove`: who is signed in proves once more who they are, for what not every open browser may do. */
export function provePages(local: Local): Hono<AuthEnv> {
  async function show(c: AuthContext, { to, ...shown }: Shown & { readonly to: string }) {
    const { person } = requireSignedIn(c);
    const { name, hasPassword, asksCode, passkeys } = await waysInOf(local.db, person);
    const byPassword = html`<form method="post" action="/auth/local/prove">${csrfInput(c)}<input type="hidden" name="to" value="${to}">
<input type="hidden" name="username" value="${name ?? ''}" autocomplete="username" disabled>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="400" required autofocus>
${asksCode ? codeField() : ''}<button>Go on</button></form>`;
    const body = html`${toldOf(shown)}${scriptTold}<p>What comes next is for you alone, not for whoever sits at this browser.</p>
${hasPassword ? byPassword : ''}
${passkeys.length > 0 ? passkeyForm(local, c, { does: 'get', action: '/auth/local/prove/passkey', options: '/auth/local/prove/passkey/options', button: 'Use a passkey', to }) : ''}
${hasPassword || passkeys.length > 0 ? '' : html`<p>You have neither a password nor a passkey here. Sign in again the way you did, which proves it as well.</p><a class="button" href="/auth/sign-in?${new URLSearchParams({ to })}">Sign in again</a>`}`;
    return page(c, { title: 'Is it you?', body, script: PASSKEY_SCRIPT }, shown.status);
  }

  return new Hono<AuthEnv>()
    .get('/', (c) => show(c, { to: returnPath(c.req.query('to')) }))
    .post('/', async (c) => {
      const { person } = requireSignedIn(c);
      const { password, code, to: asked } = formOf(c, { password: field.password, code: field.code, to: field.to });
      const to = returnPath(asked);
      return orAgain(
        c,
        async () => {
          const { asksCode } = await requirePassword(local, c.get('network'), person, password);
          if (asksCode) await requireCode(local, person, code);
          await renew(local, c, true);
          return c.redirect(to, 303);
        },
        (shown) => show(c, { ...shown, to }),
      );
    })
    .post('/passkey/options', async (c) => {
      const { person } = requireSignedIn(c);
      return c.json(await requestOptions(local, person, c.get('browser')));
    })
    .post('/passkey', async (c) => {
      const { person } = requireSignedIn(c);
      const { credential, to: asked } = formOf(c, { credential: field.credential, to: field.to });
      const to = returnPath(asked);
      return orAgain(
        c,
        async () => {
          await personByPasskey(local, c.get('browser'), credential, person);
          await renew(local, c, true);
          return c.redirect(to, 303);
        },
        (shown) => show(c, { ...shown, to }),
      );
    });
}
