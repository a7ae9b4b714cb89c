import { isLoopback, isPublic, parseAddress } from './addresses.ts';
import { comparable, isLoopbackHost, kindOfHost } from './hosts.ts';
import { type FetchRefusal, refusal } from './refusals.ts';
import type { Resolve } from './resolver.ts';

const MAX_URL = 2_048;
/** Where the web is served. What listens elsewhere was not meant for strangers' requests. */
const PORTS: ReadonlySet<string> = new Set(['', '80', '443', '8080', '8443']);

/** What decides where people's URLs may lead. */
export interface Surroundings {
  readonly resolve: Resolve;
  /** Hosts of this program: a request to itself might be answered as its own. */
  readonly ownHosts: readonly string[];
  /** Hosts on this machine that may be reached all the same, `host` or `host:port`: for tests. */
  readonly allowHosts: readonly string[];
}

const isUrl = (value: URL | FetchRefusal): value is URL => value instanceof URL;

/** A URL's own text: what can be said of it without looking anything up. */
function parsed(text: string, base: URL | undefined): URL | FetchRefusal {
  const url = text.length <= MAX_URL && URL.canParse(text, base?.href) ? new URL(text, base?.href) : null;
  if (!url) return refusal('url', `it is not a URL of at most ${MAX_URL} characters`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refusal('url', 'only http: and https: URLs are fetched');
  if (url.username !== '' || url.password !== '')
    return refusal('url', 'a URL with a user or a password is not fetched');
  url.hash = '';
  return url;
}

function isAllowed(url: URL, host: string, { allowHosts }: Surroundings): boolean {
  return allowHosts.some((allowed) => allowed === host || allowed === `${host}:${url.port}`);
}

/**
 * The URL, once it is sure that it leads to the public internet: by its spelling, and by every address that its name has.
 *
 * A gap stays: the fetch that follows looks the name up again, and whoever owns the name may tell it another address
 * (DNS rebinding); a Worker cannot pin a connection to the address that was checked. What is left of it: the look-up comes
 * right before each request, one private address among many is enough to refuse, and on the edge requests leave from
 * Cloudflare's network, where no machine of ours is near. On a laptop they could reach what listens there.
 *
 * @param base what a relative address is relative to.
 */
export async function publicTarget(
  text: string,
  surroundings: Surroundings,
  signal: AbortSignal,
  base?: URL,
): Promise<URL | FetchRefusal> {
  const url = parsed(text, base);
  if (!isUrl(url)) return url;
  const host = comparable(url.hostname);
  const mayBeLoopback = isAllowed(url, host, surroundings);
  if (mayBeLoopback && isLoopbackHost(host)) return url;
  const { port } = url;
  if (!mayBeLoopback && !PORTS.has(port))
    return refusal('url', `port ${port} is not fetched: 80, 443, 8080 and 8443 are`);
  if (surroundings.ownHosts.includes(host)) return refusal('private', `${host} is this bot itself`);
  const kind = kindOfHost(host);
  if (kind === 'malformed') return refusal('url', `${host} is not a host name`);
  if (kind === 'address') return refusal('private', `${host} is an address: use a host name`);
  if (kind === 'local' && !mayBeLoopback) return refusal('private', `${host} is not a name of the public internet`);
  return (await refusalOfName(host, mayBeLoopback, surroundings.resolve, signal)) ?? url;
}

async function refusalOfName(
  host: string,
  mayBeLoopback: boolean,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<FetchRefusal | null> {
  let answers: readonly string[];
  try {
    answers = await resolve(host, signal);
  } catch {
    return refusal('resolver', `${host} cannot be looked up at the moment: try again later`);
  }
  if (answers.length === 0) return refusal('unknown-host', `there is no host ${host}`);
  const isFine = (answer: string) => {
    const address = parseAddress(answer);
    return address !== null && (isPublic(address) || (mayBeLoopback && isLoopback(address)));
  };
  // Any of them may be the one that the connection goes to.
  return answers.every(isFine) ? null : refusal('private', `${host} does not lead to the public internet`);
}
