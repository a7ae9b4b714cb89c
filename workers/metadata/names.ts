import { cleanText } from './clean.ts';
import { withoutWww } from './url-keys.ts';

/** In graphemes. */
export const MAX_TITLE = 300;

const FILE = /[^.]\.[a-z0-9]{1,8}$/i;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What to call a page that says nothing of itself: host and path. */
export function addressName(url: URL): string {
  const path = decoded(url.pathname.replace(/\/+$/, ''));
  return cleanText(withoutWww(url.host) + path, MAX_TITLE) || url.host;
}

/** What to call something that is no page: by the name of its file, if it has one. */
export function fileName(url: URL): string {
  const file = cleanText(decoded(url.pathname.slice(url.pathname.lastIndexOf('/') + 1)), MAX_TITLE);
  return FILE.test(file) ? file : addressName(url);
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^application\/(?:x-)?pdf$/, 'a PDF'],
  [/^image\//, 'an image'],
  [/^video\/|^application\/(?:vnd\.apple\.mpegurl|dash\+xml|x-mpegurl)$/, 'a video'],
  [/^audio\//, 'a sound'],
  [/^application\/(?:rss|atom)\+xml$/, 'a feed'],
  [/^application\/(?:[\w.+-]+\+)?json$/, 'JSON'],
  [/^(?:application|text)\/(?:[\w.+-]+\+)?xml$/, 'XML'],
  [/^(?:application|text)\/(?:x-)?(?:javascript|ecmascript|css)$/, 'code'],
  [/^text\/calendar$/, 'a calendar'],
  [/^text\//, 'a plain text'],
  [/^application\/(?:x-)?(?:zip|gzip|tar|bzip2?|7z-compressed|rar-compressed|vnd\.rar|zip-compressed)$/, 'an archive'],
  [/^application\/(?:msword|vnd\.[\w.-]*(?:word|text)[\w.-]*)$/, 'a text document'],
  [/^application\/vnd\.[\w.-]*(?:sheet|excel)[\w.-]*$/, 'a spreadsheet'],
  [/^application\/vnd\.[\w.-]*(?:presentation|powerpoint)[\w.-]*$/, 'a presentation'],
  [/^font\//, 'a font'],
];

/** What a media type is to people: `a PDF`, `an image`; `a file` where there is no word for it. */
export const kindOf = (type: string): string => KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'a file';
