import * as z from 'zod';
import type { Profile, StreamState, Who } from '../../core/stream.ts';
import { bareName } from '../../core/text.ts';
import type { CallUpstream } from '../call.ts';
import { unanswered } from '../look-up.ts';
import type { CallAsOwner } from '../owner.ts';
import { HANDLE, type YoutubeReader, youtubeAsker } from './look-ups.ts';

const text = z.string().nullish();
const time = z
  .string()
  .transform((written) => Date.parse(written))
  .refine(Number.isFinite);
/** 64-bit numbers are strings in Google's JSON. */
const count = z.string().regex(/^\d+$/).transform(Number);

const broadcastSnippet = z.object({
  title: z.string(),
  description: text,
  scheduledStartTime: text,
  scheduledEndTime: text,
  actualStartTime: time.nullish(),
});
export const broadcastList = z.object({
  items: z.array(z.object({ id: z.string().min(1), snippet: broadcastSnippet })).nullish(),
});

const videoList = z.object({
  items: z
    .array(
      z.object({
        snippet: z.object({
          categoryId: text,
          tags: z.array(z.string()).nullish(),
          defaultLanguage: text,
          defaultAudioLanguage: text,
        }),
        liveStreamingDetails: z.object({ concurrentViewers: count.nullish() }).nullish(),
      }),
    )
    .nullish(),
});
const channelList = z.object({
  items: z
    .array(
      z.object({
        id: z.string().min(1),
        snippet: z.object({ title: z.string(), description: text, customUrl: text, publishedAt: time }),
        statistics: z
          .object({ subscriberCount: count.nullish(), hiddenSubscriberCount: z.boolean().nullish() })
          .nullish(),
      }),
    )
    .nullish(),
});

const ID = /^[\w-]{1,64}$/;

/** What a video is filed under (`videoCategories.list`): the ones that can be given, the same everywhere for years. */
const CATEGORIES: Readonly<Record<string, string>> = {
  '1': 'Film & Animation',
  '2': 'Autos & Vehicles',
  '10': 'Music',
  '15': 'Pets & Animals',
  '17': 'Sports',
  '19': 'Travel & Events',
  '20': 'Gaming',
  '22': 'People & Blogs',
  '23': 'Comedy',
  '24': 'Entertainment',
  '25': 'News & Politics',
  '26': 'Howto & Style',
  '27': 'Education',
  '28': 'Science & Technology',
  '29': 'Nonprofits & Activism',
};

export interface BroadcastReader extends YoutubeReader {
  readonly asOwner: CallAsOwner;
}

/** `liveBroadcasts.list` of what is on the air, streams that were begun without planning them included. */
export const ON_AIR = { part: 'id,snippet', broadcastStatus: 'active', broadcastType: 'all' };

/** The broadcast on the air, and its video for what only that tells: two units, or one where nothing is on the air. */
export async function streamOf(reader: BroadcastReader, channel: string): Promise<StreamState | null> {
  let call: CallUpstream | null;
  try {
    call = await reader.asOwner(channel);
  } catch {
    throw unanswered('YouTube', 'no token');
  }
  if (!call) return null;
  const ask = youtubeAsker({ ...reader, call });
  const [broadcast] = (await ask('liveBroadcasts', ON_AIR, broadcastList))?.items ?? [];
  if (!broadcast) return { live: false, title: '', category: '' };
  const query = { part: 'snippet,liveStreamingDetails', id: broadcast.id };
  const [video] = (await ask('videos', query, videoList))?.items ?? [];
  const { categoryId, tags, defaultAudioLanguage, defaultLanguage } = video?.snippet ?? {};
  const viewers = video?.liveStreamingDetails?.concurrentViewers;
  const language = defaultAudioLanguage ?? defaultLanguage;
  return {
    live: true,
    ...(broadcast.snippet.actualStartTime ? { startedAt: broadcast.snippet.actualStartTime } : {}),
    title: broadcast.snippet.title,
    category: CATEGORIES[categoryId ?? ''] ?? '',
    ...(categoryId ? { categoryId } : {}),
    // The owner may hide how many watch.
    ...(typeof viewers === 'number' ? { viewers } : {}),
    ...(language ? { language } : {}),
    ...(tags ? { tags } : {}),
  };
}

/** `channels.list`, which anybody may ask; the number of subscribers is rounded, and some hide it. */
export async function profileOf(reader: BroadcastReader, who: Who): Promise<Profile | null> {
  const handle = 'login' in who ? bareName(who.login) : '';
  if ('login' in who ? !HANDLE.test(handle) : !ID.test(who.account)) return null;
  const by: Readonly<Record<string, string>> = 'login' in who ? { forHandle: `@${handle}` } : { id: who.account };
  const found = await youtubeAsker(reader)('channels', { part: 'snippet,statistics', ...by }, channelList);
  const [channel] = found?.items ?? [];
  if (!channel) return null;
  const { snippet, statistics } = channel;
  const login = bareName(snippet.customUrl ?? '') || handle || snippet.title;
  const subscribers = statistics?.hiddenSubscriberCount ? null : statistics?.subscriberCount;
  return {
    account: channel.id,
    login,
    displayName: snippet.title || login,
    createdAt: snippet.publishedAt,
    ...(snippet.description ? { description: snippet.description } : {}),
    ...(typeof subscribers === 'number' ? { followers: subscribers } : {}),
  };
}
