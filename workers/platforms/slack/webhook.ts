import type { Context } from 'hono';
import { Hono } from 'hono';
import * as z from 'zod';
import { utf8 } from '../../core/bytes.ts';
import { describeError } from '../../core/errors.ts';
import type { ChatEvent } from '../../core/events.ts';
import { channelKey } from '../../core/ids.ts';
import type { Brought } from '../../core/invocation.ts';
import { refusalText } from '../../core/refusals.ts';
import type { InlineAnswer, Road, WaitUntil } from '../../core/road.ts';
import { codePoints } from '../../core/text.ts';
import { decodeJson, decodeUtf8, orNot, rawBody, sendAgain, tooLarge, unauthenticated } from '../door.ts';
import type { Delivery } from './events.ts';
import { eventCallback, parseMessage, parseSlash } from './events.ts';
import { parseInteraction, parseSuggestion } from './interactivity.ts';
import { answerByUrl } from './response-url.ts';
import { verifySlack } from './verify.ts';
import { parseRevocation, parseWorkspaceEvent, rateLimited } from './workspace.ts';

export interface SlackDoor {
  readonly road: Road;
  readonly signingSecret: string;
  /** Posts answers to `response_url`s; the runtime's own unless given. */
  readonly fetch?: typeof fetch;
}

const urlVerification = z.object({ type: z.literal('url_verification'), challenge: z.string().max(1_000) });

/** `/webhooks/slack/{events,commands,interactivity}`. */
export function slackWebhooks({ road, signingSecret, fetch: fetcher = (...args) => fetch(...args) }: SlackDoor): Hono {
  /** The body of an authentic request, or the answer to any other. */
  const verified = async (c: Context): Promise<Uint8Array | Response> => {
    const body = await rawBody(c);
    if (!body) return tooLarge(c);
    return (await orNot(verifySlack(c.req.raw.headers, body, signingSecret, road.clock()))) ? body : unauthenticated(c);
  };
  const delivery = (c: Context, id: string): Delivery => ({
    receivedAt: road.clock(),
    correlationId: id,
    redelivered: Number(c.req.header('x-slack-retry-num')) > 0,
  });

  return new Hono()
    .post('/events', async (c) => {
      const body = await verified(c);
      if (body instanceof Response) return body;
      const json = decodeJson(body);
      const handshake = urlVerification.safeParse(json);
      if (handshake.success) return c.text(handshake.data.challenge);
      const callback = eventCallback.safeParse(json);
      if (!callback.success) {
        if (json === undefined) return c.text('This is not JSON.', 400);
        const limited = rateLimited.safeParse(json);
        if (limited.success) {
          const { team_id: team, minute_rate_limited: minute } = limited.data;
          road.report('slack.events-lost', { team, minute });
        }
        // Signed by Slack, but nothing we know: taken and left.
        return c.body(null, 200);
      }
      const how = delivery(c, callback.data.event_id);
      try {
        const revocation = parseRevocation(callback.data, how);
        if (revocation) await road.revoked(channelKey('slack', revocation.channel), revocation.data.reason);
        const event = revocation ?? parseMessage(callback.data, how) ?? parseWorkspaceEvent(callback.data, how);
        if (event) await road.bring(event);
      } catch (error) {
        return sendAgain(c, road, error, how.correlationId);
      }
      return c.body(null, 200);
    })

    .post('/commands', async (c) => {
      const body = await rawBody(c);
      if (!body) return tooLarge(c);
      const text = decodeUtf8(body);
      // Slack probes the address without a signature; nothing may happen but a friendly answer.
      if (text !== null && new URLSearchParams(text).get('ssl_check') === '1') return c.body(null, 200);
      const authentic = await orNot(verifySlack(c.req.raw.headers, body, signingSecret, road.clock()));
      if (!authentic) return unauthenticated(c);
      const event = text === null ? null : parseSlash(new URLSearchParams(text), delivery(c, crypto.randomUUID()));
      if (!event) return c.text('This is not a slash command.', 400);
      try {
        const admission = await road.bring(event);
        if (admission.decision !== 'inline') return ephemeral(c, wordsFor(admission));
        const answer = await road.answer(admission.invocation, (work) => c.executionCtx.waitUntil(work));
        // An empty 200 shows nothing: the deferred answer comes by response_url.
        if (answer.answer === 'later') return c.body(null, 200);
        return c.json({ response_type: answer.ephemeral ? 'ephemeral' : 'in_channel', text: answer.text });
      } catch (error) {
        sendAgain(c, road, error, event.correlationId);
        // Slack does not send a slash command again; the person can.
        return ephemeral(
          c,
          'WaddleBot could not take that just now. Nothing was changed; please try again in a moment.',
          200,
        );
      }
    })

    .post('/interactivity', async (c) => {
      const body = await verified(c);
      if (body instanceof Response) return body;
      const text = decodeUtf8(body);
      const payload = text === null ? null : new URLSearchParams(text).get('payload');
      const json = payload === null ? undefined : decodeJson(utf8(payload));
      if (json === undefined) return c.text('There is no payload in this request.', 400);
      const how = delivery(c, crypto.randomUUID());
      const asked = parseSuggestion(json, how);
      if (asked) return c.json({ options: await optionsFor(road, asked) });
      const waitUntil = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
      try {
        for (const event of parseInteraction(json, how)) await interact(road, event, fetcher, waitUntil);
      } catch (error) {
        // Slack sends no interaction twice, but says at the button or form that it did not work.
        return sendAgain(c, road, error, how.correlationId);
      }
      return c.body(null, 200);
    });
}

