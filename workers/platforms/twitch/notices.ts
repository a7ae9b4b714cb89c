import * as z from 'zod';
import type { Author, ChatEvent, EventData, EventKind, Tier } from '../../core/events.ts';
import { NOBODY } from '../../core/events.ts';
import type { Level } from '../../core/levels.ts';
import { highest } from '../../core/levels.ts';
import { twitchLevel } from './chat.ts';
import type { Notification, Parser } from './fact.ts';
import { authorOf, badgeSets, eventOf, id, personOf } from './fact.ts';
import { count, cumulativeTotal, tier, twins } from './support.ts';

const notice = z.object({
  notice_type: z.string(),
  message_id: id,
  message: z.object({ text: z.string() }).nullish(),
  badges: badgeSets,
  source_broadcaster_user_id: id.nullish(),
});
type Notice = z.infer<typeof notice>;

type NoticeParser = (notification: Notification, said: Notice) => ChatEvent | null;

/** Who a notice is about, null where they would not be named. */
const chatterOf = ({ event }: Notification) =>
  event.chatter_is_anonymous === true ? null : personOf(event, 'chatter_user');

function authorBy(notification: Notification, { badges }: Notice, atLeast: Level = 'everyone'): Author {
  const chatter = chatterOf(notification);
  if (!chatter) return NOBODY;
  return { ...authorOf(chatter, notification.channel, highest(twitchLevel(badges), atLeast)), badges };
}

const noticed = <K extends EventKind>(
  kind: K,
  notification: Notification,
  said: Notice,
  fact: { readonly author: Author; readonly data: EventData[K]; readonly twin: ChatEvent['twin'] },
): ChatEvent<K> => eventOf(kind, notification, { id: said.message_id, text: said.message?.text, ...fact });

/** A subscription that begins to be paid for; upgrades of given and Prime ones do not all say their tier. */
const subscribed =
  (read: (event: Notification['event']) => Tier | null): NoticeParser =>
  (notification, said) => {
    const chatter = chatterOf(notification);
    const paid = read(notification.event);
    if (!chatter || !paid) return null;
    return noticed('subscribe', notification, said, {
      author: authorBy(notification, said, 'subscriber'),
      data: { tier: paid },
      twin: twins.subscribe(chatter.account, 'notice'),
    });
  };

const sub = z.object({ sub_tier: tier, is_prime: z.boolean().nullish() });
const tierOf = (object: unknown): Tier | null => {
  const parsed = sub.safeParse(object);
  if (!parsed.success) return null;
  return parsed.data.is_prime ? 'prime' : parsed.data.sub_tier;
};

const resub = sub.extend({ cumulative_months: count, streak_months: count.nullish() });
const resubscribed: NoticeParser = (notification, said) => {
  const chatter = chatterOf(notification);
  const parsed = resub.safeParse(notification.event.resub);
  if (!chatter || !parsed.success) return null;
  const { sub_tier, is_prime, cumulative_months: months, streak_months: streak } = parsed.data;
  return noticed('resubscribe', notification, said, {
    author: authorBy(notification, said, 'subscriber'),
    data: { tier: is_prime ? 'prime' : sub_tier, months, ...(streak ? { streak } : {}) },
    twin: twins.resubscribe(chatter.account, months, 'notice'),
  });
};

const giftToOne = z.object({
  sub_tier: tier,
  cumulative_total: cumulativeTotal,
  community_gift_id: z.string().nullish(),
});
const giftedToOne: NoticeParser = (notification, said) => {
  const { sub_gift } = notification.event;
  const parsed = giftToOne.safeParse(sub_gift);
  // One of many given at once: `community_sub_gift` counts them all.
  if (!parsed.success || parsed.data.community_gift_id) return null;
  const recipient = personOf(sub_gift as Notification['event'], 'recipient_user');
  return given(notification, said, {
    tier: parsed.data.sub_tier,
    count: 1,
    total: parsed.data.cumulative_total,
    recipients: recipient ? [recipient] : [],
  });
};

const giftToMany = z.object({ sub_tier: tier, total: count.min(1), cumulative_total: cumulativeTotal });
const giftedToMany: NoticeParser = (notification, said) => {
  const parsed = giftToMany.safeParse(notification.event.community_sub_gift);
  if (!parsed.success) return null;
  const { sub_tier, total, cumulative_total } = parsed.data;
  return given(notification, said, { tier: sub_tier, count: total, total: cumulative_total, recipients: [] });
};

function given(
  notification: Notification,
  said: Notice,
  gift: Pick<EventData['gift'], 'tier' | 'count' | 'recipients'> & { readonly total: number | null | undefined },
): ChatEvent<'gift'> {
  const gifter = chatterOf(notification);
  const { total, ...rest } = gift;
  return noticed('gift', notification, said, {
    author: authorBy(notification, said),
    data: { ...rest, ...(total ? { total } : {}), anonymous: gifter === null },
    twin: twins.gift(gifter, gift.count, 'notice'),
  });
}

const raid = z.object({ viewer_count: count });
const raided: NoticeParser = (notification, said) => {
  const raider = chatterOf(notification);
  const parsed = raid.safeParse(notification.event.raid);
  if (!raider || !parsed.success) return null;
  return noticed('raid', notification, said, {
    author: authorBy(notification, said),
    data: { viewers: parsed.data.viewer_count },
    twin: twins.raid(raider.account, 'notice'),
  });
};

/**
 * The notices that are facts. Left out are announcements and the like, `shared_chat_*` (another room's), and
 * `pay_it_forward`: it says why somebody who was given a subscription gives one now (twitchdev/issues#868), and that gift
 * has a notice and an event of its own.
 */
const NOTICES: ReadonlyMap<string, NoticeParser> = new Map([
  ['sub', subscribed((event) => tierOf(event.sub))],
  ['prime_paid_upgrade', subscribed((event) => tierOf(event.prime_paid_upgrade))],
  // It names who gave it, but no tier; given ones are of the first in all but rare cases.
  ['gift_paid_upgrade', subscribed(() => '1')],
  ['resub', resubscribed],
  ['sub_gift', giftedToOne],
  ['community_sub_gift', giftedToMany],
  ['raid', raided],
]);

/** `channel.chat.notification`: what chat shows besides what people say. */
export const chatNotification: Parser = (notification) => {
  const parsed = notice.safeParse(notification.event);
  if (!parsed.success) return null;
  const { notice_type, source_broadcaster_user_id: source } = parsed.data;
  if (source && source !== notification.channel.account) return null;
  return NOTICES.get(notice_type)?.(notification, parsed.data) ?? null;
};
