import * as z from 'zod';
import { ulid } from './ids.ts';

export const KICK_ROLES = ['viewer', 'subscriber', 'vip', 'og', 'founder', 'moderator', 'broadcaster'] as const;

/** Somebody on Kick: `id` of digits, `login` as others write it, `slug` of the channel (made from the login unless given). */
export const KickUser = z.object({
  id: z.string().regex(/^\d+$/),
  login: z.string().min(1),
  slug: z.string().optional(),
  verified: z.boolean().optional(),
});

export const KickChatter = KickUser.extend({ role: z.enum(KICK_ROLES).optional() });

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), channel: z.string().optional(), ...shape });

/** What happens in a channel besides chat lines; `channel` is an id, login or slug, the first channel unless given. */
export const KickEvent = z.discriminatedUnion('type', [
  event('channel.followed', { user: KickUser }),
  event('channel.subscription.new', { user: KickUser }),
  event('channel.subscription.renewal', { user: KickUser, months: z.int().min(1).default(3) }),
  /** `gifter` null: anonymous. */
  event('channel.subscription.gifts', { gifter: KickUser.nullable(), giftees: z.array(KickUser).min(1) }),
  event('channel.reward.redemption.updated', {
    user: KickUser,
    id: z.string().optional(),
    status: z.enum(['pending', 'accepted', 'rejected']).default('pending'),
    input: z.string().default(''),
    reward: z.object({
      id: z.string().optional(),
      title: z.string(),
      cost: z.int().default(100),
      description: z.string().default(''),
    }),
  }),
  /** `startedAt` in milliseconds since the epoch; now unless given. */
  event('livestream.status.updated', {
    isLive: z.boolean(),
    title: z.string().default('Stream Title'),
    startedAt: z.number().optional(),
  }),
  event('livestream.metadata.updated', {
    title: z.string(),
    language: z.string().default('en'),
    mature: z.boolean().default(false),
    category: z
      .object({ id: z.int(), name: z.string(), thumbnail: z.string().default('') })
      .default({ id: 15, name: 'Just Chatting', thumbnail: '' }),
  }),
  /** With `minutes` a timeout, without a ban. */
  event('moderation.banned', {
    user: KickUser,
    moderator: KickUser.optional(),
    minutes: z.number().min(1).optional(),
    reason: z.string().default(''),
  }),
  event('kicks.gifted', {
    user: KickUser,
    amount: z.int().min(1),
    name: z.string().default('Hell Yeah'),
    giftType: z.string().default('BASIC'),
    tier: z.string().default('BASIC'),
    message: z.string().default(''),
    pinnedSeconds: z.int().default(0),
  }),
]);

export type KickRole = (typeof KICK_ROLES)[number];
export type KickUser = z.output<typeof KickUser>;
export type KickChatter = z.output<typeof KickChatter>;
export type KickEvent = z.input<typeof KickEvent>;

/** Every event a subscription can name (Kick: webhook payloads), all of version 1. */
export const EVENT_TYPES: readonly string[] = [
  'chat.message.sent',
  ...KickEvent.options.map(({ shape }) => shape.type.value),
];

/** How payloads are dressed. */
export interface PayloadStyle {
  /** The moment they tell of, in milliseconds since the epoch. */
  at: number;
  /** Minutes east of UTC in which times are written; Kick mixes offsets. */
  offsetMinutes?: number;
  /** Whether fields that Kick added later are left out, as in older captures. */
  older: boolean;
}

/** A line that was said, as far as a reply to it has to know it. */
export interface KickLine {
  messageId: string;
  broadcasterId: string;
  user: KickChatter;
  text: string;
}

type Payload = Record<string, unknown>;

const DAY_MS = 86_400_000;
// The documentation's livestream examples are in Australian time, its other examples in UTC.
const LIVESTREAM_OFFSET_MINUTES = 660;

const BADGES: Record<KickRole, { text: string; type: string; count?: number }[]> = {
  viewer: [],
  subscriber: [{ text: 'Subscriber', type: 'subscriber', count: 3 }],
  vip: [{ text: 'VIP', type: 'vip' }],
  og: [{ text: 'OG', type: 'og' }],
  founder: [{ text: 'Founder', type: 'founder' }],
  moderator: [{ text: 'Moderator', type: 'moderator' }],
  broadcaster: [{ text: 'Broadcaster', type: 'broadcaster' }],
};

/** RFC 3339 in whole seconds, with `Z` at UTC and `+11:00` elsewhere. */
export function kickTime(ms: number, offsetMinutes = 0): string {
  const local = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 19);
  if (offsetMinutes === 0) return `${local}Z`;
  const minutes = Math.abs(offsetMinutes);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

export const slugOf = ({ login, slug }: KickUser): string => slug ?? login.toLowerCase().replaceAll('_', '-');

export const pictureOf = ({ id }: KickUser): string => `https://kick.example/avatars/${id}.webp`;

