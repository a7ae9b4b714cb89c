import { randomUUID } from 'node:crypto';
import { BADGES, type Chatter, fragments, named, type TwitchUser } from './events.ts';

/** What a subscription costs: tier 1, 2 or 3. Prime counts as 1. */
export type Tier = '1000' | '2000' | '3000';

interface Sub {
  sub_tier: Tier;
  is_prime: boolean;
  duration_months: number;
}

interface Gifter {
  gifter_is_anonymous: boolean | null;
  gifter_user_id: string | null;
  gifter_user_login: string | null;
  gifter_user_name: string | null;
}

interface Resub extends Gifter {
  cumulative_months: number;
  duration_months: number;
  streak_months: number | null;
  sub_tier: Tier;
  is_prime: boolean;
  is_gift: boolean;
}

interface SubGift {
  duration_months: number;
  cumulative_total: number | null;
  recipient_user_id: string | null;
  recipient_user_login: string | null;
  recipient_user_name: string | null;
  sub_tier: Tier;
  /** The community gift that it is a part of. */
  community_gift_id: string | null;
}

interface CommunitySubGift {
  id: string;
  total: number;
  sub_tier: Tier;
  cumulative_total: number | null;
}

interface Raid {
  user_id: string | null;
  user_login: string | null;
  user_name: string | null;
  viewer_count: number;
  profile_image_url: string;
}

/** The object that a notice carries under its own name (Twitch EventSub: Channel Chat Notification Event). */
export interface Notices {
  sub: Sub;
  resub: Resub;
  sub_gift: SubGift;
  community_sub_gift: CommunitySubGift;
  gift_paid_upgrade: Gifter;
  prime_paid_upgrade: { sub_tier: Tier };
  pay_it_forward: Gifter;
  raid: Raid;
  unraid: Record<string, never>;
  announcement: { color: 'BLUE' | 'PURPLE' | 'ORANGE' | 'GREEN' | 'PRIMARY' };
  bits_badge_tier: { tier: number };
  charity_donation: { charity_name: string; amount: { value: number; decimal_place: number; currency: string } };
  shared_chat_sub: Sub;
  shared_chat_resub: Resub;
  shared_chat_sub_gift: SubGift;
  shared_chat_community_sub_gift: CommunitySubGift;
  shared_chat_gift_paid_upgrade: Gifter;
  shared_chat_prime_paid_upgrade: { sub_tier: Tier };
  shared_chat_pay_it_forward: Gifter;
  shared_chat_raid: Raid;
  shared_chat_announcement: { color: string };
}

export type NoticeType = keyof Notices;

/** Every notice type, in the order in which the event lists its objects. */
export const NOTICE_TYPES: readonly NoticeType[] = [
  'sub',
  'resub',
  'sub_gift',
  'community_sub_gift',
  'gift_paid_upgrade',
  'prime_paid_upgrade',
  'pay_it_forward',
  'raid',
  'unraid',
  'announcement',
  'bits_badge_tier',
  'charity_donation',
  'shared_chat_sub',
  'shared_chat_resub',
  'shared_chat_sub_gift',
  'shared_chat_community_sub_gift',
  'shared_chat_gift_paid_upgrade',
  'shared_chat_prime_paid_upgrade',
  'shared_chat_pay_it_forward',
  'shared_chat_raid',
  'shared_chat_announcement',
];

/** Nobody's name on what is given without one: Twitch keeps two accounts for it. */
const ANONYMOUS_GIFTER: TwitchUser = { id: '274598607', login: 'ananonymousgifter', name: 'AnAnonymousGifter' };
export const ANONYMOUS_CHEERER: TwitchUser = {
  id: '407665396',
  login: 'ananonymouscheerer',
  name: 'AnAnonymousCheerer',
};

/** The gifter's fields: all null where nothing was a gift (`undefined`), without a name where they gave none (`null`). */
export function gifter(user: TwitchUser | null | undefined): Gifter {
  return {
    gifter_is_anonymous: user === undefined ? null : user === null,
    gifter_user_id: user?.id ?? null,
    gifter_user_login: user?.login ?? null,
    gifter_user_name: user ? (user.name ?? user.login) : null,
  };
}

export interface Notice<T extends NoticeType = NoticeType> {
  type: T;
  /** Who it is about; nobody is named where they are missing. */
  user?: Chatter;
  fields: Notices[T];
  /** The person's own words. */
  text?: string;
  /** What chat shows of it. */
  system: string;
  /** Shared chat: where it happened. */
  sharedFrom?: TwitchUser;
}

/** The `event` of a channel.chat.notification. */
export function noticeEvent(
  { type, user, fields, text = '', system, sharedFrom }: Notice,
  channel: TwitchUser,
  users: readonly TwitchUser[],
): Record<string, unknown> {
  const badges = BADGES[user?.role ?? 'viewer'];
  const away = sharedFrom !== undefined && sharedFrom.id !== channel.id;
  return {
    ...named('broadcaster_user', channel),
    ...named('source_broadcaster_user', sharedFrom),
    ...named('chatter_user', user ?? ANONYMOUS_GIFTER),
    chatter_is_anonymous: user === undefined,
    color: user?.color ?? '',
    badges: away ? [] : badges,
    source_badges: sharedFrom ? badges : null,
    system_message: system,
    message_id: randomUUID(),
    source_message_id: sharedFrom ? randomUUID() : null,
    message: { text, fragments: fragments(text, users) },
    notice_type: type,
    ...Object.fromEntries(NOTICE_TYPES.map((one) => [one, one === type ? fields : null])),
  };
}
