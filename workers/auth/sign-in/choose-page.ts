import type { Context } from 'hono';
import { html } from 'hono/html';
import type { AuthEnv } from '../frame.ts';
import { csrfInput, type Markup, page } from '../page.ts';
import { mark } from './marks.ts';
import type { Provider } from './provider.ts';

/** A button a platform; each sends its form to `action`/platform. */
export const platformButtons = (
  c: Context<AuthEnv>,
  providers: readonly Pick<Provider, 'platform' | 'title'>[],
  { action, verb, to }: { readonly action: string; readonly verb: string; readonly to?: string },
): Markup =>
  html`${providers.map(
    ({ platform, title }) => html`<form method="post" action="${action}/${platform}">
${csrfInput(c)}${to === undefined ? '' : html`<input type="hidden" name="to" value="${to}">`}
<button class="other way">${mark(platform, title)}<span>${verb} ${title}</span></button>
</form>`,
  )}`;

interface Choice {
  readonly providers: readonly Provider[];
  /** A path of ours to go to afterwards. */
  readonly to: string;
  readonly said: string | null;
  /** Where this page is otherwise, as platforms send people back there; null where it is read there. */
  readonly elsewhere: string | null;
  /** Whether somebody runs this installation. */
  readonly isOwned: boolean;
}

/** `GET /auth/sign-in`. */
export function signInPage(
  c: Context<AuthEnv>,
  { providers, to, said, elsewhere, isOwned }: Choice,
): Response | Promise<Response> {
  const signedIn = c.get('signedIn');
  const local = `/auth/local/sign-in?${new URLSearchParams({ to })}`;
  const body = html`${said === null ? '' : html`<p class="told good" role="status">${said}</p>`}
${
  signedIn
    ? html`<p>You are signed in as <strong>${signedIn.displayName}</strong>.</p>
<a class="button" href="${to}">Continue</a>
<p class="soft">Or sign in as somebody else:</p>`
    : html`<p class="soft">Choose where you chat. The platform tells us who you are there, and nothing else: no e-mail, no password, and nothing is posted for you.</p>`
}
${isOwned ? '' : html`<div class="told"><p>Nobody runs this WaddleBot yet. If it is yours, open the owner’s link: <code>npm start</code> prints it, and <code>npm run owner:link</code> makes another, good for 15 minutes.</p></div>`}
${elsewhere === null ? '' : html`<p class="told">Platforms send you back to another address than this. Sign in at <a href="${elsewhere}">${new URL(elsewhere).host}</a>.</p>`}
${platformButtons(c, providers, { action: '/auth/sign-in', verb: 'Continue with', to })}
${providers.length > 0 ? html`<p class="or">or</p>` : html`<p class="told">No platform is set up for signing in here.</p>`}
<a class="button other" href="${local}">Use a name and password</a>`;
  return page(c, { title: signedIn ? 'Change who you are' : 'Sign in', body });
}

/** `GET /auth/prove`: the ways by which somebody who is signed in has to be able to come again. */
export function provePage(
  c: Context<AuthEnv>,
  { providers, to, hasLocal }: Pick<Choice, 'providers' | 'to'> & { readonly hasLocal: boolean },
): Response | Promise<Response> {
  const local = `/auth/local/prove?${new URLSearchParams({ to })}`;
  const none = providers.length === 0 && !hasLocal;
  const body = html`<p>What you are about to do wants to be sure that it is you, not somebody at your screen. That counts for ten minutes.</p>
${platformButtons(c, providers, { action: '/auth/prove', verb: 'Prove it with', to })}
${hasLocal ? html`<a class="button other" href="${local}">Use your password or passkey</a>` : ''}
${none ? html`<p class="told bad" role="alert">None of the ways you sign in by is set up here any more. Ask who runs this WaddleBot for a link to come in by.</p>` : ''}
<p><a href="/hub/account">Not now</a></p>`;
  return page(c, { title: 'Is it you?', body });
}
