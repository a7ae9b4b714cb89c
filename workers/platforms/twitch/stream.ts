import * as z from 'zod';
import type { Parser } from './fact.ts';
import { authorOf, eventOf, id, keyByTime, moderatorOf, personOf, timeOf } from './fact.ts';
import { count, twins } from './support.ts';

/** `stream.online`. */
export const online: Parser = (notification) => {
  const { event, channel, headers } = notification;
  const streamId = id.safeParse(event.id);
  if (!streamId.success) return null;
  const startedAt = timeOf(event.started_at) ?? headers.sentAt;
  return eventOf('stream.online', notification, {
    id: `online:${streamId.data}`,
    author: authorOf(channel, channel),
    data: { streamId: streamId.data, startedAt },
    at: startedAt,
  });
};

/** `stream.offline`: it does not say which stream. */
export const offline: Parser = (notification) =>
  eventOf('stream.offline', notification, { author: authorOf(notification.channel, notification.channel), data: {} });

const updated = z.object({
  title: z.string().nullish(),
  category_name: z.string().nullish(),
  language: z.string().nullish(),
});

/** `channel.update` v2: all of the channel's present state, whatever changed. */
export const update: Parser = (notification) => {
  const parsed = updated.safeParse(notification.event);
  if (!parsed.success) return null;
  const { title, category_name: category, language } = parsed.data;
  return eventOf('stream.update', notification, {
    author: authorOf(notification.channel, notification.channel),
    data: { ...(title ? { title } : {}), ...(category ? { category } : {}), ...(language ? { language } : {}) },
  });
};

/** `channel.raid`, as the raided channel sees it: one that leaves from here is told to the other channel. */
export const raid: Parser = (notification) => {
  const { event, channel, condition } = notification;
  const raider = personOf(event, 'from_broadcaster_user');
  const viewers = count.safeParse(event.viewers);
  if (!raider || !viewers.success || condition.from_broadcaster_user_id) return null;
  return eventOf('raid', notification, {
    author: authorOf(raider, channel),
    data: { viewers: viewers.data },
    twin: twins.raid(raider.account, 'event'),
  });
};

const shouted = z.object({ viewer_count: count.default(0) });

/** `channel.shoutout.create`: a moderator here pointed to another channel. */
export const shoutoutSent: Parser = (notification) => {
  const { event } = notification;
  const target = personOf(event, 'to_broadcaster_user');
  const parsed = shouted.safeParse(event);
  if (!target || !parsed.success) return null;
  const at = timeOf(event.started_at);
  const nextAt = timeOf(event.cooldown_ends_at);
  return eventOf('shoutout', notification, {
    id: keyByTime('shoutout', target.account, at),
    author: moderatorOf(notification),
    data: {
      direction: 'sent',
      target,
      viewers: parsed.data.viewer_count,
      ...(nextAt === null ? {} : { nextAt }),
    },
    at,
  });
};

/** `channel.shoutout.receive`: another channel pointed here. */
export const shoutoutReceived: Parser = (notification) => {
  const { event, channel } = notification;
  const target = personOf(event, 'from_broadcaster_user');
  const parsed = shouted.safeParse(event);
  if (!target || !parsed.success) return null;
  const at = timeOf(event.started_at);
  return eventOf('shoutout', notification, {
    id: keyByTime('shouted', target.account, at),
    author: authorOf(target, channel),
    data: { direction: 'received', target, viewers: parsed.data.viewer_count },
    at,
  });
};
