import type { Answer } from '../routes.ts';
import { Form, invalidForm, record, refuse } from './errors.ts';
import { type ApiMessage, type Guilds, may, type Permission, type Place } from './guilds.ts';
import { isEmpty, type MessageBody, readMessage } from './messages.ts';
import { channelObject } from './objects.ts';
import type { Posts } from './posts.ts';
import type { Operation, RestCall } from './rest.ts';
import { snowflakeTime } from './snowflake.ts';

export interface ChannelRules {
  guilds: Guilds;
  posts: Posts;
  /** How long `enforce_nonce` finds the earlier message, in milliseconds. */
  nonceLifeMs: number;
  react(
    event: 'MESSAGE_REACTION_ADD' | 'MESSAGE_REACTION_REMOVE',
    place: Place,
    message: ApiMessage,
    emoji: string,
  ): void;
  now(): number;
}

type Failed = Answer & { status: number };

const BULK_AGE_MS = 14 * 24 * 60 * 60_000;
const MAX_BULK = 100;

const failed = (code: Parameters<typeof refuse>[0]): Failed => ({ status: 400, ...refuse(code) });
const isFailed = (value: object): value is Failed => 'status' in value;

/** The channel and message operations of the bot. */
export class ChannelRoutes {
  /** Ids of messages, the bot's own among them, oldest first. */
  deleted: string[] = [];
  #nonces = new Map<string, { message: ApiMessage; at: number }>();
  #rules: ChannelRules;

  constructor(rules: ChannelRules) {
    this.#rules = rules;
  }

  reset(): void {
    this.deleted = [];
    this.#nonces.clear();
  }

  operations(): Operation[] {
    const at = '/channels/:channel';
    const message = `${at}/messages/:message`;
    const reaction = `${message}/reactions/:emoji/@me`;
    const major = 'channel';
    return [
      { method: 'GET', path: at, op: 'channel', major, handle: (call) => this.#get(call) },
      {
        method: 'POST',
        path: `${at}/messages`,
        op: 'send',
        bucket: 'messages',
        major,
        handle: (call) => this.#send(call),
      },
      { method: 'GET', path: `${at}/messages`, op: 'messages', major, handle: (call) => this.#history(call) },
      {
        method: 'POST',
        path: `${at}/messages/bulk-delete`,
        op: 'bulk-delete',
        major,
        handle: (call) => this.#bulk(call),
      },
      { method: 'GET', path: message, op: 'message', major, handle: (call) => this.#message(call) },
      { method: 'PATCH', path: message, op: 'edit', bucket: 'messages', major, handle: (call) => this.#edit(call) },
      { method: 'DELETE', path: message, op: 'delete', major, handle: (call) => this.#delete(call) },
      {
        method: 'PUT',
        path: reaction,
        op: 'react',
        major,
        handle: (call) => this.#react(call, 'MESSAGE_REACTION_ADD'),
      },
      {
        method: 'DELETE',
        path: reaction,
        op: 'unreact',
        major,
        handle: (call) => this.#react(call, 'MESSAGE_REACTION_REMOVE'),
      },
      { method: 'POST', path: '/users/@me/channels', op: 'open-dm', handle: (call) => this.#openDm(call) },
    ];
  }

  #place({ params }: RestCall): Place | Failed {
    const place = this.#rules.guilds.place(params.channel ?? '');
    if (!place) return failed(10003);
    return place.channel.bot === 'hidden' ? failed(50001) : place;
  }

  /** A place where the bot holds a permission. */
  #placeWith(call: RestCall, permission: Permission): Place | Failed {
    const place = this.#place(call);
    if (isFailed(place) || !place.guild) return place;
    const { guilds } = this.#rules;
    const bot = guilds.member(place.guild, guilds.botId);
    return bot && may(place.guild, bot, permission) ? place : failed(50013);
  }

  #found(call: RestCall): { place: Place; message: ApiMessage } | Failed {
    const place = this.#place(call);
    if (isFailed(place)) return place;
    const message = this.#rules.guilds.message(place.channel.id, call.params.message ?? '');
    return message ? { place, message } : failed(10008);
  }

  #get(call: RestCall): Answer {
    const place = this.#place(call);
    return isFailed(place) ? place : { json: channelObject(place) };
  }

  #message(call: RestCall): Answer {
    const found = this.#found(call);
    return isFailed(found) ? found : { json: found.message };
  }

  #send(call: RestCall): Answer {
    const place = this.#placeWith(call, 'SEND_MESSAGES');
    if (isFailed(place)) return place;
    if (place.channel.bot === 'read') return refuse(50013);
    if (place.recipient?.refusesDms) return refuse(50007);
    const form = new Form();
    const body = readMessage(form, call.body);
    if (form.issues.length > 0) return invalidForm(form.issues);
    if (isEmpty(body)) return refuse(50006);
    const earlier = this.#earlier(place, body);
    if (earlier) return { json: earlier };
    const { reference } = body;
    const replyTo = reference && this.#rules.guilds.message(place.channel.id, reference.messageId);
    if (reference?.failIfNotExists && !replyTo) {
      const path = ['message_reference'];
      return invalidForm([{ path, code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' }]);
    }
    const message = this.#rules.posts.create(place, body, { via: 'message', replyTo });
    if (body.nonce !== undefined)
      this.#nonces.set(`${place.channel.id}:${body.nonce}`, { message, at: this.#rules.now() });
    return { json: message };
  }

  /** Discord: create message: an enforced nonce gives back the author's message of the past few minutes. */
  #earlier(place: Place, { nonce, enforceNonce }: MessageBody): ApiMessage | undefined {
    if (nonce === undefined || !enforceNonce) return undefined;
    const known = this.#nonces.get(`${place.channel.id}:${nonce}`);
    return known && this.#rules.now() - known.at < this.#rules.nonceLifeMs ? known.message : undefined;
  }

  /** Newest first, 50 unless `limit` says otherwise. */
  #history(call: RestCall): Answer {
    const place = this.#place(call);
    if (isFailed(place)) return place;
    const { query } = call;
    const limit = Number(query.get('limit') ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
      const message = 'int value should be less than or equal to 100.';
      return invalidForm([{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message }]);
    }
    const within = (bound: string, inside: (id: bigint, edge: bigint) => boolean) => (id: bigint) =>
      !query.has(bound) || inside(id, BigInt(query.get(bound) as string));
    const before = within('before', (id, edge) => id < edge);
    const after = within('after', (id, edge) => id > edge);
    const held = [...this.#rules.guilds.messages(place.channel.id)]
      .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))
      .filter(({ id }) => before(BigInt(id)) && after(BigInt(id)));
    const page = query.has('after') ? held.slice(0, limit) : held.slice(-limit);
    return { json: page.reverse() };
  }

