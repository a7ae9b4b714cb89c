import { html } from 'hono/html';
import type { Platform } from '../core/ids.ts';
import type { Unnamed } from '../core/unnamed.ts';
import { clean, type Markup, nothing, own, type Sheet, sitePage } from './page.ts';
import type { SiteChannel } from './site.ts';

export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  twitch: 'Twitch',
  discord: 'Discord',
  slack: 'Slack',
  youtube: 'YouTube',
  kick: 'Kick',
};

/** Where anybody may visit a channel; null where only those may who were let in. */
function addressOf({ platform, platformId, login }: SiteChannel): string | null {
  switch (platform) {
    case 'twitch':
      return `https://www.twitch.tv/${encodeURIComponent(login)}`;
    case 'kick':
      return `https://kick.com/${encodeURIComponent(login)}`;
    case 'youtube':
      return `https://www.youtube.com/channel/${encodeURIComponent(platformId)}`;
    default:
      return null;
  }
}

const hostOf = (address: string): string => new URL(address).host.replace(/^www\./, '');

/** The front: who this is, where they are found, and what there is to read. */
export function frontPage(sheet: Sheet, unnamed: Unnamed): string {
  const { site, base, words: w } = sheet;
  const about = site.about === null ? null : unnamed.text(site.about);
  const card = (path: string, title: string, what: string, count = ''): Markup =>
    html`<li><a href="${base}${path}"><strong>${title}</strong><span class="soft">${what}${count === '' ? '' : ` ${count}.`}</span></a></li>`;
  const places = site.channels.flatMap((channel) => {
    const address = addressOf(channel);
    return address === null ? [] : [{ ...channel, address }];
  });
  const body = html`${about === null ? nothing : html`<p class="lines" dir="auto">${clean(about)}</p>`}
${site.website === null ? nothing : html`<p>${w.website}: <a href="${site.website}" rel="nofollow noopener">${own(hostOf(site.website))}</a></p>`}
${
  site.commands || site.quotes
    ? html`<h2>${w.toRead}</h2><ul class="cards">${site.commands ? card('/commands', w.commands, w.commandsWhat) : ''}${
        site.quotes ? card('/quotes', w.quotes, w.quotesWhat, w.quotesCount(site.quoteCount)) : ''
      }</ul>`
    : places.length === 0 && about === null
      ? html`<p class="soft">${w.nothingYet}</p>`
      : nothing
}
${
  places.length === 0
    ? nothing
    : html`<h2>${w.channels}</h2><ul class="cards">${places.map(
        ({ platform, login, address }) =>
          html`<li><a href="${address}" rel="noopener"><strong>${PLATFORM_NAMES[platform]}</strong><span class="soft">${own(login)}</span></a></li>`,
      )}</ul>`
}`;
  return sitePage(sheet, {
    page: 'front',
    path: '',
    title: null,
    description: about ?? w.frontSummary(site.name),
    isListed: true,
    body,
  });
}
