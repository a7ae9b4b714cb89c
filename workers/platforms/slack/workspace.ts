import * as z from 'zod';
import type { ChatEvent, EventData, EventKind } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import type { Delivery, EventCallback } from './events.ts';
import { authorOf, botOf, id, personOf, slackRoom, slackTs, timeOfTs } from './events.ts';

const membership = z.object({ user: id, channel: id, event_ts: slackTs });
const reaction = z.object({
  user: id,
  reaction: id,
  // Files can be reacted to, too, and are in no room.
  item: z.object({ type: z.literal('message'), channel: id, ts: slackTs }),
  event_ts: slackTs,
});
const deletion = z.object({
  subtype: z.literal('message_deleted'),
  channel: id,
  deleted_ts: slackTs,
  event_ts: slackTs.optional(),
  previous_message: z.object({ user: id.nullish(), thread_ts: slackTs.nullish() }).nullish(),
});
const revoked = z.discriminatedUnion('type', [
  z.object({ type: z.literal('app_uninstalled') }),
  // People's own tokens are listed apart; without the bot's the workspace is still ours.
  z.object({ type: z.literal('tokens_revoked'), tokens: z.object({ bot: z.array(z.string()).min(1) }) }),
]);
export const rateLimited = z.object({
  type: z.literal('app_rate_limited'),
  team_id: id,
  /** Unix seconds. */
  minute_rate_limited: z.number(),
});

/** The removal of an app is told by two events, in any order; how far they may come apart, ms. */
const REVOKED_WITHIN_MS = 60_000;

type Fact<K extends EventKind> = Pick<ChatEvent<K>, 'id' | 'room' | 'author' | 'data' | 'at'>;

const eventOf = <K extends EventKind>(
  kind: K,
  callback: EventCallback,
  delivery: Delivery,
  fact: Fact<K>,
  answer: ChatEvent['answer'] = { by: 'api' },
): ChatEvent<K> => ({
  ...fact,
  platform: 'slack',
  channel: callback.team_id,
  kind,
  text: '',
  attachments: [],
  mentions: [],
  ...delivery,
  answer,
});

/** What happened in a workspace besides what was said; null for the bot's own doings and whatever is not known. */
export function parseWorkspaceEvent(callback: EventCallback, delivery: Delivery): ChatEvent | null {
  switch (callback.event.type) {
    case 'member_joined_channel':
      return cameOrWent('member.join', callback, delivery);
    case 'member_left_channel':
      return cameOrWent('member.leave', callback, delivery);
    case 'reaction_added':
    case 'reaction_removed':
      return reacted(callback, delivery);
    case 'message':
      return deleted(callback, delivery);
    default:
      return null;
  }
}

function cameOrWent(
  kind: 'member.join' | 'member.leave',
  callback: EventCallback,
  delivery: Delivery,
): ChatEvent | null {
  const parsed = membership.safeParse(callback.event);
  if (!parsed.success || parsed.data.user === botOf(callback)) return null;
  const { user, channel, event_ts } = parsed.data;
  return eventOf(kind, callback, delivery, {
    id: `${kind}:${user}:${event_ts}`,
    room: channel,
    author: authorOf(user),
    data: {},
    at: timeOfTs(event_ts),
  });
}

function reacted(callback: EventCallback, delivery: Delivery): ChatEvent<'reaction'> | null {
  const parsed = reaction.safeParse(callback.event);
  if (!parsed.success || parsed.data.user === botOf(callback)) return null;
  const { user, item, event_ts } = parsed.data;
  const data: EventData['reaction'] = {
    messageId: item.ts,
    emoji: parsed.data.reaction,
    added: callback.event.type === 'reaction_added',
  };
  return eventOf('reaction', callback, delivery, {
    id: `reaction:${user}:${event_ts}`,
    room: item.channel,
    author: authorOf(user),
    data,
    at: timeOfTs(event_ts),
  });
}

function deleted(callback: EventCallback, delivery: Delivery): ChatEvent<'message.deleted'> | null {
  const parsed = deletion.safeParse(callback.event);
  if (!parsed.success) return null;
  const { channel, deleted_ts: messageId, event_ts, previous_message: gone } = parsed.data;
  // The first message of a thread stands in the channel itself.
  const thread = gone?.thread_ts === messageId ? null : gone?.thread_ts;
  return eventOf('message.deleted', callback, delivery, {
    id: `deleted:${channel}:${messageId}`,
    room: slackRoom(channel, thread),
    author: NOBODY,
    data: { messageId, ...(gone?.user ? { target: personOf(gone.user) } : {}) },
    at: event_ts === undefined ? delivery.receivedAt : timeOfTs(event_ts),
  });
}

/** The workspace took the bot away. */
export function parseRevocation(callback: EventCallback, delivery: Delivery): ChatEvent<'installation.revoked'> | null {
  const parsed = revoked.safeParse(callback.event);
  if (!parsed.success) return null;
  const reason = parsed.data.type;
  const event = eventOf(
    'installation.revoked',
    callback,
    delivery,
    {
      id: callback.event_id,
      room: callback.team_id,
      author: NOBODY,
      data: { reason },
      at: (callback.event_time ?? delivery.receivedAt / 1000) * 1000,
    },
    { by: 'none' },
  );
  return { ...event, twin: { key: 'revoked', source: reason, withinMs: REVOKED_WITHIN_MS } };
}
