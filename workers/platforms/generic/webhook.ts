import type { Context } from 'hono';
import { Hono } from 'hono';
import { toHex, utf8 } from '../../core/bytes.ts';
import { describeError } from '../../core/errors.ts';
import type { ChatEvent } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import type { Platform } from '../../core/ids.ts';
import type { Brought } from '../../core/invocation.ts';
import type { Road } from '../../core/road.ts';
import { stripInvisibleStart } from '../../core/text.ts';
import { decodeJson, orNot, rawBody, unauthenticated } from '../door.ts';
import { fillIn, MAX_SAID, shorten } from './template.ts';
import type { Delivery, VerifiedBy } from './verify.ts';
import { verifyDelivery } from './verify.ts';

/** An address that somebody's own programs knock at, and the one room it is made for. */
export interface InboundWebhook extends VerifiedBy {
  readonly id: string;
  readonly name: string;
  readonly communityId: string;
  readonly platform: Platform;
  readonly channel: string;
  readonly room: string;
  /** What is said of payloads that have no `text`. */
  readonly template: string | null;
}

export interface GenericDoor {
  readonly road: Road;
  readonly hooks: {
    /** The webhook of a token, as long as its channel belongs to its community. @throws when it cannot be looked up. */
    find(token: string): Promise<InboundWebhook | null>;
  };
}

/** What is said in chat fits into far less, bytes. */
const MAX_BODY_BYTES = 256 * 1024;
/** 32 bytes in base64url: nothing else is worth a look into the database. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/;
/** Ids of deliveries that are kept as they are; others go by their digest. */
const PLAIN_ID = /^[A-Za-z0-9._-]{1,100}$/;

/** `POST /webhooks/in/:token`: Standard Webhooks, GitHub's signatures, or the address itself as the secret. */
export function genericWebhook({ road, hooks }: GenericDoor): Hono {
  return new Hono().post('/:token', async (c) => {
    const token = c.req.param('token');
    const now = road.clock();
    try {
      const hook = TOKEN.test(token) ? await hooks.find(token) : null;
      if (!hook) return c.text(UNKNOWN, 404);
      const body = await smallBody(c);
      if (!body) return c.text(`This webhook takes at most ${MAX_BODY_BYTES} bytes.`, 413);
      if (!isJson(c)) return c.text(NOT_JSON_TYPE, 415);
      const delivery = await orNot(verifyDelivery(hook, c.req.raw.headers, body, now));
      if (!delivery) return unauthenticated(c);
      const payload = decodeJson(body);
      if (payload === undefined) return c.text('The body of this request is not JSON.', 400);

      const eventId = await idOf(hook, delivery);
      const id = (await digest(eventId)).slice(0, 32);
      if (hook.verifier === 'github' && delivery.event === 'ping') return c.json({ id }, 202);
      const said = textFor(hook, delivery, payload);
      if (said === null) return c.text(NOTHING_TO_SAY, 422);
      return answer(c, id, await road.bring(eventOf(hook, eventId, id, said, now)));
    } catch (error) {
      return undecided(c, road, error, token);
    }
  });
}

const UNKNOWN =
  'There is no webhook at this address. Look whether all of it was copied; if it was removed, make a new one with `npm run webhook -- add`.';
const NOT_JSON_TYPE =
  'This webhook takes JSON: send it with the header "content-type: application/json" (on GitHub, choose that content type).';
const NOTHING_TO_SAY =
  'There is nothing to say: send {"text": "…"}, or give the webhook a template that prints something for this payload.';

/** The raw bytes, or null where there are too many of them. */
async function smallBody(c: Context): Promise<Uint8Array | null> {
  if (Number(c.req.header('content-length')) > MAX_BODY_BYTES) return null;
  const body = await rawBody(c);
  return body && body.length <= MAX_BODY_BYTES ? body : null;
}

const isJson = (c: Context): boolean =>
  JSON_TYPE.test((c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '');

const digest = async (text: string): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', utf8(text)));

const idOf = async (hook: InboundWebhook, { id }: Delivery): Promise<string> =>
  `in:${hook.id}:${PLAIN_ID.test(id) ? id : await digest(id)}`;

/** What is to be said of a payload, or null where that is nothing anybody could see. */
function textFor(hook: InboundWebhook, delivery: Delivery, payload: unknown): string | null {
  const { text, type } = fieldsOf(payload);
  if (typeof text === 'string') {
    const said = storable(shorten(text, MAX_SAID));
    if (isSeen(said)) return said;
  }
  // Standard Webhooks name what happened in the payload's `type`.
  const event = delivery.event || (typeof type === 'string' ? type : '');
  const said = hook.template === null ? '' : storable(fillIn(hook.template, { event, data: payload }));
  return isSeen(said) ? said : null;
}

const fieldsOf = (payload: unknown): Readonly<Record<string, unknown>> =>
  typeof payload === 'object' && payload !== null ? (payload as Readonly<Record<string, unknown>>) : {};

/** JSON can spell what PostgreSQL's jsonb does not take: NUL and halves of surrogate pairs. */
const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

const isSeen = (text: string): boolean => stripInvisibleStart(text.replace(/[\p{Cc}\p{Cf}]/gu, '')) !== '';

const eventOf = (
  hook: InboundWebhook,
  id: string,
  correlationId: string,
  said: string,
  now: number,
): ChatEvent<'webhook'> => ({
  id,
  platform: hook.platform,
  channel: hook.channel,
  room: hook.room,
  kind: 'webhook',
  author: NOBODY,
  text: '',
  attachments: [],
  mentions: [],
  data: { webhookId: hook.id, name: hook.name, say: said },
  at: now,
  receivedAt: now,
  correlationId,
  redelivered: false,
  answer: { by: 'api' },
});

/** The id comes from the delivery's own, so that a copy is told the id of the first. */
function answer(c: Context, id: string, brought: Brought): Response {
  switch (brought.decision) {
    case 'queued':
    case 'inline':
      return c.json({ id }, 202);
    case 'duplicate':
      return c.json({ id }, 200);
    case 'refused': {
      const seconds = Math.max(1, Math.ceil((brought.retryAfterMs ?? 1_000) / 1000));
      c.header('retry-after', String(seconds));
      return c.text(`This webhook has said a lot lately. Send this again in ${seconds} s.`, 429);
    }
    case 'ignored':
      return c.text('The channel of this webhook listens to no webhooks now. Look at its settings.', 409);
    case 'unconfigured':
      throw new Error('the channel has no settings');
  }
}

/** Like the other doors' 503, but the path holds a secret: six characters of it have to do. */
function undecided(c: Context, road: Road, error: unknown, token: string): Response {
  const path = `/webhooks/in/${token.slice(0, 6)}…`;
  road.report('webhook.undecided', { path, error: describeError(error) });
  c.header('retry-after', '1');
  return c.text('This could not be taken now. Send it again.', 503);
}
