import { type FetchRefusal, refusal } from './refusals.ts';

/** What a request says of itself and of its way, and what opens doors that are not the caller's. */
const RESERVED =
  /^(?:host|cookie2?|content-length|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|via|origin|referer|forwarded|user-agent|accept|accept-encoding|date|dnt|x-real-ip|true-client-ip|(?:proxy|sec|cf|x-forwarded)-.*)$/;

const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,64}$/;
/** Printable ASCII and tabs: anything else has to be encoded by the caller, and a line break would be a header of its own. */
const VALUE = /^[\t\x20-\x7e]{0,1024}$/;
const MAX_HEADERS = 32;

/** Headers that a caller adds to a request, or what is wrong with them. */
export function callerHeaders(given: Readonly<Record<string, string>>): Headers | FetchRefusal {
  const entries = Object.entries(given);
  if (entries.length > MAX_HEADERS) return refusal('request', `${entries.length} headers are more than ${MAX_HEADERS}`);
  const headers = new Headers();
  for (const [name, value] of entries) {
    const key = name.toLowerCase();
    if (!NAME.test(key)) return refusal('request', 'the name of a header is malformed');
    if (RESERVED.test(key)) return refusal('request', `the header ${key} is not for callers to set`);
    if (!VALUE.test(value))
      return refusal('request', `the header ${key} holds something other than up to 1,024 printable ASCII characters`);
    headers.set(key, value);
  }
  return headers;
}
