import { concat, fromHex, utf8 } from '../../core/bytes.ts';

/** Discord documents no window; a signature older than this, or from the future, is a replay. */
const WINDOW_SECONDS = 5 * 60;

const keys = new Map<string, Promise<CryptoKey>>();

/** Importing the key costs more than one check, so it is imported once per isolate. */
function publicKeyOf(hex: string): Promise<CryptoKey> {
  let key = keys.get(hex);
  if (!key) {
    const raw = fromHex(hex) ?? new Uint8Array();
    key = crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);
    keys.set(hex, key);
  }
  return key;
}

/**
 * Checks an interaction or webhook event: Ed25519 over timestamp and raw body by the application's public key (Discord:
 * Interactions, Security and Authorization). False for anything else, whatever its headers hold.
 */
export async function verifyDiscord(
  headers: Headers,
  body: Uint8Array,
  publicKey: string,
  now: number,
): Promise<boolean> {
  const timestamp = headers.get('x-signature-timestamp');
  const signature = fromHex(headers.get('x-signature-ed25519') ?? '');
  if (!timestamp || !/^\d{1,12}$/.test(timestamp) || signature?.length !== 64) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  return crypto.subtle.verify('Ed25519', await publicKeyOf(publicKey), signature, concat(utf8(timestamp), body));
}
