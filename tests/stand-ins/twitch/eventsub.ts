import type { EventLog } from '../log.ts';
import type { Conduits } from './conduits.ts';
import { conditionFor, versionOf } from './event-types.ts';
import type { TwitchUser } from './events.ts';
import type { Subscribed, Subscriptions } from './subscriptions.ts';
import type { DeliveryOptions, Endpoint, TwitchDelivery, TwitchWebhook } from './webhook.ts';

/** How it went when nobody was there to hear it. */
const undelivered: TwitchDelivery = {
  status: 0,
  statuses: [],
  body: '',
  eventsubMessageId: '',
  redeliver: async () => 0,
};

export interface EventSubRules {
  clientId: string;
  bot: TwitchUser;
  subscriptions: Subscriptions;
  conduits: Conduits;
  webhook: TwitchWebhook;
  log: EventLog;
  /** Where types go that nobody subscribed to; undefined: nowhere, as on Twitch. */
  unsubscribed?: Endpoint;
}

/** Brings events to the subscriptions that ask for them, and revocations to those that end. */
export class EventSub {
  #rules: EventSubRules;

  constructor(rules: EventSubRules) {
    this.#rules = rules;
  }

  /** Sends an event to every subscription that asks for it. Resolves to the first one's delivery, with the statuses of all. */
  async send(type: string, event: Record<string, unknown>, options?: DeliveryOptions): Promise<TwitchDelivery> {
    const deliveries = await Promise.all(
      this.#rules.subscriptions.enabled(type, event).map((to) => this.#notify(to, event, options)),
    );
    const [first] = deliveries;
    return first ? { ...first, statuses: deliveries.flatMap(({ statuses }) => statuses) } : undelivered;
  }

  /** As `send`, and where nobody is subscribed still to the usual address, if there is one. */
  async sendAnyhow(
    {
      type,
      version = versionOf(type),
      condition,
    }: { type: string; version?: string; condition?: Record<string, string> },
    event: Record<string, unknown>,
    options?: DeliveryOptions,
  ): Promise<TwitchDelivery> {
    const { subscriptions, unsubscribed, clientId, bot } = this.#rules;
    if (!unsubscribed || subscriptions.enabled(type, event).length > 0) return this.send(type, event, options);
    const outline = { type, version, condition: condition ?? conditionFor(type, event, clientId, bot) };
    return this.#notify(subscriptions.unlisted(outline, unsubscribed.callback, unsubscribed.secret), event, options);
  }

  /** Ends a subscription and tells its subscriber why; resolves to the answer's status, 0 without one. */
  async revoke(subscribed: Subscribed, status: string): Promise<number> {
    const { subscription } = subscribed;
    const to = this.#endpoint(subscribed);
    subscription.status = status;
    return to ? (await this.#rules.webhook.revoke(subscription, to)).status : 0;
  }

  /** Ends every subscription that nobody allows any more. */
  async judge(): Promise<void> {
    await Promise.all(this.#rules.subscriptions.refused().map(({ subscribed, why }) => this.revoke(subscribed, why)));
  }

  async #notify(to: Subscribed, event: Record<string, unknown>, options?: DeliveryOptions): Promise<TwitchDelivery> {
    const endpoint = this.#endpoint(to);
    if (endpoint) return this.#rules.webhook.notify(to.subscription, endpoint, event, options);
    this.#rules.log.add('notice', 'event-lost', { type: to.subscription.type, reason: 'no enabled shard' });
    return undelivered;
  }

  #endpoint({ subscription, secret }: Subscribed): Endpoint | undefined {
    const { transport, condition } = subscription;
    if (transport.method === 'webhook') return { callback: transport.callback, secret };
    const channel = condition.broadcaster_user_id ?? Object.values(condition)[0] ?? '';
    return this.#rules.conduits.endpoint(transport.conduit_id, channel);
  }
}
