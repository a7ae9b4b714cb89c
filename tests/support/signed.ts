import { toHex, utf8 } from '../../workers/core/bytes.ts';

/** An HMAC-SHA256 as hex, made by signing: the verifiers under test only ever check. */
export async function hmacHex(secret: string, ...chunks: readonly (string | Uint8Array)[]): Promise<string> {
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const whole = await new Blob([...chunks]).arrayBuffer();
  return toHex(await crypto.subtle.sign('HMAC', key, whole));
}

/** The headers of an EventSub message as Twitch signs it. */
export async function twitchSigned(
  secret: string,
  body: string | Uint8Array,
  more: { readonly id?: string; readonly at?: number; readonly timestamp?: string; readonly type?: string } = {},
): Promise<Record<string, string>> {
  const id = more.id ?? 'message-1';
  const timestamp = more.timestamp ?? new Date(more.at ?? 0).toISOString().replace('Z', '123456Z');
  return {
    'twitch-eventsub-message-id': id,
    'twitch-eventsub-message-timestamp': timestamp,
    'twitch-eventsub-message-type': more.type ?? 'notification',
    'twitch-eventsub-message-signature': `sha256=${await hmacHex(secret, id, timestamp, body)}`,
  };
}

/** The headers of a request as Slack signs it; `timestamp` in Unix seconds. */
export async function slackSigned(
  secret: string,
  body: string | Uint8Array,
  timestamp: number | string,
): Promise<Record<string, string>> {
  return {
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${await hmacHex(secret, `v0:${timestamp}:`, body)}`,
  };
}

/** An application's key pair, made by `makeDiscordKeys`. */
export interface DiscordKeys {
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
}

export async function makeDiscordKeys(): Promise<DiscordKeys> {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  const raw = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer;
  return { publicKey: toHex(raw), privateKey: pair.privateKey };
}

/** The headers of a request as Discord signs it; `timestamp` in Unix seconds. */
export async function discordSigned(
  { privateKey }: DiscordKeys,
  body: string | Uint8Array,
  timestamp: number | string,
): Promise<Record<string, string>> {
  const message = await new Blob([String(timestamp), body as string]).arrayBuffer();
  return {
    'x-signature-timestamp': String(timestamp),
    'x-signature-ed25519': toHex(await crypto.subtle.sign('Ed25519', privateKey, message)),
  };
}
