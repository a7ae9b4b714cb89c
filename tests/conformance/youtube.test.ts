import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { LiveChatAsk } from '../../workers/core/intake.ts';
import type { Road } from '../../workers/core/road.ts';
import { upstreamCaller } from '../../workers/platforms/call.ts';
import { createYoutubeClient, type YoutubeClient } from '../../workers/platforms/youtube/client.ts';
import { broadcastEvent, youtubeRoom } from '../../workers/platforms/youtube/events.ts';
import {
  authorizeUrl,
  exchangeCode,
  readRedirect,
  refreshToken,
  SCOPES,
  tokenScopes,
  whoAmI,
} from '../../workers/platforms/youtube/oauth.ts';
import { quotaDayEnds, UNITS } from '../../workers/platforms/youtube/quota.ts';
import { type Lease, youtubeWebhook } from '../../workers/platforms/youtube/webhook.ts';
import { requestLease, topicOf } from '../../workers/platforms/youtube/websub.ts';
import { startYouTube, YOUTUBE_DEMO, type YouTubeStandIn } from '../stand-ins/youtube.ts';

const CHANNEL = YOUTUBE_DEMO.channel.id;
const VIDEO = YOUTUBE_DEMO.broadcast.id;
const PIA = { id: 'UCpia00000000000000000000', name: '@pia' };
const MO = { id: 'UCmo000000000000000000000', name: 'Mo', role: 'moderator' } as const;
const MINUTE = 60_000;

let clock: number;
let youtube: YouTubeStandIn;
let client: YoutubeClient;

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  youtube = await startYouTube({
    clientId: 'client-1',
    clientSecret: 'the client secret',
    consent: 'allow',
    retryDelaysMs: [1, 1],
    verifyDelayMs: 1,
    now: () => clock,
  });
  let token = youtube.tokens.grant(YOUTUBE_DEMO.bot.id).accessToken;
  client = createYoutubeClient({
    apiUrl: youtube.apiUrl,
    project: 'client-1',
    unitsPerDay: 10_000,
    spend: async () => true,
    call: upstreamCaller(
      {
        get: async (stale) => {
          if (stale === token) token = youtube.tokens.grant(YOUTUBE_DEMO.bot.id).accessToken;
          return token;
        },
      },
      fetch,
    ),
    clock: () => clock,
    echoed: async () => 'unclear',
  });
});
afterEach(() => youtube.stop());

const chat = () => youtube.live(VIDEO);
const ask = (more: Partial<LiveChatAsk> = {}): LiveChatAsk => ({
  channel: CHANNEL,
  videoId: VIDEO,
  liveChatId: chat().id,
  pageToken: null,
  since: 0,
  ...more,
});
const line = (text: string, room = youtubeRoom(CHANNEL, chat().id)) =>
  client.send({ deliveryId: 'd#0', channel: CHANNEL, privileged: false, room, text });

async function readAll(more: Partial<LiveChatAsk> = {}) {
  const read = await client.readLiveChat(ask(more));
  if (read.is !== 'page') throw new Error(`no page but ${read.is}: ${read.reason}`);
  return read;
}

describe('a broadcast', () => {
  it('is known at each of its times', async () => {
    const startsAt = clock + 30 * MINUTE;
    youtube.video({ id: 'planned', channel: CHANNEL, title: 'Later', live: 'upcoming', scheduledStart: startsAt });
    expect(await client.lookAtVideo('planned')).toEqual({ is: 'upcoming', startsAt });
    expect(await client.lookAtVideo('nowhere')).toEqual({ is: 'missing' });
    youtube.video({ id: 'upload', channel: CHANNEL, title: 'An upload' });
    expect(await client.lookAtVideo('upload')).toEqual({ is: 'video' });

    clock = startsAt + MINUTE;
    youtube.start('planned');
    const look = await client.lookAtVideo('planned');
    expect(look).toMatchObject({
      is: 'live',
      channelId: CHANNEL,
      title: 'Later',
      liveChatId: youtube.live('planned').id,
    });
    expect(look.is === 'live' && broadcastEvent(look, clock)).toMatchObject({ id: 'live:planned', at: clock });
    clock += MINUTE;
    youtube.end('planned');
    expect(await client.lookAtVideo('planned')).toMatchObject({ is: 'ended', endedAt: clock });
    expect(youtube.quota.used).toBe(5 * UNITS.lookAtVideo);
  });
});

