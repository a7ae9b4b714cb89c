import * as z from 'zod';
import { bestMatch } from '../../core/best-match.ts';
import type { PlatformClient } from '../../core/platforms.ts';
import type {
  Category,
  Profile,
  StreamAnswer,
  StreamPort,
  StreamRefusal,
  StreamState,
  Who,
} from '../../core/stream.ts';
import { oneLine } from '../../core/text.ts';
import {
  type Answered,
  askAsOwner,
  type CallAsOwner,
  isRefusal,
  limited,
  notAllowed,
  refusal,
  unclearAnswer,
} from '../owner.ts';
import { StreamCache } from '../stream-cache.ts';
import { bearer } from './answer.ts';
import { type AskKick, type KickReader, kickAsker, retryAfterMs } from './look-ups.ts';

const OWNERS = {
  title: 'Kick',
  /** What allows the verbs: asked of broadcasters who want them. */
  connect: '`npm run connect kick -- --with stream`',
};

const text = z.string().nullish();
const category = z.object({ id: z.int(), name: z.string() });
const channelList = z.object({
  data: z.array(
    z.object({
      stream_title: text,
      channel_description: text,
      category: category.nullish(),
      stream: z
        .object({
          is_live: z.boolean(),
          start_time: text,
          viewer_count: z.number().nullish(),
          language: text,
          custom_tags: z.array(z.string()).nullish(),
        })
        .nullish(),
    }),
  ),
});
const userList = z.object({ data: z.array(z.object({ name: z.string().min(1) })) });
const categoryList = z.object({ data: z.array(category).nullish() });
const failure = z.object({ data: z.string().min(1).max(200) });

/** What statuses mean for one change, where they mean more than elsewhere. */
type Meanings = Readonly<Record<number, StreamRefusal>>;

const CATEGORIES_SHOWN = 10;
const ID = /^\d{1,15}$/;

interface KickStreamReader extends KickReader, Pick<PlatformClient, 'findAccount'> {
  readonly asOwner: CallAsOwner;
}

/** Streams on Kick: looked up with the app's token, changed with the token of the broadcaster. */
export function kickStream(reader: KickStreamReader): StreamPort {
  const { apiUrl, asOwner, clock, findAccount } = reader;
  const cache = new StreamCache(clock);
  const ask = kickAsker(reader);

  /** Update Channel, which is the token's own: 204 with nothing in it. It takes the mature flag off (KickDevDocs#369). */
  const modify = async (channel: string, body: object, meanings: Meanings = {}): Promise<StreamAnswer> => {
    const answered = await askAsOwner({ ...OWNERS, asOwner }, channel, `${apiUrl}/public/v1/channels`, (token) => ({
      method: 'PATCH',
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }));
    if (isRefusal(answered)) return answered;
    return answered.response.ok ? { ok: true } : refusalOf(answered, meanings, clock());
  };

  return {
    streamOf: (channel) => cache.streamOf(channel, () => streamOf(ask, channel)),
    profileOf: (who) => cache.profileOf(who, () => profileOf(ask, findAccount, who)),
    // Kick tells that somebody follows when they begin to, and never again.
    followedAt: () => Promise.resolve('unknown'),
    async searchCategories(typed) {
      // The parameter takes several names, with commas in between.
      const wanted = typed.replaceAll(',', ' ').trim();
      return wanted === '' ? [] : cache.searchCategories(wanted, () => searchCategories(ask, wanted));
    },
    hasClip: () => Promise.resolve(false),
    stats: () => cache.stats(),

    async setTitle(channel, given) {
      const title = oneLine(given);
      if (title === '') return refusal('refused', 'A title needs at least one character.');
      const answer = await modify(channel, { stream_title: title });
      if (answer.ok) cache.changed(channel, { title });
      return answer;
    },

    async setCategory(channel, { id, name }) {
      const unknown = refusal('not-found', `Kick has no category “${name}” (any more).`);
      if (!ID.test(id)) return unknown;
      const answer = await modify(channel, { category_id: Number(id) }, { 400: unknown, 404: unknown });
      if (answer.ok) cache.changed(channel, { category: name, categoryId: id });
      return answer;
    },

    createClip: () => lacks('clips', 'Whoever watches can make one below the video.'),
    createMarker: () => lacks('markers', 'Kick itself has none.'),
    raid: () => lacks('hosting', 'The broadcaster can host another channel from their dashboard.'),
    cancelRaid: () => lacks('hosting', 'The broadcaster can end it on their dashboard.'),
    addVip: () => lacks('VIPs', 'The broadcaster can type /vip and the name in their own chat.'),
    removeVip: () => lacks('VIPs', 'The broadcaster can type /unvip and the name in their own chat.'),
    addModerator: () => lacks('moderators', 'The broadcaster can type /mod and the name in their own chat.'),
    removeModerator: () => lacks('moderators', 'The broadcaster can type /unmod and the name in their own chat.'),
  };
}

