import * as z from 'zod';
import type { Parser } from './fact.ts';
import { authorOf, eventOf, keyByTime, time } from './fact.ts';

const statusUpdated = z.object({
  is_live: z.boolean(),
  title: z.string().nullish(),
  started_at: time,
  ended_at: time,
});

/** `livestream.status.updated`. Streams have no id here, so one is named by the moment it began, written in UTC. */
export const status: Parser = (notification) => {
  const parsed = statusUpdated.safeParse(notification.payload);
  if (!parsed.success) return null;
  const { is_live, title, started_at: startedAt, ended_at: at } = parsed.data;
  const author = authorOf(notification.channel, notification.channel);
  const stream = startedAt === null ? {} : { streamId: new Date(startedAt).toISOString() };
  if (!is_live) {
    return eventOf('stream.offline', notification, {
      id: keyByTime('offline', at, startedAt),
      author,
      data: stream,
      at,
    });
  }
  const shown = title ? { title } : {};
  return eventOf('stream.online', notification, {
    id: keyByTime('online', startedAt),
    author,
    data: { ...stream, ...shown, startedAt: startedAt ?? notification.headers.sentAt },
    content: shown,
    at: startedAt,
  });
};

const metadataUpdated = z.object({
  metadata: z.object({
    title: z.string().nullish(),
    language: z.string().nullish(),
    category: z.object({ name: z.string().nullish() }).nullish(),
  }),
});

/** `livestream.metadata.updated`: all of the present state, whatever changed, and not when. */
export const metadata: Parser = (notification) => {
  const parsed = metadataUpdated.safeParse(notification.payload);
  if (!parsed.success) return null;
  const { title, language, category } = parsed.data.metadata;
  return eventOf('stream.update', notification, {
    id: undefined,
    author: authorOf(notification.channel, notification.channel),
    data: {
      ...(title ? { title } : {}),
      ...(category?.name ? { category: category.name } : {}),
      ...(language ? { language } : {}),
    },
  });
};
