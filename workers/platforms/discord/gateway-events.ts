import * as z from 'zod';
import type { ChatEvent, EventKind, Person } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import type { GatewayBatch, GatewayDispatch } from '../../core/intake.ts';
import { stripInvisibleEnd } from '../../core/text.ts';
import { levelOfPermissions, permissionsOf, timeOfSnowflake } from './levels.ts';
import { authorOf, channelOf, id, member, type User, user } from './shapes.ts';

/** DEFAULT and REPLY; all other types are furniture: joins, pins, boosts (Discord: Message Types). */
const SPOKEN = new Set([0, 19]);

const message = z.object({
  id,
  channel_id: id,
  guild_id: id.optional(),
  author: user,
  member: member.nullish(),
  webhook_id: id.nullish(),
  content: z.string().default(''),
  type: z.number().default(0),
  timestamp: z.string().optional(),
  mentions: z.array(z.looseObject({ id })).default([]),
  attachments: z.array(z.looseObject({ id })).default([]),
  message_reference: z.looseObject({ message_id: id.optional() }).nullish(),
});
const guildUser = z.object({ guild_id: id, user });
const guildMember = member.extend({
  guild_id: id,
  user,
  communication_disabled_until: z.string().nullish(),
});
const reaction = z.object({
  guild_id: id.optional(),
  channel_id: id,
  message_id: id,
  user_id: id,
  member: member.extend({ user }).nullish(),
  emoji: z.object({ id: id.nullish(), name: z.string().nullish() }),
});
const deleted = z.object({ guild_id: id.optional(), channel_id: id, id });
const bulk = z.object({ guild_id: id.optional(), channel_id: id, ids: z.array(id).max(1_000) });
const guildGone = z.object({ id, unavailable: z.boolean().optional() });

/** Where a dispatch stands: facts without an id of their own are named by their session and sequence, which a resume keeps. */
interface Place {
  readonly name: string;
  readonly botUserId: string;
  readonly receivedAt: number;
}

/** The events a dispatch tells of: none for bots' own doings and for shapes that are not known. */
export function eventsOfDispatch(dispatch: GatewayDispatch, batch: GatewayBatch, receivedAt: number): ChatEvent[] {
  const place = { name: `${batch.session}:${dispatch.s}`, botUserId: batch.botUserId, receivedAt };
  const { d } = dispatch;
  switch (dispatch.t) {
    case 'MESSAGE_CREATE':
      return said(d, place);
    case 'MESSAGE_DELETE':
      return parsed(deleted, d, (gone) => [removed(gone.guild_id, gone.channel_id, gone.id, place)]);
    case 'MESSAGE_DELETE_BULK':
      return parsed(bulk, d, ({ guild_id, channel_id, ids }) =>
        ids.map((messageId) => removed(guild_id, channel_id, messageId, place)),
      );
    case 'MESSAGE_REACTION_ADD':
    case 'MESSAGE_REACTION_REMOVE':
      return reacted(d, dispatch.t === 'MESSAGE_REACTION_ADD', place);
    case 'GUILD_MEMBER_ADD':
      return parsed(guildMember, d, (joined) => {
        if (joined.user.bot) return [];
        const at = Date.parse(joined.joined_at ?? '') || receivedAt;
        return [of('member.join', joined.guild_id, joined.user, place, {}, { id: `join:${joined.user.id}:${at}`, at })];
      });
    case 'GUILD_MEMBER_REMOVE':
      return parsed(guildUser, d, ({ guild_id, user: who }) =>
        who.bot ? [] : [of('member.leave', guild_id, who, place, {})],
      );
    case 'GUILD_MEMBER_UPDATE':
      return timedOut(d, place);
    case 'GUILD_BAN_ADD':
      return parsed(guildUser, d, ({ guild_id, user: who }) => [
        // Who banned and why is only in the audit log.
        of('ban', guild_id, null, place, { target: personOf(who), reason: '' }),
      ]);
    case 'GUILD_BAN_REMOVE':
      return parsed(guildUser, d, ({ guild_id, user: who }) => [
        of('unban', guild_id, null, place, { target: personOf(who) }),
      ]);
    case 'GUILD_DELETE':
      return parsed(guildGone, d, (guild) =>
        // An unavailable guild is an outage of Discord's; a gone one threw the bot out.
        guild.unavailable
          ? []
          : [of('installation.revoked', guild.id, null, place, { reason: 'removed from the server' }, {}, 'none')],
      );
    default:
      return [];
  }
}

