import { isText, mediaType, readText } from './body.ts';
import { callerHeaders } from './caller-headers.ts';
import { comparable } from './hosts.ts';
import { type Outgoing, redirected, redirectOf } from './redirects.ts';
import { type FetchRefusal, refusal } from './refusals.ts';
import type { Resolve } from './resolver.ts';
import { publicTarget, type Surroundings } from './targets.ts';

export interface PublicFetchOptions {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Added to the request as long as it stays with the host it was made for. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For everything: looking names up, redirects, reading. 5,000 ms. */
  readonly timeoutMs?: number;
  /** Of the body, decompressed: 65,536. */
  readonly maxBytes?: number;
  /** Redirects that are followed: 3. */
  readonly maxHops?: number;
  /** The Accept header. */
  readonly accept?: string;
  /** What becomes of a body over `maxBytes`: it is refused, unless its beginning is enough. */
  readonly oversize?: 'refuse' | 'cut';
  /** `html`: a body whose header names no charset is read by its byte order mark or its `<meta>`, as browsers do. */
  readonly sniff?: 'html';
  /** The media types whose body is read. Of any other, only the type is told, with no text: without this, what is no text is refused. */
  readonly reads?: (type: string) => boolean;
}

export type PublicFetch =
  | {
      readonly ok: true;
      /** Any but a redirect that was followed: 404 is an answer, too. */
      readonly status: number;
      /** Where it came from in the end. */
      readonly url: string;
      /** The media type, in lower case and without parameters; empty where none was told. */
      readonly type: string;
      readonly text: string;
      /** Whether the text is only the beginning. */
      readonly isCut: boolean;
      /** The Retry-After header, where the answer has one. */
      readonly retryAfter?: string;
    }
  | FetchRefusal;

export type FetchPublic = (url: string, options?: PublicFetchOptions) => Promise<PublicFetch>;

interface PublicFetcherOptions extends Surroundings {
  readonly fetcher: typeof fetch;
  /** Who asks, and where one can read about it: `WaddleBot (+https://…)`. */
  readonly userAgent: string;
}

const DEFAULTS = { method: 'GET', timeoutMs: 5_000, maxBytes: 64 * 1024, maxHops: 3, accept: '*/*' } as const;

/**
 * Makes the only way out for URLs that people wrote: to the public internet by http(s), within budgets of time, size and
 * redirects, without cookies, under its own name. Every redirect is followed by hand and checked like the first URL. What
 * fails is told in words and never thrown.
 */
function publicFetcher(surroundings: PublicFetcherOptions): FetchPublic {
  return async (url, options = {}) => {
    const timeoutMs = options.timeoutMs ?? DEFAULTS.timeoutMs;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    const over = new Promise<never>((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(new Error('the time is up')));
    });
    over.catch(() => {});
    try {
      return await Promise.race([walk(url, options, surroundings, abort.signal), over]);
    } catch {
      return abort.signal.aborted
        ? refusal('timeout', `it took longer than ${timeoutMs / 1000} s`)
        : refusal('unreachable', 'it cannot be reached, or broke off');
    } finally {
      clearTimeout(timer);
      // Ends whatever is still under way.
      abort.abort();
    }
  };
}

async function walk(
  start: string,
  options: PublicFetchOptions,
  surroundings: PublicFetcherOptions,
  signal: AbortSignal,
): Promise<PublicFetch> {
  const given = callerHeaders(options.headers ?? {});
  if (!(given instanceof Headers)) return given;
  const method = options.method ?? DEFAULTS.method;
  if (options.body !== undefined && (method === 'GET' || method === 'HEAD'))
    return refusal('request', `a ${method} request has no body`);
  const maxHops = options.maxHops ?? DEFAULTS.maxHops;
  let outgoing: Outgoing = { method, body: options.body, headers: given };
  let target = await publicTarget(start, surroundings, signal);
  for (let hops = 0; ; hops++) {
    if (!(target instanceof URL))
      return hops === 0 ? target : { ...target, message: `it redirects, but ${target.message}` };
    const response = await send(target, outgoing, options.accept ?? DEFAULTS.accept, surroundings, signal);
    const location = redirectOf(response);
    if (location === null) return answer(response, target, options);
    response.body?.cancel().catch(() => {});
    if (hops >= maxHops) return refusal('redirects', `it redirects more than ${maxHops} times`);
    const next = await publicTarget(location, surroundings, signal, target);
    if (next instanceof URL) outgoing = redirected(outgoing, response.status, target, next);
    target = next;
  }
}

function send(
  target: URL,
  { method, body, headers: given }: Outgoing,
  accept: string,
  { fetcher, userAgent }: PublicFetcherOptions,
  signal: AbortSignal,
): Promise<Response> {
  const headers = new Headers(given);
  headers.set('accept', accept);
  headers.set('user-agent', userAgent);
  return fetcher(target.href, { method, body, headers, redirect: 'manual', signal });
}

async function answer(
  response: Response,
  url: URL,
  { maxBytes = DEFAULTS.maxBytes, oversize = 'refuse', sniff, reads }: PublicFetchOptions,
): Promise<PublicFetch> {
  const { status } = response;
  const type = mediaType(response.headers.get('content-type'));
  const retryAfter = response.headers.get('retry-after');
  const told = { ok: true, status, url: url.href, type, ...(retryAfter === null ? {} : { retryAfter }) } as const;
  if (!response.body) return { ...told, text: '', isCut: false };
  const { body } = response;
  const tooLarge = refusal('too-large', `it is larger than ${Math.floor(maxBytes / 1024)} kB`);
  const giveUp = <Why extends PublicFetch>(why: Why): Why => {
    body.cancel().catch(() => {});
    return why;
  };
  if (reads && !reads(type)) return giveUp({ ...told, text: '', isCut: true });
  if (!reads && !isText(type))
    return giveUp(refusal('not-text', `it is ${type.slice(0, 60)}, and only text can be shown`));
  if (oversize === 'refuse' && Number(response.headers.get('content-length')) > maxBytes) return giveUp(tooLarge);
  const { text, isCut } = await readText(body, response.headers.get('content-type'), maxBytes, sniff);
  if (isCut && oversize === 'refuse') return tooLarge;
  return { ...told, text, isCut };
}

/** The way out of this installation. `FETCH_ALLOW_HOSTS`: `host` or `host:port`, separated by commas. */
export function fetchPublicFor(
  settings: { readonly PUBLIC_URL: string; readonly FETCH_ALLOW_HOSTS?: string | undefined },
  resolve: Resolve,
  fetcher: typeof fetch,
): FetchPublic {
  const { hostname, origin } = new URL(settings.PUBLIC_URL);
  const allowHosts = (settings.FETCH_ALLOW_HOSTS ?? '').split(',').map((host) => host.trim().toLowerCase());
  return publicFetcher({
    fetcher,
    resolve,
    userAgent: `WaddleBot (+${origin})`,
    ownHosts: [comparable(hostname)],
    allowHosts: allowHosts.filter(Boolean),
  });
}
