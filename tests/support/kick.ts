import { KickKeys } from '../../workers/platforms/kick/keys.ts';

const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;

/** A key pair of the kind Kick signs with. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicPem: string;
}

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

export async function makeSigningKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = (await crypto.subtle.generateKey(
    { ...RSA, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  )) as CryptoKeyPair;
  const der = base64((await crypto.subtle.exportKey('spki', publicKey)) as ArrayBuffer);
  const lines = der.match(/.{1,64}/g) ?? [];
  return { privateKey, publicPem: `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n` };
}

/** The headers of a webhook as Kick signs it. */
export async function kickSigned(
  { privateKey }: SigningKey,
  body: string | Uint8Array,
  more: {
    readonly id?: string;
    readonly at?: number;
    readonly timestamp?: string;
    readonly type?: string;
    readonly subscription?: string;
  } = {},
): Promise<Record<string, string>> {
  const id = more.id ?? '01K6QZK0000000000000000001';
  const timestamp = more.timestamp ?? new Date(more.at ?? 0).toISOString();
  const signed = await new Blob([`${id}.${timestamp}.`, body]).arrayBuffer();
  return {
    'kick-event-message-id': id,
    'kick-event-subscription-id': more.subscription ?? '01K6QZS0000000000000000001',
    'kick-event-message-timestamp': timestamp,
    'kick-event-type': more.type ?? 'chat.message.sent',
    'kick-event-version': '1',
    'kick-event-signature': base64(await crypto.subtle.sign(RSA.name, privateKey, signed)),
  };
}

/** A ring of one key that has nowhere to ask for others. */
export const ringOf = ({ publicPem }: SigningKey): KickKeys =>
  new KickKeys({
    apiUrl: 'https://kick.example',
    pinned: publicPem,
    fetch: () => Promise.reject(new TypeError('no network')),
    clock: () => 0,
    report: () => undefined,
  });