function said(d: unknown, place: Place): ChatEvent[] {
  return parsed(message, d, (line) => {
    if (line.author.bot || line.webhook_id || !SPOKEN.has(line.type)) return [];
    // `<@!id>` is the older form of the same mention.
    const [mention = ''] = new RegExp(`^\\s*<@!?${place.botUserId}>\\s*`).exec(line.content) ?? [];
    const addressed = mention !== '';
    const at = Date.parse(line.timestamp ?? '') || (timeOfSnowflake(line.id) ?? place.receivedAt);
    const level = levelOfPermissions(permissionsOf(line.member?.permissions));
    const event: ChatEvent<'message'> = {
      id: line.id,
      platform: 'discord',
      channel: channelOf(line.guild_id, line.author.id),
      room: line.channel_id,
      kind: 'message',
      author: authorOf(line.author, line.member, level),
      text: stripInvisibleEnd(line.content.slice(mention.length)),
      attachments: line.attachments.map((attachment) => attachment.id),
      mentions: line.mentions.map((mentioned) => mentioned.id),
      ...(line.message_reference?.message_id ? { replyTo: line.message_reference.message_id } : {}),
      data: addressed ? { addressed } : {},
      at,
      receivedAt: place.receivedAt,
      correlationId: line.id,
      redelivered: false,
      answer: { by: 'api' },
    };
    return [event];
  });
}

const removed = (guild: string | undefined, room: string, messageId: string, place: Place): ChatEvent =>
  of('message.deleted', guild ?? `dm:${room}`, null, place, { messageId }, { id: `deleted:${messageId}`, room });

function reacted(d: unknown, added: boolean, place: Place): ChatEvent[] {
  return parsed(reaction, d, ({ guild_id, channel_id, message_id, user_id, member: as, emoji }) => {
    if (as?.user.bot || user_id === place.botUserId) return [];
    const who = as?.user ?? { id: user_id, username: user_id };
    const data = {
      messageId: message_id,
      emoji: emoji.id ? `${emoji.name ?? ''}:${emoji.id}` : (emoji.name ?? ''),
      added,
    };
    return [of('reaction', channelOf(guild_id, user_id), who, place, data, { room: channel_id })];
  });
}

/** A member that is timed out; the same timeout is told again with every other change of the member. */
function timedOut(d: unknown, place: Place): ChatEvent[] {
  return parsed(guildMember, d, ({ guild_id, user: who, communication_disabled_until }) => {
    const until = Date.parse(communication_disabled_until ?? '');
    if (!(until > place.receivedAt)) return [];
    const data = { target: personOf(who), reason: '', until };
    return [of('timeout', guild_id, null, place, data, { id: `timeout:${who.id}:${until}` })];
  });
}

const parsed = <T>(shape: z.ZodType<T>, d: unknown, use: (value: T) => ChatEvent[]): ChatEvent[] => {
  const result = shape.safeParse(d);
  return result.success ? use(result.data) : [];
};

const personOf = (who: User): Person => ({
  account: who.id,
  login: who.username,
  displayName: who.global_name || who.username,
});

const of = <K extends EventKind>(
  kind: K,
  guild: string,
  who: User | null,
  place: Place,
  data: ChatEvent<K>['data'],
  more: Partial<Pick<ChatEvent, 'id' | 'room' | 'at'>> = {},
  by: 'api' | 'none' = 'api',
): ChatEvent =>
  ({
    id: place.name,
    platform: 'discord',
    channel: guild,
    room: guild,
    kind,
    author: who ? authorOf(who, null, 'everyone') : NOBODY,
    text: '',
    attachments: [],
    mentions: [],
    data,
    at: place.receivedAt,
    receivedAt: place.receivedAt,
    correlationId: place.name,
    redelivered: false,
    answer: { by },
    ...more,
  }) as ChatEvent;
