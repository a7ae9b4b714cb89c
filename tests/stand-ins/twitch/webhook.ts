import { randomUUID } from 'node:crypto';
import { type Attempt, accepted, deliver, post } from '../delivery.ts';
import type { EventLog } from '../log.ts';
import { type TwitchMessage, twitchHeaders, twitchTimestamp } from './sign.ts';
import type { Subscribed, Subscription } from './subscriptions.ts';

export interface WebhookOptions {
  /** The bot's endpoint, as this machine reaches it. */
  callbackUrl: string;
  /** Pauses before each redelivery, in milliseconds; empty switches redelivery off. */
  retryDelaysMs: readonly number[];
  timeoutMs: number;
  now(): number;
  log: EventLog;
  stopped: AbortSignal;
}

export interface DeliveryOptions {
  /** How often the same message is sent at the same time, as at-least-once delivery may do. */
  copies?: number;
  /** When Twitch says it was sent, in milliseconds since the epoch; now unless given. */
  at?: number;
  eventsubMessageId?: string;
}

/** How a delivery went: `status` of the last attempt (0: no answer), `statuses` of all, in order. */
export interface TwitchDelivery {
  status: number;
  statuses: number[];
  body: string;
  eventsubMessageId: string;
  /** Sends the very same message once more and resolves to the status. */
  redeliver(): Promise<number>;
}

type Outline = Pick<TwitchMessage, 'messageType' | 'body'> & { to: Subscribed };

/** Sends EventSub messages to the bot: signed, at least once, again when it did not answer 2xx. */
export class TwitchWebhook {
  #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** Sends a notification with the body `{subscription, event}`. */
  notify(to: Subscribed, event: unknown, options?: DeliveryOptions): Promise<TwitchDelivery> {
    const body = JSON.stringify({ subscription: shown(to.subscription), event });
    return this.#send({ messageType: 'notification', body, to }, options);
  }

  /** Sends a revocation; the subscription's status says why. */
  revoke(to: Subscribed): Promise<TwitchDelivery> {
    const body = JSON.stringify({ subscription: shown(to.subscription) });
    return this.#send({ messageType: 'revocation', body, to });
  }

  /** Sends the challenge once: a handshake is not repeated. */
  verify(to: Subscribed, body: string): Promise<Attempt> {
    const message = this.#message({ messageType: 'webhook_callback_verification', body, to });
    return this.#attempt(to, message, 0);
  }

  async #send(outline: Outline, options: DeliveryOptions = {}): Promise<TwitchDelivery> {
    const message = this.#message(outline, options);
    let retries = 0;
    const one = () =>
      deliver(
        (retry) => {
          retries = Math.max(retries, retry);
          return this.#attempt(outline.to, message, retry);
        },
        {
          delaysMs: this.#options.retryDelaysMs,
          again: (attempt) => !accepted(attempt),
          stopped: this.#options.stopped,
        },
      );
    const attempts = (await Promise.all(Array.from({ length: options.copies ?? 1 }, one))).flat();
    const last = attempts.at(-1);
    return {
      status: last?.status ?? 0,
      statuses: attempts.map(({ status }) => status),
      body: last?.body ?? '',
      eventsubMessageId: message.id,
      redeliver: async () => {
        retries += 1;
        return (await this.#attempt(outline.to, message, retries)).status;
      },
    };
  }

  #message(outline: Outline, options: DeliveryOptions = {}): TwitchMessage {
    const { type, version } = outline.to.subscription;
    return {
      messageType: outline.messageType,
      body: outline.body,
      secret: outline.to.secret,
      id: options.eventsubMessageId ?? randomUUID(),
      timestamp: twitchTimestamp(options.at ?? this.#options.now()),
      subscriptionType: type,
      subscriptionVersion: version,
    };
  }

  async #attempt(to: Subscribed, message: TwitchMessage, retry: number): Promise<Attempt> {
    const { callbackUrl, timeoutMs, stopped, log } = this.#options;
    // The path the bot registered at the address this machine reaches it by: PUBLIC_URL may be a tunnel.
    const registered = new URL(to.subscription.transport.callback);
    const url = new URL(registered.pathname + registered.search, callbackUrl).href;
    const headers = twitchHeaders({ ...message, retry });
    const attempt = await post({ url, headers, body: message.body }, timeoutMs, stopped);
    const { status, ms, failure } = attempt;
    log.add('delivery', message.messageType, {
      id: message.id,
      type: message.subscriptionType,
      retry,
      status,
      ms,
      failure,
    });
    return attempt;
  }
}

// A copy, because a body must show the state at its time while the original moves on.
const shown = (subscription: Subscription): Subscription => ({ ...subscription });
