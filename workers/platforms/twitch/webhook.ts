import { Hono } from 'hono';
import { channelKey } from '../../core/ids.ts';
import type { Road } from '../../core/road.ts';
import { decodeJson, orNot, rawBody, sendAgain, tooLarge, unauthenticated } from '../door.ts';
import { eventsubBody, parseChatMessage } from './events.ts';
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
    const parsed = eventsubBody.safeParse(json);
    if (!parsed.success) return c.text('This is not an EventSub message.', 400);
    const { challenge, subscription, event } = parsed.data;

    switch (headers.type) {
      case 'webhook_callback_verification':
        return challenge === undefined ? c.text('There is no challenge in this verification.', 400) : c.text(challenge);
      case 'revocation': {
        const channel = subscription.condition?.broadcaster_user_id;
        if (typeof channel !== 'string') return c.body(null, 204);
        try {
          await road.revoked(
            channelKey('twitch', channel),
            `${subscription.type}: ${subscription.status ?? 'revoked'}`,
          );
        } catch (error) {
          return sendAgain(c, road, error, headers.messageId);
        }
        return c.body(null, 204);
      }
      case 'notification':
        break;
      default:
        return c.body(null, 204);
    }

    if (subscription.type !== 'channel.chat.message') return c.body(null, 204);
    const chat = parseChatMessage(event, headers, botUserId, receivedAt, headers.messageId);
    try {
      if (chat.is === 'event') await road.bring(chat.event);
      else if (chat.is === 'echo') await road.echo(channelKey('twitch', chat.echo.channel), chat.echo);
    } catch (error) {
      return sendAgain(c, road, error, headers.messageId);
    }
    return c.body(null, 204);
  });
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
