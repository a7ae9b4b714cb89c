import * as z from 'zod';

/** Cloudflare’s own resolver, which is a step away from where Workers run. */
const DOH_URL = 'https://cloudflare-dns.com/dns-query';

/**
 * All addresses of a name, IPv4 and IPv6, in their usual spelling; none where there is no such name.
 * @throws where that cannot be told.
 */
export type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

const TYPES = { A: 1, AAAA: 28 } as const;

const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

const answerShape = z.object({
  Status: z.number(),
  /** The answer did not fit: there is more than is seen. */
  TC: z.boolean().optional(),
  Answer: z.array(z.object({ type: z.number(), data: z.string() })).optional(),
});

/**
 * Looks names up by DNS over HTTPS in its JSON form (developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json),
 * as Cloudflare, Google and Quad9 answer it. Aliases are followed by the resolver, and stand in the answer beside the addresses.
 */
export function dohResolver(fetcher: typeof fetch, address: string = DOH_URL): Resolve {
  const ask = async (name: string, type: keyof typeof TYPES, signal: AbortSignal): Promise<readonly string[]> => {
    const url = new URL(address);
    url.searchParams.set('name', name);
    url.searchParams.set('type', type);
    const response = await fetcher(url.href, {
      headers: { accept: 'application/dns-json' },
      redirect: 'manual',
      signal,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the resolver answered ${response.status}`);
    const { Status, TC, Answer = [] } = answerShape.parse(JSON.parse(text));
    if (Status === NO_SUCH_NAME) return [];
    if (Status !== NO_ERROR || TC) throw new Error(`the resolver answered status ${Status}`);
    return Answer.filter((record) => record.type === TYPES[type]).map(({ data }) => data);
  };
  return async (name, signal) => {
    // A trailing dot: nothing is to be tried behind the name.
    const answers = await Promise.all([ask(`${name}.`, 'A', signal), ask(`${name}.`, 'AAAA', signal)]);
    return answers.flat();
  };
}
