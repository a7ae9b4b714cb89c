import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type Answer, parseJson, type Route, type StandInRequest } from '../routes.ts';
import { asApp, helixError } from './auth.ts';
import { paged } from './pages.ts';
import type { Tokens } from './tokens.ts';
import type { Endpoint } from './webhook.ts';

// Twitch EventSub: handling conduit events: limits.
const MAX_CONDUITS = 5;
const MAX_SHARDS = 20_000;
const MAX_UPDATES = 100;

export interface Shard {
  id: string;
  status: string;
  transport: { method: 'webhook'; callback: string };
}

interface Conduit {
  id: string;
  shard_count: number;
  /** Only those that were ever given a transport. */
  shards: Map<string, { shard: Shard; secret: string }>;
}

export interface ConduitRules {
  background(work: Promise<unknown>): void;
  /** Sends the challenge to a shard and resolves to whether it came back. */
  verify(to: Endpoint, shard: { conduit_id: string; shard: string }): Promise<boolean>;
  /** A conduit is gone, and its subscriptions with it. */
  deleted(conduitId: string): void;
}

const ShardCount = z.int().min(1).max(MAX_SHARDS);
const Create = z.object({ shard_count: ShardCount });
const Update = z.object({ id: z.string(), shard_count: ShardCount });
const UpdateShards = z.object({
  conduit_id: z.string().min(1),
  shards: z
    .array(z.object({ id: z.string(), transport: z.record(z.string(), z.unknown()) }))
    .min(1)
    .max(MAX_UPDATES),
});
// Twitch EventSub: handling webhook events: a secret is ASCII, 10 to 100 characters.
const Transport = z.object({
  method: z.literal('webhook', { error: 'The value specified in the method field is not valid.' }),
  callback: z.url({ error: "The URL in the transport's callback field is not valid." }),
  secret: z
    .string()
    .regex(/^[\x20-\x7e]{10,100}$/, { error: 'The length of the string in the secret field is not valid.' }),
});

const notFound = () => helixError(404, 'conduit not found');
const PENDING = 'webhook_callback_verification_pending';

/** Conduits and their webhook shards (Twitch EventSub: handling conduit events). */
export class Conduits {
  #all = new Map<string, Conduit>();
  #rules: ConduitRules;

