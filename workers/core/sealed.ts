import { concat, toHex, utf8 } from './bytes.ts';

/**
 * Secrets at rest: AES-256-GCM, `v1.<key id>.<base64url of nonce and ciphertext>`. The key id says which key opens it,
 * so keys can be changed without a moment at which nothing opens. `context` is bound in: a token copied to another
 * row does not open there.
 */
export interface Keyring {
  readonly current: string;
  readonly previous?: string;
}

export const keyringOf = (current: string, previous?: string): Keyring => ({
  current,
  ...(previous ? { previous } : {}),
});

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));

interface OpenedKey {
  readonly id: string;
  readonly key: CryptoKey;
}

const opened = new Map<string, Promise<OpenedKey>>();

function openKey(secret: string): Promise<OpenedKey> {
  let key = opened.get(secret);
  if (!key) {
    key = (async () => {
      const digest = await crypto.subtle.digest('SHA-256', utf8(secret));
      const id = toHex(await crypto.subtle.digest('SHA-256', digest)).slice(0, 8);
      return { id, key: await crypto.subtle.importKey('raw', digest, 'AES-GCM', false, ['encrypt', 'decrypt']) };
    })();
    opened.set(secret, key);
  }
  return key;
}

/** What begins everything that the current key sealed; what begins otherwise is another key's. */
export const sealedPrefix = async ({ current }: Keyring): Promise<string> => `v1.${(await openKey(current)).id}.`;

export async function seal(keys: Keyring, context: string, plain: string): Promise<string> {
  const { id, key } = await openKey(keys.current);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(context) }, key, utf8(plain));
  return `v1.${id}.${toBase64Url(concat(iv, new Uint8Array(sealed)))}`;
}

/** @throws when no key of the ring sealed it, or when it was sealed for another context. */
export async function unseal(keys: Keyring, context: string, sealed: string): Promise<string> {
  const [version, keyId, payload, ...more] = sealed.split('.');
  if (version !== 'v1' || !keyId || !payload || more.length > 0) throw new Error('not a sealed secret');
  for (const secret of [keys.current, keys.previous]) {
    if (secret === undefined) continue;
    const { id, key } = await openKey(secret);
    if (id !== keyId) continue;
    const bytes = fromBase64Url(payload);
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: bytes.subarray(0, 12), additionalData: utf8(context) },
      key,
      bytes.subarray(12),
    );
    return new TextDecoder().decode(plain);
  }
  throw new Error(`sealed with key ${keyId}, which is neither ENCRYPTION_KEY nor ENCRYPTION_KEY_PREVIOUS`);
}
