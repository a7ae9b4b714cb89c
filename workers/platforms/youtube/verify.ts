import { fromHex, verifyHmac } from '../../core/bytes.ts';

/**
 * The signature a notification carries: `X-Hub-Signature: sha1=` + 40 hex digits (YouTube: push notifications). Null
 * where there is none that could be right, so that nobody has to be asked for the secret.
 */
export function hubSignature(headers: Headers): Uint8Array | null {
  const given = headers.get('x-hub-signature');
  if (!given?.startsWith('sha1=')) return null;
  const signature = fromHex(given.slice('sha1='.length));
  return signature?.length === 20 ? signature : null;
}

/**
 * Whether the hub that knows the lease's secret signed these bytes. There is neither id nor time in the signature: a
 * notification that is sent once more looks like the first, and is known by the video it tells of.
 */
export const verifyHub = (secret: string, body: Uint8Array, signature: Uint8Array): Promise<boolean> =>
  verifyHmac(secret, body, signature, 'SHA-1');
