import * as z from 'zod';
import { type Answer, parseJson, type Route, type StandInRequest } from '../routes.ts';
import { kickError, ok } from './api.ts';
import { EVENT_TYPES, kickTime } from './events.ts';
import { ulid } from './ids.ts';
import type { KickToken } from './tokens.ts';

/** As `GET /public/v1/events/subscriptions` lists it. */
export interface KickSubscription {
  app_id: string;
  broadcaster_user_id: number;
  created_at: string;
  event: string;
  id: string;
  method: 'webhook';
  updated_at: string;
  version: number;
}

export interface SubscriptionRules {
  appId: string;
  broadcaster(id: number): boolean;
  /** How many chat.message.sent subscriptions the app may hold; 1,000 on Kick, 10,000 when verified. */
  chatLimit: number;
  /** How long an event type may fail without a break before the app is unsubscribed from it, in milliseconds. */
  failureMs: number;
  now(): number;
  /** Told when failures end subscriptions. */
  ended(event: string, count: number): void;
}

const Create = z.object({
  broadcaster_user_id: z.int().positive().optional(),
  events: z.array(z.object({ name: z.string(), version: z.int() })).min(1),
  method: z.literal('webhook').default('webhook'),
});

/** The app's event subscriptions. A repeated POST makes a duplicate with an id of its own (KickDevDocs#246). */
export class KickSubscriptions {
  #all: KickSubscription[] = [];
  #failingSince = new Map<string, number>();
  #rules: SubscriptionRules;

  constructor(rules: SubscriptionRules) {
    this.#rules = rules;
  }

  get all(): readonly KickSubscription[] {
    return this.#all;
  }

  add(event: string, broadcasterId: number, version = 1): KickSubscription {
    const subscription = this.#make(event, broadcasterId, version);
    this.#all.push(subscription);
    return subscription;
  }

  /** A subscription that no list shows, so that tests can send what the bot never asked for. */
  unlisted(event: string, broadcasterId: number): KickSubscription {
    return this.#make(event, broadcasterId, 1);
  }

  /** One subscription for each delivery that an event causes. */
  to(event: string, broadcasterId: number): KickSubscription[] {
    return this.#all.filter((one) => one.event === event && one.broadcaster_user_id === broadcasterId);
  }

  clear(): void {
    this.#all = [];
  }

  /** Ends the subscriptions of an event type that has failed for too long (Kick changelog, 2025-12-12). */
  noteOutcome(event: string, delivered: boolean): void {
    if (delivered) {
      this.#failingSince.delete(event);
      return;
    }
    const now = this.#rules.now();
    const since = this.#failingSince.get(event) ?? now;
    this.#failingSince.set(event, since);
    if (now - since <= this.#rules.failureMs) return;
    const kept = this.#all.filter((one) => one.event !== event);
    const ended = this.#all.length - kept.length;
    this.#all = kept;
    this.#failingSince.delete(event);
    if (ended > 0) this.#rules.ended(event, ended);
  }

  routes(withToken: (handle: (request: StandInRequest, token: KickToken) => Answer) => Route['handle']): Route[] {
    const path = '/public/v1/events/subscriptions';
    return [
      {
        method: 'GET',
        path,
        op: 'subscriptions.list',
        handle: withToken((request, token) => this.#list(request, token)),
      },
      {
        method: 'POST',
        path,
        op: 'subscriptions.create',
        handle: withToken((request, token) => this.#create(request, token)),
      },
      {
        method: 'DELETE',
        path,
        op: 'subscriptions.delete',
        handle: withToken((request, token) => this.#delete(request, token)),
      },
    ];
  }

  #make(event: string, broadcasterId: number, version: number): KickSubscription {
    const time = kickTime(this.#rules.now());
    return {
      app_id: this.#rules.appId,
      broadcaster_user_id: broadcasterId,
      created_at: time,
      event,
      id: ulid(this.#rules.now()),
      method: 'webhook',
      updated_at: time,
      version,
    };
  }

  #list({ query }: StandInRequest, token: KickToken): Answer {
    const asked = query.get('broadcaster_user_id');
    const only = token.userId === undefined ? asked : token.userId;
    return ok(this.#all.filter((one) => only === null || one.broadcaster_user_id === Number(only)));
  }

  #create({ body, reject }: StandInRequest, token: KickToken): Answer {
    const parsed = Create.safeParse(parseJson(body));
    if (!parsed.success) return kickError(400);
    // A user token subscribes to its own channel, whatever the body names.
    const id = token.userId === undefined ? parsed.data.broadcaster_user_id : Number(token.userId);
    if (id === undefined) return kickError(400, 'broadcaster_user_id is required for app tokens');
    if (!this.#rules.broadcaster(id)) return kickError(404);
    return ok(parsed.data.events.map(({ name, version }) => this.#subscribe(name, version, id, reject !== undefined)));
  }

  #subscribe(name: string, version: number, broadcasterId: number, forget: boolean): Record<string, unknown> {
    if (!EVENT_TYPES.includes(name) || version !== 1) return { name, version, error: 'invalid event' };
    const full = this.#all.filter(({ event }) => event === name).length >= this.#rules.chatLimit;
    if (name === 'chat.message.sent' && full) return { name, version, error: 'subscription limit reached' };
    // KickDevDocs#419: an id may be given for a subscription that no list shows afterwards.
    const { id } = forget ? this.#make(name, broadcasterId, version) : this.add(name, broadcasterId, version);
    return { name, subscription_id: id, version };
  }

  #delete({ query }: StandInRequest, token: KickToken): Answer {
    const ids = query.getAll('id');
    if (ids.length === 0) return kickError(400);
    const own = (one: KickSubscription) =>
      token.userId === undefined || one.broadcaster_user_id === Number(token.userId);
    this.#all = this.#all.filter((one) => !(ids.includes(one.id) && own(one)));
    return { status: 204 };
  }
}
