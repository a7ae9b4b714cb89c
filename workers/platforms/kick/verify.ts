import { concat, utf8 } from '../../core/bytes.ts';
import type { KickKeys } from './keys.ts';
import { fromBase64 } from './keys.ts';

/** Kick documents no window, and deliveries minutes late are known (KickDevDocs#233). What comes twice is known by its id. */
const OLDEST_MS = 60 * 60_000;
const AHEAD_MS = 10 * 60_000;
const MAX_HEADER = 100;
/** A signature by an RSA key of 8,192 bits, in base64. */
const MAX_SIGNATURE = 1_368;

export interface VerifiedHeaders {
  /** The same for every try to deliver it; each of doubled subscriptions has its own. */
  readonly messageId: string;
  /** Null in deliveries from before Kick named it. Kick signs neither it nor the type. */
  readonly subscriptionId: string | null;
  readonly type: string;
  /** ms since epoch. */
  readonly sentAt: number;
}

/**
 * Checks a webhook request: RSASSA-PKCS1-v1_5 with SHA-256 over `id.timestamp.body` (Kick: webhook security). Null for
 * anything that is not a fresh, authentic message, whatever its headers hold.
 */
export async function verifyKick(
  headers: Headers,
  body: Uint8Array,
  keys: Pick<KickKeys, 'verify'>,
  now: number,
): Promise<VerifiedHeaders | null> {
  const [messageId, timestamp, type] = ['message-id', 'message-timestamp', 'type'].map((name) =>
    headers.get(`kick-event-${name}`),
  );
  const subscriptionId = headers.get('kick-event-subscription-id') || null;
  const given = headers.get('kick-event-signature');
  if (!messageId || !timestamp || !type || !given || given.length > MAX_SIGNATURE) return null;
  if ([messageId, timestamp, type, subscriptionId ?? ''].some((value) => value.length > MAX_HEADER)) return null;
  const signature = fromBase64(given);
  if (!signature) return null;
  const sentAt = Date.parse(timestamp);
  if (!(sentAt >= now - OLDEST_MS && sentAt <= now + AHEAD_MS)) return null;
  if (!(await keys.verify(concat(utf8(`${messageId}.${timestamp}.`), body), signature))) return null;
  return { messageId, subscriptionId, type, sentAt };
}
