import { concat, equalSecret, fromHex, utf8, verifyHmac } from '../../core/bytes.ts';

/** How a sender proves who it is. `bearer`: by knowing the address, for tools that cannot sign. */
export type Verifier = 'standard' | 'github' | 'bearer';

export interface Delivery {
  /** The sender's own id, the same for every copy; a fresh one where the sender gives none. */
  readonly id: string;
  /** The sender's name for what happened where it stands in the headers. */
  readonly event: string;
}

export interface VerifiedBy {
  readonly verifier: Verifier;
  /** What the sender signs with; null where it does not sign. */
  readonly secret: string | null;
}

/** Standard Webhooks: five minutes, either way. */
const WINDOW_SECONDS = 5 * 60;

/** Checks a request the way its webhook was made for, and no other. Null for anything that is not authentic. */
export async function verifyDelivery(
  { verifier, secret }: VerifiedBy,
  headers: Headers,
  body: Uint8Array,
  now: number,
): Promise<Delivery | null> {
  if (verifier === 'bearer') return { id: ownId(headers), event: '' };
  if (!secret) return null;
  return verifier === 'standard' ? verifyStandard(headers, body, secret, now) : verifyGithub(headers, body, secret);
}

/**
 * `webhook-signature` is a list of `v1,` + base64 of the HMAC-SHA256 of `id.timestamp.body`, several while a secret is
 * being changed; the key is the base64 behind `whsec_` (Standard Webhooks: verifying webhook authenticity).
 */
async function verifyStandard(
  headers: Headers,
  body: Uint8Array,
  secret: string,
  now: number,
): Promise<Delivery | null> {
  const id = headers.get('webhook-id');
  const timestamp = headers.get('webhook-timestamp');
  const given = headers.get('webhook-signature');
  if (!id || !given || !timestamp || !/^\d{1,12}$/.test(timestamp)) return null;
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return null;
  const keyBytes = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', keyBytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', key, concat(utf8(`${id}.${timestamp}.`), body));
  const expected = `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`;
  // Signed once and compared with each: a long list of signatures costs nothing.
  for (const signature of given.split(' ')) {
    if (await equalSecret(signature, expected)) return { id, event: '' };
  }
  return null;
}

/**
 * `X-Hub-Signature-256` is `sha256=` + hex of the HMAC-SHA256 of the body alone (GitHub: validating webhook deliveries).
 * The id is not signed and there is no time, so this cannot tell a replay; GitHub's own receivers cannot either.
 */
async function verifyGithub(headers: Headers, body: Uint8Array, secret: string): Promise<Delivery | null> {
  const given = headers.get('x-hub-signature-256');
  if (!given?.startsWith('sha256=')) return null;
  const signature = fromHex(given.slice('sha256='.length));
  if (signature?.length !== 32 || !(await verifyHmac(secret, body, signature))) return null;
  return { id: headers.get('x-github-delivery') || ownId(headers), event: headers.get('x-github-event') ?? '' };
}

const ownId = (headers: Headers): string => headers.get('idempotency-key') || crypto.randomUUID();
