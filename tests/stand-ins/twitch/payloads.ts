import { randomUUID } from 'node:crypto';
import { cheerText, fragments, named, type TwitchUser } from './events.ts';
import type { Tier } from './notices.ts';
import type { ChannelInfo } from './people.ts';
import { twitchTimestamp } from './sign.ts';

/** An event as a notification carries it. */
export type TwitchEvent = Record<string, unknown>;

const ofChannel = (channel: TwitchUser) => named('broadcaster_user', channel);
const ofUser = (user: TwitchUser | undefined) => named('user', user);
const MINUTE_MS = 60_000;

/** Where emotes stand in a text, by UTF-16 unit, the last one included; null without any. */
function emotes(text: string): unknown[] | null {
  const found = [];
  let begin = 0;
  for (const part of fragments(text, [])) {
    if (part.emote) found.push({ begin, end: begin + part.text.length - 1, id: part.emote.id });
    begin += part.text.length;
  }
  return found.length > 0 ? found : null;
}

/** The `event` of each type (Twitch EventSub: subscription types); times in milliseconds since the epoch. */
export const payloads = {
  follow: (channel: TwitchUser, user: TwitchUser, at: number): TwitchEvent => ({
    ...ofUser(user),
    ...ofChannel(channel),
    followed_at: twitchTimestamp(at),
  }),

  subscribe: (channel: TwitchUser, user: TwitchUser, tier: Tier, isGift: boolean): TwitchEvent => ({
    ...ofUser(user),
    ...ofChannel(channel),
    tier,
    is_gift: isGift,
  }),

  subscriptionGift: (
    channel: TwitchUser,
    user: TwitchUser | undefined,
    given: { total: number; tier: Tier; cumulativeTotal?: number },
  ): TwitchEvent => ({
    ...ofUser(user),
    ...ofChannel(channel),
    total: given.total,
    tier: given.tier,
    cumulative_total: user ? (given.cumulativeTotal ?? null) : null,
    is_anonymous: user === undefined,
  }),

  subscriptionMessage: (
    channel: TwitchUser,
    user: TwitchUser,
    given: { tier: Tier; months: number; streak?: number; duration: number; text: string },
  ): TwitchEvent => ({
    ...ofUser(user),
    ...ofChannel(channel),
    tier: given.tier,
    message: { text: given.text, emotes: emotes(given.text) },
    cumulative_months: given.months,
    streak_months: given.streak ?? null,
    duration_months: given.duration,
  }),

  cheer: (channel: TwitchUser, user: TwitchUser | undefined, bits: number, text?: string): TwitchEvent => ({
    is_anonymous: user === undefined,
    ...ofUser(user),
    ...ofChannel(channel),
    message: cheerText(bits, text),
    bits,
  }),

  bitsUse: (
    channel: TwitchUser,
    user: TwitchUser,
    given: { bits: number; kind: 'cheer' | 'power_up' | 'combo'; text?: string },
  ): TwitchEvent => {
    const text = given.kind === 'cheer' ? cheerText(given.bits, given.text) : given.text;
    const parts = fragments(text ?? '', [], true).map(({ mention, ...part }) => part);
    return {
      ...ofUser(user),
      ...ofChannel(channel),
      bits: given.bits,
      type: given.kind,
      power_up: given.kind === 'power_up' ? { type: 'celebration', emote: null, message_effect_id: null } : null,
      custom_power_up: null,
      message: text === undefined ? null : { text, fragments: parts },
    };
  },

  raid: (to: TwitchUser, from: TwitchUser, viewers: number): TwitchEvent => ({
    ...named('from_broadcaster_user', from),
    ...named('to_broadcaster_user', to),
    viewers,
  }),

  redemption: (
    channel: TwitchUser,
    user: TwitchUser,
    given: { id: string; reward: Reward; text: string; at: number },
  ): TwitchEvent => ({
    id: given.id,
    ...ofChannel(channel),
    ...ofUser(user),
    user_input: given.text,
    status: 'unfulfilled',
    reward: { prompt: '', ...given.reward },
    redeemed_at: twitchTimestamp(given.at),
  }),

  streamOnline: (channel: TwitchUser, id: string, startedAt: number): TwitchEvent => ({
    id,
    ...ofChannel(channel),
    type: 'live',
    started_at: twitchTimestamp(startedAt),
  }),

  streamOffline: (channel: TwitchUser): TwitchEvent => ofChannel(channel),

  channelUpdate: (channel: TwitchUser, info: ChannelInfo): TwitchEvent => ({
    ...ofChannel(channel),
    title: info.title,
    language: info.language,
    category_id: info.categoryId,
    category_name: info.categoryName,
    content_classification_labels: info.labels,
  }),

  // One shoutout per 2 minutes, to the same channel one per 60.
  shoutoutCreate: (
    channel: TwitchUser,
    given: { moderator: TwitchUser; to: TwitchUser; viewers: number; at: number },
  ): TwitchEvent => ({
    ...ofChannel(channel),
    ...named('moderator_user', given.moderator),
    ...named('to_broadcaster_user', given.to),
    started_at: twitchTimestamp(given.at),
    viewer_count: given.viewers,
    cooldown_ends_at: twitchTimestamp(given.at + 2 * MINUTE_MS),
    target_cooldown_ends_at: twitchTimestamp(given.at + 60 * MINUTE_MS),
  }),

  shoutoutReceive: (channel: TwitchUser, from: TwitchUser, viewers: number, at: number): TwitchEvent => ({
    ...ofChannel(channel),
    ...named('from_broadcaster_user', from),
    viewer_count: viewers,
    started_at: twitchTimestamp(at),
  }),

  /** A ban, or with `seconds` a timeout. */
  ban: (
    channel: TwitchUser,
    user: TwitchUser,
    given: { moderator: TwitchUser; reason: string; at: number; seconds?: number },
  ): TwitchEvent => ({
    ...ofUser(user),
    ...ofChannel(channel),
    ...named('moderator_user', given.moderator),
    reason: given.reason,
    banned_at: twitchTimestamp(given.at),
    ends_at: given.seconds === undefined ? null : twitchTimestamp(given.at + given.seconds * 1_000),
    is_permanent: given.seconds === undefined,
  }),

  unban: (channel: TwitchUser, user: TwitchUser, moderator: TwitchUser): TwitchEvent => ({
    ...ofUser(user),
    ...ofChannel(channel),
    ...named('moderator_user', moderator),
  }),

  messageDelete: (channel: TwitchUser, target: TwitchUser, messageId: string): TwitchEvent => ({
    ...ofChannel(channel),
    ...named('target_user', target),
    message_id: messageId,
  }),

  authorizationRevoke: (clientId: string, userId: string, user: TwitchUser | undefined): TwitchEvent => ({
    client_id: clientId,
    ...ofUser(user),
    user_id: userId,
  }),
};

export interface Reward {
  id: string;
  title: string;
  cost: number;
  prompt?: string;
}

/** Say-it-out-loud for 300 points: a reward for those who need any. */
export const someReward = (): Reward => ({ id: randomUUID(), title: 'Say it out loud', cost: 300 });
