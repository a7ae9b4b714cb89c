import { html, raw } from 'hono/html';
import { truncate } from '../core/text.ts';
import type { Language } from '../core/words.ts';
import type { Site } from './site.ts';
import { STYLE } from './style.ts';
import { PUBLIC_WORDS, type PublicWords } from './words.ts';

/** What `html` makes: escaped text. */
export type Markup = ReturnType<typeof html>;
export const nothing: Markup = html``;

/** Longest description that search engines and chats show, characters. */
const MOST_DESCRIPTION = 200;

/** Characters that no page may hold (HTML Living Standard §3.2.7): people's texts may, as platforms let them through. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it is about
const NOT_IN_PAGES = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]/g;

/** A person's text, fit for a page. */
export const clean = (text: string): string => text.toWellFormed().replace(NOT_IN_PAGES, '').replaceAll('\r', '');

/** A text whose direction is its own, whatever it is made of, and turns nothing around it. */
export const own = (text: string): Markup => html`<bdi>${clean(text)}</bdi>`;

/** In one line, as far as it fits into what others show of a page. */
export const short = (text: string, most = MOST_DESCRIPTION): string =>
  truncate(clean(text).replace(/\s+/g, ' ').trim(), most);

/** The mark: the penguin's face, as the hub has it (`hub/src/design/penguin.tsx`). */
const MARK = raw(
  '<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 1.5c5.6 0 9.5 4.1 9.5 10.2 0 6.6-3.7 10.8-9.5 10.8s-9.5-4.2-9.5-10.8C2.5 5.6 6.4 1.5 12 1.5Z" fill="var(--coat)"/><path d="M8.3 6.8c1.7 0 3 .9 3.7 2.3.7-1.4 2-2.3 3.7-2.3 2.5 0 4.1 1.9 4.1 4.7 0 5.2-3 9-7.8 9s-7.8-3.8-7.8-9c0-2.8 1.6-4.7 4.1-4.7Z" fill="var(--belly)"/><circle cx="8.7" cy="11.3" r="1.35" fill="var(--eye)"/><circle cx="15.3" cy="11.3" r="1.35" fill="var(--eye)"/><path d="M9.6 13.9c0-.7 1.1-1.3 2.4-1.3s2.4.6 2.4 1.3c0 .9-1.5 2.5-2.4 2.5s-2.4-1.6-2.4-2.5Z" fill="var(--beak)"/></svg>',
);

const HEAD = raw(
  `<meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="color-scheme" content="light dark"/><meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"/><meta name="theme-color" content="#15191f" media="(prefers-color-scheme: dark)"/><link rel="icon" href="/mark.svg" type="image/svg+xml"/><style>${STYLE}</style>`,
);

/** What a page is made for: which site, under which address, in which words. */
export interface Sheet {
  readonly site: Site;
  /** The path under which the site's pages are asked for. */
  readonly base: string;
  readonly publicUrl: string;
  readonly words: PublicWords;
}

export interface PageParts {
  /** Which of the pages it is, for the navigation. */
  readonly page: 'front' | 'commands' | 'quotes';
  /** Under the site's own path: `` or `/quotes/12`. */
  readonly path: string;
  /** Without the site's name; null on its front. */
  readonly title: string | null;
  readonly description: string;
  /** Whether search engines may keep it: a search of somebody's is nobody else's page. */
  readonly isListed: boolean;
  readonly type?: 'website' | 'article';
  readonly body: Markup;
}

/** A page of a community: the same head, navigation and foot for all. */
export function sitePage({ site, base, publicUrl, words: w }: Sheet, parts: PageParts): string {
  const name = short(site.name, 80);
  const title = parts.title === null ? name : `${short(parts.title, 80)} · ${name}`;
  const isPublic = site.state === 'public';
  const here = `${publicUrl}${base}${parts.path}`;
  const to = (page: PageParts['page'], path: string, label: string): Markup =>
    html`<a href="${base}${path}"${parts.page === page ? raw(' aria-current="page"') : ''}>${label}</a>`;
  const brand =
    parts.title === null
      ? html`<h1 class="name" dir="auto">${clean(site.name)}</h1>`
      : html`<a class="name" href="${base}" dir="auto">${clean(site.name)}</a>`;
  return String(html`<!DOCTYPE html>
<html lang="${site.language}" dir="ltr"><head>${HEAD}
<title>${title}</title>
<meta name="description" content="${short(parts.description)}"/>
${isPublic && parts.isListed ? html`<link rel="canonical" href="${here}"/>` : html`<meta name="robots" content="noindex"/>`}
<meta property="og:type" content="${parts.type ?? 'website'}"/>
<meta property="og:site_name" content="${name}"/>
<meta property="og:title" content="${short(parts.title ?? site.name, 80)}"/>
<meta property="og:description" content="${short(parts.description)}"/>
<meta property="og:locale" content="${LOCALES[site.language]}"/>
<meta property="og:url" content="${here}"/>
${site.avatar === null ? '' : html`<meta property="og:image" content="${site.avatar}"/>`}
<meta name="twitter:card" content="summary"/>
</head><body>
<a class="skip" href="#content">${w.skip}</a>
<header><div class="in"><div class="top">${MARK}${brand}</div>
<nav class="pages" aria-label="${w.pages}">${to('front', '', w.home)}${site.commands ? to('commands', '/commands', w.commands) : ''}${site.quotes ? to('quotes', '/quotes', w.quotes) : ''}</nav></div></header>
<main id="content" tabindex="-1"><div class="in">${parts.body}</div></main>
<footer><div class="in"><p>${w.notNamed} ${w.notNamedType} <code>${clean(site.prefix)}privacy hide</code> ${w.notNamedOr} <a href="${publicUrl}/hub/account" rel="nofollow">${w.yourAccount}</a>.</p><p>WaddleBot</p></div></footer>
</body></html>
`);
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en_GB', de: 'de_DE' };

/** A page that belongs to no community: nothing in it says which address was asked for. */
export function barePage(language: Language, said: 'notFound' | 'busy'): string {
  const w = PUBLIC_WORDS[language];
  return String(html`<!DOCTYPE html>
<html lang="${language}" dir="ltr"><head>${HEAD}
<title>${w[said]} · WaddleBot</title><meta name="robots" content="noindex"/>
</head><body>
<header><div class="in"><div class="top">${MARK}<a class="name" href="/">WaddleBot</a></div></div></header>
<main><div class="in"><h1>${w[said]}</h1><p class="soft">${w[`${said}Why`]}</p></div></main>
</body></html>
`);
}
