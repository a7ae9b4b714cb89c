import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StreamPort } from '../../../workers/core/stream.ts';
import { isYoutubeUnauthorised } from '../../../workers/platforms/youtube/errors.ts';
import { refreshToken } from '../../../workers/platforms/youtube/oauth.ts';
import { youtubeStream } from '../../../workers/platforms/youtube/stream-port.ts';
import {
  type GoogleTokenPair,
  startYouTube,
  YOUTUBE_DEMO,
  YOUTUBE_SCOPES,
  type YouTubeStandIn,
} from '../../stand-ins/youtube.ts';
import { callWith, type Verb, verbsOn } from './verbs.ts';

const APP = { clientId: 'client', clientSecret: 'shh' };
const CHANNEL = YOUTUBE_DEMO.channel.id;
const PIA = { id: 'UCpia00000000000000000000', title: 'Pia the Penguin', handle: 'pia.p', subscribers: 12_345 };
const BROADCAST = 'onTheAir001';
const CONNECT = 'npm run connect youtube -- --with stream';
const { readonly, forceSsl } = YOUTUBE_SCOPES;
/** Five in the morning in California. */
const NOON = Date.UTC(2026, 9, 4, 12);
const UNTIL_MIDNIGHT = 19 * 3_600_000;

const VERBS = verbsOn({ channel: CHANNEL, category: { id: '20', name: 'Gaming' }, raided: 'pia.p', account: PIA.id });
const LACKING = (Object.keys(VERBS) as Verb[]).filter((verb) => verb !== 'setTitle');

let now: number;
let youtube: YouTubeStandIn;
let grant: GoogleTokenPair | undefined;
let units: number;
let stream: StreamPort;

beforeEach(async () => {
  now = NOON;
  units = 10_000;
  youtube = await startYouTube({ ...APP, channels: [YOUTUBE_DEMO.channel, PIA], videos: [], now: () => now });
  allow([readonly, forceSsl]);
});
afterEach(() => youtube.stop());

/** The streamer consents to these scopes, or to none. */
function allow(scopes: readonly string[] | undefined): void {
  grant = scopes && youtube.tokens.grant(CHANNEL, scopes);
  const google = { ...APP, tokenUrl: youtube.tokenUrl, authUrl: youtube.authUrl };
  const ofBot = callWith(async () => youtube.tokens.grant(YOUTUBE_DEMO.bot.id).accessToken);
  const ofOwner = callWith(async (stale) => {
    if (!grant || stale === undefined) return grant?.accessToken;
    const renewed = await refreshToken(google, grant.refreshToken, fetch, now);
    return renewed.ok ? renewed.access.token : undefined;
  }, isYoutubeUnauthorised);
  stream = youtubeStream({
    apiUrl: youtube.apiUrl,
    unitsPerDay: 10_000,
    spend: async ({ cost }) => {
      if (units < cost) return false;
      units -= cost;
      return true;
    },
    call: ofBot,
    asOwner: async (channel) => (channel === CHANNEL && scopes ? ofOwner : null),
    clock: () => now,
  });
}

/** Begins a stream the usual way, without planning it. */
const goLive = (more: object = {}) =>
  youtube.video({
    id: BROADCAST,
    title: 'Old title',
    description: 'What it is about',
    live: 'live',
    persistent: true,
    actualStart: NOON - 3_600_000,
    scheduledStart: NOON - 7_200_000,
    ...more,
  });
const spent = () => 10_000 - units;

describe('a stream on YouTube', () => {
  it('is known on the air, for two units', async () => {
    goLive({ viewers: 42, tags: ['chess'], language: 'de' });
    expect(await stream.streamOf(CHANNEL)).toEqual({
      live: true,
      startedAt: NOON - 3_600_000,
      title: 'Old title',
      category: 'Gaming',
      categoryId: '20',
      viewers: 42,
      language: 'de',
      tags: ['chess'],
    });
    expect([spent(), youtube.quota.used]).toEqual([2, 2]);
    now += 29_999;
    await stream.streamOf(CHANNEL);
    expect(spent()).toBe(2);
  });

  it('is known to be off the air, for one', async () => {
    youtube.video({ id: 'planned0001', live: 'upcoming' });
    expect(await stream.streamOf(CHANNEL)).toEqual({ live: false, title: '', category: '' });
    expect(spent()).toBe(1);
  });

  it('may hide how many watch', async () => {
    goLive({ viewers: null, categoryId: '999' });
    const state = await stream.streamOf(CHANNEL);
    expect(state).toMatchObject({ live: true, category: '', categoryId: '999' });
    expect(state).not.toHaveProperty('viewers');
  });

  it('is not known of a channel that is not connected, nor when there are no units or no answer', async () => {
    expect(await stream.streamOf(PIA.id)).toBeNull();
    expect(spent()).toBe(0);
    youtube.fault({ op: 'liveBroadcasts.list', fault: { kind: 'drop', when: 'before' } });
    await expect(stream.streamOf(CHANNEL)).rejects.toMatchObject({ code: 'UPSTREAM' });
    units = 0;
    await expect(stream.streamOf(CHANNEL)).rejects.toThrow('the units of the day are used up');
  });
});