  constructor(rules: ConduitRules) {
    this.#rules = rules;
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  /**
   * The shard that a channel's events go to, by a hash of the channel. Where it is disabled one other shard is tried,
   * and the event is lost where that is disabled too: undefined.
   */
  endpoint(id: string, channel: string): Endpoint | undefined {
    const conduit = this.#all.get(id);
    if (!conduit) return undefined;
    const first = createHash('sha1').update(channel).digest().readUInt32BE() % conduit.shard_count;
    for (const number of [first, (first + 1) % conduit.shard_count]) {
      const held = conduit.shards.get(String(number));
      if (held?.shard.status === 'enabled') {
        return { callback: held.shard.transport.callback, secret: held.secret, shard: held.shard.id };
      }
    }
    return undefined;
  }

  /** Puts an enabled shard out of service; gives what conduit.shard.disabled tells about it. */
  disable(id: string, shardId: string, status: string): Record<string, unknown> {
    const shard = this.#all.get(id)?.shards.get(shardId)?.shard;
    if (!shard) throw new Error(`No shard ${shardId} of conduit ${id}`);
    shard.status = status;
    return { conduit_id: id, shard_id: shardId, status, transport: { ...shard.transport } };
  }

  routes(guard: Tokens['guard']): Route[] {
    const path = '/helix/eventsub/conduits';
    const shards = `${path}/shards`;
    const own = (handle: (request: StandInRequest) => Answer) => guard(asApp(handle));
    return [
      { method: 'GET', path, op: 'conduits.list', handle: own(() => this.#list()) },
      { method: 'POST', path, op: 'conduits.create', handle: own((request) => this.#create(request)) },
      { method: 'PATCH', path, op: 'conduits.update', handle: own((request) => this.#update(request)) },
      { method: 'DELETE', path, op: 'conduits.delete', handle: own((request) => this.#delete(request)) },
      { method: 'GET', path: shards, op: 'shards.list', handle: own((request) => this.#listShards(request)) },
      { method: 'PATCH', path: shards, op: 'shards.update', handle: own((request) => this.#updateShards(request)) },
    ];
  }

  #list(): Answer {
    return { json: { data: [...this.#all.values()].map(shown) } };
  }

  #create({ body }: StandInRequest): Answer {
    const parsed = Create.safeParse(parseJson(body));
    if (!parsed.success) return helixError(400, 'Invalid shard count');
    if (this.#all.size >= MAX_CONDUITS) return helixError(429, 'Conduit limit reached');
    const conduit: Conduit = { id: randomUUID(), shard_count: parsed.data.shard_count, shards: new Map() };
    this.#all.set(conduit.id, conduit);
    return { json: { data: [shown(conduit)] } };
  }

  #update({ body }: StandInRequest): Answer {
    const parsed = Update.safeParse(parseJson(body));
    if (!parsed.success) return helixError(400, 'Invalid shard count');
    const conduit = this.#all.get(parsed.data.id);
    if (!conduit) return notFound();
    conduit.shard_count = parsed.data.shard_count;
    for (const id of conduit.shards.keys()) if (Number(id) >= conduit.shard_count) conduit.shards.delete(id);
    return { json: { data: [shown(conduit)] } };
  }

  #delete({ query }: StandInRequest): Answer {
    const id = query.get('id');
    if (!id) return helixError(400, 'The id query parameter is required.');
    if (!this.#all.delete(id)) return notFound();
    this.#rules.deleted(id);
    return { status: 204 };
  }

  #listShards({ query }: StandInRequest): Answer {
    const id = query.get('conduit_id');
    if (!id) return helixError(400, 'The conduit_id query parameter is required.');
    const conduit = this.#all.get(id);
    if (!conduit) return notFound();
    const status = query.get('status');
    const shards = [...conduit.shards.values()]
      .map(({ shard }) => shard)
      .filter((shard) => status === null || shard.status === status)
      .sort((one, other) => Number(one.id) - Number(other.id));
    return paged(shards, query);
  }

  #updateShards({ body }: StandInRequest): Answer {
    const parsed = UpdateShards.safeParse(parseJson(body));
    if (!parsed.success) return helixError(400, z.prettifyError(parsed.error));
    const conduit = this.#all.get(parsed.data.conduit_id);
    if (!conduit) return notFound();
    const data: Shard[] = [];
    const errors: { id: string; message: string; code: string }[] = [];
    for (const { id, transport } of parsed.data.shards) {
      const set = this.#assign(conduit, id, transport);
      if (typeof set === 'string') errors.push({ id, message: set, code: 'invalid_parameter' });
      else data.push(set);
    }
    return { status: 202, json: { data, errors } };
  }

  /** Gives a shard its transport and starts the handshake; gives a copy of the shard, or what is wrong. */
  #assign(conduit: Conduit, id: string, given: Record<string, unknown>): Shard | string {
    if (!/^\d+$/.test(id) || Number(id) >= conduit.shard_count) return "The shard id is outside the conduit's range";
    const parsed = Transport.safeParse(given);
    if (!parsed.success) return parsed.error.issues[0]?.message ?? 'The transport is not valid.';
    const { callback, secret } = parsed.data;
    const shard: Shard = { id, status: PENDING, transport: { method: 'webhook', callback } };
    conduit.shards.set(id, { shard, secret });
    this.#rules.background(this.#handshake(conduit.id, shard, secret));
    return { ...shard };
  }

  async #handshake(conduitId: string, shard: Shard, secret: string): Promise<void> {
    const to = { callback: shard.transport.callback, secret, shard: shard.id };
    const passed = await this.#rules.verify(to, { conduit_id: conduitId, shard: shard.id });
    shard.status = passed ? 'enabled' : 'webhook_callback_verification_failed';
  }
}

const shown = ({ id, shard_count }: Conduit) => ({ id, shard_count });
