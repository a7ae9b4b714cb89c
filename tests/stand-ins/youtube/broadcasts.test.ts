import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startYouTube, YOUTUBE_DEMO, YOUTUBE_SCOPES, type YouTubeStandIn } from '../youtube.ts';

const CHANNEL = YOUTUBE_DEMO.channel.id;
const NOON = Date.UTC(2026, 9, 4, 12);
const START = '2026-10-04T11:00:00Z';

let youtube: YouTubeStandIn;
let token: string;

beforeEach(async () => {
  youtube = await startYouTube({
    clientId: 'client',
    clientSecret: 'shh',
    videos: [
      { id: 'planned0001', live: 'upcoming', scheduledStart: NOON + 3_600_000 },
      { id: 'onTheAir001', live: 'live', title: 'Old', description: 'About', scheduledStart: Date.parse(START) },
      { id: 'streamKey01', live: 'live', persistent: true },
      { id: 'another0001', live: 'live', channel: 'UCanother' },
    ],
    now: () => NOON,
  });
  token = youtube.tokens.grant(CHANNEL, [YOUTUBE_SCOPES.forceSsl]).accessToken;
});
afterEach(() => youtube.stop());

async function ask(path: string, json?: unknown, bearer = token) {
  const headers = { Authorization: `Bearer ${bearer}` };
  const method = json === undefined ? 'GET' : 'PUT';
  const answer = await fetch(`${youtube.apiUrl}/${path}`, { method, headers, body: JSON.stringify(json) });
  const body = JSON.parse(await answer.text());
  return { status: answer.status, json: body, reason: body.error?.errors[0].reason as string | undefined };
}

test('broadcasts are listed by kind: planned ones unless streams by key are asked for', async () => {
  const ids = async (query: string) =>
    (await ask(`liveBroadcasts?part=id&${query}`)).json.items.map(({ id }: { id: string }) => id);
  expect(await ids('broadcastStatus=active')).toEqual(['onTheAir001']);
  expect(await ids('broadcastStatus=active&broadcastType=persistent')).toEqual(['streamKey01']);
  expect(await ids('broadcastStatus=active&broadcastType=all')).toEqual(['onTheAir001', 'streamKey01']);
  expect((await ask('liveBroadcasts?part=id&mine=true&broadcastType=any')).status).toBe(400);
});

describe('updating a broadcast', () => {
  const put = (json: object, part = 'id,snippet', bearer = token) => ask(`liveBroadcasts?part=${part}`, json, bearer);
  const snippet = { title: 'New', scheduledStartTime: START };

  test('replaces its title, takes away what is not named, and costs fifty units', async () => {
    const { status, json } = await put({ id: 'onTheAir001', snippet });
    expect([status, json.snippet.title, youtube.quota.used]).toEqual([200, 'New', 50]);
    expect(youtube.videoOf('onTheAir001')).toMatchObject({ title: 'New', description: '' });
    await put({ id: 'onTheAir001', snippet: { ...snippet, description: 'Again' } });
    expect(youtube.videoOf('onTheAir001').description).toBe('Again');
  });

  test('takes a token that may write', async () => {
    const reader = youtube.tokens.grant(CHANNEL, [YOUTUBE_SCOPES.readonly]).accessToken;
    expect(await put({ id: 'onTheAir001', snippet }, undefined, reader)).toMatchObject({
      status: 403,
      reason: 'insufficientPermissions',
    });
  });

  test.each([
    [404, 'liveBroadcastNotFound', { id: 'another0001', snippet }],
    [404, 'liveBroadcastNotFound', { id: 'nothing', snippet }],
    [400, 'idRequired', { snippet }],
    [400, 'titleRequired', { id: 'onTheAir001', snippet: { scheduledStartTime: START } }],
    [400, 'invalidTitle', { id: 'onTheAir001', snippet: { ...snippet, title: 'x'.repeat(101) } }],
    [400, 'invalidTitle', { id: 'onTheAir001', snippet: { ...snippet, title: 'a > b' } }],
    [400, 'scheduledStartTimeRequired', { id: 'onTheAir001', snippet: { title: 'New' } }],
    [
      400,
      'invalidScheduledStartTime',
      { id: 'planned0001', snippet: { title: 'New', scheduledStartTime: '2026-10-04T09:00:00Z' } },
    ],
    [400, 'invalidValue', { id: 'onTheAir001' }],
  ])('answers %d %s', async (status, reason, json) => {
    expect(await put(json)).toMatchObject({ status, reason });
    expect(youtube.videoOf('onTheAir001').title).toBe('Old');
  });

  test('changes nothing of a part that is not named', async () => {
    expect((await put({ id: 'onTheAir001', snippet }, 'status')).json).toMatchObject({
      status: { lifeCycleStatus: 'live' },
    });
    expect(youtube.videoOf('onTheAir001').title).toBe('Old');
    expect((await put({ id: 'onTheAir001', snippet }, '')).status).toBe(400);
  });
});

test('videos and channels tell what is shown beside them', async () => {
  youtube.video({ id: 'onTheAir001', viewers: 7, tags: ['a'], language: 'de', categoryId: '10' });
  const { json } = await ask('videos?part=snippet,liveStreamingDetails&id=onTheAir001');
  expect(json.items).toMatchObject([
    {
      snippet: { categoryId: '10', tags: ['a'], defaultAudioLanguage: 'de' },
      liveStreamingDetails: { concurrentViewers: '7' },
    },
  ]);
  youtube.video({ id: 'onTheAir001', viewers: null });
  const hidden = await ask('videos?part=liveStreamingDetails&id=onTheAir001');
  expect(hidden.json.items[0].liveStreamingDetails).not.toHaveProperty('concurrentViewers');
  const channels = await ask(`channels?part=statistics&id=${CHANNEL}`);
  expect(channels.json.items[0].statistics).toMatchObject({ hiddenSubscriberCount: true });
});
