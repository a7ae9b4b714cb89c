import { stripInvisibleEnd, stripInvisibleStart } from '../core/text.ts';
import { keyOf } from './url-keys.ts';

export type NormalisedUrl =
  | {
      readonly ok: true;
      /** What is opened and shown: absolute, at most 2,000 characters of ASCII. */
      readonly url: string;
      /** The same for all spellings of one page, and for nothing else. It is no URL, and may be longer than one. */
      readonly key: string;
    }
  | {
      readonly ok: false;
      /** What is wrong and what would be right, as the rest of a sentence: `it is …`. */
      readonly message: string;
    };

const MAX_URL = 2_000;

const SCHEME = /^[a-z][a-z\d+.-]*:/i;
/** `example.com:8080/x` begins like a scheme. */
const HOST_AND_PORT = /^[^:/?#]+:\d{1,5}(?:[/?#]|$)/;
/** What somebody who leaves `https://` out can only have meant as a host. */
const HOST_NAME = /(?:^localhost|\.(?:[a-z]{2,63}|xn--[a-z\d-]{1,59}))$/;
const HAS_EMPTY_LABEL = /^\.|\.\.|\.$/;
/** Behind a `#` these are secrets of a sign-in, or say where a visitor came from. */
const NOT_TO_KEEP = /(?:^#|[#&?])(?:access_token|id_token|refresh_token|xtor|utm_[a-z]+)=/i;

/** Chat programs append characters that show nothing; behind a URL they would become a part of it. */
const shown = (text: string): string => stripInvisibleStart(stripInvisibleEnd(text));

const refused = (message: string): NormalisedUrl => ({ ok: false, message });

/**
 * The URL that somebody typed, `https://` left out or not, in one spelling: host in lower case and ASCII, without a default port.
 * Its fragment stays, because it says where to look, but for what is nobody else's business.
 */
export function normaliseUrl(typed: string): NormalisedUrl {
  // Chat programs show a link without a preview when it stands in brackets.
  const text = shown(shown(typed).replace(/^<(.*)>$/, '$1'));
  if (text === '') return refused('it is empty: write a URL such as https://example.com/page');
  if (text.length > MAX_URL) return refused(`it is longer than ${MAX_URL} characters`);
  const hasScheme = SCHEME.test(text) && !HOST_AND_PORT.test(text);
  if (hasScheme && !/^https?:/i.test(text)) return refused('it does not begin with http:// or https://');
  const url = URL.parse(hasScheme ? text : `https://${text.replace(/^\/+/, '')}`);
  if (!url) return refused('it is not a URL: write it as in https://example.com/page');
  if (url.username !== '' || url.password !== '')
    return refused('it holds a user name or a password: leave out what stands before the @');
  const host = url.hostname.replace(/\.$/, '');
  if (HAS_EMPTY_LABEL.test(host) || (!hasScheme && !HOST_NAME.test(host)))
    return refused('it is not a URL: write it as in https://example.com/page');
  url.hostname = host;
  if (url.hash === '' || NOT_TO_KEEP.test(url.hash)) url.hash = '';
  if (url.href.length > MAX_URL) return refused(`it is longer than ${MAX_URL} characters`);
  return { ok: true, url: url.href, key: keyOf(url) };
}

/** No vowels, which make words, and nothing that is taken for something else: 0 and o, 1 and l. */
const ALPHABET = '23456789bcdfghjkmnpqrstvwxyz';
const CODE_LENGTH = 7;

/**
 * A code to stand for a URL, such as `k7f2w9x`: one of 13 thousand million. That two are the same is rare, and for whoever
 * stores them to look out for.
 *
 * @param random from 0 up to, and not including, 1.
 */
export function shortCode(random: () => number): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('');
}
