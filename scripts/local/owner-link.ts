import { Refused } from './surroundings.ts';

/** Where the link is asked for, and with which key. */
export interface Deployment {
  /** Without a slash at the end. */
  readonly url: string;
  readonly serviceKey: string;
}

export interface OwnerLink {
  readonly url: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

const isHere = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/**
 * Asks a deployment for the first operator's link; null where it has an operator already.
 * @throws Refused in words that say what to do; the key is in none of them
 */
export async function askOwnerLink({ url, serviceKey }: Deployment): Promise<OwnerLink | null> {
  const address = new URL(url);
  if (address.protocol !== 'https:' && !isHere(address))
    throw new Refused(`The service key goes over https alone, and PUBLIC_URL is ${address.origin}.`);
  const response = await fetch(`${url}/api/v1/owner-link`, {
    method: 'POST',
    headers: { 'x-service-key': serviceKey },
    // A redirect would carry the key elsewhere.
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
  }).catch(() => {
    throw new Refused(`Nothing answers at ${url}. Is it deployed there, and PUBLIC_URL right?`);
  });
  if (response.status === 409) return null;
  if (response.status === 401)
    throw new Refused(`${url} says that SERVICE_API_KEY is not its own. Take the one that it was deployed with.`);
  const link = (await response.json().catch(() => null)) as {
    readonly url?: unknown;
    readonly expiresAt?: unknown;
  } | null;
  if (response.status !== 201 || typeof link?.url !== 'string' || typeof link.expiresAt !== 'string')
    throw new Refused(`${url} answered ${response.status} and no link. Is it a WaddleBot, and up to date?`);
  return { url: link.url, expiresAt: link.expiresAt };
}
