import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { renderSVG } from 'uqr';
import { WaddleError } from '../../core/errors.ts';
import type { SignedIn } from '../../core/signed-in.ts';
import type { AuthEnv } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import { totpUri } from './codes.ts';
import { type AuthContext, field, formOf, orAgain, type Shown, toldOf } from './forms.ts';
import { requireFresh } from './let-in.ts';
import type { Local } from './local.ts';
import { loginOf } from './logins.ts';
import { codeField } from './parts.ts';
import { endSecondFactor } from './second-factor.ts';
import { beginTotp, begunTotp, confirmTotp, renewRecoveryCodes } from './totp.ts';

/** `/auth/local/app`: an authenticator app as a second factor, and codes for who loses it. */
export function appPages(local: Local): Hono<AuthEnv> {
  function showSecret(c: AuthContext, { displayName }: SignedIn, secret: string, shown: Shown) {
    const uri = totpUri(secret, displayName, `WaddleBot (${new URL(local.publicUrl).hostname})`);
    const body = html`${toldOf(shown)}<ol><li>Open your authenticator app and add an account.</li><li>Point it at this picture, or type the key.</li><li>Type the six digits that it shows.</li></ol>
<div class="qr" role="img" aria-label="The key, for the app’s camera">${raw(renderSVG(uri, { border: 4, pixelSize: 5 }))}</div>
<p class="soft">The key: <code>${secret.match(/.{1,4}/g)?.join(' ')}</code></p>
<form method="post" action="/auth/local/app/confirm">${csrfInput(c)}
<label for="code">Six digits</label><input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required autofocus>
<button>Turn it on</button></form><a class="button other" href="/auth/local">Not now</a>`;
    return page(c, { title: 'Set up an authenticator app', body }, shown.status);
  }

  function showCodes(c: AuthContext, codes: readonly string[], title: string) {
    const body = html`<p class="told">Keep these where you keep passwords: they are shown this once. Each lets you in once, without the app.</p>
<ul class="list codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul><a class="button" href="/auth/local">I have them</a>`;
    return page(c, { title, body });
  }

  function showOff(c: AuthContext, shown: Shown) {
    const body = html`${toldOf(shown)}<p>After this your password alone lets you in, and your recovery codes are void.</p>
<form method="post" action="/auth/local/app/off">${csrfInput(c)}${codeField()}<button class="bad">Turn it off</button></form>
<a class="button other" href="/auth/local">Keep it</a>`;
    return page(c, { title: 'Turn the app off', body }, shown.status);
  }

  return new Hono<AuthEnv>()
    .post('/', async (c) => {
      const signedIn = requireFresh(local, c);
      if (!(await loginOf(local.db, signedIn.person))?.passwordHash)
        throw new WaddleError('CONFLICT', 'The app is asked after a password. Set one first, at /auth/local/password.');
      return showSecret(c, signedIn, await beginTotp(local, signedIn.person), {});
    })
    .post('/confirm', async (c) => {
      const signedIn = requireFresh(local, c);
      const { code } = formOf(c, { code: field.code });
      const begun = await begunTotp(local, signedIn.person);
      if (!begun) throw new WaddleError('CONFLICT', 'There is no authenticator app to confirm. Begin again.');
      return orAgain(
        c,
        async () => showCodes(c, await confirmTotp(local, signedIn.person, code), 'The app is on: your recovery codes'),
        (shown) => showSecret(c, signedIn, begun.secret, shown),
      );
    })
    .post('/recovery-codes', async (c) => {
      const { person } = requireFresh(local, c);
      return showCodes(c, await renewRecoveryCodes(local, person), 'New recovery codes');
    })
    .get('/off', (c) => {
      requireFresh(local, c);
      return showOff(c, {});
    })
    .post('/off', async (c) => {
      const { person } = requireFresh(local, c);
      const { code } = formOf(c, { code: field.code });
      return orAgain(
        c,
        async () => {
          await endSecondFactor(local, person, code);
          return c.redirect('/auth/local?done=app-off', 303);
        },
        (shown) => showOff(c, shown),
      );
    });
}
