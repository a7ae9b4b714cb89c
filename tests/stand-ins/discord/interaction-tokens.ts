import { randomBytes } from 'node:crypto';
import { noteSecret } from '../../support/secrets.ts';
import type { Answer } from '../routes.ts';
import { Form, invalidForm, record, refuse } from './errors.ts';
import type { ApiMessage, Place } from './guilds.ts';
import { FLAG, isEmpty, type MessageBody, readMessage } from './messages.ts';
import type { Origin, Posts } from './posts.ts';
import { CALLBACK, type InteractionResponse, readResponse } from './responses.ts';
import type { Snowflakes } from './snowflake.ts';

/** Discord: interaction types. */
export const INTERACTION = { ping: 1, command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

export type InteractionKind = keyof typeof INTERACTION;

/** An interaction and what its token can still do. */
export interface InteractionRecord {
  id: string;
  token: string;
  kind: InteractionKind;
  place: Place;
  userId: string;
  name?: string;
  /** The message that the component is on. */
  message?: ApiMessage;
  openedAt: number;
  /** Nobody answered in time: the token is worth nothing. */
  dead: boolean;
  answer?: InteractionResponse;
  /** The message of the answer, `@original`. */
  original?: ApiMessage;
  /** Deferred, and nothing shown yet. */
  thinking: boolean;
  shown: Map<string, ApiMessage>;
}

export interface InteractionTokenRules {
  applicationId: string;
  /** How long a token works, in milliseconds. */
  tokenLifeMs: number;
  posts: Posts;
  ids: Snowflakes;
  now(): number;
}

const EMPTY: MessageBody = { content: '', embeds: [], components: [], flags: 0, enforceNonce: false };

/** Answers and follow-ups of interactions (Discord: receiving and responding). */
export class Interactions {
  #records = new Map<string, InteractionRecord>();
  #rules: InteractionTokenRules;

  constructor(rules: InteractionTokenRules) {
    this.#rules = rules;
  }

  open(given: Pick<InteractionRecord, 'kind' | 'place' | 'userId' | 'name' | 'message'>): InteractionRecord {
    const opened: InteractionRecord = {
      ...given,
      id: this.#rules.ids.next(),
      token: noteSecret('interaction token', randomBytes(96).toString('base64url')),
      openedAt: this.#rules.now(),
      dead: false,
      thinking: false,
      shown: new Map(),
    };
    this.#records.set(opened.token, opened);
    return opened;
  }

  /** No valid answer in time: the token is invalidated, unless the callback was faster. */
  fail(opened: InteractionRecord): void {
    if (!opened.answer) opened.dead = true;
  }

  /** A message that any interaction showed, ephemeral ones among them. */
  shownMessage(id: string): ApiMessage | undefined {
    return [...this.#records.values()].map(({ shown }) => shown.get(id)).find((message) => message !== undefined);
  }

  /** Takes a valid answer; `inline` when it is the HTTP answer itself. */
  answer(opened: InteractionRecord, response: InteractionResponse, inline: boolean): InteractionResponse {
    opened.answer = response;
    const { type, data } = response;
    if (type === CALLBACK.MESSAGE) this.#showOriginal(opened, readMessage(new Form(), data), inline);
    if (type === CALLBACK.DEFERRED_MESSAGE) {
      const flags = (Number(data.flags ?? 0) & FLAG.EPHEMERAL) | FLAG.LOADING;
      opened.thinking = true;
      this.#showOriginal(opened, { ...EMPTY, flags }, inline);
    }
    if (type === CALLBACK.DEFERRED_UPDATE || type === CALLBACK.UPDATE) opened.original = opened.message;
    if (type === CALLBACK.UPDATE && opened.message)
      this.#rules.posts.edit(opened.place, opened.message, readMessage(new Form(), data), data, this.#origin(opened));
    return response;
  }

  /** POST /interactions/{id}/{token}/callback */
  callback(id: string, token: string, body: unknown, withResponse: boolean): Answer {
    const opened = this.#records.get(token);
    if (!opened || opened.id !== id || opened.dead) return refuse(10062);
    if (opened.answer) return refuse(40060);
    const read = readResponse(opened, body);
    if ('issues' in read) return invalidForm(read.issues);
    this.answer(opened, read, false);
    if (!withResponse) return { status: 204 };
    const resource = { type: read.type, ...(opened.original ? { message: opened.original } : {}) };
    const interaction = { id, type: INTERACTION[opened.kind], response_message_id: opened.original?.id };
    return { json: { interaction, resource } };
  }

  /** POST /webhooks/{app}/{token}: a follow-up; the first one after a deferral becomes the answer. */
  followUp(app: string, token: string, body: unknown): Answer {
    const opened = this.#live(app, token);
    if ('status' in opened) return opened;
    if (!opened.answer) return refuse(10015);
    const read = this.#read(body);
    if ('status' in read) return read;
    if (isEmpty(read.message)) return refuse(50006);
    if (opened.thinking && opened.original) {
      this.#edit(opened, opened.original, read.message, record(body));
      return { json: opened.original };
    }
    const message = this.#rules.posts.create(opened.place, read.message, {
      ...this.#origin(opened),
      via: 'followup',
      replyTo: opened.original,
    });
    opened.shown.set(message.id, message);
    return { json: message };
  }

  get(app: string, token: string, messageId: string): Answer {
    const found = this.#find(app, token, messageId);
    return 'status' in found ? found : { json: found.message };
  }

  patch(app: string, token: string, messageId: string, body: unknown): Answer {
    const found = this.#find(app, token, messageId);
    if ('status' in found) return found;
    const read = this.#read(body);
    if ('status' in read) return read;
    const given = record(body);
    const { content, embeds, components } = found.message;
    if (isEmpty({ ...EMPTY, content, embeds, components, ...givenParts(read.message, given) })) return refuse(50006);
    this.#edit(found.opened, found.message, read.message, given);
    return { json: found.message };
  }

  delete(app: string, token: string, messageId: string): Answer {
    const found = this.#find(app, token, messageId);
    if ('status' in found) return found;
    const { opened, message } = found;
    this.#rules.posts.delete(opened.place, message.id);
    opened.shown.delete(message.id);
    if (opened.original === message) {
      opened.original = undefined;
      opened.thinking = false;
    }
    return { status: 204 };
  }

  #showOriginal(opened: InteractionRecord, body: MessageBody, inline: boolean): void {
    const origin = { ...this.#origin(opened), inline };
    opened.original = this.#rules.posts.create(opened.place, body, origin);
    opened.shown.set(opened.original.id, opened.original);
  }

  #edit(opened: InteractionRecord, message: ApiMessage, body: MessageBody, given: Record<string, unknown>): void {
    const via = message === opened.original ? 'interaction' : 'followup';
    this.#rules.posts.edit(opened.place, message, body, given, { ...this.#origin(opened), via });
    if (message === opened.original) opened.thinking = false;
  }

  #origin({ id, kind, name, userId }: InteractionRecord): Origin {
    return { via: 'interaction', interaction: { id, type: INTERACTION[kind], name, userId } };
  }

  #read(body: unknown): { message: MessageBody } | (Answer & { status: number }) {
    const form = new Form();
    const message = readMessage(form, body);
    return form.issues.length > 0 ? { ...invalidForm(form.issues), status: 400 } : { message };
  }

  /** Fifteen minutes; what nobody answered is unknown at once. */
  #live(app: string, token: string): InteractionRecord | (Answer & { status: number }) {
    const opened = this.#records.get(token);
    if (!opened || opened.dead || app !== this.#rules.applicationId) return withStatus(refuse(10015));
    if (this.#rules.now() - opened.openedAt >= this.#rules.tokenLifeMs) return withStatus(refuse(50027));
    return opened;
  }

  #find(app: string, token: string, messageId: string) {
    const opened = this.#live(app, token);
    if ('status' in opened) return opened;
    const message = messageId === '@original' ? opened.original : opened.shown.get(messageId);
    return message ? { opened, message } : withStatus(refuse(10008));
  }
}

const withStatus = (answer: Answer): Answer & { status: number } => ({ ...answer, status: answer.status ?? 200 });

/** The parts of an edit that were given. */
function givenParts(read: MessageBody, given: Record<string, unknown>): Partial<MessageBody> {
  return {
    ...(given.content === undefined ? {} : { content: read.content }),
    ...(given.embeds === undefined ? {} : { embeds: read.embeds }),
    ...(given.components === undefined ? {} : { components: read.components }),
  };
}
