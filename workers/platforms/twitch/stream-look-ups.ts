import * as z from 'zod';
import { bestMatch } from '../../core/best-match.ts';
import type { Category, Profile, StreamPort, StreamState, Who } from '../../core/stream.ts';
import { bareName } from '../../core/text.ts';
import type { CallUpstream } from '../call.ts';
import { unanswered } from '../look-up.ts';
import type { CallAsOwner } from '../owner.ts';
import type { StreamCache } from '../stream-cache.ts';
import { type AskHelix, helixAsker, LOGIN, type TwitchReader } from './look-ups.ts';

const time = z
  .string()
  .transform((text) => Date.parse(text))
  .refine(Number.isFinite);
const text = z.string().nullish();

const channelList = z.object({
  data: z.array(
    z.object({
      broadcaster_id: z.string(),
      title: text,
      game_id: text,
      game_name: text,
      broadcaster_language: text,
      tags: z.array(z.string()).nullish(),
    }),
  ),
});
const streamList = z.object({
  data: z.array(z.object({ user_id: z.string(), started_at: time, viewer_count: z.number().nullish() })),
});
const userList = z.object({
  data: z.array(
    z.object({
      id: z.string().min(1),
      login: z.string().min(1),
      display_name: text,
      description: text,
      created_at: time,
    }),
  ),
});
const followerList = z.object({
  total: z.number().nullish(),
  data: z.array(z.object({ user_id: z.string(), followed_at: time })).nullish(),
});
const categoryList = z.object({ data: z.array(z.object({ id: z.string().min(1), name: z.string().min(1) })) });

/** Search Categories orders by its own lights, so more are asked for than are shown. */
const CATEGORIES_ASKED = 50;
const CATEGORIES_SHOWN = 10;
const ID = /^\d{1,20}$/;

export interface TwitchStreamReader extends TwitchReader {
  readonly asOwner: CallAsOwner;
  readonly cache: StreamCache;
}

export type StreamLookUps = Pick<
  StreamPort,
  'streamOf' | 'profileOf' | 'followedAt' | 'searchCategories' | 'hasClip' | 'stats'
>;

export function twitchStreamLookUps(reader: TwitchStreamReader): StreamLookUps {
  const { cache } = reader;
  const ask = helixAsker(reader);
  return {
    streamOf: (channel) => cache.streamOf(channel, () => streamOf(ask, channel)),
    profileOf: (who) => cache.profileOf(who, () => profileOf(ask, who)),
    followedAt: (channel, account) => cache.followedAt(channel, account, () => followedAt(reader, channel, account)),
    async searchCategories(typed) {
      const wanted = typed.trim();
      return wanted === '' ? [] : cache.searchCategories(wanted, () => searchCategories(ask, wanted));
    },
    /** Get Clips. */
    async hasClip(id) {
      const clips = await ask(`/clips?${new URLSearchParams({ id })}`, z.object({ data: z.array(z.unknown()) }));
      return (clips?.data.length ?? 0) > 0;
    },
    stats: () => cache.stats(),
  };
}

/** Get Channel Information, which knows title and category off the air, too; and Get Streams, which lags behind it. */
async function streamOf(ask: AskHelix, channel: string): Promise<StreamState | null> {
  if (!ID.test(channel)) return null;
  const [channels, streams] = await Promise.all([
    ask(`/channels?broadcaster_id=${channel}`, channelList),
    ask(`/streams?user_id=${channel}`, streamList),
  ]);
  const shown = channels?.data.find(({ broadcaster_id }) => broadcaster_id === channel);
  if (!shown) return null;
  const stream = streams?.data.find(({ user_id }) => user_id === channel);
  return {
    live: stream !== undefined,
    ...(stream ? { startedAt: stream.started_at } : {}),
    title: shown.title ?? '',
    category: shown.game_name ?? '',
    ...(shown.game_id ? { categoryId: shown.game_id } : {}),
    ...(typeof stream?.viewer_count === 'number' ? { viewers: stream.viewer_count } : {}),
    ...(shown.broadcaster_language ? { language: shown.broadcaster_language } : {}),
    ...(shown.tags ? { tags: shown.tags } : {}),
  };
}

/**
 * Get Users, and how many follow: Get Channel Followers tells everybody their number, and only the broadcaster who they are
 * (pyTwitchAPI#262). A number that is not to be had makes no profile less.
 */
async function profileOf(ask: AskHelix, who: Who): Promise<Profile | null> {
  const [field, value, form] =
    'account' in who ? (['id', who.account, ID] as const) : (['login', bareName(who.login), LOGIN] as const);
  if (!form.test(value)) return null;
  const [user] = (await ask(`/users?${field}=${value}`, userList))?.data ?? [];
  if (!user) return null;
  const followers = await ask(`/channels/followers?broadcaster_id=${user.id}&first=1`, followerList).catch(() => null);
  return {
    account: user.id,
    login: user.login,
    displayName: user.display_name || user.login,
    createdAt: user.created_at,
    ...(user.description ? { description: user.description } : {}),
    ...(typeof followers?.total === 'number' ? { followers: followers.total } : {}),
  };
}

/** Get Channel Followers, by the broadcaster's token with `moderator:read:followers`; anybody else's is refused with 401. */
async function followedAt(
  reader: TwitchStreamReader,
  channel: string,
  account: string,
): Promise<number | null | 'unknown'> {
  if (!ID.test(channel) || !ID.test(account)) return null;
  let call: CallUpstream | null;
  try {
    call = await reader.asOwner(channel);
  } catch {
    throw unanswered('Twitch', 'no token');
  }
  if (!call) return 'unknown';
  const ask = helixAsker({ ...reader, call }, ({ status }) => status === 401 || status === 403);
  const found = await ask(`/channels/followers?broadcaster_id=${channel}&user_id=${account}`, followerList);
  if (!found?.data) return 'unknown';
  return found.data.find(({ user_id }) => user_id === account)?.followed_at ?? null;
}

async function searchCategories(ask: AskHelix, typed: string): Promise<readonly Category[]> {
  const query = new URLSearchParams({ query: typed, first: String(CATEGORIES_ASKED) });
  const found = (await ask(`/search/categories?${query}`, categoryList))?.data ?? [];
  return bestMatch(typed, found).slice(0, CATEGORIES_SHOWN);
}
