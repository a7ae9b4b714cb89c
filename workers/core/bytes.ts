const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text) as Uint8Array<ArrayBuffer>;

/** Bytes of an even-length hex string, or null where it is anything else. */
export function fromHex(hex: string): Uint8Array<ArrayBuffer> | null {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) return null;
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function toHex(bytes: ArrayBuffer | Uint8Array): string {
  return Array.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes), (b) =>
    b.toString(16).padStart(2, '0'),
  ).join('');
}

export function concat(...chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

type HmacHash = 'SHA-256' | 'SHA-1';

const keys = new Map<string, Promise<CryptoKey>>();

/** Importing a key costs more than checking one signature, so each secret is imported once per isolate. */
function hmacKey(secret: string, hash: HmacHash): Promise<CryptoKey> {
  const name = `${hash} ${secret}`;
  let key = keys.get(name);
  if (!key) {
    if (keys.size >= 32) keys.clear();
    key = crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash }, false, ['sign', 'verify']);
    keys.set(name, key);
  }
  return key;
}

/** Checks an HMAC in constant time (`crypto.subtle.verify`). SHA-1 is for who signs with nothing better (YouTube's hub). */
export async function verifyHmac(
  secret: string,
  message: Uint8Array,
  signature: Uint8Array,
  hash: HmacHash = 'SHA-256',
): Promise<boolean> {
  const key = await hmacKey(secret, hash);
  return crypto.subtle.verify('HMAC', key, signature as BufferSource, message as BufferSource);
}

/** Compares two strings in time that depends on neither's content, by way of equally long digests. */
export async function equalSecret(a: string, b: string): Promise<boolean> {
  const [x, y] = await Promise.all([
    crypto.subtle.digest('SHA-256', utf8(a)),
    crypto.subtle.digest('SHA-256', utf8(b)),
  ]);
  const left = new Uint8Array(x);
  const right = new Uint8Array(y);
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] as number) ^ (right[i] as number);
  return difference === 0;
}

/** The HMAC-SHA256 of a message. */
export async function hmacSha256(secret: string, message: Uint8Array): Promise<ArrayBuffer> {
  return crypto.subtle.sign('HMAC', await hmacKey(secret, 'SHA-256'), message as BufferSource);
}
