import type { Context } from 'hono';
import { html } from 'hono/html';
import { LINKS, TITLES } from '../connect/flows.ts';
import type { ChannelState } from '../connect/health.ts';
import type { Step } from '../connect/steps.ts';
import type { Platform } from '../core/ids.ts';
import type { AuthEnv } from './frame.ts';
import { csrfInput, type Markup, page } from './page.ts';

type C = Context<AuthEnv>;

interface Community {
  readonly slug: string;
  readonly name: string;
}

const pathOf = ({ slug }: Community, ...more: readonly string[]): string =>
  ['/auth/channels', slug, ...more].map((part, i) => (i === 0 ? part : encodeURIComponent(part))).join('/');

/** What each platform's channel is to its people. */
const NOUNS: Readonly<Record<Platform, string>> = {
  twitch: 'channel',
  discord: 'server',
  slack: 'workspace',
  youtube: 'channel',
  kick: 'channel',
};

const isWhole = ({ problems }: ChannelState): boolean => problems.length === 0;

/** A community's channels: how each does, and what can be done. */
export function channelsPage(
  c: C,
  shown: {
    readonly community: Community;
    readonly states: readonly ChannelState[];
    /** Those that can be linked here. */
    readonly platforms: readonly Platform[];
    readonly isOperator: boolean;
  },
): Response | Promise<Response> {
  const { community, states, platforms, isOperator } = shown;
  const ill = states.filter((state) => !isWhole(state)).length;
  const summary =
    states.length === 0
      ? 'No channel is linked yet. Link the first one below.'
      : ill === 0
        ? 'All is well.'
        : `${ill} of ${states.length} ${ill === 1 ? 'needs' : 'need'} a look.`;
  const body = html`<p class="soft">${summary}</p>
${states.length === 0 ? '' : html`<ul class="list">${states.map((state) => channelItem(c, community, state))}</ul>`}
<h2>Link a channel</h2>
<p class="soft">You agree on the platform, signed in there as the owner. WaddleBot never sees a password.</p>
${platforms.length === 0 ? html`<p class="told bad">Every platform is switched off here. Whoever runs this WaddleBot has to set one up first.</p>` : platforms.map((platform) => linkForm(c, community, platform))}
${isOperator ? botForms(c, community, platforms) : ''}`;
  return page(c, { title: `Channels of ${community.name}`, body });
}

function channelItem(c: C, community: Community, state: ChannelState): Markup {
  const { platform, id, login, problems, steers } = state;
  const path = (what: string) => pathOf(community, platform, id, what);
  const needsConsent = problems.some(({ is }) => is === 'consent' || is === 'scopes');
  return html`<li>
<strong>${login}</strong> <span class="soft">${TITLES[platform]}${steers === true ? ', steers the stream' : ''}</span>
${
  isWhole(state)
    ? html`<p class="told good">Linked, and well.</p>`
    : problems.map(({ is, text }) => html`<p class="told ${is === 'moderator' ? '' : 'bad'}">${text}</p>`)
}
<div class="fields">
<form method="post" action="${path('repair')}">${csrfInput(c)}<button class="${isWhole(state) || needsConsent ? 'other' : ''}">${isWhole(state) ? 'Check' : 'Repair'} <span class="hidden">${login} on ${TITLES[platform]}</span></button></form>
${needsConsent ? agreeAgain(c, community, state) : ''}
<a class="button other" href="${path('unlink')}">Unlink <span class="hidden">${login} on ${TITLES[platform]}</span></a>
</div>
</li>`;
}

/** The consent of a channel's owner once more, with what it allowed before. */
const agreeAgain = (c: C, community: Community, { platform, id, steers }: ChannelState): Markup =>
  html`<form method="post" action="${pathOf(community, platform)}">${csrfInput(c)}
<input type="hidden" name="expected" value="${id}">
${steers === true ? html`<input type="hidden" name="withStream" value="yes">` : ''}
<button>Agree again on ${TITLES[platform]}</button></form>`;

const linkForm = (c: C, community: Community, platform: Platform): Markup =>
  html`<form method="post" action="${pathOf(community, platform)}">${csrfInput(c)}
${LINKS[platform].asks.stream ? html`<label class="tick"><input type="checkbox" name="withStream" value="yes"><span>also steer the stream (title, category)</span></label>` : ''}
<button class="other">Link a ${TITLES[platform]} ${NOUNS[platform]}</button>
</form>`;

/** The accounts that the bot itself speaks with: one a platform, for all communities. */
function botForms(c: C, community: Community, platforms: readonly Platform[]): Markup {
  const own = platforms.filter((platform) => LINKS[platform].asks.bot);
  if (own.length === 0) return html``;
  return html`<h2>The bot’s own accounts</h2>
<p class="soft">For all communities of this WaddleBot. Sign in on the platform as the bot, not as yourself.</p>
${own.map(
  (platform) => html`<form method="post" action="${pathOf(community, platform)}">${csrfInput(c)}
<input type="hidden" name="asBot" value="yes"><button class="other">Connect the bot’s account on ${TITLES[platform]}</button></form>`,
)}`;
}

/** What was done and what is to be done, of one consent, repair or unlinking. */
export function outcomePage(
  c: C,
  community: Community,
  outcome: {
    readonly title: string;
    readonly steps: readonly Step[];
    /** Why it came to nothing. */
    readonly failure?: string;
    /** The channel whose owner can help by agreeing once more. */
    readonly again?: ChannelState;
  },
): Response | Promise<Response> {
  const { title, steps, failure, again } = outcome;
  const todo = steps.filter(({ is }) => is !== 'done');
  const done = steps.filter(({ is }) => is === 'done');
  const body = html`${failure === undefined ? '' : html`<p class="told bad lines" role="alert">${failure}</p>`}
${done.length === 0 ? '' : html`<ul class="list">${done.map(({ text }) => html`<li>✓ ${text}</li>`)}</ul>`}
${todo.length === 0 ? '' : html`<h2>${failure === undefined ? 'What is left for you' : 'Besides'}</h2>${todo.map(stepItem)}`}
${again?.problems.every(({ is }) => is !== 'off') ? agreeAgain(c, community, again) : ''}
<a class="button other" href="${pathOf(community)}">Back to the channels</a>`;
  return page(c, { title, body }, failure === undefined ? 200 : 409);
}

const stepItem = ({ is, text, copy }: Step): Markup =>
  html`<div class="told ${is === 'refused' ? 'bad' : ''}"><p>${text}</p>${copy === undefined ? '' : html`<p><code>${copy}</code></p>`}</div>`;

/** Asks before a channel is unlinked. */
export function unlinkPage(c: C, community: Community, state: ChannelState): Response | Promise<Response> {
  const { platform, id, login } = state;
  const body = html`<p>The bot falls silent in ${login} on ${TITLES[platform]} at once${platform === 'discord' ? ' and leaves the server' : ''}, and what its owner agreed to is given back and deleted here.</p>
<p>Quotes, commands and members stay with ${community.name}. The channel can be linked again at any time, here or to another community.</p>
<form method="post" action="${pathOf(community, platform, id, 'unlink')}">${csrfInput(c)}<button class="bad">Unlink ${login}</button></form>
<a class="button other" href="${pathOf(community)}">Keep it</a>`;
  return page(c, { title: `Unlink ${login}?`, body });
}
