import { Hono } from 'hono';
import type { Road } from '../../core/road.ts';
import { decodeJson, orNot, rawBody, sendAgain, tooLarge, unauthenticated } from '../door.ts';
import { readKickEvent } from './events.ts';
import type { KickKeys } from './keys.ts';
import { verifyKick } from './verify.ts';

export interface KickDoor {
  readonly road: Road;
  readonly keys: Pick<KickKeys, 'verify'>;
}

/**
 * `POST /webhooks/kick`: every event of every channel; Kick sends no challenge. Plain chatter is not stopped here, for the
 * bot's own lines come as anybody's and only the road knows its account. What cannot be read is taken all the same: sent
 * again it would be no better, and Kick ends the subscriptions of an app that fails for a day (changelog, 2025-12-12).
 */
export function kickWebhook({ road, keys }: KickDoor): Hono {
  return new Hono().post('/', async (c) => {
    const receivedAt = road.clock();
    const body = await rawBody(c);
    if (!body) return tooLarge(c);
    const headers = await orNot(verifyKick(c.req.raw.headers, body, keys, receivedAt));
    if (!headers) return unauthenticated(c);
    const reading = await readKickEvent(decodeJson(body), headers, receivedAt);
    if (reading.is === 'unreadable') road.report('kick.unreadable', { type: headers.type });
    if (reading.is === 'event') {
      try {
        await road.bring(reading.event);
      } catch (error) {
        return sendAgain(c, road, error, headers.messageId);
      }
    }
    return c.body(null, 204);
  });
}