/** A user in the short form of redemptions and kicks. */
const short = (user: KickUser): Payload => ({
  user_id: Number(user.id),
  username: user.login,
  is_verified: user.verified ?? false,
  profile_picture: pictureOf(user),
  channel_slug: slugOf(user),
});

/** A user in the long form; `identity` is null but for the sender of a chat message. */
function long(user: KickUser, style: PayloadStyle, identity: unknown = null): Payload {
  return { is_anonymous: false, ...short(user), ...(style.older ? {} : { identity }) };
}

const anonymous = {
  is_anonymous: true,
  user_id: null,
  username: null,
  is_verified: null,
  profile_picture: null,
  channel_slug: null,
  identity: null,
};

/** Where `[emote:ID:NAME]` stands, by character, its end inclusive. */
function emotes(content: string): unknown[] {
  const found = new Map<string, { s: number; e: number }[]>();
  for (const match of content.matchAll(/\[emote:(\d+):[^\]]*\]/g)) {
    const s = [...content.slice(0, match.index)].length;
    const positions = found.get(match[1]!) ?? [];
    found.set(match[1]!, [...positions, { s, e: s + [...match[0]].length - 1 }]);
  }
  return [...found].map(([emote_id, positions]) => ({ emote_id, positions }));
}

/** The body of chat.message.sent. */
export function chatPayload(
  line: KickLine & { parent?: KickLine },
  broadcaster: KickUser,
  style: PayloadStyle,
): Payload {
  const { messageId, user, text, parent } = line;
  const identity = { username_color: '#1E90FF', badges: BADGES[user.role ?? 'viewer'] };
  const replies_to = parent
    ? { message_id: parent.messageId, content: parent.text, sender: long(parent.user, style) }
    : null;
  return {
    message_id: messageId,
    ...(style.older ? {} : { replies_to }),
    broadcaster: long(broadcaster, style),
    sender: long(user, style, identity),
    content: text,
    emotes: emotes(text),
    ...(style.older ? {} : { created_at: kickTime(style.at, style.offsetMinutes) }),
  };
}

/** The body of any other event. */
export function eventPayload(given: KickEvent, channel: KickUser, style: PayloadStyle): Payload {
  const told = KickEvent.parse(given);
  const broadcaster = long(channel, style);
  const time = (ms: number, usual = 0) => kickTime(ms, style.offsetMinutes ?? usual);
  const month = () => ({
    created_at: time(style.at),
    ...(style.older ? {} : { expires_at: time(style.at + 30 * DAY_MS) }),
  });
  switch (told.type) {
    case 'channel.followed':
      return { broadcaster, follower: long(told.user, style) };
    case 'channel.subscription.new':
      return { broadcaster, subscriber: long(told.user, style), duration: 1, ...month() };
    case 'channel.subscription.renewal':
      return { broadcaster, subscriber: long(told.user, style), duration: told.months, ...month() };
    case 'channel.subscription.gifts':
      return {
        broadcaster,
        gifter: told.gifter ? long(told.gifter, style) : anonymous,
        giftees: told.giftees.map((giftee) => long(giftee, style)),
        ...month(),
      };
    case 'channel.reward.redemption.updated': {
      const { id = ulid(style.at), user, status, input, reward } = told;
      return {
        id,
        user_input: input,
        status,
        redeemed_at: new Date(style.at).toISOString(),
        reward: { id: reward.id ?? ulid(style.at), ...rewardText(reward) },
        redeemer: short(user),
        broadcaster: short(channel),
      };
    }
    case 'livestream.status.updated':
      return {
        broadcaster,
        is_live: told.isLive,
        title: told.title,
        started_at: time(told.startedAt ?? style.at, LIVESTREAM_OFFSET_MINUTES),
        ended_at: told.isLive ? null : time(style.at, LIVESTREAM_OFFSET_MINUTES),
      };
    case 'livestream.metadata.updated': {
      const { title, language, mature, category } = told;
      return { broadcaster, metadata: { title, language, has_mature_content: mature, category } };
    }
    case 'moderation.banned': {
      const expires_at = told.minutes === undefined ? null : time(style.at + told.minutes * 60_000);
      return {
        broadcaster,
        moderator: long(told.moderator ?? channel, style),
        banned_user: long(told.user, style),
        metadata: { reason: told.reason, created_at: time(style.at), expires_at },
      };
    }
    case 'kicks.gifted': {
      const { user, amount, name, giftType, tier, message, pinnedSeconds } = told;
      const pinned = style.older ? {} : { pinned_time_seconds: pinnedSeconds };
      return {
        broadcaster: short(channel),
        sender: short(user),
        gift: { amount, name, type: giftType, tier, message, ...pinned },
        created_at: new Date(style.at).toISOString(),
      };
    }
  }
}

const rewardText = ({ title, cost, description }: { title: string; cost: number; description: string }) => ({
  title,
  cost,
  description,
});
