import type { Context } from 'hono';
import { Hono } from 'hono';
import * as z from 'zod';
import type { ChatEvent } from '../../core/events.ts';
import type { Brought } from '../../core/invocation.ts';
import { refusalText } from '../../core/refusals.ts';
import type { Road } from '../../core/road.ts';
import { decodeJson, orNot, rawBody, sendAgain, tooLarge, unauthenticated } from '../door.ts';
import { acknowledged, answerOf, choicesOf, pong, whisper } from './answers.ts';
import { PING, parseInteraction } from './interactions.ts';
import { verifyDiscord } from './verify.ts';

export interface DiscordDoor {
  readonly road: Road;
  /** Hex, from the Developer Portal. */
  readonly publicKey: string;
  readonly applicationId: string;
}

/** Discord: Webhook Events. Type 0 is their ping, and an `event` is what interactions never have. */
const delivery = z.looseObject({ type: z.number(), event: z.looseObject({ type: z.string().max(100) }).optional() });

const TRY_AGAIN = 'WaddleBot could not take that just now. Nothing was changed; please try again in a moment.';

/** `POST /webhooks/discord`: interactions, and the few events that Discord sends by webhook. */
export function discordWebhook({ road, publicKey, applicationId }: DiscordDoor): Hono {
  return new Hono().post('/', async (c) => {
    const receivedAt = road.clock();
    const body = await rawBody(c);
    if (!body) return tooLarge(c);
    if (!(await orNot(verifyDiscord(c.req.raw.headers, body, publicKey, receivedAt)))) return unauthenticated(c);
    const json = decodeJson(body);
    const { type, event: told } = delivery.safeParse(json).data ?? {};
    if (type === 0 || told) {
      // Nothing of a guild comes this way; that the bot came or went is seen in the Gateway.
      if (told) road.report('discord.webhook-event', { type: told.type });
      c.header('content-type', 'application/json');
      return c.body(null, 204);
    }
    if (type === PING) return c.json(pong);
    const event = parseInteraction(json, applicationId, { receivedAt, redelivered: false });
    if (!event) return c.text('This is not an interaction that WaddleBot knows.', 400);
    try {
      return await answer(c, road, event);
    } catch (error) {
      sendAgain(c, road, error, event.correlationId);
      c.res.headers.delete('retry-after');
      // Discord does not send an interaction again; the person can.
      return event.kind === 'autocomplete' ? c.json(choicesOf([])) : c.json(whisper(TRY_AGAIN));
    }
  });
}

type Interaction = NonNullable<ReturnType<typeof parseInteraction>>;

async function answer(c: Context, road: Road, event: Interaction): Promise<Response> {
  switch (event.kind) {
    case 'autocomplete':
      return c.json(choicesOf(await road.suggest(event)));
    case 'command': {
      const brought = await road.bring(event);
      if (brought.decision !== 'inline') return c.json(whisper(wordsFor(brought, event)));
      return c.json(answerOf(await road.answer(brought.invocation, (work) => c.executionCtx.waitUntil(work))));
    }
    default: {
      const brought = await road.bring(event);
      // Taken once is enough; a copy is told the same.
      if (brought.decision === 'queued' || brought.decision === 'duplicate') return c.json(acknowledged);
      return c.json(whisper('This does nothing any more.'));
    }
  }
}

/** What a person reads whose command was not admitted. They asked the bot itself, so silence would be rude. */
function wordsFor(brought: Brought, event: ChatEvent<'command'>): string {
  if (brought.decision !== 'refused') {
    if (brought.decision === 'duplicate') return 'WaddleBot is on it already.';
    return event.channel.startsWith('dm:')
      ? 'WaddleBot works in servers, not in direct messages.'
      : 'This server is not linked to a WaddleBot community yet. Its owner can do that with `npm run connect discord`.';
  }
  return refusalText(brought);
}