/** Slack: at most 100 options, of 75 characters each. */
async function optionsFor(road: Road, asked: ChatEvent<'autocomplete'>) {
  try {
    const found = (await road.suggest(asked)).filter((value) => value !== '' && codePoints(value) <= 75);
    return found.slice(0, 100).map((value) => ({ text: { type: 'plain_text', text: value }, value }));
  } catch (error) {
    road.report('slack.no-options', { error: describeError(error), correlationId: asked.correlationId });
    return [];
  }
}

/**
 * Brings an interaction. The response of its request shows nothing in Slack, so whatever is to be said at once goes to
 * its `response_url`; answers that come later are the road's.
 */
async function interact(road: Road, event: ChatEvent, fetcher: typeof fetch, waitUntil: WaitUntil): Promise<void> {
  const { kind, answer: answerBy, correlationId } = event;
  const admission = await road.bring(event);
  if (admission.decision === 'ignored') {
    // A button, form or menu entry of an earlier day or of a module that is gone: a click is not worth a message.
    road.report('slack.interaction-unhandled', { kind, correlationId });
    return;
  }
  const answer: InlineAnswer =
    admission.decision === 'inline'
      ? await road.answer(admission.invocation, waitUntil)
      : { answer: 'now', text: wordsFor(admission) ?? '', ephemeral: true };
  if (answer.answer === 'later' || answer.text === '' || answerBy.by !== 'slack-response-url') return;
  waitUntil(
    answerByUrl(fetcher, answerBy.url, answer).then((sent) => {
      if (sent.outcome !== 'sent') road.report('slack.answer-lost', { reason: sent.reason, correlationId });
    }),
  );
}

const ephemeral = (c: Context, text: string | null, status: 200 = 200): Response =>
  text === null ? c.body(null, status) : c.json({ response_type: 'ephemeral', text }, status);

/** What a person reads whose command or click was not admitted; they turned to the bot, so silence would be rude. */
function wordsFor(admission: Brought): string | null {
  if (admission.decision !== 'refused') {
    return admission.decision === 'ignored' ? 'This workspace is not linked to a WaddleBot community yet.' : null;
  }
  return refusalText(admission);
}
