import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';

// RFC 8410 §7: the PKCS #8 wrapping of an Ed25519 seed.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX_BYTES = 12;

/** The application's key pair: Discord holds the private key, the portal shows the public one in hex. */
export interface DiscordKeys {
  privateKey: KeyObject;
  publicKey: string;
}

/** @param seed 32 bytes in hex; fresh unless given. */
export function discordKeys(seed = randomBytes(32).toString('hex')): DiscordKeys {
  const der = Buffer.concat([PKCS8_PREFIX, Buffer.from(seed, 'hex')]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.subarray(SPKI_PREFIX_BYTES).toString('hex') };
}

/** Discord: interactions overview: Ed25519 over timestamp and body, 128 hex characters. */
export function signDiscord(key: KeyObject, timestamp: string, body: string): string {
  return sign(null, Buffer.from(timestamp + body), key).toString('hex');
}

/** The headers of a request from Discord; `at` in milliseconds. */
export function discordHeaders(key: KeyObject, at: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'Discord-Interactions/1.0 (+https://discord.com)',
    'X-Signature-Ed25519': signDiscord(key, timestamp, body),
    'X-Signature-Timestamp': timestamp,
  };
}