describe('a live chat', () => {
  it('is read once, in order, with every kind of event', async () => {
    const { say, emit } = chat();
    say({ user: PIA, text: '!ping' });
    emit('superChatEvent', { user: PIA, amountMicros: 5_000_000, currency: 'EUR', comment: 'waddle on' });
    emit('superStickerEvent', { user: PIA, amountMicros: 1_990_000 });
    emit('newSponsorEvent', { user: PIA });
    emit('memberMilestoneChatEvent', { user: PIA, months: 7, comment: 'seven' });
    const gift = emit('membershipGiftingEvent', { user: PIA, count: 3 });
    emit('giftMembershipReceivedEvent', { user: MO, gifter: PIA, giftingId: gift.id });
    emit('messageDeletedEvent', { user: MO, messageId: gift.id });
    emit('userBannedEvent', { user: MO, banned: PIA });
    emit('userBannedEvent', { user: MO, banned: PIA, seconds: 300 });
    emit('tombstone', {});
    emit('sponsorOnlyModeStartedEvent', { user: MO });
    emit('pollEvent', { user: MO, question: 'Which?', options: [{ text: 'a' }, { text: 'b' }] });
    const first = await readAll();
    expect(first.events.map(({ kind }) => kind)).toEqual([
      ...['message', 'tip', 'tip', 'subscribe', 'resubscribe', 'gift', 'message.deleted', 'ban', 'timeout'],
    ]);
    expect(first).toMatchObject({ afterMs: 5_000, offlineAt: null });
    expect(first.events[1]).toMatchObject({
      text: 'waddle on',
      data: { amountMicros: 5_000_000, currency: 'EUR', shown: expect.any(String) },
    });

    clock += first.afterMs;
    say({ user: MO, text: 'and on' });
    const second = await readAll({ pageToken: first.nextPageToken });
    expect(second.events).toMatchObject([{ text: 'and on', author: { account: MO.id, level: 'moderator' } }]);
  });

  it('has no history', async () => {
    chat().say({ user: PIA, text: 'before', at: clock - MINUTE });
    chat().say({ user: PIA, text: 'since', at: clock });
    const { events } = await readAll({ since: clock });
    expect(events.map(({ text }) => text)).toEqual(['since']);
  });

  it('is not asked too soon, or else waits', async () => {
    const { nextPageToken } = await readAll();
    clock += 1_000;
    const early = await client.readLiveChat(ask({ pageToken: nextPageToken }));
    expect(early).toMatchObject({ is: 'failed', reason: 'rateLimitExceeded' });
  });

  it('starts over where YouTube does not know the place', async () => {
    expect(await readAll({ pageToken: 'no place of theirs' })).toMatchObject({ events: [], nextPageToken: null });
  });

  it('ends', async () => {
    const liveChatId = chat().id;
    youtube.end(VIDEO);
    const last = await client.readLiveChat(ask({ liveChatId }));
    expect(last.is === 'page' ? last.offlineAt : last.is).not.toBeNull();
    clock += 2 * MINUTE;
    const after = await client.readLiveChat(
      ask({ liveChatId, pageToken: last.is === 'page' ? last.nextPageToken : null }),
    );
    expect(after.is === 'ended' || (after.is === 'page' && after.offlineAt !== null)).toBe(true);
    clock += 3_600_000;
    expect(await client.readLiveChat(ask({ liveChatId }))).toEqual({ is: 'ended', reason: 'liveChatNotFound' });
  });

  it('outlives garbage, cut connections and outages', async () => {
    for (const fault of [{ kind: 'status', status: 503 }, { kind: 'drop' }] as const) {
      youtube.fault({ op: 'liveChatMessages.list', fault });
      const read = await client.readLiveChat(ask());
      expect(read).toMatchObject({ is: 'failed', afterMs: 5_000 });
      clock += 10_000;
    }
    expect((await readAll()).is).toBe('page');
  });
});

