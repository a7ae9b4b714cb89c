/** Google's hub grants at most about this long (five days), s; it is renewed at half the time. */
export const LEASE_SECONDS = 432_000;
/** WebSub 5.1: `hub.secret` has to be less than 200 bytes long. */
const MAX_SECRET_BYTES = 199;
const TIMEOUT_MS = 8_000;

/**
 * The feed of a channel's uploads as a topic. The hub takes this form only: it refuses `/feeds/videos.xml`, under which the
 * same feed can be read, as "Restricted topic" (iv-org/invidious#1819).
 */
export const topicOf = (channelId: string): string =>
  `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${encodeURIComponent(channelId)}`;

export interface LeaseRequest {
  /** `subscribe` unless given; a subscription is renewed by asking for it once more. */
  readonly mode?: 'subscribe' | 'unsubscribe';
  readonly hubUrl: string;
  /** The address that is told, with the token of the lease in its path. */
  readonly callback: string;
  readonly topic: string;
  /** Signs every notification; less than 200 bytes. */
  readonly secret: string;
  readonly leaseSeconds?: number;
}

export type LeaseAnswer =
  /** The hub will ask the callback whether this was meant; nothing holds before that. */
  | { readonly ok: true }
  /** `final`: asking the same again would not help. */
  | { readonly ok: false; readonly reason: string; readonly final: boolean };

/**
 * Asks the hub to tell of a channel's uploads (WebSub 5.1).
 * @throws when the secret is too long for the hub.
 */
export async function requestLease(request: LeaseRequest, fetcher: typeof fetch): Promise<LeaseAnswer> {
  const { mode = 'subscribe', hubUrl, callback, topic, secret, leaseSeconds = LEASE_SECONDS } = request;
  if (new TextEncoder().encode(secret).length > MAX_SECRET_BYTES)
    throw new RangeError(`a hub secret has at most ${MAX_SECRET_BYTES} bytes`);
  const form = new URLSearchParams({
    'hub.mode': mode,
    'hub.callback': callback,
    'hub.topic': topic,
    'hub.verify': 'async',
    'hub.secret': secret,
    'hub.lease_seconds': String(leaseSeconds),
  });
  try {
    const response = await fetcher(hubUrl, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.text();
    if (response.ok) return { ok: true };
    const { status } = response;
    return { ok: false, reason: `HTTP ${status}`, final: status >= 400 && status < 500 && status !== 429 };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.name : 'connection lost', final: false };
  }
}