describe('somebody on YouTube', () => {
  it('is known by id and by handle, with subscribers unless they are hidden', async () => {
    const pia = {
      account: PIA.id,
      login: 'pia.p',
      displayName: 'Pia the Penguin',
      createdAt: Date.UTC(2020, 0, 1),
      followers: 12_300,
    };
    expect(await stream.profileOf({ login: '@Pia.P' })).toEqual(pia);
    expect(await stream.profileOf({ account: PIA.id })).toEqual(pia);
    const hidden = await stream.profileOf({ account: CHANNEL });
    expect(hidden).toMatchObject({ login: 'waddledemo' });
    expect(hidden).not.toHaveProperty('followers');
    for (const who of [{ login: 'nobody' }, { login: '?' }, { account: 'UCnobody' }, { account: 'a,b' }])
      expect(await stream.profileOf(who)).toBeNull();
    expect(await stream.followedAt(CHANNEL, PIA.id)).toBe('unknown');
    expect(await stream.searchCategories('gaming')).toEqual([]);
  });
});

describe('the title on YouTube', () => {
  it('is set for 51 units, and nothing else is lost', async () => {
    goLive();
    await stream.streamOf(CHANNEL);
    const before = spent();
    expect(await VERBS.setTitle(stream)).toMatchObject({ ok: true });
    expect(spent() - before).toBe(51);
    expect(youtube.videoOf(BROADCAST)).toMatchObject({
      title: 'A new title',
      description: 'What it is about',
      scheduledStart: NOON - 7_200_000,
    });
    expect(await stream.streamOf(CHANNEL)).toMatchObject({ title: 'A new title' });
  });

  it('is not set off the air', async () => {
    expect(await VERBS.setTitle(stream)).toMatchObject({ ok: false, reason: 'not-live' });
    goLive();
    youtube.fault({
      op: 'liveBroadcasts.update',
      fault: {
        kind: 'status',
        when: 'before',
        status: 404,
        body: { error: { code: 404, errors: [{ reason: 'liveBroadcastNotFound' }] } },
      },
    });
    expect(await VERBS.setTitle(stream)).toMatchObject({ ok: false, reason: 'not-live' });
  });

  it('is not set without the scope, and says how to get it', async () => {
    goLive();
    for (const scopes of [[readonly], undefined]) {
      allow(scopes);
      const answer = await VERBS.setTitle(stream);
      expect(answer).toMatchObject({ ok: false, reason: 'scope', message: expect.stringContaining(CONNECT) });
    }
    expect(youtube.videoOf(BROADCAST).title).toBe('Old title');
  });

  it('is set with a fresh token when the old one has ended, else not', async () => {
    goLive();
    youtube.tokens.expireAll();
    expect(await VERBS.setTitle(stream)).toMatchObject({ ok: true });
    youtube.tokens.revokeAll();
    const answer = await VERBS.setTitle(stream);
    expect(answer).toMatchObject({ ok: false, reason: 'scope', message: expect.stringContaining(CONNECT) });
  });

  it.each(['', ' \n', 'x'.repeat(101), 'a <b>'])('is not asked for where it cannot be: %j', async (title) => {
    expect(await stream.setTitle(CHANNEL, title)).toMatchObject({ ok: false, reason: 'refused' });
    expect(youtube.quota.used).toBe(0);
  });

  it('may or may not have been set when the answer is lost, but not when the first question is', async () => {
    goLive();
    for (const fault of [
      { kind: 'drop', when: 'before' },
      { kind: 'drop', when: 'after' },
      { kind: 'status', when: 'before', status: 503 },
    ] as const) {
      youtube.fault({ op: 'liveBroadcasts.update', fault });
      const answer = await VERBS.setTitle(stream);
      expect(answer).toMatchObject({ ok: false, reason: 'upstream' });
      expect(answer).toHaveProperty('message', expect.stringContaining('may or may not have happened'));
      youtube.fault({ op: 'liveBroadcasts.list', fault });
      expect(await VERBS.setTitle(stream)).toMatchObject({
        reason: 'upstream',
        message: expect.stringContaining('nothing was done'),
      });
    }
  });

  it('waits for midnight in California when the units are used up, whoever says so', async () => {
    goLive();
    const outOfUnits = { ok: false, reason: 'limited', retryAfterMs: UNTIL_MIDNIGHT };
    for (const left of [0, 50]) {
      units = left;
      expect(await VERBS.setTitle(stream)).toMatchObject(outOfUnits);
    }
    units = 10_000;
    youtube.quota.used = youtube.quota.limit - 10;
    expect(await VERBS.setTitle(stream)).toMatchObject(outOfUnits);
    expect(youtube.videoOf(BROADCAST).title).toBe('Old title');
  });

  it('waits as long as YouTube says when it was asked for too often', async () => {
    goLive();
    const body = { error: { code: 403, errors: [{ reason: 'userRequestsExceedRateLimit' }] } };
    const fault = { kind: 'status', when: 'before', status: 403, retryAfter: 120, body } as const;
    youtube.fault({ op: 'liveBroadcasts.update', fault });
    expect(await VERBS.setTitle(stream)).toMatchObject({ ok: false, reason: 'limited', retryAfterMs: 120_000 });
  });

  it.each([
    ['insufficientLivePermissions', 'forbidden'],
    ['invalidTitle', 'refused'],
    ['somethingNew', 'refused'],
  ])('is refused by YouTube as %s', async (why, reason) => {
    goLive();
    const body = { error: { code: 403, errors: [{ reason: why }] } };
    youtube.fault({ op: 'liveBroadcasts.update', fault: { kind: 'status', when: 'before', status: 403, body } });
    expect(await VERBS.setTitle(stream)).toMatchObject({ ok: false, reason });
  });
});

it.each(LACKING)('YouTube has no way to %s, and says so without asking', async (verb) => {
  const answer = await VERBS[verb](stream);
  expect(answer).toMatchObject({
    ok: false,
    reason: 'unsupported',
    message: expect.stringMatching(/YouTube’s API has nothing|YouTube Studio/),
  });
  expect(youtube.log.since(0, 'request')).toEqual([]);
  expect(await stream.hasClip('any')).toBe(false);
});
