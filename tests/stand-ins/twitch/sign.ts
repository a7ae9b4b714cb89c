import { createHmac, randomBytes } from 'node:crypto';

/** `sha256=` and the hex HMAC over id, timestamp and body (Twitch EventSub: handling webhook events). */
export function signTwitch(secret: string, id: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret)
    .update(id + timestamp + body)
    .digest('hex')}`;
}

/** RFC 3339 with nanoseconds, as EventSub sends it: a verifier that re-formats the time breaks the signature. */
export function twitchTimestamp(ms: number): string {
  const fraction = (randomBytes(4).readUInt32BE() % 1_000_000).toString().padStart(6, '0');
  return new Date(ms).toISOString().replace('Z', `${fraction}Z`);
}

export interface TwitchMessage {
  secret: string;
  id: string;
  /** As `twitchTimestamp` writes it. */
  timestamp: string;
  body: string;
  messageType: 'notification' | 'webhook_callback_verification' | 'revocation';
  /** Missing where a message is about no subscription: the challenge of a conduit's shard. */
  subscriptionType?: string;
  subscriptionVersion?: string;
  /** 0 for the first attempt. */
  retry?: number;
}

/** Every header of one EventSub webhook request, signed. */
export function twitchHeaders(message: TwitchMessage): Record<string, string> {
  const { secret, id, timestamp, body } = message;
  return {
    'Content-Type': 'application/json',
    'Twitch-Eventsub-Message-Id': id,
    'Twitch-Eventsub-Message-Retry': String(message.retry ?? 0),
    'Twitch-Eventsub-Message-Type': message.messageType,
    'Twitch-Eventsub-Message-Signature': signTwitch(secret, id, timestamp, body),
    'Twitch-Eventsub-Message-Timestamp': timestamp,
    ...(message.subscriptionType === undefined
      ? {}
      : {
          'Twitch-Eventsub-Subscription-Type': message.subscriptionType,
          'Twitch-Eventsub-Subscription-Version': message.subscriptionVersion ?? '1',
        }),
  };
}
