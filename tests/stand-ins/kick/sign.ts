import { constants, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** An RSA key pair of 2,048 bits as Kick signs with; `publicPem` in SubjectPublicKeyInfo form. */
export interface KickKey {
  privateKey: KeyObject;
  publicPem: string;
}

export function makeKickKey(): KickKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

/** Base64 of RSASSA-PKCS1-v1_5 with SHA-256 over `id.timestamp.body` (Kick: webhook security). */
export function signKick(privateKey: KeyObject, id: string, timestamp: string, body: string): string {
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PADDING };
  return createSign('sha256').update(`${id}.${timestamp}.${body}`).sign(key, 'base64');
}
