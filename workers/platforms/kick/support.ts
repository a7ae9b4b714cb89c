import * as z from 'zod';
import { NOBODY } from '../../core/events.ts';
import type { Parser } from './fact.ts';
import { authorOf, eventOf, keyByTime, personOf, textId, time, user } from './fact.ts';

const count = z.int().min(1);

const followed = z.object({ follower: user });

/** `channel.followed`: it does not say when. */
export const follow: Parser = (notification) => {
  const parsed = followed.safeParse(notification.payload);
  const person = personOf(parsed.data?.follower);
  if (!person) return null;
  const author = authorOf(person, notification.channel, 'follower');
  return eventOf('follow', notification, { id: undefined, author, data: {} });
};

const subscribed = z.object({
  subscriber: user,
  duration: count.nullish(),
  created_at: time,
  expires_at: time,
});

/** `channel.subscription.new`. */
export const subscribe: Parser = (notification) => {
  const parsed = subscribed.safeParse(notification.payload);
  const person = personOf(parsed.data?.subscriber);
  if (!parsed.success || !person) return null;
  const at = parsed.data.created_at;
  return eventOf('subscribe', notification, {
    id: keyByTime('subscribe', at, person.account),
    author: authorOf(person, notification.channel, 'subscriber'),
    data: { tier: 'member' },
    at,
  });
};

/**
 * `channel.subscription.renewal`; `duration` counts the months. It is not said whether `created_at` is that of the
 * renewal or of the subscription, so the renewals of one subscription are told apart by where they lead to as well.
 */
export const resubscribe: Parser = (notification) => {
  const parsed = subscribed.safeParse(notification.payload);
  const person = personOf(parsed.data?.subscriber);
  if (!parsed.success || !person) return null;
  const { duration, created_at: at, expires_at } = parsed.data;
  const months = duration ?? 1;
  return eventOf('resubscribe', notification, {
    id: keyByTime('resubscribe', at, person.account, months, expires_at),
    author: authorOf(person, notification.channel, 'subscriber'),
    data: { tier: 'member', months },
    at,
  });
};

const gifted = z.object({ gifter: user.nullish(), giftees: z.array(user).min(1), created_at: time });

/** `channel.subscription.gifts`: once, however many were given. */
export const gift: Parser = (notification) => {
  const parsed = gifted.safeParse(notification.payload);
  if (!parsed.success) return null;
  const { gifter, giftees, created_at: at } = parsed.data;
  const person = personOf(gifter);
  const recipients = giftees.flatMap((giftee) => personOf(giftee) ?? []);
  return eventOf('gift', notification, {
    id: keyByTime('gift', at, person?.account ?? 'anonymous', giftees.length, recipients[0]?.account ?? null),
    author: person ? authorOf(person, notification.channel) : NOBODY,
    data: { tier: 'member', count: giftees.length, recipients, anonymous: person === null },
    at,
  });
};

const kicksGifted = z.object({
  sender: user.nullish(),
  gift: z.object({ amount: count, message: z.string().nullish() }),
  created_at: time,
});

/** `kicks.gifted`; its time has milliseconds, within which nobody gives the same twice. */
export const kicks: Parser = (notification) => {
  const parsed = kicksGifted.safeParse(notification.payload);
  if (!parsed.success) return null;
  const { sender, gift: given, created_at: at } = parsed.data;
  const person = personOf(sender);
  return eventOf('cheer', notification, {
    id: keyByTime('kicks', at, person?.account ?? 'anonymous', given.amount),
    author: person ? authorOf(person, notification.channel) : NOBODY,
    text: given.message,
    data: { amount: given.amount, unit: 'kicks', anonymous: person === null },
    at,
  });
};

const STATUS = { pending: 'pending', accepted: 'fulfilled', rejected: 'canceled' } as const;

const redeemed = z.object({
  id: textId,
  user_input: z.string().nullish(),
  status: z.enum(['pending', 'accepted', 'rejected']).nullish().catch(null),
  redeemed_at: time,
  reward: z.object({ id: textId, title: z.string(), cost: z.int().min(0) }),
  redeemer: user,
});

/** `channel.reward.redemption.updated`: when it is redeemed, and again when it is accepted or rejected. */
export const redemption: Parser = (notification) => {
  const parsed = redeemed.safeParse(notification.payload);
  const person = personOf(parsed.data?.redeemer);
  if (!parsed.success || !person) return null;
  const { id: redemptionId, user_input, redeemed_at, reward } = parsed.data;
  const status = parsed.data.status ? STATUS[parsed.data.status] : 'unknown';
  return eventOf('redemption', notification, {
    id: `${redemptionId}:${status}`,
    author: authorOf(person, notification.channel),
    text: user_input,
    data: { redemptionId, reward, status },
    // Of a later change only the delivery tells the time.
    at: status === 'pending' ? redeemed_at : null,
  });
};