const lacks = (what: string, instead: string): Promise<StreamRefusal> =>
  Promise.resolve(refusal('unsupported', `Kick’s API has nothing for ${what}. ${instead}`));

/** Get Channels: title and category stand beside the stream, and are there off the air, too. */
async function streamOf(ask: AskKick, channel: string): Promise<StreamState | null> {
  if (!ID.test(channel)) return null;
  const [shown] = (await ask('v1/channels', 'broadcaster_user_id', [channel], channelList))?.data ?? [];
  if (!shown) return null;
  const { stream, category: filed } = shown;
  const startedAt = Date.parse(stream?.start_time ?? '');
  return {
    live: stream?.is_live ?? false,
    title: shown.stream_title ?? '',
    category: filed?.name ?? '',
    ...(filed && filed.id > 0 ? { categoryId: String(filed.id) } : {}),
    ...(stream?.language ? { language: stream.language } : {}),
    ...(stream?.custom_tags ? { tags: stream.custom_tags } : {}),
    ...(stream?.is_live && Number.isFinite(startedAt) ? { startedAt } : {}),
    ...(stream?.is_live && typeof stream.viewer_count === 'number' ? { viewers: stream.viewer_count } : {}),
  };
}

/** Get Users knows the name, Get Channels what somebody says of themself; nothing knows their age or who follows them. */
async function profileOf(ask: AskKick, findAccount: PlatformClient['findAccount'], who: Who): Promise<Profile | null> {
  const account = 'account' in who ? who.account : (await findAccount('', who.login))?.account;
  if (account === undefined || !ID.test(account)) return null;
  const [users, channels] = await Promise.all([
    ask('v1/users', 'id', [account], userList),
    ask('v1/channels', 'broadcaster_user_id', [account], channelList),
  ]);
  const name = users?.data[0]?.name;
  if (name === undefined) return null;
  const description = channels?.data[0]?.channel_description;
  return { account, login: name, displayName: name, ...(description ? { description } : {}) };
}

/**
 * Get Categories, by name. Where that finds none, the search it replaces, which also finds parts of names, as long as it is
 * there (Kick changelog, 15/01: deprecated, to be removed in due time).
 */
async function searchCategories(ask: AskKick, wanted: string): Promise<readonly Category[]> {
  let found = (await ask('v2/categories', 'name', [wanted], categoryList))?.data ?? [];
  if (found.length === 0)
    found = (await ask('v1/categories', 'q', [wanted], categoryList).catch(() => null))?.data ?? [];
  const named = found.map(({ id, name }) => ({ id: String(id), name }));
  return bestMatch(wanted, named).slice(0, CATEGORIES_SHOWN);
}

function refusalOf({ response, json }: Answered, meanings: Meanings, now: number): StreamRefusal {
  const { status } = response;
  const meaning = meanings[status];
  if (meaning) return meaning;
  // A token without the scope is a 403, one that was taken back a 401.
  if (status === 401 || status === 403) return notAllowed(OWNERS);
  if (status === 429) return limited(OWNERS.title, retryAfterMs(response, now));
  if (status >= 500) return unclearAnswer(OWNERS.title);
  return refusal('refused', `Kick says no: ${failure.safeParse(json).data?.data ?? `HTTP ${status}`}`);
}

/** Whether another token may help: a new consent can have brought one with the scope that this one lacks. */
export const isKickUnauthorised = ({ status }: Response): boolean => status === 401 || status === 403;
