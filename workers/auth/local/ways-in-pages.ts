import { Hono } from 'hono';
import { html } from 'hono/html';
import { isFresh } from '../../core/signed-in.ts';
import { type AuthEnv, requireSignedIn } from '../frame.ts';
import { csrfInput, page } from '../page.ts';
import type { AuthContext } from './forms.ts';
import { provePath } from './let-in.ts';
import type { Local } from './local.ts';
import { type WaysIn, waysInOf } from './logins.ts';
import { passkeyForm, scriptTold } from './parts.ts';
import { PASSKEY_SCRIPT } from './passkey-script.ts';

const NOTES: Readonly<Record<string, string>> = {
  password: 'Your password is set. Your other browsers are signed out.',
  'app-off': 'The authenticator app is asked no more.',
  passkey: 'Your passkey is kept. Next time you can sign in with it alone.',
  renamed: 'Renamed.',
  removed: 'That passkey opens nothing any more. Delete it on your device, too.',
};

/** `/auth/local`: how somebody gets in, and what of it they can change. */
export function waysInPages(local: Local): Hono<AuthEnv> {
  return new Hono<AuthEnv>().get('/', async (c) => {
    const signedIn = requireSignedIn(c);
    const ways = await waysInOf(local.db, signedIn.person);
    const note = NOTES[c.req.query('done') ?? ''];
    const fresh = isFresh(signedIn, local.now());
    const body = html`${note === undefined ? '' : html`<p class="told good" role="status">${note}</p>`}${scriptTold}
${fresh ? '' : html`<p class="told">To change any of this, prove once more that it is you.</p><a class="button" href="${provePath('/auth/local')}">Prove it</a>`}
<h2>Password</h2>
<p>${ways.name === null ? 'You have no name and password here.' : html`You sign in as <strong>${ways.name}</strong>${ways.hasPassword ? '' : ', without a password'}.`}</p>
<a class="button other" href="/auth/local/password">${ways.hasPassword ? 'Change the password' : 'Set a password'}</a>
${app(c, ways, fresh)}
${keys(c, ways, fresh)}
<p><a href="/hub/account">Your account</a></p>`;
    return page(c, { title: 'How you sign in', body, script: PASSKEY_SCRIPT });
  });

  function app(c: AuthContext, { asksCode, codesLeft, hasPassword }: WaysIn, fresh: boolean) {
    if (!asksCode)
      return html`<h2>Authenticator app</h2><p>A second proof after the password: six digits that only your phone shows.</p>
${fresh && hasPassword ? html`<form method="post" action="/auth/local/app">${csrfInput(c)}<button class="other">Set one up</button></form>` : hasPassword ? '' : html`<p class="soft">It comes after a password. Set one first.</p>`}`;
    return html`<h2>Authenticator app</h2><p>It is asked after your password. You have <strong>${codesLeft}</strong> recovery ${codesLeft === 1 ? 'code' : 'codes'} left.</p>
${
  fresh
    ? html`<form method="post" action="/auth/local/app/recovery-codes">${csrfInput(c)}<button class="other">Make new recovery codes</button></form>
<a class="button other" href="/auth/local/app/off">Turn it off</a>`
    : ''
}`;
  }

  function keys(c: AuthContext, { passkeys }: WaysIn, fresh: boolean) {
    return html`<h2>Passkeys</h2><p>Your finger, face or PIN instead of a password, on a device of yours. Nobody can phish one.</p>
<ul class="list">${passkeys.map(
      ({
        id,
        name,
        createdAt,
        lastUsedAt,
      }) => html`<li><strong>${name}</strong><br><span class="soft">since ${createdAt.slice(0, 10)}, ${lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.slice(0, 10)}`}</span>
${
  fresh
    ? html`<details><summary>Change</summary><form method="post" action="/auth/local/passkeys/rename">${csrfInput(c)}<input type="hidden" name="id" value="${id}">
<label for="n-${id}">Its name</label><input id="n-${id}" name="name" value="${name}" maxlength="60" required><button class="other">Rename</button></form>
<form method="post" action="/auth/local/passkeys/remove">${csrfInput(c)}<input type="hidden" name="id" value="${id}"><button class="bad">Remove</button></form></details>`
    : ''
}</li>`,
    )}</ul>
${
  fresh
    ? passkeyForm(local, c, {
        does: 'create',
        action: '/auth/local/passkeys',
        options: '/auth/local/passkeys/options',
        button: 'Add a passkey',
        fields: html`<label for="passkey-name">A name for a new one</label><input id="passkey-name" name="name" maxlength="60" placeholder="My phone" required>`,
      })
    : ''
}`;
  }
}
