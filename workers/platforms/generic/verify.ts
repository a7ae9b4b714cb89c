import { fromHex, verifyHmac } from '../../core/bytes.ts';
import { verifyWebhook } from '../../core/standard-webhooks.ts';

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

async function verifyStandard(
  headers: Headers,
  body: Uint8Array,
  secret: string,
  now: number,
): Promise<Delivery | null> {
  const id = await verifyWebhook(secret, headers, body, now);
  return id === null ? null : { id, event: '' };
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
