import { concat, equalSecret, utf8 } from './bytes.ts';

/** The three headers of a signed request (Standard Webhooks: webhook metadata). */
export interface SignedHeaders {
  /** The same for every try, so that whoever receives it may tell a repetition. */
  readonly 'webhook-id': string;
  /** Of this try, s since epoch. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** What is signed besides the body. `at`: of this try, ms since epoch. */
export interface SignedAs {
  readonly id: string;
  readonly at: number;
}

/** Standard Webhooks: five minutes, either way. */
const WINDOW_SECONDS = 5 * 60;
/** Bytes of a secret: fewer could be guessed, more are cut by nobody's HMAC (Standard Webhooks: signature scheme). */
const MIN_BYTES = 24;
const MAX_BYTES = 64;
const FRESH_BYTES = 32;

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** A secret of 256 random bits, as libraries take it: `whsec_` and base64. */
export const freshWebhookSecret = (): string => `whsec_${base64(crypto.getRandomValues(new Uint8Array(FRESH_BYTES)))}`;

/** The bytes behind `whsec_`, or null where that is no secret of 24 to 64 bytes. */
function keyBytesOf(secret: string): Uint8Array<ArrayBuffer> | null {
  try {
    const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (char) => char.charCodeAt(0));
    return bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES ? bytes : null;
  } catch {
    return null;
  }
}

/** The HMAC-SHA256 of a text under a webhook's secret. @throws RangeError for what is no secret of 24 to 64 bytes */
export async function webhookHmac(secret: string, ...chunks: readonly Uint8Array[]): Promise<Uint8Array> {
  const bytes = keyBytesOf(secret);
  if (!bytes) throw new RangeError(`a webhook's secret is whsec_ and base64 of ${MIN_BYTES} to ${MAX_BYTES} bytes`);
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, concat(...chunks)));
}

const signatureOf = async (secret: string, id: string, timestamp: string, body: Uint8Array): Promise<string> =>
  `v1,${base64(await webhookHmac(secret, utf8(`${id}.${timestamp}.`), body))}`;

/**
 * The headers of a request: `v1,` and base64 of the HMAC-SHA256 of `id.timestamp.body` (Standard Webhooks: signature scheme).
 * @throws RangeError for what is no secret of 24 to 64 bytes
 */
export async function signWebhook(
  secret: string,
  { id, at }: SignedAs,
  body: string | Uint8Array,
): Promise<SignedHeaders> {
  const timestamp = String(Math.floor(at / 1000));
  const bytes = typeof body === 'string' ? utf8(body) : body;
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': await signatureOf(secret, id, timestamp, bytes),
  };
}

/**
 * The id of a request that carries this secret's signature over the very bytes of its body, from less than five minutes ago or
 * ahead; null for anything else. `webhook-signature` is a list, several while a secret is being changed (Standard Webhooks:
 * verifying webhook authenticity).
 * @param now ms since epoch
 */
export async function verifyWebhook(
  secret: string,
  headers: Headers,
  body: Uint8Array,
  now: number,
): Promise<string | null> {
  const id = headers.get('webhook-id');
  const timestamp = headers.get('webhook-timestamp');
  const given = headers.get('webhook-signature');
  if (!id || !given || !timestamp || !/^\d{1,12}$/.test(timestamp) || !keyBytesOf(secret)) return null;
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return null;
  // Signed once and compared with each: a long list of signatures costs little.
  const expected = await signatureOf(secret, id, timestamp, body);
  for (const signature of given.split(' ')) {
    if (await equalSecret(signature, expected)) return id;
  }
  return null;
}
