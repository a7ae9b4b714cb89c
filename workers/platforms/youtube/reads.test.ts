import { describe, expect, it } from 'vitest';
import chatEnded from '../../../tests/samples/youtube/error.liveChatEnded.json';
import quotaExceeded from '../../../tests/samples/youtube/error.quotaExceeded.json';
import lastPage from '../../../tests/samples/youtube/liveChatMessages.last.json';
import page from '../../../tests/samples/youtube/liveChatMessages.page.json';
import ended from '../../../tests/samples/youtube/videos.ended.json';
import liveNow from '../../../tests/samples/youtube/videos.live.json';
import upcoming from '../../../tests/samples/youtube/videos.upcoming.json';
import upload from '../../../tests/samples/youtube/videos.upload.json';
import { answering } from '../../../tests/support/calls.ts';
import type { LiveChatAsk } from '../../core/intake.ts';
import type { CallResult } from '../call.ts';
import { lookAtVideo, readLiveChat } from './reads.ts';

const NOW = Date.parse('2026-10-04T12:00:00Z');
const UNTIL_MIDNIGHT = 19 * 3_600_000;
const CHANNEL = 'UCdemo0000000000000000000';
const ASK: LiveChatAsk = { channel: CHANNEL, videoId: 'wadDemoLive', liveChatId: 'chat-1', pageToken: null, since: 0 };
const ABOUT = { videoId: 'wadDemoLive', channelId: CHANNEL, channelTitle: 'Waddle Demo' };

function readerFor(answer: Response | CallResult) {
  const { call, seen } = answering(answer);
  return { reader: { apiUrl: 'https://api.example/youtube/v3', call, clock: () => NOW }, seen };
}
const lookWith = (answer: Response | CallResult) => lookAtVideo(readerFor(answer).reader, 'wadDemoLive');
const readWith = (answer: Response | CallResult, ask: Partial<LiveChatAsk> = {}) =>
  readLiveChat(readerFor(answer).reader, { ...ASK, ...ask });
const refusal = (reason: string, status: number) =>
  Response.json({ error: { code: status, errors: [{ domain: 'd', reason, message: 'No.' }] } }, { status });

const FAILURES = [
  ['the units are used up', () => Response.json(quotaExceeded, { status: 403 }), 'quotaExceeded', UNTIL_MIDNIGHT],
  ['it was too soon', () => refusal('rateLimitExceeded', 403), 'rateLimitExceeded', 5_000],
  ['Google is ill', () => refusal('backendError', 503), 'backendError', 5_000],
  ['the answer is none', () => Response.json([]), 'an answer that is none', 5_000],
  ['YouTube refuses', () => refusal('forbidden', 403), 'forbidden', 600_000],
  [
    'no answer came',
    () => ({ ok: false, outcome: { outcome: 'unclear', reason: 'TimeoutError' } }) as const,
    'TimeoutError',
    5_000,
  ],
  [
    'there is no token now',
    () => ({ ok: false, outcome: { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 } }) as const,
    'no token',
    5_000,
  ],
  [
    'there is no token any more',
    () => ({ ok: false, outcome: { outcome: 'refused', reason: 'token refused' } }) as const,
    'token refused',
    60_000,
  ],
] as const satisfies readonly (readonly [string, () => Response | CallResult, string, number])[];

describe('a look at a video', () => {
  it('asks for what costs one unit', async () => {
    const { reader, seen } = readerFor(Response.json(liveNow));
    await lookAtVideo(reader, 'a&b');
    expect(seen[0]?.url).toBe('https://api.example/youtube/v3/videos?part=snippet%2CliveStreamingDetails&id=a%26b');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
  });

  it('tells an upload from a broadcast at each of its times', async () => {
    expect(await lookWith(Response.json(upload))).toEqual({ is: 'video' });
    expect(await lookWith(Response.json(upcoming))).toEqual({
      is: 'upcoming',
      startsAt: Date.parse('2026-10-04T18:00:00Z'),
    });
    expect(await lookWith(Response.json(liveNow))).toEqual({
      is: 'live',
      ...ABOUT,
      title: 'Waddling live',
      liveChatId: liveNow.items[0]?.liveStreamingDetails.activeLiveChatId,
      startedAt: Date.parse('2026-10-04T11:30:12Z'),
    });
    expect(await lookWith(Response.json(ended))).toEqual({
      is: 'ended',
      ...ABOUT,
      endedAt: Date.parse('2026-10-04T11:45:30Z'),
    });
    expect(await lookWith(Response.json({ items: [] }))).toEqual({ is: 'missing' });
  });

  it('makes do with what YouTube may leave out', async () => {
    const bare = (liveBroadcastContent: string) =>
      Response.json({ items: [{ snippet: { channelId: CHANNEL, liveBroadcastContent }, liveStreamingDetails: {} }] });
    expect(await lookWith(bare('upcoming'))).toEqual({ is: 'upcoming', startsAt: null });
    expect(await lookWith(bare('live'))).toMatchObject({ is: 'live', title: '', liveChatId: null, startedAt: NOW });
    expect(await lookWith(bare('none'))).toMatchObject({ is: 'ended', endedAt: null });
  });

  it.each(FAILURES)('comes to nothing, and says for how long, when %s', async (_, answer, reason, afterMs) => {
    expect(await lookWith(answer())).toEqual({ is: 'unknown', reason, afterMs });
  });
});

