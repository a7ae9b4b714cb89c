import * as z from 'zod';
import type { Answer, StandInRequest } from '../routes.ts';
import { googleError, invalidParameter, list, missingParameter, partsOf, resource } from './api.ts';
import type { Caller } from './tokens.ts';

export interface YouTubeChannel {
  /** `UC` and 22 characters. */
  id: string;
  title: string;
  /** Without its @; made from the title unless given. */
  handle?: string;
  description?: string;
  /** How many subscribe; hidden when it is left out. */
  subscribers?: number;
}

/** A video or broadcast as tests give it; times in milliseconds since the epoch. */
export const VideoGiven = z.object({
  id: z.string().min(1),
  /** A channel's id; the first channel unless given. */
  channel: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  published: z.number().optional(),
  updated: z.number().optional(),
  /** `none`: an upload, or a broadcast that is over. */
  live: z.enum(['none', 'upcoming', 'live']).optional(),
  scheduledStart: z.number().optional(),
  actualStart: z.number().optional(),
  actualEnd: z.number().optional(),
  scheduledEnd: z.number().optional(),
  liveChatId: z.string().optional(),
  /** Begun without planning it, with the channel's own stream key. */
  persistent: z.boolean().optional(),
  /** What it is filed under: `20` (gaming) unless given. */
  categoryId: z.string().optional(),
  tags: z.array(z.string()).optional(),
  /** The language that is spoken in it. */
  language: z.string().optional(),
  /** How many watch a broadcast that is on air: 1 unless given; null where the channel hides it. */
  viewers: z.int().min(0).nullable().optional(),
});

export type YouTubeVideo = z.infer<typeof VideoGiven>;

/** A video as it is kept. */
export interface Video extends YouTubeVideo {
  channel: string;
  title: string;
  description: string;
  published: number;
  updated: number;
  live: 'none' | 'upcoming' | 'live';
}

export interface CatalogueRules {
  channels: Map<string, YouTubeChannel>;
  firstChannel: string;
  now(): number;
}

export const dateTime = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z');

/** The shape of a real live chat id: the broadcast and its channel in a small protocol buffer. */
const liveChatIdOf = (video: string, channel: string): string =>
  Buffer.from(`\n\r\n\x0b${video}*'\n\x18${channel}\x12\x0b${video}`).toString('base64url');

/** The videos, broadcasts and channels that the Data API shows. */
export class Catalogue {
  #videos = new Map<string, Video>();
  #rules: CatalogueRules;

  constructor(rules: CatalogueRules) {
    this.#rules = rules;
  }

