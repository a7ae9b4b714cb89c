import * as z from 'zod';
import type { ChatEvent } from '../../core/events.ts';
import { message } from './chat.ts';
import type { Parser } from './fact.ts';
import { personOf, user } from './fact.ts';
import { ban } from './moderation.ts';
import { metadata, status } from './stream.ts';
import { follow, gift, kicks, redemption, resubscribe, subscribe } from './support.ts';
import type { VerifiedHeaders } from './verify.ts';

/** Every event of Kick's that is read, as subscriptions name it; all of version 1 (Kick: webhook payloads). */
const PARSERS: ReadonlyMap<string, Parser> = new Map([
  ['chat.message.sent', message],
  ['channel.followed', follow],
  ['channel.subscription.new', subscribe],
  ['channel.subscription.renewal', resubscribe],
  ['channel.subscription.gifts', gift],
  ['channel.reward.redemption.updated', redemption],
  ['livestream.status.updated', status],
  ['livestream.metadata.updated', metadata],
  ['moderation.banned', ban],
  ['kicks.gifted', kicks],
]);

/** What a channel has to be subscribed to. */
export const KICK_EVENTS: readonly string[] = [...PARSERS.keys()];

const addressed = z.object({ broadcaster: user });

export type KickReading =
  | { readonly is: 'event'; readonly event: ChatEvent }
  /** A type that Kick has added since. */
  | { readonly is: 'unknown' }
  /** A known type in a shape that is not its own. */
  | { readonly is: 'unreadable' };

/** A verified webhook as an event. */
export async function readKickEvent(
  payload: unknown,
  headers: VerifiedHeaders,
  receivedAt: number,
): Promise<KickReading> {
  const parser = PARSERS.get(headers.type);
  if (!parser) return { is: 'unknown' };
  const channel = personOf(addressed.safeParse(payload).data?.broadcaster);
  const event = channel && (await parser({ payload, channel, headers, receivedAt }));
  return event ? { is: 'event', event } : { is: 'unreadable' };
}
