import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Answer, parseJson, type Route, type StandInRequest } from '../routes.ts';
import { asApp, type Caller, helixError } from './auth.ts';
import { type Condition, concerns, eventType, type Refusal, type Rights, readCondition } from './event-types.ts';
import { paged } from './pages.ts';
import { twitchTimestamp } from './sign.ts';
import type { Tokens } from './tokens.ts';
import type { Endpoint } from './webhook.ts';

type Transport = { method: 'webhook'; callback: string } | { method: 'conduit'; conduit_id: string };

export interface Subscription {
  id: string;
  status: string;
  type: string;
  version: string;
  condition: Condition;
  transport: Transport;
  created_at: string;
  cost: number;
}

/** A subscription with the secret that its messages are signed with (a conduit's shards have their own); the API never shows it. */
export interface Subscribed {
  subscription: Subscription;
  secret: string;
}

type Outline = Pick<Subscription, 'type' | 'version' | 'condition'>;

const Create = z.object({
  type: z.string().min(1),
  version: z.string().min(1),
  condition: z.record(z.string(), z.string()),
  transport: z.discriminatedUnion('method', [
    z.object({
      method: z.literal('webhook'),
      callback: z.url(),
      // Twitch EventSub: handling webhook events: ASCII, 10 to 100 characters.
      secret: z.string().regex(/^[\x20-\x7e]{10,100}$/),
    }),
    z.object({ method: z.literal('conduit'), conduit_id: z.string().min(1) }),
  ]),
});

const PENDING = 'webhook_callback_verification_pending';
const MAX_TOTAL_COST = 10_000;
const PAGE = 100;
const FILTERS = ['status', 'type', 'user_id', 'subscription_id'];
// Twitch EventSub: subscription limits: with the same type and condition over different transports.
const MAX_ALIKE = 3;

export interface SubscriptionRules {
  rights: Rights;
  /** Whether the user has connected the app: what is about them costs nothing. */
  connected(userId: string): boolean;
  now(): number;
  background(work: Promise<unknown>): void;
  /** Sends the challenge and resolves to whether it came back. */
  verify(to: Endpoint, about: { subscription: Subscription }): Promise<boolean>;
}

/** EventSub subscriptions over webhooks and conduits: list, create, delete, and what becomes of them. */
export class Subscriptions {
  #all = new Map<string, Subscribed>();
  #rules: SubscriptionRules;

  constructor(rules: SubscriptionRules) {
    this.#rules = rules;
  }

  /** Puts a subscription there without a handshake, as if it had been made long ago. */
  add(given: Outline, callback: string, secret: string): Subscribed {
    const subscribed = this.unlisted(given, callback, secret);
    this.#all.set(subscribed.subscription.id, subscribed);
    return subscribed;
  }

  /** An enabled subscription that no list shows, so that tests can send types the bot never asked for. */
  unlisted(given: Outline, callback: string, secret: string): Subscribed {
    return { subscription: this.#make(given, { method: 'webhook', callback }, 'enabled'), secret };
  }

  /** The enabled ones of a type that ask for this event. */
  enabled(type: string, event: Record<string, unknown>): Subscribed[] {
    return this.#active().filter(
      ({ subscription }) => subscription.type === type && concerns(subscription.condition, event),
    );
  }