  #edit(call: RestCall): Answer {
    const found = this.#found(call);
    if (isFailed(found)) return found;
    if (found.message.author.id !== this.#rules.guilds.botId) return refuse(50005);
    const form = new Form();
    const body = readMessage(form, call.body);
    if (form.issues.length > 0) return invalidForm(form.issues);
    const given = record(call.body);
    if (given.content !== undefined && isEmpty({ ...body, embeds: found.message.embeds })) return refuse(50006);
    this.#rules.posts.edit(found.place, found.message, body, given, { via: 'message' });
    return { json: found.message };
  }

  #delete(call: RestCall): Answer {
    const found = this.#found(call);
    if (isFailed(found)) return found;
    const { place, message } = found;
    const own = message.author.id === this.#rules.guilds.botId;
    const allowed = own ? place : place.guild ? this.#placeWith(call, 'MANAGE_MESSAGES') : failed(50003);
    if (isFailed(allowed)) return allowed;
    this.#rules.posts.delete(place, message.id);
    this.deleted.push(message.id);
    return { status: 204 };
  }

  #bulk(call: RestCall): Answer {
    const place = this.#placeWith(call, 'MANAGE_MESSAGES');
    if (isFailed(place)) return place;
    const { messages } = record(call.body);
    const ids = Array.isArray(messages) ? messages.map(String) : [];
    if (ids.length < 2 || ids.length > MAX_BULK) return refuse(50016);
    if (ids.some((id) => this.#rules.now() - snowflakeTime(id) > BULK_AGE_MS)) return refuse(50034);
    this.deleted.push(...ids.filter((id) => this.#rules.guilds.message(place.channel.id, id)));
    this.#rules.posts.deleteBulk(place, ids);
    return { status: 204 };
  }

  #react(call: RestCall, event: 'MESSAGE_REACTION_ADD' | 'MESSAGE_REACTION_REMOVE'): Answer {
    const found = this.#found(call);
    if (isFailed(found)) return found;
    this.#rules.react(event, found.place, found.message, decodeURIComponent(call.params.emoji ?? ''));
    return { status: 204 };
  }

  #openDm({ body }: RestCall): Answer {
    const user = this.#rules.guilds.users.get(String(record(body).recipient_id));
    return user ? { json: channelObject(this.#rules.guilds.dm(user)) } : refuse(10013);
  }
}
