import { type Context, Hono } from 'hono';
import { namesTag } from '../api/etag.ts';
import { TtlCache } from '../core/cache.ts';
import { describeError, Limited } from '../core/errors.ts';
import { PLATFORMS } from '../core/ids.ts';
import { linkPath, publicPath } from '../core/public-pages.ts';
import { Unnamed } from '../core/unnamed.ts';
import { publicPolicy } from '../headers.ts';
import { findQuote, listQuotes, quoteCategories, searchQuotes } from '../modules/memories/quote-reads.ts';
import { MAX_NUMBER } from '../modules/memories/quote-rows.ts';
import type { Services } from '../router/services.ts';
import { loadRegistry } from '../router/settings.ts';
import { commandsPage, searchedName } from './commands.ts';
import { frontPage } from './front.ts';
import { namesOneOf } from './hidden-quotes.ts';
import { listPublicCommands } from './listed-commands.ts';
import { barePage, type Sheet } from './page.ts';
import { QUOTES_ON_PAGE, quotePage, quotesPage } from './quotes.ts';
import { type Address, findSite, namesOf, type Site } from './site.ts';
import { STYLE } from './style.ts';
import { Views } from './views.ts';
import { PUBLIC_WORDS } from './words.ts';

/** How long an isolate goes by what it knows of a site, and a browser by what it has: together a change shows within 10 s. */
const SITE_FOR_MS = 4_000;
const FRESH_FOR_S = 5;
/** Sites that an isolate keeps, and addresses at which nothing is. */
const SITES_KEPT = 1_000;
/** Longest search, characters, and how far it is turned. */
const MOST_WORDS = 200;
const MOST_SKIPPED = 500;
const MOST_PAGES = 1_000;

/** Makes a page of a site; null where there is none such. */
type Make = (site: Site, sheet: Sheet) => Promise<string | null>;

/** What is asked for: a page of the site, under a name of its own, and what its version is made of. */
interface Asked {
  readonly name: string;
  readonly of: keyof Site['versions'];
  /** Whether it is one of as many as anybody likes to make up. */
  readonly isTyped: boolean;
  readonly isThere?: (site: Site) => boolean;
  readonly make: Make;
}

/**
 * `/c/<slug>` and `/p/<token>`: what a community shows to anybody. Nothing here knows who asks: no cookie is read, and a page is the
 * same for all, so that it is made once for a crowd.
 */