describe('a page of a live chat', () => {
  it('is asked for from its place, with everything an event needs', async () => {
    const { reader, seen } = readerFor(Response.json(page));
    await readLiveChat(reader, ASK);
    await readLiveChat(reader, { ...ASK, pageToken: 'p&1' });
    const asked = seen.map(({ url }) => new URL(url));
    expect(asked[0]?.origin + (asked[0]?.pathname ?? '')).toBe('https://api.example/youtube/v3/liveChat/messages');
    expect(asked.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
      { liveChatId: 'chat-1', part: 'id,snippet,authorDetails', maxResults: '2000' },
      { liveChatId: 'chat-1', part: 'id,snippet,authorDetails', maxResults: '2000', pageToken: 'p&1' },
    ]);
  });

  it('is its events, where the next one is, and when it may be asked for', async () => {
    const read = await readWith(Response.json(page));
    expect(read).toMatchObject({ is: 'page', nextPageToken: page.nextPageToken, afterMs: 5_181, offlineAt: null });
    const events = read.is === 'page' ? read.events : [];
    expect(events).toHaveLength(12);
    expect(
      events.every(
        ({ channel, room, receivedAt }) => channel === CHANNEL && room === `${CHANNEL}/chat-1` && receivedAt === NOW,
      ),
    ).toBe(true);
  });

  it('leaves history out', async () => {
    const since = Date.parse('2026-10-04T11:59:20.796Z');
    const read = await readWith(Response.json(page), { since });
    expect(read.is === 'page' ? read.events.map(({ kind }) => kind) : []).toEqual([
      'message.deleted',
      'ban',
      'timeout',
    ]);
  });

  it('may be the last', async () => {
    expect(await readWith(Response.json(lastPage))).toMatchObject({
      events: [],
      offlineAt: Date.parse('2026-10-04T12:00:10Z'),
    });
    expect(await readWith(Response.json({ items: lastPage.items }))).toMatchObject({ offlineAt: NOW });
  });

  it('may be empty, and has YouTube’s usual pace then', async () => {
    expect(await readWith(Response.json({}))).toEqual({
      is: 'page',
      events: [],
      nextPageToken: null,
      afterMs: 5_000,
      offlineAt: null,
    });
  });

  it.each([
    [0, 1_000],
    [250.5, 1_000],
    [8_000, 8_000],
    [1e12, 600_000],
  ])('is followed after %d ms, within reason', async (pollingIntervalMillis, afterMs) => {
    expect(await readWith(Response.json({ pollingIntervalMillis, items: [] }))).toMatchObject({ afterMs });
  });

  it('lets nothing go for an item that is none', async () => {
    const items = [null, 1, {}, { id: 'x' }, ...page.items];
    const read = await readWith(Response.json({ ...page, items }));
    expect(read.is === 'page' ? read.events.length : 0).toBe(12);
  });

  it.each(['liveChatEnded', 'liveChatDisabled', 'liveChatNotFound'])('ends with %s', async (reason) => {
    expect(await readWith(refusal(reason, reason === 'liveChatNotFound' ? 404 : 403))).toEqual({ is: 'ended', reason });
  });

  it('ends as YouTube words it', async () => {
    expect(await readWith(Response.json(chatEnded, { status: 403 }))).toEqual({ is: 'ended', reason: 'liveChatEnded' });
  });

  it('whose place is lost is asked for from the front', async () => {
    const lost = { is: 'page', events: [], nextPageToken: null, afterMs: 5_000 };
    expect(await readWith(refusal('pageTokenInvalid', 400), { pageToken: 'old' })).toMatchObject(lost);
    expect(await readWith(new Response('', { status: 400 }), { pageToken: 'old' })).toMatchObject(lost);
    expect(await readWith(refusal('badRequest', 400))).toMatchObject({ is: 'failed', reason: 'badRequest' });
  });

  it.each(FAILURES)('comes to nothing, and says for how long, when %s', async (_, answer, reason, afterMs) => {
    expect(await readWith(answer())).toEqual({ is: 'failed', reason, afterMs });
  });
});
