import { concat, fromHex, utf8, verifyHmac } from '../../core/bytes.ts';

/** Twitch EventSub: messages older than ten minutes are to be discarded; ones from the future are nobody's. */
const WINDOW_MS = 10 * 60_000;

export interface VerifiedHeaders {
  readonly messageId: string;
  readonly type: string;
  readonly retry: number;
  /** ms since epoch. */
  readonly sentAt: number;
}

/**
 * Checks an EventSub request: `sha256=` + HMAC-SHA256 of id, timestamp and raw body (Twitch EventSub: handling webhook
 * events). Null for anything that is not a fresh, authentic message, whatever its headers hold.
 */
export async function verifyTwitch(
  headers: Headers,
  body: Uint8Array,
  secret: string,
  now: number,
): Promise<VerifiedHeaders | null> {
  const messageId = headers.get('twitch-eventsub-message-id');
  const timestamp = headers.get('twitch-eventsub-message-timestamp');
  const type = headers.get('twitch-eventsub-message-type');
  const given = headers.get('twitch-eventsub-message-signature');
  if (!messageId || !timestamp || !type || !given?.startsWith('sha256=')) return null;
  const signature = fromHex(given.slice('sha256='.length));
  if (signature?.length !== 32) return null;
  // The timestamp is signed as it was sent (it has nanoseconds), so it is parsed only to be judged.
  const sentAt = Date.parse(timestamp);
  if (!Number.isFinite(sentAt) || Math.abs(now - sentAt) > WINDOW_MS) return null;
  if (!(await verifyHmac(secret, concat(utf8(messageId + timestamp), body), signature))) return null;
  return { messageId, type, sentAt, retry: Number(headers.get('twitch-eventsub-message-retry')) || 0 };
}