export function publicPages(services: Services): Hono {
  const { db, clock, log, settings } = services;
  const publicUrl = settings.PUBLIC_URL.replace(/\/+$/, '');
  const sites = new TtlCache<string, Site | null>({ ttlMs: SITE_FOR_MS, maxEntries: SITES_KEPT, clock });
  const views = new Views(clock);
  /** Addresses at which something was. */
  const found = new Set<string>();
  let policy: Promise<string> | undefined;

  const unnamedFor = async (site: Site): Promise<Unnamed> =>
    new Unnamed(await namesOf(services, site), PUBLIC_WORDS[site.language].somebody);
  const readIn = ({ id }: Site) => ({ read: db.run, community: { id } });

  const front: Make = async (site, sheet) => frontPage(sheet, await unnamedFor(site));

  function commands(query: URLSearchParams): Asked {
    const platform = PLATFORMS.find((name) => name === query.get('platform')) ?? null;
    const typed = wordsIn(query);
    const page = numberIn(query, 'page', MOST_PAGES) ?? 1;
    return {
      name: JSON.stringify(['commands', platform, typed, page]),
      of: 'commands',
      isTyped: typed !== '' || page > 1,
      isThere: (site) => site.commands,
      make: async (site, sheet) => {
        const [registry, unnamed] = await Promise.all([loadRegistry(services, site.id), unnamedFor(site)]);
        const { prefix, language } = site;
        const list = listPublicCommands(registry.entries, { now: clock(), prefix, language, unnamed });
        return commandsPage(sheet, list, { platform, words: searchedName(typed, prefix), page });
      },
    };
  }

  function quotes(query: URLSearchParams): Asked {
    const words = wordsIn(query);
    const category = query.get('category')?.trim().slice(0, 100) || null;
    const below = words === '' ? numberIn(query, 'below', MAX_NUMBER) : null;
    const skip = words === '' ? 0 : (numberIn(query, 'skip', MOST_SKIPPED) ?? 0);
    return {
      name: JSON.stringify(['quotes', words, category, below, skip]),
      of: 'quotes',
      isTyped: words !== '' || category !== null || below !== null,
      isThere: (site) => site.quotes,
      make: async (site, sheet) => {
        const ctx = readIn(site);
        const names = await namesOf(services, site);
        const unnamed = new Unnamed(names, sheet.words.somebody);
        const limit = QUOTES_ON_PAGE + 1;
        const of = category === null ? {} : { category };
        const isHidden = category !== null && unnamed.isNaming(category);
        const [found, categories] = await Promise.all([
          isHidden
            ? { quotes: [], total: 0 }
            : words === ''
              ? listQuotes(ctx, { ...of, limit, ...(below === null ? {} : { below }) })
              : searchQuotes(ctx, { ...of, words, skip, limit, except: namesOneOf(names) }),
          quoteCategories(ctx),
        ]);
        const asked = { words, category: isHidden ? null : category, below, skip };
        return quotesPage(sheet, { ...found, categories }, unnamed, asked);
      },
    };
  }

  const quote = (number: number): Asked => ({
    name: `quote ${number}`,
    of: 'quotes',
    isTyped: true,
    isThere: (site) => site.quotes,
    make: async (site, sheet) => {
      const [found, unnamed] = await Promise.all([findQuote(readIn(site), number), unnamedFor(site)]);
      return found?.status === 'approved' ? quotePage(sheet, found, unnamed) : null;
    },
  });

  async function siteAt(address: Address): Promise<Site | null> {
    const key = address.by === 'link' ? `p ${address.token}` : `c ${address.slug}`;
    const site = await sites.get(key, () => {
      // Who tries one address after the other keeps nobody from those where something is.
      if (!found.has(key)) views.count();
      return findSite(services, address);
    });
    if (!site) found.delete(key);
    else if (found.size < SITES_KEPT) found.add(key);
    return site;
  }

  async function answer(c: Context, address: Address, asked: Asked): Promise<Response> {
    policy ??= policyOf(STYLE);
    c.header('Content-Security-Policy', await policy);
    c.header('Referrer-Policy', address.by === 'link' ? 'no-referrer' : 'strict-origin-when-cross-origin');
    try {
      const site = await siteAt(address);
      if (!site) return nothingHere(c);
      // Who has the link comes along when it is public.
      if (site.state === 'public' && address.by === 'link') {
        c.header('Cache-Control', 'no-store');
        return c.redirect(publicPath(site.slug), 302);
      }
      if (asked.isThere?.(site) === false) return nothingHere(c);
      const base = address.by === 'link' ? linkPath(address.token) : publicPath(site.slug);
      const sheet: Sheet = { site, base, publicUrl, words: PUBLIC_WORDS[site.language] };
      const key = `${site.id} ${base} ${asked.name} ${site.versions[asked.of]}`;
      const view = await views.get(key, asked.isTyped, () => asked.make(site, sheet));
      if (!view) return nothingHere(c);
      const isPublic = site.state === 'public';
      c.header('Cache-Control', `${isPublic ? 'public' : 'private'}, max-age=${FRESH_FOR_S}, must-revalidate`);
      // Weak: the edge compresses what is sent, and the same page then has other bytes (RFC 9110 §8.8.1).
      c.header('ETag', `W/"${view.tag}"`);
      if (!isPublic) c.header('X-Robots-Tag', 'noindex, nofollow');
      if (namesTag(c.req.header('if-none-match'), `"${view.tag}"`)) return c.body(null, 304);
      c.header('Content-Language', site.language);
      return c.html(view.body);
    } catch (error) {
      // The address is not told: a token opens what it names.
      if (!(error instanceof Limited)) log('warn', 'public.not-shown', { error: describeError(error) });
      c.header('Cache-Control', 'no-store');
      c.header('Retry-After', '5');
      return c.html(barePage(languageOf(c), 'busy'), 503);
    }
  }

  const app = new Hono();
  for (const [path, addressOf] of ADDRESSES) {
    const at = (suffix: string, asked: (c: Context) => Asked | null) =>
      app.get(`${path}${suffix}`, async (c) => {
        const wanted = asked(c);
        return answer(c, addressOf(c.req.param('site') ?? ''), wanted ?? { ...NOWHERE, make: async () => null });
      });
    at('', () => ({ name: 'front', of: 'site', isTyped: false, make: front }));
    at('/commands', (c) => commands(new URL(c.req.url).searchParams));
    at('/quotes', (c) => quotes(new URL(c.req.url).searchParams));
    at('/quotes/:number', (c) => {
      const typed = c.req.param('number') ?? '';
      return /^[1-9]\d{0,9}$/.test(typed) && Number(typed) <= MAX_NUMBER ? quote(Number(typed)) : null;
    });
    at('/*', () => null);
  }
  return app;
}

const ADDRESSES: readonly (readonly [path: string, addressOf: (site: string) => Address])[] = [
  ['/c/:site', (slug) => ({ by: 'name', slug })],
  ['/p/:site', (token) => ({ by: 'link', token })],
];

/** Whatever is asked for under a site that has no such page. */
const NOWHERE = { name: 'nowhere', of: 'site', isTyped: false, isThere: () => false } as const;

/** The one answer for what is off, deleted, mistyped, or not shown: nobody learns which. */
function nothingHere(c: Context): Response | Promise<Response> {
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cache-Control', 'no-store');
  c.header('X-Robots-Tag', 'noindex, nofollow');
  return c.html(barePage(languageOf(c), 'notFound'), 404);
}

/** Of the browser, where the page belongs to nobody. */
const languageOf = (c: Context) => (/^\s*de\b/i.test(c.req.header('accept-language') ?? '') ? 'de' : 'en');

const wordsIn = (query: URLSearchParams): string => (query.get('q') ?? '').trim().slice(0, MOST_WORDS).toWellFormed();

function numberIn(query: URLSearchParams, name: string, most: number): number | null {
  const typed = query.get(name) ?? '';
  return /^[1-9]\d{0,9}$/.test(typed) && Number(typed) <= most ? Number(typed) : null;
}

async function policyOf(style: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
  return publicPolicy(`'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`);
}