describe('a line of the bot’s', () => {
  it('is shown, and comes back as the bot’s own', async () => {
    const sent = await line('Pong!');
    expect(youtube.sent.map(({ text }) => text)).toEqual(['Pong!']);
    const { events } = await readAll();
    expect(events).toMatchObject([{ kind: 'message', text: 'Pong!', author: { account: YOUTUBE_DEMO.bot.id } }]);
    expect(sent).toEqual({ outcome: 'sent', messageId: events[0]?.id });
    expect(youtube.quota.used).toBeLessThanOrEqual(UNITS.send + UNITS.readLiveChat);
  });

  it('may be as long as two hundred characters, and no longer', async () => {
    expect(await line('x'.repeat(200))).toMatchObject({ outcome: 'sent' });
    expect(await line('x'.repeat(201))).toEqual({ outcome: 'refused', reason: 'messageTextInvalid' });
  });

  it('waits for the next day when the units are used up', async () => {
    youtube.quota.used = 9_999;
    const wait = quotaDayEnds(clock) - clock;
    expect(await line('Pong!')).toEqual({
      outcome: 'refused',
      reason: 'quotaExceeded',
      retryAfterMs: wait,
      holds: [{ key: 'all', forMs: wait }],
    });
    expect(await client.readLiveChat(ask())).toEqual({ is: 'failed', reason: 'quotaExceeded', afterMs: wait });
    clock += wait - 1;
    expect(await line('Pong!')).toMatchObject({ outcome: 'refused' });
    clock += 1;
    expect(await line('Pong!')).toMatchObject({ outcome: 'sent' });
  });

  it('is refused for good where the chat is closed or gone', async () => {
    chat().disabled = true;
    expect(await line('Pong!')).toEqual({ outcome: 'refused', reason: 'liveChatDisabled' });
    expect(await line('Pong!', youtubeRoom(CHANNEL, 'no-chat'))).toEqual({
      outcome: 'refused',
      reason: 'liveChatNotFound',
    });
  });

  it('of unclear fate is told as such', async () => {
    youtube.fault({ op: 'send', fault: { kind: 'status', status: 500, when: 'after' } });
    expect(await line('Pong!')).toMatchObject({ outcome: 'unclear' });
    expect(youtube.sent).toHaveLength(1);
  });

  it('gets past an access token that has ended', async () => {
    await line('before');
    clock += 2 * 3_600_000;
    expect(await line('after')).toMatchObject({ outcome: 'sent' });
  });
});

describe('consent', () => {
  const google = () => ({
    authUrl: youtube.authUrl,
    tokenUrl: youtube.tokenUrl,
    clientId: 'client-1',
    clientSecret: 'the client secret',
  });
  const redirectUri = 'http://127.0.0.1:1/back';
  const needs = Object.keys(SCOPES.bot);

  async function agree() {
    const url = authorizeUrl(google(), { redirectUri, state: 's1', scopes: needs });
    const response = await fetch(url, { redirect: 'manual' });
    return readRedirect(new URL(response.headers.get('location') ?? '').searchParams, 's1');
  }
  async function tokens() {
    const back = await agree();
    if (!back.ok) throw new Error(back.reason);
    return exchangeCode(google(), { code: back.code, redirectUri, needs }, fetch, clock);
  }

  it('makes the bot speak as its channel, for longer than an hour', async () => {
    const granted = await tokens();
    if (!granted.ok) throw new Error(granted.reason);
    const { token } = granted.access;
    expect(await whoAmI(youtube.apiUrl, token, fetch)).toEqual({ ok: true, channel: YOUTUBE_DEMO.bot });
    expect(await tokenScopes(youtube.tokenUrl, token, fetch)).toEqual({ ok: true, scopes: needs });
    clock += 2 * 3_600_000;
    const next = await refreshToken(google(), granted.refresh, fetch, clock);
    expect(next).toMatchObject({ ok: true, refresh: granted.refresh, scopes: needs });
    youtube.tokens.revokeAll();
    expect(await refreshToken(google(), granted.refresh, fetch, clock)).toEqual({ ok: false, reason: 'invalid_grant' });
  });

  it('may be denied, in part, or too late', async () => {
    youtube.consent = 'deny';
    expect(await agree()).toEqual({ ok: false, reason: 'denied' });
    youtube.consent = { scopes: ['https://www.googleapis.com/auth/youtube.readonly'] };
    expect(await tokens()).toEqual({ ok: false, reason: 'under-scoped', missing: needs });
    youtube.consent = { expired: true };
    expect(await tokens()).toEqual({ ok: false, reason: 'invalid_grant' });
  });
});

