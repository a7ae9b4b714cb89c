import { Hono } from 'hono';
import { channelKey } from '../../core/ids.ts';
import type { Road } from '../../core/road.ts';
import { decodeJson, orNot, rawBody, sendAgain, tooLarge, unauthenticated } from '../door.ts';
import { parseChatMessage } from './chat.ts';
import type { EventsubBody } from './events.ts';
import {
  eventsubBody,
  parseAuthorizationRevoke,
  parseNotification,
  parseShardDisabled,
  verification,
} from './events.ts';
import type { VerifiedHeaders } from './verify.ts';
import { verifyTwitch } from './verify.ts';

export interface TwitchDoor {
  readonly road: Road;
  readonly webhookSecret: string;
  readonly botUserId: string;
}

/** `POST /webhooks/twitch`: EventSub challenges, notifications and revocations. */
export function twitchWebhook({ road, webhookSecret, botUserId }: TwitchDoor): Hono {
  return new Hono().post('/', async (c) => {
    const receivedAt = road.clock();
    const body = await rawBody(c);
    if (!body) return tooLarge(c);
    const headers = await orNot(verifyTwitch(c.req.raw.headers, body, webhookSecret, receivedAt));
    if (!headers) return unauthenticated(c);
    const json = decodeJson(body);
    if (headers.type === 'notification' && isPlainChatter(json, road, botUserId)) return c.body(null, 204);
    if (headers.type === 'webhook_callback_verification') {
      // A conduit's shard is asked without a subscription.
      const { challenge } = verification.safeParse(json).data ?? {};
      return challenge === undefined ? c.text('There is no challenge in this verification.', 400) : c.text(challenge);
    }
    const parsed = eventsubBody.safeParse(json);
    if (!parsed.success) return c.text('This is not an EventSub message.', 400);
    try {
      if (headers.type === 'revocation') await tellRevocation(road, parsed.data);
      else if (headers.type === 'notification')
        await takeNotification(road, parsed.data, botUserId, headers, receivedAt);
    } catch (error) {
      return sendAgain(c, road, error, headers.messageId);
    }
    return c.body(null, 204);
  });
}

/** Twitch ended a subscription; the channel's link is broken until somebody mends it. */
async function tellRevocation(road: Road, { subscription }: EventsubBody): Promise<void> {
  const { condition, type, status } = subscription;
  // Conditions that were not asked for are empty.
  const channel = condition?.broadcaster_user_id || condition?.to_broadcaster_user_id;
  if (typeof channel !== 'string' || channel === '') return;
  await road.revoked(channelKey('twitch', channel), `${type}: ${status ?? 'revoked'}`);
}

async function takeNotification(
  road: Road,
  { subscription, event: payload }: EventsubBody,
  botUserId: string,
  headers: VerifiedHeaders,
  receivedAt: number,
): Promise<void> {
  switch (subscription.type) {
    case 'channel.chat.message': {
      const chat = parseChatMessage(payload, headers, botUserId, receivedAt, headers.messageId);
      if (chat.is === 'event') await road.bring(chat.event);
      else if (chat.is === 'echo') await road.echo(channelKey('twitch', chat.echo.channel), chat.echo);
      return;
    }
    case 'user.authorization.revoke': {
      const user = parseAuthorizationRevoke(payload);
      if (user !== null) await road.revoked(channelKey('twitch', user), subscription.type);
      return;
    }
    case 'conduit.shard.disabled': {
      // A conduit serves all channels and belongs to none, so there is no channel that could want this event.
      const shard = parseShardDisabled(payload);
      if (shard) road.report('twitch.shard-disabled', shard);
      return;
    }
    default: {
      const event = parseNotification(subscription, payload, headers, receivedAt);
      if (event) await road.bring(event);
    }
  }
}

/**
 * Most of what comes is chatter that nobody wants, and checking its whole shape costs more than all the rest: so its
 * three telling fields are looked at first. Whatever is odd about them goes the long way.
 */
function isPlainChatter(json: unknown, road: Road, botUserId: string): boolean {
  const { subscription, event } = (json ?? {}) as { readonly subscription?: Fields; readonly event?: Fields };
  if (subscription?.type !== 'channel.chat.message') return false;
  const text = (event?.message as Fields | undefined)?.text;
  const channel = event?.broadcaster_user_id;
  if (typeof text !== 'string' || typeof channel !== 'string' || event?.chatter_user_id === botUserId) return false;
  return road.isPlain(channelKey('twitch', channel), text);
}

type Fields = Readonly<Record<string, unknown>>;