  /** Adds a video or changes one; a broadcast gets its chat. */
  put(given: YouTubeVideo): Video {
    const now = this.#rules.now();
    const before = this.#videos.get(given.id);
    const channel = given.channel ?? before?.channel ?? this.#rules.firstChannel;
    const usual = { title: 'A video', description: '', published: now, updated: now, live: 'none' as const };
    const video: Video = { ...usual, ...before, ...given, channel };
    if (video.live !== 'none') {
      video.liveChatId ??= liveChatIdOf(video.id, channel);
      video.scheduledStart ??= now;
    }
    if (video.live === 'live') video.actualStart ??= now;
    if (!this.#rules.channels.has(channel)) this.#rules.channels.set(channel, { id: channel, title: channel });
    this.#videos.set(video.id, video);
    return video;
  }

  get(id: string): Video | undefined {
    return this.#videos.get(id);
  }

  delete(id: string): Video | undefined {
    const video = this.#videos.get(id);
    this.#videos.delete(id);
    return video;
  }

  /** The broadcast that has been there longest. */
  get firstBroadcast(): Video | undefined {
    return [...this.#videos.values()].find(({ liveChatId }) => liveChatId !== undefined);
  }

  /** The broadcast a live chat belongs to. */
  withChat(liveChatId: string): Video | undefined {
    return [...this.#videos.values()].find((video) => video.liveChatId === liveChatId);
  }

  /** A channel's videos, the latest first. */
  of(channel: string): Video[] {
    const own = [...this.#videos.values()].filter((video) => video.channel === channel);
    return own.sort((one, other) => other.published - one.published);
  }

  titleOf(channel: string): string {
    return this.#rules.channels.get(channel)?.title ?? channel;
  }

  /** `GET /videos?part=&id=`: up to 50 ids; what is not there is left out. */
  videos({ query }: StandInRequest): Answer {
    const parts = partsOf(query);
    if (!parts) return missingParameter('part');
    const ids = query.getAll('id').flatMap((value) => value.split(','));
    if (ids.length === 0) return noFilter('chart, id, myRating');
    if (ids.length > 50) return invalidParameter('id', 'invalidValue');
    return list(
      'video',
      ids.flatMap((id) => this.#videos.get(id) ?? []).map((video) => this.#video(video, parts)),
    );
  }

  /** `GET /channels?part=` with `&id=`, `&mine=true` or `&forHandle=` (with its @ or without). */
  channels({ query }: StandInRequest, caller: Caller): Answer {
    const parts = partsOf(query);
    if (!parts) return missingParameter('part');
    const filters = CHANNEL_FILTERS.filter((name) => query.has(name));
    if (filters.length > 1) return incompatible(CHANNEL_FILTERS.join(', '));
    const ids = query.getAll('id').flatMap((value) => value.split(','));
    const handle = query.get('forHandle')?.replace(/^@/, '').toLowerCase();
    if (query.get('mine') === 'true') {
      if (caller === 'key') return authorizationRequired();
      ids.push(caller.userId);
    } else if (handle !== undefined) {
      const known = [...this.#rules.channels.values()].find((channel) => handleOf(channel) === handle);
      if (known) ids.push(known.id);
    } else if (ids.length === 0) return noFilter('id, mine, forHandle, forUsername, managedByMe');
    const found = ids.flatMap((id) => this.#rules.channels.get(id) ?? []);
    const answer = list(
      'channel',
      found.map((channel) =>
        resource('channel', channel.id, parts, { snippet: channelSnippet(channel), statistics: statistics(channel) }),
      ),
    );
    // Where there is no channel, there are no `items` either (minet#753).
    if (found.length === 0) answer.json = { ...(answer.json as object), items: undefined };
    return answer;
  }

  #video(video: Video, parts: readonly string[]): Record<string, unknown> {
    const streaming = video.liveChatId === undefined ? {} : { liveStreamingDetails: streamingDetails(video) };
    return resource('video', video.id, parts, {
      snippet: {
        publishedAt: dateTime(video.published),
        channelId: video.channel,
        title: video.title,
        description: video.description,
        thumbnails: thumbnails(`https://i.ytimg.com/vi/${video.id}/default.jpg`),
        channelTitle: this.titleOf(video.channel),
        categoryId: video.categoryId ?? '20',
        ...(video.tags ? { tags: video.tags } : {}),
        ...(video.language ? { defaultAudioLanguage: video.language } : {}),
        liveBroadcastContent: video.live,
        localized: { title: video.title, description: video.description },
      },
      status: { uploadStatus: 'processed', privacyStatus: 'public', embeddable: true, madeForKids: false },
      ...streaming,
    });
  }
}

export const thumbnails = (url: string) => ({ default: { url, width: 120, height: 90 } });

const CHANNEL_FILTERS = ['id', 'mine', 'forHandle'];

const handleOf = ({ title, handle }: YouTubeChannel): string =>
  (handle ?? title.replace(/[^A-Za-z0-9]+/g, '')).toLowerCase();

/** YouTube rounds the number of subscribers down to three figures. */
function statistics({ subscribers }: YouTubeChannel): Record<string, unknown> {
  const figures = String(subscribers ?? 0);
  const rounded = figures.slice(0, 3) + '0'.repeat(Math.max(0, figures.length - 3));
  return {
    viewCount: '0',
    videoCount: '0',
    hiddenSubscriberCount: subscribers === undefined,
    ...(subscribers === undefined ? {} : { subscriberCount: rounded }),
  };
}

const channelSnippet = ({ id, title, handle, description = '' }: YouTubeChannel) => ({
  title,
  description,
  customUrl: `@${handleOf({ id, title, handle })}`,
  publishedAt: '2020-01-01T00:00:00Z',
  thumbnails: { default: { url: `https://yt3.ggpht.com/${id}=s88-c-k-c0x00ffffff-no-rj`, width: 88, height: 88 } },
});

/** Only a broadcast that is not over has an active chat. */
function streamingDetails(video: Video): Record<string, unknown> {
  return {
    actualStartTime: dateTime(video.actualStart),
    actualEndTime: dateTime(video.actualEnd),
    scheduledStartTime: dateTime(video.scheduledStart),
    ...(video.live === 'live' && video.viewers !== null ? { concurrentViewers: String(video.viewers ?? 1) } : {}),
    ...(video.live === 'none' ? {} : { activeLiveChatId: video.liveChatId }),
  };
}

export const noFilter = (filters: string): Answer =>
  googleError(400, 'missingRequiredParameter', `No filter selected. Expected one of: ${filters}`, {
    domain: 'youtube.parameter',
    location: { location: 'parameters.', locationType: 'other' },
  });

export const incompatible = (parameters: string): Answer =>
  googleError(400, 'incompatibleParameters', `Incompatible parameters specified in the request: ${parameters}`, {
    domain: 'youtube.parameter',
  });

export const authorizationRequired = (): Answer =>
  googleError(401, 'authorizationRequired', 'The request uses the mine parameter but is not properly authorized.', {
    domain: 'youtube.common',
  });