  /** The enabled ones that nobody allows any more, each with why. */
  refused(): { subscribed: Subscribed; why: Refusal }[] {
    return this.#active().flatMap((subscribed) => {
      const { type, version, condition } = subscribed.subscription;
      const why = eventType(type, version)?.judge(condition, this.#rules.rights);
      return why ? [{ subscribed, why }] : [];
    });
  }

  /** Disables what was subscribed over a conduit that is gone. */
  conduitDeleted(conduitId: string): void {
    for (const { subscription } of this.#all.values()) {
      const { transport } = subscription;
      if (transport.method === 'conduit' && transport.conduit_id === conduitId) subscription.status = 'conduit_deleted';
    }
  }

  routes(guard: Tokens['guard']): Route[] {
    const path = '/helix/eventsub/subscriptions';
    return [
      { method: 'GET', path, op: 'subscriptions.list', handle: guard(asApp((request) => this.#list(request))) },
      {
        method: 'POST',
        path,
        op: 'subscriptions.create',
        handle: guard((request, caller) => this.#create(request, caller)),
      },
      { method: 'DELETE', path, op: 'subscriptions.delete', handle: guard(asApp((request) => this.#delete(request))) },
    ];
  }

  #active(): Subscribed[] {
    return [...this.#all.values()].filter(({ subscription }) => subscription.status === 'enabled');
  }

  #make({ type, version, condition }: Outline, transport: Transport, status: string): Subscription {
    const free = Object.values(condition).some((id) => this.#rules.connected(id));
    const created_at = twitchTimestamp(this.#rules.now());
    return { id: randomUUID(), status, type, version, condition, transport, created_at, cost: free ? 0 : 1 };
  }

  #page(data: Subscription[]): Record<string, unknown> {
    const cost = this.#active().reduce((sum, { subscription }) => sum + subscription.cost, 0);
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
    const page = paged(found, query, PAGE);
    return page.status === undefined ? { json: { ...this.#page([]), ...(page.json as object) } } : page;
  }

  #create({ body }: StandInRequest, caller: Caller): Answer {
    const parsed = Create.safeParse(parseJson(body));
    if (!parsed.success) return helixError(400, z.prettifyError(parsed.error));
    const { transport: given, type, version } = parsed.data;
    if (caller.is !== 'app') {
      return helixError(400, `auth must use app access token to create ${given.method} subscription`);
    }
    const known = eventType(type, version);
    if (!known) return helixError(400, 'invalid subscription type and version');
    const condition = readCondition(known, parsed.data.condition);
    if (!condition) return helixError(400, 'invalid condition for this subscription type');
    const transport = this.#transport(given, known.webhookOnly);
    if (typeof transport === 'string') return helixError(400, transport);
    if (known.judge(condition, this.#rules.rights)) return helixError(403, 'subscription missing proper authorization');
    const outline = { type, version, condition };
    const clash = this.#clash(outline, transport);
    if (clash) return clash;
    const secret = given.method === 'webhook' ? given.secret : '';
    const subscription = this.#make(outline, transport, given.method === 'webhook' ? PENDING : 'enabled');
    this.#all.set(subscription.id, { subscription, secret });
    const answer = { status: 202, json: this.#page([{ ...subscription }]) };
    if (transport.method === 'webhook') {
      this.#rules.background(this.#handshake(subscription, { callback: transport.callback, secret }));
    }
    return answer;
  }

  /** The transport as it is shown, or what is wrong with it. */
  #transport(given: z.output<typeof Create>['transport'], webhookOnly = false): Transport | string {
    if (given.method === 'webhook') return { method: 'webhook', callback: given.callback };
    if (webhookOnly) return 'transport method is not supported for this subscription type';
    return this.#rules.rights.ownsConduit(given.conduit_id) ? given : 'conduit not found';
  }

  #clash({ type, version, condition }: Outline, transport: Transport): Answer | undefined {
    const alike = [...this.#all.values()].filter(
      ({ subscription: other }) =>
        (other.status === 'enabled' || other.status === PENDING) &&
        other.type === type &&
        other.version === version &&
        sameFields(other.condition, condition),
    );
    if (alike.some(({ subscription: other }) => sameFields(other.transport, transport))) {
      return helixError(409, 'subscription already exists');
    }
    if (alike.length < MAX_ALIKE) return undefined;
    return helixError(429, 'number of subscriptions with the same type and condition exceeded');
  }

  /** Enables the subscription only if the callback gives the bare challenge back. */
  async #handshake(subscription: Subscription, to: Endpoint): Promise<void> {
    const passed = await this.#rules.verify(to, { subscription });
    subscription.status = passed ? 'enabled' : 'webhook_callback_verification_failed';
  }

  #delete({ query }: StandInRequest): Answer {
    const known = this.#all.delete(query.get('id') ?? '');
    return known ? { status: 204 } : helixError(404, 'subscription not found');
  }
}

function sameFields(one: Record<string, string>, other: Record<string, string>): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
