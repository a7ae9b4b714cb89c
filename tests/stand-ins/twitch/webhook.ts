import { randomBytes, randomUUID } from 'node:crypto';
import { type Attempt, accepted, deliver, post } from '../delivery.ts';
import type { EventLog } from '../log.ts';
import { type TwitchMessage, twitchHeaders, twitchTimestamp } from './sign.ts';
import type { Subscription } from './subscriptions.ts';

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

/** Where messages go and what they are signed with: a subscription's own, or that of a conduit's shard. */
export interface Endpoint {
  callback: string;
  secret: string;
  shard?: string;
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

type Outline = Pick<TwitchMessage, 'messageType' | 'body'> & {
  to: Endpoint;
  subscription?: Pick<Subscription, 'type' | 'version'>;
};

/** Sends EventSub messages to the bot: signed, at least once, again when it did not answer 2xx. */
export class TwitchWebhook {
  #options: WebhookOptions;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** Sends a notification with the body `{subscription, event}`. */
  notify(subscription: Subscription, to: Endpoint, event: unknown, options?: DeliveryOptions): Promise<TwitchDelivery> {
    const body = JSON.stringify({ subscription: shown(subscription), event });
    return this.#send({ messageType: 'notification', body, subscription, to }, options);
  }

  /** Sends a revocation; the subscription's status says why. */
  revoke(subscription: Subscription, to: Endpoint): Promise<TwitchDelivery> {
    const body = JSON.stringify({ subscription: shown(subscription) });
    return this.#send({ messageType: 'revocation', body, subscription, to });
  }

  /**
   * Sends a challenge once, for a handshake is not repeated.
   * @param about `{subscription}` or `{conduit_shard}`, as the body says it beside the challenge.
   * @returns whether the bare challenge came back with a 2xx.
   */
  async verify(to: Endpoint, about: { subscription: Subscription } | { conduit_shard: unknown }): Promise<boolean> {
    const challenge = randomBytes(24).toString('base64url');
    const body = JSON.stringify({ challenge, ...about });
    const subscription = 'subscription' in about ? about.subscription : undefined;
    const message = this.#message({ messageType: 'webhook_callback_verification', body, subscription, to });
    const attempt = await this.#attempt(to, message, 0);
    return accepted(attempt) && attempt.body === challenge;
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
    return {
      messageType: outline.messageType,
      body: outline.body,
      secret: outline.to.secret,
      id: options.eventsubMessageId ?? randomUUID(),
      timestamp: twitchTimestamp(options.at ?? this.#options.now()),
      subscriptionType: outline.subscription?.type,
      subscriptionVersion: outline.subscription?.version,
    };
  }

  async #attempt(to: Endpoint, message: TwitchMessage, retry: number): Promise<Attempt> {
    const { callbackUrl, timeoutMs, stopped, log } = this.#options;
    // The path the bot registered at the address this machine reaches it by: PUBLIC_URL may be a tunnel.
    const registered = new URL(to.callback);
    const url = new URL(registered.pathname + registered.search, callbackUrl).href;
    const headers = twitchHeaders({ ...message, retry });
    const attempt = await post({ url, headers, body: message.body }, timeoutMs, stopped);
    const { status, ms, failure } = attempt;
    log.add('delivery', message.messageType, {
      id: message.id,
      type: message.subscriptionType,
      shard: to.shard,
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
