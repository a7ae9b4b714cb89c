import { Hono } from 'hono';
import { html } from 'hono/html';
import type { AuthEnv } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import { returnPath } from '../sign-in/return-path.ts';
import { loginBy } from './by-password.ts';
import { type AuthContext, field, formOf, orAgain, type Shown, toldOf } from './forms.ts';
import { letIn } from './let-in.ts';
import type { Local } from './local.ts';
import { signUpRule } from './logins.ts';
import { codeField, passkeyForm, scriptTold } from './parts.ts';
import { PASSKEY_SCRIPT } from './passkey-script.ts';
import { personByPasskey, requestOptions } from './passkeys.ts';
import { beginHalf, findHalf, finishHalf } from './second-factor.ts';

/** `/auth/local/sign-in`, and the code that is asked for after it. */
export function signInPages(local: Local): Hono<AuthEnv> {
  async function showSignIn(c: AuthContext, shown: Shown & { readonly name?: string; readonly to: string }) {
    const { to, name = '', status } = shown;
    const rule = await signUpRule(local.db);
    const query = new URLSearchParams({ to });
    const body = html`${toldOf(shown)}${c.req.query('done') === 'reset' ? html`<p class="told good" role="status">Your password is set, and you are signed out everywhere. Sign in with it.</p>` : ''}${scriptTold}
<form method="post" action="/auth/local/sign-in">${csrfInput(c)}<input type="hidden" name="to" value="${to}">
<label for="name">Name</label>
<input id="name" name="name" value="${name}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64" required ${name === '' ? 'autofocus' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="400" required ${name === '' ? '' : 'autofocus'}>
<button>Sign in</button></form>
${passkeyForm(local, c, { does: 'get', action: '/auth/local/sign-in/passkey', options: '/auth/local/sign-in/passkey/options', button: 'Sign in with a passkey', to })}
${rule === 'closed' ? '' : html`<p>New here? <a href="/auth/local/sign-up?${query}">Make an account</a>.</p>`}
<p><a href="/auth/sign-in?${query}">Other ways to sign in</a></p>
<p class="soft">Forgotten your password? An operator of this WaddleBot can make you a link to set a new one.</p>`;
    return page(c, { title: 'Sign in', body, script: PASSKEY_SCRIPT }, status);
  }

  function showCode(c: AuthContext, { token, ...shown }: Shown & { readonly token: string }) {
    const body = html`${toldOf(shown)}<p>Your password is right. Now the second proof.</p>
<form method="post" action="/auth/local/sign-in/code">${csrfInput(c)}<input type="hidden" name="token" value="${token}">
${codeField()}<button>Sign in</button></form><a class="button other" href="/auth/local/sign-in">Start again</a>`;
    return page(c, { title: 'Your code', body }, shown.status);
  }

  return new Hono<AuthEnv>()
    .get('/', (c) => showSignIn(c, { to: returnPath(c.req.query('to')) }))
    .post('/', async (c) => {
      const { name, password, to: asked } = formOf(c, { name: field.name, password: field.password, to: field.to });
      const to = returnPath(asked);
      return orAgain(
        c,
        async () => {
          const { person, asksCode } = await loginBy(local, c.get('network'), { name, password });
          if (!asksCode) return letIn(local, c, { person, method: 'password', to });
          return showCode(c, { token: await beginHalf(local, { person, returnTo: to }, c.get('browser')) });
        },
        (shown) => showSignIn(c, { ...shown, name, to }),
      );
    })
    .post('/code', async (c) => {
      const { token, code } = formOf(c, { token: field.token, code: field.code });
      const browser = c.get('browser');
      // Without it there is no form to show again.
      await findHalf(local, token, browser);
      return orAgain(
        c,
        async () => {
          const { person, returnTo } = await finishHalf(local, token, browser, code);
          return letIn(local, c, { person, method: 'password', to: returnPath(returnTo) });
        },
        (shown) => showCode(c, { ...shown, token }),
      );
    })
    .post('/passkey/options', async (c) => {
      await local.throttle.take('challenge from', c.get('network'));
      return c.json(await requestOptions(local, null, c.get('browser')));
    })
    .post('/passkey', async (c) => {
      const { credential, to: asked } = formOf(c, { credential: field.credential, to: field.to });
      const to = returnPath(asked);
      return orAgain(
        c,
        async () => {
          const giveBack = await local.throttle.take('sign-in from', c.get('network'));
          const person = await personByPasskey(local, c.get('browser'), credential, null).catch(
            async (error: unknown) => {
              await local.failed();
              throw error;
            },
          );
          await giveBack();
          return letIn(local, c, { person, method: 'passkey', to });
        },
        (shown) => showSignIn(c, { ...shown, to }),
      );
    });
}
