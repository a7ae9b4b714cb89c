import { cleanText, withoutMarkup } from './clean.ts';
import { loadParser } from './document.ts';
import { addressName, MAX_TITLE } from './names.ts';
import { outlineOf } from './outline.ts';
import { structuredOf } from './structured.ts';

/** What a page says of itself: one line each, as text, not as HTML. */
export interface Metadata {
  /** At most 300 graphemes, never empty. */
  readonly title: string;
  /** At most 500 graphemes. */
  readonly description: string | null;
  /** An absolute http(s) URL of at most 2,000 characters. Nobody has looked where it leads. */
  readonly image: string | null;
  /** The name of the site, at most 100 graphemes. */
  readonly site: string | null;
  /** A language tag (BCP 47) in its usual form: `de`, `pt-BR`. */
  readonly language: string | null;
}

const MAX_DESCRIPTION = 500;
const MAX_SITE = 100;
const MAX_URL = 2_000;
/** Of a text that is decoded once more, in UTF-16 units. */
const MAX_ENCODED = 8_192;

/** What is left in a text that was encoded once more than it should. */
const LEFTOVER = /&(?:amp|quot|apos|#\d{1,7}|#x[\da-f]{1,6});/i;

function first<Value>(candidates: readonly string[], read: (text: string) => Value | null): Value | null {
  for (const candidate of candidates) {
    const value = read(candidate);
    if (value !== null) return value;
  }
  return null;
}

/** An http(s) URL without a password, as it can be kept; null for anything else (`data:`, `javascript:`). */
function webUrl(text: string, base: string): string | null {
  const url = text.length <= MAX_URL && text.trim() !== '' ? URL.parse(text.trim(), base) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  return url.href.length <= MAX_URL ? url.href : null;
}

/** The tag of a language as pages write it: `de`, `pt_BR`, `en_US.UTF-8`, `de, en`. */
function languageTag(text: string): string | null {
  const tag = /^\s*([a-z\d_-]{2,35})(?=\s*(?:[,;.]|$))/i.exec(text)?.[1]?.replaceAll('_', '-') ?? '';
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/**
 * What an HTML page says of itself, by the first that says it: Open Graph, Twitter’s card, JSON-LD, `<title>` or
 * `<meta name="description">`, the first heading, the address. Whatever the page is, it takes about as long as reading it
 * once, and never throws: what cannot be made sense of is called by its address.
 *
 * @param url where the page came from: http(s), absolute.
 */
export async function metadataOf(html: string, url: string): Promise<Metadata> {
  const parse = await loadParser();
  const outline = outlineOf(html);
  const { textOf, attributeOf, metas } = parse(outline.html);
  const data = structuredOf(outline.jsonLd);

  const decoded = (text: string): string =>
    parse(`<title>${text.slice(0, MAX_ENCODED).replaceAll('<', '&lt;')}</title>`).textOf('title');
  const line = (limit: number) => (text: string) =>
    cleanText(LEFTOVER.test(text) ? decoded(text) : text, limit) || null;
  const prose = (text: string) => line(MAX_DESCRIPTION)(withoutMarkup(text.slice(0, MAX_ENCODED)));
  /** JSON knows no entities, but those who fill it in do. */
  const inJson = (texts: readonly string[]) => texts.map((text) => (text.includes('&') ? decoded(text) : text));

  const base = webUrl(attributeOf('base', 'href'), url) ?? url;
  const titles = [
    ...metas('og:title', 'twitter:title'),
    ...inJson(data.titles),
    textOf('title'),
    textOf('h1'),
    ...inJson(data.otherTitles),
  ];
  const descriptions = [
    ...metas('og:description', 'twitter:description'),
    ...inJson(data.descriptions),
    ...metas('description'),
  ];
  const images = [
    ...metas('og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image', 'twitter:image:src'),
    ...data.images,
    ...metas('image'),
  ];
  const sites = [...metas('og:site_name', 'application-name'), ...inJson(data.sites)];
  const languages = [attributeOf('html', 'lang'), ...metas('og:locale', 'content-language'), ...data.languages];
  return {
    title: first(titles, line(MAX_TITLE)) ?? addressName(new URL(url)),
    description: first(descriptions, prose),
    image: first(images, (text) => webUrl(text, base)),
    site: first(sites, line(MAX_SITE)),
    language: first(languages, languageTag),
  };
}
