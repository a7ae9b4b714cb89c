import { describe, expect, it } from 'vitest';
import type { Broadcast } from './events.ts';
import { broadcastEvent, splitRoom, videoDeleted, videoPublished, youtubeRoom } from './events.ts';
import type { FeedEntry } from './feed.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CHANNEL = 'UCdemo0000000000000000000';

const entry = (more: Partial<FeedEntry> = {}): FeedEntry => ({
  videoId: 'v1',
  channelId: CHANNEL,
  title: 'Penguins',
  author: 'Waddle Demo',
  published: NOW - 2 * MINUTE,
  updated: NOW - MINUTE,
  link: 'https://www.youtube.com/watch?v=v1',
  ...more,
});

describe('a room', () => {
  it('is a live chat of a channel, and is taken apart as it was put together', () => {
    expect(splitRoom(youtubeRoom(CHANNEL, 'chat/1'))).toEqual({ channelId: CHANNEL, liveChatId: 'chat/1' });
  });

  it.each([CHANNEL, `${CHANNEL}/`])('%s has no chat', (room) => {
    expect(splitRoom(room)).toEqual({ channelId: CHANNEL, liveChatId: null });
  });
});

describe('an entry of the feed', () => {
  it('is a new video, told by its owner, to which nothing can be said', () => {
    expect(videoPublished(entry(), NOW)).toEqual({
      id: 'video:v1',
      platform: 'youtube',
      channel: CHANNEL,
      room: CHANNEL,
      kind: 'video.published',
      author: { account: CHANNEL, login: 'Waddle Demo', displayName: 'Waddle Demo', level: 'owner', badges: [] },
      text: '',
      attachments: [],
      mentions: [],
      data: {
        videoId: 'v1',
        title: 'Penguins',
        url: 'https://www.youtube.com/watch?v=v1',
        publishedAt: NOW - 2 * MINUTE,
        updatedAt: NOW - MINUTE,
        edited: false,
      },
      at: NOW - MINUTE,
      receivedAt: NOW,
      correlationId: 'video:v1',
      redelivered: false,
      answer: { by: 'none' },
    });
  });

  it('is the same new video when YouTube touches it within ten minutes', () => {
    const first = videoPublished(entry(), NOW);
    const again = videoPublished(entry({ updated: NOW + 8 * MINUTE }), NOW + 9 * MINUTE);
    expect(again.id).toBe(first.id);
    expect(again.data.edited).toBe(false);
  });

  it.each([
    ['touched later than that', entry({ updated: NOW + 8 * MINUTE + 1 })],
    ['published longer than a day ago', entry({ published: NOW - 25 * HOUR, updated: NOW - 25 * HOUR })],
  ])('is an edit when it is %s', (_, changed) => {
    const event = videoPublished(changed, NOW);
    expect(event.data.edited).toBe(true);
    expect(event.id).toBe(`video:v1:${changed.updated}`);
  });
});

it('a tombstone is a deleted video of the lease’s channel', () => {
  const gone = { videoId: 'v1', channelId: null, author: '', when: null };
  expect(videoDeleted({ ...gone, when: NOW - 5 }, CHANNEL, NOW)).toMatchObject({
    id: 'deleted:v1',
    kind: 'video.deleted',
    channel: CHANNEL,
    room: CHANNEL,
    author: { account: CHANNEL },
    data: { videoId: 'v1' },
    at: NOW - 5,
    answer: { by: 'none' },
  });
  expect(videoDeleted(gone, CHANNEL, NOW).at).toBe(NOW);
});

describe('a broadcast', () => {
  const about = { channelId: CHANNEL, channelTitle: 'Waddle Demo', videoId: 'v1' };
  const live = (more: Partial<Broadcast & { is: 'live' }> = {}): Broadcast => ({
    ...about,
    is: 'live',
    title: 'Waddling',
    liveChatId: 'chat-1',
    startedAt: NOW - MINUTE,
    ...more,
  });

  it('begins once, where its chat is', () => {
    expect(broadcastEvent(live(), NOW)).toMatchObject({
      id: 'live:v1',
      kind: 'stream.online',
      room: `${CHANNEL}/chat-1`,
      answer: { by: 'api' },
      author: { account: CHANNEL, displayName: 'Waddle Demo' },
      data: { streamId: 'v1', title: 'Waddling', startedAt: NOW - MINUTE },
      at: NOW - MINUTE,
    });
    expect(broadcastEvent(live(), NOW + HOUR)?.id).toBe('live:v1');
  });

  it('without a chat begins where nothing can be said', () => {
    expect(broadcastEvent(live({ liveChatId: null }), NOW)).toMatchObject({ room: CHANNEL, answer: { by: 'none' } });
  });

  it('ends once', () => {
    expect(broadcastEvent({ ...about, is: 'ended', endedAt: NOW - 1 }, NOW)).toMatchObject({
      id: 'ended:v1',
      kind: 'stream.offline',
      room: CHANNEL,
      data: { streamId: 'v1' },
      at: NOW - 1,
      answer: { by: 'none' },
    });
    expect(broadcastEvent({ ...about, is: 'ended', endedAt: null }, NOW)?.at).toBe(NOW);
  });

  it('that began or ended long ago is no news', () => {
    expect(broadcastEvent(live({ startedAt: NOW - 12 * HOUR }), NOW)).not.toBeNull();
    expect(broadcastEvent(live({ startedAt: NOW - 12 * HOUR - 1 }), NOW)).toBeNull();
    expect(broadcastEvent({ ...about, is: 'ended', endedAt: NOW - 12 * HOUR - 1 }, NOW)).toBeNull();
  });
});
