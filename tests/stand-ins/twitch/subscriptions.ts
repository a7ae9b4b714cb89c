import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Attempt } from '../delivery.ts';
import { type Answer, parseJson, type Route, type StandInRequest } from '../routes.ts';
import { helixError } from './auth.ts';
import { twitchTimestamp } from './sign.ts';

export interface Subscription {
  id: string;
  status: string;
  type: string;
  version: string;
  condition: Record<string, string>;
  transport: { method: 'webhook'; callback: string };
  created_at: string;
  cost: number;
}

/** A subscription with the secret that its messages are signed with; the API never shows that one. */
export interface Subscribed {
  subscription: Subscription;
  secret: string;
}

const Create = z.object({
  type: z.string().min(1),
  version: z.string().min(1),
  condition: z.record(z.string(), z.string()),
  transport: z.object({
    method: z.literal('webhook'),
    callback: z.url(),
    // Twitch EventSub: handling webhook events: ASCII, 10 to 100 characters.
    secret: z.string().regex(/^[\x20-\x7e]{10,100}$/),
  }),
});

const PENDING = 'webhook_callback_verification_pending';
const MAX_TOTAL_COST = 10_000;
const FILTERS = ['status', 'type', 'user_id', 'subscription_id'];

export interface SubscriptionRules {
  now(): number;
  background(work: Promise<unknown>): void;
  /** Posts a signed webhook_callback_verification with this body. */
  verify(subscribed: Subscribed, body: string): Promise<Attempt>;
}

/** EventSub subscriptions over webhooks: list, create with the challenge handshake, delete. */
export class Subscriptions {
  #all = new Map<string, Subscribed>();
  #rules: SubscriptionRules;

  constructor(rules: SubscriptionRules) {
    this.#rules = rules;
  }

  /** Puts a subscription there without a handshake, as if it had been made long ago. */
  add(given: Pick<Subscription, 'type' | 'version' | 'condition'>, callback: string, secret: string): Subscribed {
    const subscribed = this.unlisted(given, callback, secret);
    this.#all.set(subscribed.subscription.id, subscribed);
    return subscribed;
  }

  /** An enabled subscription that no list shows, so that tests can send types the bot never asked for. */
  unlisted(given: Pick<Subscription, 'type' | 'version' | 'condition'>, callback: string, secret: string): Subscribed {
    return { subscription: this.#make(given, callback, 'enabled'), secret };
  }

  /** Those of a type that are enabled and about this broadcaster. */
  enabled(type: string, broadcasterId: string): Subscribed[] {
    return [...this.#all.values()].filter(
      ({ subscription }) =>
        subscription.status === 'enabled' &&
        subscription.type === type &&
        subscription.condition.broadcaster_user_id === broadcasterId,
    );
  }

  routes(authorized: (handle: Route['handle']) => Route['handle']): Route[] {
    const path = '/helix/eventsub/subscriptions';
    return [
      { method: 'GET', path, op: 'subscriptions.list', handle: authorized((request) => this.#list(request)) },
      { method: 'POST', path, op: 'subscriptions.create', handle: authorized((request) => this.#create(request)) },
      { method: 'DELETE', path, op: 'subscriptions.delete', handle: authorized((request) => this.#delete(request)) },
    ];
  }

  #make(given: Pick<Subscription, 'type' | 'version' | 'condition'>, callback: string, status: string): Subscription {
    const { type, version, condition } = given;
    const created_at = twitchTimestamp(this.#rules.now());
    return {
      id: randomUUID(),
      status,
      type,
      version,
      condition,
      transport: { method: 'webhook', callback },
      created_at,
      cost: 0,
    };
  }

  #page(data: Subscription[]): Record<string, unknown> {
    const cost = [...this.#all.values()].reduce((sum, { subscription }) => sum + subscription.cost, 0);
    return { data, total: this.#all.size, total_cost: cost, max_total_cost: MAX_TOTAL_COST };
  }

  #list({ query }: StandInRequest): Answer {
    const filters = FILTERS.filter((name) => query.has(name));
    if (filters.length > 1) return helixError(400, 'only one filter may be given');
    const data = [...this.#all.values()].map(({ subscription }) => subscription);
    const status = query.get('status');
    const type = query.get('type');
    const user = query.get('user_id');
    const id = query.get('subscription_id');
    const found = data.filter(
      (one) =>
        (status === null || one.status === status) &&
        (type === null || one.type === type) &&
        (id === null || one.id === id) &&
        (user === null || Object.values(one.condition).includes(user)),
    );
    return { json: { ...this.#page(found), pagination: {} } };
  }

  #create({ body }: StandInRequest): Answer {
    const parsed = Create.safeParse(parseJson(body));
    if (!parsed.success) return helixError(400, z.prettifyError(parsed.error));
    const { transport, ...given } = parsed.data;
    const same = [...this.#all.values()].some(
      ({ subscription: other }) =>
        (other.status === 'enabled' || other.status === PENDING) &&
        other.type === given.type &&
        other.version === given.version &&
        sameCondition(other.condition, given.condition),
    );
    if (same) return helixError(409, 'subscription already exists');
    const subscription = this.#make(given, transport.callback, PENDING);
    const subscribed = { subscription, secret: transport.secret };
    this.#all.set(subscription.id, subscribed);
    const answer = { status: 202, json: this.#page([{ ...subscription }]) };
    this.#rules.background(this.#handshake(subscribed));
    return answer;
  }

  /** Enables the subscription only if the callback gives the bare challenge back. */
  async #handshake(subscribed: Subscribed): Promise<void> {
    const challenge = randomBytes(24).toString('base64url');
    const attempt = await this.#rules.verify(
      subscribed,
      JSON.stringify({ challenge, subscription: subscribed.subscription }),
    );
    const passed = attempt.status >= 200 && attempt.status < 300 && attempt.body === challenge;
    subscribed.subscription.status = passed ? 'enabled' : 'webhook_callback_verification_failed';
  }

  #delete({ query }: StandInRequest): Answer {
    const known = this.#all.delete(query.get('id') ?? '');
    return known ? { status: 204 } : helixError(404, 'subscription not found');
  }
}

function sameCondition(one: Record<string, string>, other: Record<string, string>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
