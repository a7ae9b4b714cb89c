import type { FetchPublic } from '../net/fetch-public.ts';
import type { FetchRefusalReason } from '../net/refusals.ts';
import { type Metadata, metadataOf } from './metadata.ts';
import { addressName, fileName, kindOf } from './names.ts';

/** Why nothing could be read of a page: of its URL and its way, or of what it answered. */
export type PageRefusalReason =
  | FetchRefusalReason
  /** Something else than HTML, which is there all the same. */
  | 'not-a-page'
  /** 404 and 410. */
  | 'missing'
  /** Any other answer that is no page, such as 403. */
  | 'denied'
  /** 429 and 5xx: another time it may be there. */
  | 'failing';

export type PageRead =
  | ({
      readonly ok: true;
      /** Where it came from in the end, without a fragment, at most 2,048 characters. */
      readonly url: string;
    } & Metadata)
  | {
      readonly ok: false;
      readonly reason: PageRefusalReason;
      /** What is wrong, as the rest of a sentence: `it is a PDF, …`. */
      readonly message: string;
      /** What to call it all the same: a file by its name, anything else by host and path. Null where it is no web address. */
      readonly title: string | null;
    };

const OPTIONS = {
  accept: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.1',
  timeoutMs: 5_000,
  maxBytes: 1_048_576,
  maxHops: 5,
  oversize: 'cut',
  sniff: 'html',
} as const;

/** What tells no type may be a page; its text decides. */
const isHtml = (type: string): boolean => type === 'text/html' || type === 'application/xhtml+xml' || type === '';
const LOOKS_LIKE_HTML = /<(?:!doctype html|html|head|title|meta|body)[\s/>]/i;

function problemOf(status: number): { reason: PageRefusalReason; message: string } | null {
  if (status >= 200 && status < 300) return null;
  if (status === 404 || status === 410) return { reason: 'missing', message: `there is no such page (${status})` };
  if (status === 429 || status >= 500)
    return { reason: 'failing', message: `it is out of order or overrun at the moment (${status}): try again later` };
  if (status === 401 || status === 403 || status === 451)
    return { reason: 'denied', message: `it is not shown to everybody (${status})` };
  return { reason: 'denied', message: `it answers ${status} instead of a page` };
}

function webAddress(text: string): URL | null {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

/**
 * Reads what a web page says of itself: at most 1 MB of it, in at most 5 s, over at most 5 redirects. Never throws: why nothing
 * could be read is told in words.
 */
export async function readPage(fetchPublic: FetchPublic, url: string): Promise<PageRead> {
  const page = await fetchPublic(url, { ...OPTIONS, reads: isHtml });
  const address = webAddress(page.ok ? page.url : url);
  const title = address && addressName(address);
  if (!page.ok) return { ...page, title };
  const problem = problemOf(page.status);
  if (problem) return { ok: false, ...problem, title };
  const isPage =
    page.type === '' ? page.text === '' || LOOKS_LIKE_HTML.test(page.text.slice(0, 1_024)) : isHtml(page.type);
  if (isPage) return { ok: true, url: page.url, ...(await metadataOf(page.text, page.url)) };
  const message = `it is ${kindOf(page.type)}, and only web pages tell what they are called`;
  return { ok: false, reason: 'not-a-page', message, title: address && fileName(address) };
}
