import type { Author, ChatEvent } from '../../core/events.ts';
import type { FeedEntry, Tombstone } from './feed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The room of a live chat. A channel has a chat for every broadcast, so its own id alone names no place to speak. */
export const youtubeRoom = (channelId: string, liveChatId: string): string => `${channelId}/${liveChatId}`;

/** Channel and live chat of a room; no chat in the room of a channel itself, where nothing can be said. */
export function splitRoom(room: string): { readonly channelId: string; readonly liveChatId: string | null } {
  const slash = room.indexOf('/');
  return slash < 0
    ? { channelId: room, liveChatId: null }
    : { channelId: room.slice(0, slash), liveChatId: room.slice(slash + 1) || null };
}

/** What a channel does itself, it does as its owner. */
const owner = (channelId: string, name: string): Author => ({
  account: channelId,
  login: name,
  displayName: name,
  level: 'owner',
  badges: [],
});

/** Nothing can be said to what a feed tells of: there is no chat. */
const ofChannel = (channelId: string, name: string, at: number, receivedAt: number) =>
  ({
    platform: 'youtube',
    channel: channelId,
    room: channelId,
    author: owner(channelId, name),
    text: '',
    attachments: [],
    mentions: [],
    at,
    receivedAt,
    redelivered: false,
    answer: { by: 'none' },
  }) as const;

/** The hub tells of uploads within minutes, and again when their title or description changes. */
const NEW_FOR_MS = 24 * HOUR;
const SETTLES_IN_MS = 10 * MINUTE;

/**
 * An entry of the feed. It is new if nobody touched it later than ten minutes after it came out and that was today: YouTube
 * itself touches an upload in its first minutes, and tells of old videos when they are edited or go live.
 */
export function videoPublished(entry: FeedEntry, receivedAt: number): ChatEvent<'video.published'> {
  const { videoId, channelId, title, author, published, updated, link } = entry;
  const edited = updated - published > SETTLES_IN_MS || receivedAt - published > NEW_FOR_MS;
  const id = edited ? `video:${videoId}:${updated}` : `video:${videoId}`;
  return {
    ...ofChannel(channelId, author, updated, receivedAt),
    id,
    kind: 'video.published',
    data: { videoId, title, url: link, publishedAt: published, updatedAt: updated, edited },
    correlationId: id,
  };
}

/** A tombstone of the feed; `channelId` is that of the lease, for the tombstone itself need not name one. */
export function videoDeleted(gone: Tombstone, channelId: string, receivedAt: number): ChatEvent<'video.deleted'> {
  const id = `deleted:${gone.videoId}`;
  return {
    ...ofChannel(channelId, gone.author, gone.when ?? receivedAt, receivedAt),
    id,
    kind: 'video.deleted',
    data: { videoId: gone.videoId },
    correlationId: id,
  };
}

/** What `videos.list` said of a broadcast, as far as an event needs it. Times are ms since epoch. */
export type Broadcast = {
  readonly channelId: string;
  readonly channelTitle: string;
  readonly videoId: string;
} & (
  | { readonly is: 'live'; readonly title: string; readonly liveChatId: string | null; readonly startedAt: number }
  | { readonly is: 'ended'; readonly endedAt: number | null }
);

/** Ids are known for a day; a start or an end that is looked up later than this is no news, and must not become some. */
const NEWS_FOR_MS = 12 * HOUR;

/**
 * The start or the end of a broadcast, once for each video however often it is looked at; null where it is long ago, as
 * when an old broadcast's description is edited.
 */
export function broadcastEvent(
  broadcast: Broadcast,
  receivedAt: number,
): ChatEvent<'stream.online'> | ChatEvent<'stream.offline'> | null {
  const { channelId, channelTitle, videoId } = broadcast;
  const at = (broadcast.is === 'live' ? broadcast.startedAt : broadcast.endedAt) ?? receivedAt;
  if (receivedAt - at > NEWS_FOR_MS) return null;
  const about = ofChannel(channelId, channelTitle, at, receivedAt);
  if (broadcast.is === 'ended') {
    const id = `ended:${videoId}`;
    return { ...about, id, kind: 'stream.offline', data: { streamId: videoId }, correlationId: id };
  }
  const { title, liveChatId, startedAt } = broadcast;
  const id = `live:${videoId}`;
  return {
    ...about,
    ...(liveChatId === null ? {} : { room: youtubeRoom(channelId, liveChatId), answer: { by: 'api' } }),
    id,
    kind: 'stream.online',
    data: { streamId: videoId, title, startedAt },
    correlationId: id,
  };
}
