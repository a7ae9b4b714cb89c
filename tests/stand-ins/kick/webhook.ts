import { type Attempt, accepted, deliver, post } from '../delivery.ts';
import type { EventLog } from '../log.ts';
import { kickTime } from './events.ts';
import { ulid } from './ids.ts';
import { type KickKey, signKick } from './sign.ts';
import type { KickSubscription } from './subscriptions.ts';

export interface KickWebhookOptions {
  /** The bot's endpoint, as this machine reaches it. */
  webhookUrl: string;
  /** Pauses before each redelivery, in milliseconds; empty switches redelivery off. */
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  key(): KickKey;
  now(): number;
  log: EventLog;
  stopped: AbortSignal;
}

export interface KickDeliveryOptions {
  /** How often the same message is sent at the same time. */
  copies?: number;
  /** When it happened, in milliseconds since the epoch; now unless given. Deliveries minutes late were seen (KickDevDocs#233). */
  at?: number;
  /** The message timestamp, in milliseconds since the epoch; `at` unless given. */
  sentAt?: number;
  /** The Kick-Event-Message-Id; a new ULID unless given. */
  eventId?: string;
  /** `none` leaves the signature out, `wrong` signs with a key that is not Kick's. */
  signature?: 'valid' | 'none' | 'wrong';
}

/** How a message went: `status` of the last attempt (0: no answer, or nobody is subscribed), `statuses` of all, in order. */
export interface KickDelivery {
  status: number;
  statuses: number[];
  body: string;
  eventId: string;
  subscriptionId: string;
  /** Sends the very same message once more and resolves to the status. */
  redeliver(): Promise<number>;
}

/** Posts events to the app's one webhook URL: signed, again when it did not answer 2xx. */
export class KickWebhook {
  #options: KickWebhookOptions;

  constructor(options: KickWebhookOptions) {
    this.#options = options;
  }

  async send(
    to: KickSubscription,
    payload: unknown,
    wrongKey: () => KickKey,
    options: KickDeliveryOptions = {},
  ): Promise<KickDelivery> {
    const { now, retryDelaysMs, stopped } = this.#options;
    const body = JSON.stringify(payload);
    const sentAt = options.sentAt ?? options.at ?? now();
    const eventId = options.eventId ?? ulid(sentAt);
    const timestamp = kickTime(sentAt);
    const { privateKey } = options.signature === 'wrong' ? wrongKey() : this.#options.key();
    const signature = signKick(privateKey, eventId, timestamp, body);
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'Go-http-client/2.0',
      'Kick-Event-Message-Id': eventId,
      'Kick-Event-Subscription-Id': to.id,
      'Kick-Event-Message-Timestamp': timestamp,
      'Kick-Event-Type': to.event,
      'Kick-Event-Version': String(to.version),
      ...(options.signature === 'none' ? {} : { 'Kick-Event-Signature': signature }),
    };
    const attempt = (retry: number) => this.#attempt(headers, body, retry);
    const rules = { delaysMs: retryDelaysMs, again: (one: Attempt) => !accepted(one), stopped };
    const copies = Array.from({ length: options.copies ?? 1 }, () => deliver(attempt, rules));
    const attempts = (await Promise.all(copies)).flat();
    const last = attempts.at(-1);
    return {
      status: last?.status ?? 0,
      statuses: attempts.map(({ status }) => status),
      body: last?.body ?? '',
      eventId,
      subscriptionId: to.id,
      redeliver: async () => (await attempt(attempts.length)).status,
    };
  }

  async #attempt(headers: Record<string, string>, body: string, retry: number): Promise<Attempt> {
    const { webhookUrl, timeoutMs, stopped, log } = this.#options;
    const attempt = await post({ url: webhookUrl, headers, body }, timeoutMs, stopped);
    const { status, ms, failure } = attempt;
    const id = headers['Kick-Event-Message-Id'];
    log.add('delivery', 'event', { id, type: headers['Kick-Event-Type'], retry, status, ms, failure });
    return attempt;
  }
}
