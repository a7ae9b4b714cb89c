import type { Context } from 'hono';
import { html } from 'hono/html';
import { printDuration } from '../../core/durations.ts';
import type { OwnAccount, SignedIn } from '../../core/signed-in.ts';
import type { AuthEnv } from '../frame.ts';
import { csrfInput, type Markup, page } from '../page.ts';
import type { ListedSession } from '../sessions.ts';
import { platformButtons } from './choose-page.ts';
import { mark } from './marks.ts';
import type { Provider } from './provider.ts';
import { titleOf } from './providers/index.ts';

interface Shown {
  readonly signedIn: SignedIn;
  readonly sessions: readonly ListedSession[];
  readonly providers: readonly Provider[];
  readonly said: string | null;
  readonly now: number;
}

/** `GET /auth/account`: who somebody is here, by which accounts, and in which browsers. */
export function accountPage(c: Context<AuthEnv>, shown: Shown): Response | Promise<Response> {
  const { signedIn, sessions, providers, said, now } = shown;
  const others = sessions.filter(({ id }) => id !== signedIn.sessionId);
  const body = html`${said === null ? '' : html`<p class="told good" role="status">${said}</p>`}
<p>You are <strong>${signedIn.displayName}</strong>${signedIn.isOperator ? ', and you run this WaddleBot' : ''}.</p>
<h2>Your accounts</h2>
<p class="soft">Each of them signs you in, and your commands count for you on all of them.</p>
<ul class="list">${signedIn.accounts.map((account) => accountRow(account))}</ul>
${providers.length > 0 ? html`<details><summary>Add another account</summary>${platformButtons(c, providers, { action: '/auth/account/link', verb: 'Add' })}</details>` : ''}
<p><a href="/auth/account/codes">Link one by a code in chat</a></p>
<h2>Other ways to sign in</h2>
<p><a href="/auth/local">Password, passkeys, second factor</a></p>
<h2>Where you are signed in</h2>
<ul class="list">${sessions.map((session) => sessionRow(c, session, session.id === signedIn.sessionId, now))}</ul>
${
  others.length > 0
    ? html`<form method="post" action="/auth/account/sessions/end-others">${csrfInput(c)}<button class="bad">Sign out everywhere else</button></form>`
    : ''
}
<form method="post" action="/auth/sign-out">${csrfInput(c)}<button class="other">Sign out here</button></form>
<p><a href="/auth/account/data">Your data: take it along, or erase it</a></p>
<p><a href="/">To the hub</a></p>`;
  return page(c, { title: 'Your account', body });
}

function accountRow({ platform, displayName, login, isPrimary }: OwnAccount): Markup {
  const title = titleOf(platform);
  const also = login.toLowerCase() === displayName.toLowerCase() ? '' : html` <span class="soft">${login}</span>`;
  return html`<li class="row">${mark(platform, title)}<span class="grow"><strong>${displayName}</strong>${also}<br><span class="soft">${platform === 'local' ? 'This WaddleBot’s own' : title}</span></span>${isPrimary ? html`<span class="tag">Primary</span>` : ''}</li>`;
}

const HOW: Readonly<Record<string, string>> = {
  password: 'by password',
  passkey: 'by passkey',
  'owner-link': 'by the owner’s link',
  'reset-link': 'by a reset link',
};

function sessionRow(c: Context<AuthEnv>, session: ListedSession, isThis: boolean, now: number): Markup {
  const { id, device, method, lastSeenAt } = session;
  const how = HOW[method] ?? `by ${titleOf(method)}`;
  const end = html`<form method="post" action="/auth/account/sessions/end">${csrfInput(c)}<input type="hidden" name="id" value="${id}"><button class="small bad" aria-label="End the session of ${device}">End</button></form>`;
  return html`<li class="row"><span class="grow"><strong>${device}</strong><br><span class="soft">${how} · ${isThis ? 'now' : ago(now - lastSeenAt)}</span></span>${isThis ? html`<span class="tag">This browser</span>` : end}</li>`;
}

/** How long ago, to the minute, as sessions know it. */
function ago(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 2 ? 'a moment ago' : `${printDuration(minutes * 60)} ago`;
}