describe('the hub', () => {
  it('leases, tells of uploads, edits and deletions, is believed by its signature alone, and ends', async () => {
    const token = 'a-token-of-random-bytes';
    const brought: ChatEvent[] = [];
    const watched: string[] = [];
    let lease: Lease = { channel: CHANNEL, topic: topicOf(CHANNEL), secret: 'the lease’s secret', state: 'pending' };
    const road: Road = {
      clock: () => clock,
      isPlain: () => false,
      suggest: async () => [],
      bring: async (event) => {
        brought.push(event);
        return { decision: 'ignored' };
      },
      answer: async () => ({ answer: 'now', text: '', ephemeral: true }),
      echo: async () => undefined,
      revoked: async () => undefined,
      report: () => undefined,
    };
    const confirmed: unknown[] = [];
    const app = new Hono().route(
      '/webhooks/youtube',
      youtubeWebhook({
        road,
        leases: {
          find: async (given) => (given === token ? lease : null),
          confirm: async (_, mode, seconds, now) => {
            confirmed.push([mode, seconds, now]);
            if (mode === 'subscribe') lease = { ...lease, state: 'active' };
          },
          deny: async (_, reason) => void confirmed.push(['denied', reason]),
        },
        watch: async ({ videoId }) => void watched.push(videoId),
      }),
    );
    await using bot = await served(app);
    const callback = `${bot.url}/webhooks/youtube/${token}`;
    const request = { hubUrl: youtube.hubUrl, callback, topic: lease.topic, secret: lease.secret };

    expect(await requestLease(request, fetch)).toEqual({ ok: true });
    await youtube.idle();
    expect(youtube.leases).toHaveLength(1);
    expect(confirmed).toEqual([['subscribe', 432_000, clock]]);
    await requestLease({ ...request, topic: topicOf('UCother000000000000000000') }, fetch);
    await youtube.idle();
    expect(youtube.leases).toHaveLength(1);
    expect(confirmed).toHaveLength(1);

    const video = { id: 'wadVideo001', channel: CHANNEL, title: 'Penguins & <pebbles>' };
    expect(await youtube.publish(video)).toMatchObject({ status: 202 });
    clock += 20 * MINUTE;
    await youtube.edit({ ...video, title: 'Better' });
    await youtube.delete(video.id);
    expect(brought.map(({ kind, data }) => [kind, 'edited' in data ? [data.title, data.edited] : null])).toEqual([
      ['video.published', ['Penguins & <pebbles>', false]],
      ['video.published', ['Better', true]],
      ['video.deleted', null],
    ]);
    expect(watched).toEqual([video.id, video.id]);

    for (const signature of ['wrong', 'none'] as const)
      expect(await youtube.publish({ ...video, id: 'forged' }, { signature })).toMatchObject({ status: 202 });
    expect(brought).toHaveLength(3);

    await youtube.deny(CHANNEL, 'policy');
    expect(confirmed.at(-1)).toEqual(['denied', 'policy']);
    await requestLease(request, fetch);
    await youtube.idle();
    lease = { ...lease, state: 'ended' };
    await requestLease({ ...request, mode: 'unsubscribe' }, fetch);
    await youtube.idle();
    expect(youtube.leases).toEqual([]);
  });
});

/** An app behind a port of this machine. */
async function served(app: Hono): Promise<{ readonly url: string } & AsyncDisposable> {
  const http = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/' } = incoming;
    const headers = new Headers(incoming.headers as Record<string, string>);
    const body = method === 'GET' ? null : Buffer.concat(chunks);
    const response = await app.request(`http://bot.example${url}`, { method, headers, body });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
