import * as z from 'zod';
import type { ChatEvent } from '../../core/events.ts';
import type { LiveChatAsk } from '../../core/intake.ts';
import type { CallUpstream } from '../call.ts';
import { type Failure, readCall } from './errors.ts';
import type { Broadcast } from './events.ts';
import { isChatEnd, liveChatEvent } from './live-chat.ts';

/** What is known of a video: fits `VideoLook`, with what an event of a start or an end needs besides. */
export type BroadcastLook =
  | Broadcast
  /** An upload, or nothing (any more). */
  | { readonly is: 'video' | 'missing' }
  /** ms since epoch. */
  | { readonly is: 'upcoming'; readonly startsAt: number | null }
  | { readonly is: 'unknown'; readonly reason: string; readonly afterMs: number };

export type LiveChatRead =
  | {
      readonly is: 'page';
      /** In YouTube's order, history left out. */
      readonly events: readonly ChatEvent[];
      readonly nextPageToken: string | null;
      /** YouTube's `pollingIntervalMillis`: asking earlier is refused. */
      readonly afterMs: number;
      /** When the broadcast went off the air, ms since epoch: nothing follows this page. */
      readonly offlineAt: number | null;
    }
  /** The chat is over, closed or gone. */
  | { readonly is: 'ended'; readonly reason: string }
  | { readonly is: 'failed'; readonly reason: string; readonly afterMs: number };

interface Reader {
  readonly apiUrl: string;
  readonly call: CallUpstream;
  readonly clock: () => number;
}

const time = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isFinite(at)) return at;
  context.addIssue({ code: 'custom', message: 'no time' });
  return z.NEVER;
});
const id = z.string().min(1).max(200);
const videoList = z.object({
  items: z.array(
    z.object({
      snippet: z.object({
        channelId: id,
        channelTitle: z.string().nullish(),
        title: z.string().nullish(),
        liveBroadcastContent: z.string().nullish(),
      }),
      liveStreamingDetails: z
        .object({
          scheduledStartTime: time.nullish(),
          actualStartTime: time.nullish(),
          actualEndTime: time.nullish(),
          activeLiveChatId: id.nullish(),
        })
        .nullish(),
    }),
  ),
});
const chatPage = z.object({
  items: z.array(z.unknown()).nullish(),
  nextPageToken: z.string().min(1).max(4_000).nullish(),
  pollingIntervalMillis: z.number().nonnegative().nullish(),
  offlineAt: time.nullish(),
});

/** Without a word of YouTube's, its usual pace, ms. */
const USUAL_PACE_MS = 5_000;
const MIN_PACE_MS = 1_000;
const MAX_PACE_MS = 10 * 60_000;
/** Until somebody connects the bot's account anew, ms. */
const TOKEN_WAIT_MS = 60_000;
/** Until a refusal nobody knows is worth another look, ms. */
const REFUSED_WAIT_MS = 10 * 60_000;

const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer ${token}` } });

/** How long to leave a question alone that was not answered. */
function waitFor(failure: Failure): number {
  switch (failure.why) {
    case 'quota':
    case 'rate':
      return failure.afterMs;
    case 'token':
      return failure.afterMs ?? TOKEN_WAIT_MS;
    case 'refused':
      return REFUSED_WAIT_MS;
    case 'unclear':
      return USUAL_PACE_MS;
  }
}

/** `videos.list`: what a video is, and where its chat is. Costs `UNITS.lookAtVideo`. */
export async function lookAtVideo({ apiUrl, call, clock }: Reader, videoId: string): Promise<BroadcastLook> {
  const query = new URLSearchParams({ part: 'snippet,liveStreamingDetails', id: videoId });
  const called = readCall(await call(`${apiUrl}/videos?${query}`, bearer), clock());
  if (!called.ok) return { is: 'unknown', reason: called.reason, afterMs: waitFor(called) };
  const parsed = videoList.safeParse(called.json);
  if (!parsed.success) return { is: 'unknown', reason: 'an answer that is none', afterMs: USUAL_PACE_MS };
  const [video] = parsed.data.items;
  if (!video) return { is: 'missing' };
  const { snippet, liveStreamingDetails: live } = video;
  if (!live) return { is: 'video' };
  const about = { videoId, channelId: snippet.channelId, channelTitle: snippet.channelTitle ?? '' };
  switch (snippet.liveBroadcastContent) {
    case 'upcoming':
      return { is: 'upcoming', startsAt: live.scheduledStartTime ?? null };
    case 'live': {
      const startedAt = live.actualStartTime ?? clock();
      return { is: 'live', ...about, title: snippet.title ?? '', liveChatId: live.activeLiveChatId ?? null, startedAt };
    }
    default:
      return { is: 'ended', ...about, endedAt: live.actualEndTime ?? null };
  }
}

const OVER = ['liveChatEnded', 'liveChatDisabled', 'liveChatNotFound', 'notFound'];

/** `liveChatMessages.list`: what is new in a live chat. Costs `UNITS.readLiveChat`. */
export async function readLiveChat({ apiUrl, call, clock }: Reader, ask: LiveChatAsk): Promise<LiveChatRead> {
  const { channel, liveChatId, pageToken, since } = ask;
  const query = new URLSearchParams({ liveChatId, part: 'id,snippet,authorDetails', maxResults: '2000' });
  if (pageToken !== null) query.set('pageToken', pageToken);
  const called = readCall(await call(`${apiUrl}/liveChat/messages?${query}`, bearer), clock());
  if (!called.ok) {
    if (called.why === 'refused' && OVER.includes(called.reason)) return { is: 'ended', reason: called.reason };
    // Nothing else in the question could be wrong: the place is lost, and the next page is history, known by ids and age.
    if (called.why === 'refused' && called.status === 400 && pageToken !== null)
      return { is: 'page', events: [], nextPageToken: null, afterMs: USUAL_PACE_MS, offlineAt: null };
    return { is: 'failed', reason: called.reason, afterMs: waitFor(called) };
  }
  const parsed = chatPage.safeParse(called.json);
  if (!parsed.success) return { is: 'failed', reason: 'an answer that is none', afterMs: USUAL_PACE_MS };
  const { items, nextPageToken, pollingIntervalMillis, offlineAt } = parsed.data;
  const receivedAt = clock();
  const all = items ?? [];
  const events = all.flatMap((item) => liveChatEvent(item, { channel, liveChatId }, receivedAt) ?? []);
  return {
    is: 'page',
    events: events.filter(({ at }) => at >= since),
    nextPageToken: nextPageToken ?? null,
    afterMs: Math.min(Math.max(pollingIntervalMillis ?? USUAL_PACE_MS, MIN_PACE_MS), MAX_PACE_MS),
    offlineAt: offlineAt ?? (all.some(isChatEnd) ? receivedAt : null),
  };
}
