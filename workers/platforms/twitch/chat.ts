import * as z from 'zod';
import type { ChatEvent } from '../../core/events.ts';
import type { Level } from '../../core/levels.ts';
import { highest } from '../../core/levels.ts';
import { stripInvisibleEnd } from '../../core/text.ts';
import { badgeSets, id } from './fact.ts';
import type { VerifiedHeaders } from './verify.ts';

const chatMessage = z.object({
  broadcaster_user_id: id,
  chatter_user_id: id,
  chatter_user_login: z.string(),
  chatter_user_name: z.string(),
  message_id: id,
  message: z.object({
    text: z.string(),
    fragments: z.array(
      z.object({
        type: z.string(),
        text: z.string(),
        mention: z.object({ user_id: id }).nullish(),
        emote: z.unknown().optional(),
      }),
    ),
  }),
  badges: badgeSets,
  cheer: z.object({ bits: z.number() }).nullish(),
  channel_points_custom_reward_id: z.string().max(100).nullish(),
  reply: z
    .object({ parent_message_id: id, parent_user_login: z.string().nullish(), parent_user_name: z.string().nullish() })
    .nullish(),
  source_broadcaster_user_id: id.nullish(),
});

/**
 * Levels by the sets of badges. A lead moderator wears `lead_moderator` in place of `moderator` (twurple#659,
 * Chatterino#6642), one of the first subscribers `founder` in place of `subscriber` (lrrbot#928).
 */
const LEVEL_OF_BADGE: Readonly<Record<string, Level>> = {
  broadcaster: 'owner',
  lead_moderator: 'moderator',
  moderator: 'moderator',
  vip: 'vip',
  subscriber: 'subscriber',
  founder: 'subscriber',
};

/** Badges carry every level but follower, which Twitch shows nowhere in an event. */
export const twitchLevel = (badges: readonly string[]): Level =>
  highest(...badges.map((badge) => LEVEL_OF_BADGE[badge] ?? 'everyone'));

/** A line of the bot's own, as it comes back: the proof that it was posted. */
export interface TwitchEcho {
  readonly channel: string;
  readonly text: string;
  readonly replyTo: string | undefined;
  readonly at: number;
}

export type TwitchChat =
  | { readonly is: 'event'; readonly event: ChatEvent<'message'> }
  | { readonly is: 'echo'; readonly echo: TwitchEcho }
  /** Nothing for this channel's bot: another room's line in a shared chat, or a body that is no chat message. */
  | { readonly is: 'nothing' };

/** A `channel.chat.message` notification as an event; the headers' time is the platform's own, for the body has none. */
export function parseChatMessage(
  payload: unknown,
  headers: VerifiedHeaders,
  botUserId: string,
  receivedAt: number,
  correlationId: string,
): TwitchChat {
  const parsed = chatMessage.safeParse(payload);
  if (!parsed.success) return { is: 'nothing' };
  const message = parsed.data;
  // Shared chat repeats a line in every room that takes part; only its own room answers.
  if (message.source_broadcaster_user_id && message.source_broadcaster_user_id !== message.broadcaster_user_id)
    return { is: 'nothing' };
  const text = stripInvisibleEnd(withoutReplyMention(message.message.text, message.reply));
  if (message.chatter_user_id === botUserId) {
    const echo = {
      channel: message.broadcaster_user_id,
      text,
      replyTo: message.reply?.parent_message_id,
      at: headers.sentAt,
    };
    return { is: 'echo', echo };
  }
  const mentions = message.message.fragments.flatMap((fragment) =>
    fragment.mention ? [fragment.mention.user_id] : [],
  );
  const first = message.message.fragments.find((fragment) => fragment.text.trim() !== '');
  const addressed = first?.type === 'mention' && first.mention?.user_id === botUserId;
  const { badges } = message;
  const isBroadcaster = message.chatter_user_id === message.broadcaster_user_id;
  const rewardId = message.channel_points_custom_reward_id;
  return {
    is: 'event',
    event: {
      id: message.message_id,
      platform: 'twitch',
      channel: message.broadcaster_user_id,
      room: message.broadcaster_user_id,
      kind: 'message',
      author: {
        account: message.chatter_user_id,
        login: message.chatter_user_login,
        displayName: message.chatter_user_name || message.chatter_user_login,
        level: isBroadcaster ? 'owner' : twitchLevel(badges),
        badges,
      },
      // In an answer to the bot its name was taken off already.
      text: addressed && text.startsWith(first.text) ? text.slice(first.text.length).trimStart() : text,
      attachments: [],
      mentions,
      ...(message.reply ? { replyTo: message.reply.parent_message_id } : {}),
      data: {
        ...(message.cheer ? { bits: message.cheer.bits } : {}),
        ...(rewardId ? { rewardId } : {}),
        ...(addressed ? { addressed } : {}),
      },
      at: headers.sentAt,
      receivedAt,
      correlationId,
      redelivered: headers.retry > 0,
      answer: { by: 'api' },
    },
  };
}

/** Twitch puts `@name ` in front of what is typed as a reply; it is not part of what was said. */
function withoutReplyMention(text: string, reply: z.infer<typeof chatMessage>['reply']): string {
  if (!reply) return text;
  const [mention = ''] = /^@\S+\s+/.exec(text) ?? [];
  const name = mention.slice(1).trimEnd().toLowerCase();
  const isParent =
    name !== '' && [reply.parent_user_login, reply.parent_user_name].some((known) => known?.toLowerCase() === name);
  return isParent ? text.slice(mention.length) : text;
}
