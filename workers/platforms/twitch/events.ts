import * as z from 'zod';
import type { ChatEvent } from '../../core/events.ts';
import type { Fields, Parser } from './fact.ts';
import { personOf } from './fact.ts';
import { ban, messageDelete, unban } from './moderation.ts';
import { chatNotification } from './notices.ts';
import { offline, online, raid, shoutoutReceived, shoutoutSent, update } from './stream.ts';
import { bitsUse, cheer, follow, gift, redemption, resubscribe, subscribe } from './support.ts';
import type { VerifiedHeaders } from './verify.ts';

/** What every EventSub body has: which subscription it is for, and its event where it is a notification. */
export const eventsubBody = z.object({
  subscription: z.object({
    type: z.string(),
    status: z.string().optional(),
    condition: z.record(z.string(), z.unknown()).optional(),
  }),
  event: z.unknown().optional(),
});
export const verification = z.object({ challenge: z.string().max(1_000) });
export type EventsubBody = z.infer<typeof eventsubBody>;

/**
 * Which types of notification become events. Where Twitch tells one fact by several types, one of them counts: the gift and
 * not the subscriptions it makes, the cheer and not the bits it uses.
 */
const PARSERS: ReadonlyMap<string, Parser> = new Map([
  ['channel.follow', follow],
  ['channel.subscribe', subscribe],
  ['channel.subscription.gift', gift],
  ['channel.subscription.message', resubscribe],
  ['channel.cheer', cheer],
  ['channel.bits.use', bitsUse],
  ['channel.channel_points_custom_reward_redemption.add', redemption],
  ['channel.chat.notification', chatNotification],
  ['channel.chat.message_delete', messageDelete],
  ['channel.raid', raid],
  ['stream.online', online],
  ['stream.offline', offline],
  ['channel.update', update],
  ['channel.shoutout.create', shoutoutSent],
  ['channel.shoutout.receive', shoutoutReceived],
  ['channel.ban', ban],
  ['channel.unban', unban],
]);

/**
 * A notification of any type but `channel.chat.message` as an event; null for what is told by another one, is about
 * another channel, or is not of a shape or type that is known.
 */
export function parseNotification(
  subscription: EventsubBody['subscription'],
  payload: unknown,
  headers: VerifiedHeaders,
  receivedAt: number,
): ChatEvent | null {
  const parse = PARSERS.get(subscription.type);
  if (!parse || typeof payload !== 'object' || payload === null) return null;
  const event = payload as Fields;
  const channel = personOf(event, subscription.type === 'channel.raid' ? 'to_broadcaster_user' : 'broadcaster_user');
  if (!channel) return null;
  return parse({ event, channel, condition: subscription.condition ?? {}, headers, receivedAt });
}

const revokedByUser = z.object({ user_id: z.string().min(1).max(100) });

/** `user.authorization.revoke`: the id of who took this application's rights away. */
export function parseAuthorizationRevoke(payload: unknown): string | null {
  const parsed = revokedByUser.safeParse(payload);
  return parsed.success ? parsed.data.user_id : null;
}

const shardDisabled = z.object({ shard_id: z.string().max(100), status: z.string().max(100) });

/** `conduit.shard.disabled`: which transport of the conduit Twitch gave up on, and why. */
export function parseShardDisabled(payload: unknown): { readonly shardId: string; readonly status: string } | null {
  const parsed = shardDisabled.safeParse(payload);
  return parsed.success ? { shardId: parsed.data.shard_id, status: parsed.data.status } : null;
}
