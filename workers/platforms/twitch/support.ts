import * as z from 'zod';
import type { ChatEvent, Person, Tier } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import type { Parser } from './fact.ts';
import { authorOf, eventOf, id, keyByTime, personOf, timeOf } from './fact.ts';

const TIERS = { '1000': '1', '2000': '2', '3000': '3', Prime: 'prime' } as const satisfies Record<string, Tier>;
export const tier = z.enum(['1000', '2000', '3000', 'Prime']).transform((plan): Tier => TIERS[plan]);
export const count = z.int().min(0);
/** Null for who gives anonymously or does not share it; chat notices say 0 for the latter (twitchdev/issues#1156). */
export const cumulativeTotal = count.nullish();

/** How far the event and the chat notice of one fact may come apart, ms. */
const TWINS_WITHIN_MS = 60_000;

/**
 * Subscriptions, gifts and raids are told twice, as an event of their own and as a notice in chat; which of the two an
 * installation gets depends on its scopes, so both are read and the first counts.
 */
const twin = (key: string, source: 'event' | 'notice'): ChatEvent['twin'] => ({
  key,
  source,
  withinMs: TWINS_WITHIN_MS,
});
export const twins = {
  subscribe: (account: string, source: 'event' | 'notice') => twin(`sub:${account}`, source),
  resubscribe: (account: string, months: number, source: 'event' | 'notice') =>
    twin(`resub:${account}:${months}`, source),
  gift: (gifter: Person | null, given: number, source: 'event' | 'notice') =>
    twin(`gift:${gifter?.account ?? 'anonymous'}:${given}`, source),
  raid: (raider: string, source: 'event' | 'notice') => twin(`raid:${raider}`, source),
};

/** `channel.follow` v2. */
export const follow: Parser = (notification) => {
  const { event, channel } = notification;
  const user = personOf(event, 'user');
  if (!user) return null;
  const at = timeOf(event.followed_at);
  return eventOf('follow', notification, {
    id: keyByTime('follow', user.account, at),
    author: authorOf(user, channel, 'follower'),
    data: {},
    at,
  });
};

const subscribed = z.object({ tier, is_gift: z.boolean().nullish() });

/** `channel.subscribe`: first months only. Given ones are left to the gift; Prime looks like tier 1 here. */
export const subscribe: Parser = (notification) => {
  const user = personOf(notification.event, 'user');
  const parsed = subscribed.safeParse(notification.event);
  if (!user || !parsed.success || parsed.data.is_gift) return null;
  return eventOf('subscribe', notification, {
    author: authorOf(user, notification.channel, 'subscriber'),
    data: { tier: parsed.data.tier },
    twin: twins.subscribe(user.account, 'event'),
  });
};

const resubscribed = z.object({
  tier,
  message: z.object({ text: z.string() }).nullish(),
  cumulative_months: count,
  streak_months: count.nullish(),
});

/** `channel.subscription.message`: somebody shares that they subscribed again. */
export const resubscribe: Parser = (notification) => {
  const user = personOf(notification.event, 'user');
  const parsed = resubscribed.safeParse(notification.event);
  if (!user || !parsed.success) return null;
  const { message, cumulative_months: months, streak_months: streak } = parsed.data;
  return eventOf('resubscribe', notification, {
    // Each month is shared once.
    id: `resub:${user.account}:${months}`,
    author: authorOf(user, notification.channel, 'subscriber'),
    text: message?.text,
    data: { tier: parsed.data.tier, months, ...(streak ? { streak } : {}) },
    twin: twins.resubscribe(user.account, months, 'event'),
  });
};

const gifted = z.object({ tier, total: count.min(1), cumulative_total: cumulativeTotal });

/** `channel.subscription.gift`: once, however many were given. Who got them comes as `channel.subscribe`. */
export const gift: Parser = (notification) => {
  const { event, channel } = notification;
  const parsed = gifted.safeParse(event);
  if (!parsed.success) return null;
  const gifter = event.is_anonymous === true ? null : personOf(event, 'user');
  const { total: given, cumulative_total: total } = parsed.data;
  return eventOf('gift', notification, {
    author: gifter ? authorOf(gifter, channel) : NOBODY,
    data: {
      tier: parsed.data.tier,
      count: given,
      ...(total ? { total } : {}),
      recipients: [],
      anonymous: gifter === null,
    },
    twin: twins.gift(gifter, given, 'event'),
  });
};

const cheered = z.object({ bits: count.min(1), message: z.string().nullish() });

/** `channel.cheer`; the chat message that carries it is an ordinary message with its bits noted. */
export const cheer: Parser = (notification) => {
  const { event, channel } = notification;
  const parsed = cheered.safeParse(event);
  if (!parsed.success) return null;
  const user = event.is_anonymous === true ? null : personOf(event, 'user');
  return eventOf('cheer', notification, {
    author: user ? authorOf(user, channel) : NOBODY,
    text: parsed.data.message ?? '',
    data: { amount: parsed.data.bits, unit: 'bits', anonymous: user === null },
  });
};

const bitsUsed = z.object({
  bits: count.min(1),
  type: z.enum(['power_up', 'combo']),
  message: z.object({ text: z.string() }).nullish(),
});

/** `channel.bits.use` of power-ups and combos; those of cheers are left to `channel.cheer`. */
export const bitsUse: Parser = (notification) => {
  const user = personOf(notification.event, 'user');
  const parsed = bitsUsed.safeParse(notification.event);
  if (!user || !parsed.success) return null;
  return eventOf('cheer', notification, {
    author: authorOf(user, notification.channel),
    text: parsed.data.message?.text,
    data: { amount: parsed.data.bits, unit: 'bits', anonymous: false },
  });
};

const REDEMPTION_STATUS = { unfulfilled: 'pending', fulfilled: 'fulfilled', canceled: 'canceled' } as const;
const redeemed = z.object({
  id,
  user_input: z.string().nullish(),
  status: z
    .string()
    .nullish()
    .transform((status) =>
      status && Object.hasOwn(REDEMPTION_STATUS, status)
        ? REDEMPTION_STATUS[status as keyof typeof REDEMPTION_STATUS]
        : 'unknown',
    ),
  reward: z.object({ id, title: z.string(), cost: count }),
});

/** `channel.channel_points_custom_reward_redemption.add`; what was typed for it comes as a chat message, too. */
export const redemption: Parser = (notification) => {
  const { event, channel } = notification;
  const user = personOf(event, 'user');
  const parsed = redeemed.safeParse(event);
  if (!user || !parsed.success) return null;
  const { id: redemptionId, user_input: input, status, reward } = parsed.data;
  return eventOf('redemption', notification, {
    id: redemptionId,
    author: authorOf(user, channel),
    text: input ?? '',
    data: { redemptionId, reward, status },
    at: timeOf(event.redeemed_at),
  });
};
