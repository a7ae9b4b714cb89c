import { html } from 'hono/html';
import { csrfInput, type Markup } from '../page.ts';
import type { AuthContext } from './forms.ts';
import type { Local } from './local.ts';
import { relyingPartyOf } from './relying-party.ts';

/** The fields for a name and a new password, as password keepers know them. */
export const newNameFields = (name = ''): Markup => html`
<label for="name">Name</label>
<input id="name" name="name" value="${name}" autocomplete="username" autocapitalize="none" spellcheck="false" minlength="3" maxlength="64" required aria-describedby="name-is">
<p class="soft" id="name-is">3 to 32 letters, digits, _ or -. Others see it.</p>`;

export const newPasswordField = (label = 'Password'): Markup => html`
<label for="new-password">${label}</label>
<input id="new-password" name="password" type="password" autocomplete="new-password" minlength="10" maxlength="200" required aria-describedby="password-is">
<p class="soft" id="password-is">10 characters at least. A sentence is a good one.</p>`;

export const codeField = (): Markup => html`
<label for="code">Code</label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" maxlength="20" required aria-describedby="code-is">
<p class="soft" id="code-is">The six digits that your authenticator app shows, or one of your recovery codes.</p>`;

/** Where a page's script says what did not work. */
export const scriptTold = html`<p class="told bad" role="alert" data-told hidden></p>`;

export interface PasskeyForm {
  readonly does: 'create' | 'get';
  readonly action: string;
  readonly options: string;
  readonly button: string;
  readonly to?: string;
  /** Fields of its own. */
  readonly fields?: Markup;
}

/** A form whose button asks the browser for a passkey; needs `PASSKEY_SCRIPT` and `scriptTold` on its page. */
export function passkeyForm(
  { publicUrl }: Local,
  c: AuthContext,
  { does, action, options, button, to, fields }: PasskeyForm,
): Markup {
  const party = relyingPartyOf(publicUrl);
  const { origin, pathname } = new URL(c.req.url);
  if (!party) return html`<p class="soft">Passkeys need a name and https: there are none at this address.</p>`;
  // On a laptop: browsers make no passkeys for 127.0.0.1.
  if (party.origin !== origin && new URL(origin).hostname === '127.0.0.1')
    return html`<p class="soft">Passkeys work at <a href="${party.origin}${pathname}">${party.origin}</a>, not at an address of digits.</p>`;
  return html`<form method="post" action="${action}" data-passkey="${does}" data-options="${options}">${csrfInput(c)}
<input type="hidden" name="credential" value="">${to === undefined ? '' : html`<input type="hidden" name="to" value="${to}">`}
${fields ?? ''}<button class="other">${button}</button><p class="soft" data-why></p></form>`;
}
