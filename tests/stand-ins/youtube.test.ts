import { createHash, createHmac, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from './bot.ts';
import {
  googleError,
  startYouTube,
  YOUTUBE_DEMO,
  YOUTUBE_SCOPES,
  type YouTubeOptions,
  type YouTubeStandIn,
} from './youtube.ts';

const PIA = { id: 'UCpia00000000000000000000', name: '@pia' };
const CHANNEL = YOUTUBE_DEMO.channel.id;
const BOT = YOUTUBE_DEMO.bot.id;
const TOPIC = `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${CHANNEL}`;
const CALLBACK = 'http://127.0.0.1:1/auth/google/callback';
const DAY_MS = 86_400_000;

let bot: BotEndpoint;
let youtube: YouTubeStandIn;
let clock: number;

async function start(more: Partial<YouTubeOptions> = {}): Promise<void> {
  await youtube?.stop();
  youtube = await startYouTube({
    clientId: 'client',
    clientSecret: 'shh',
    apiKeys: ['key'],
    retryDelaysMs: [1, 1],
    timeoutMs: 10_000,
    verifyDelayMs: 1,
    now: () => clock,
    ...more,
  });
}

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
  await start();
});

afterEach(async () => {
  await youtube.stop();
  await bot.stop();
});

/** A call of the Data API: as the bot, unless another token is given; `null` sends none. */
async function api(method: string, path: string, body?: unknown, token?: string | null) {
  const bearer = token === undefined ? youtube.tokens.grant(BOT).accessToken : token;
  const answer = await fetch(youtube.apiUrl + path, {
    method,
    headers: {
      ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
      'Content-Type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: text ? JSON.parse(text) : undefined };
}

const reason = ({ status, json }: Awaited<ReturnType<typeof api>>) => [status, json?.error?.errors[0].reason];

describe('the hub', () => {
  const fields = {
    'hub.mode': 'subscribe',
    'hub.topic': TOPIC,
    'hub.verify': 'async',
    'hub.secret': 'a secret of the lease',
    'hub.lease_seconds': '3600',
  };
  const subscribe = async (more: Record<string, string> = {}) => {
    const body = new URLSearchParams({ ...fields, 'hub.callback': `${bot.url}/webhooks/youtube/t0ken`, ...more });
    const answer = await fetch(youtube.hubUrl, { method: 'POST', body });
    const { status } = answer;
    const text = await answer.text();
    await youtube.idle();
    return { status, text };
  };
  const asked = (nth: number) => Object.fromEntries(new URL(bot.received[nth]!.path, bot.url).searchParams);
  const echo = () => {
    bot.answer = ({ path }) => ({ body: new URL(path, bot.url).searchParams.get('hub.challenge') ?? '' });
  };

  test('a lease begins when the callback gives the challenge back', async () => {
    echo();
    expect(await subscribe({ 'hub.verify_token': 'v' })).toEqual({ status: 202, text: '' });
    expect(asked(0)).toEqual({
      'hub.mode': 'subscribe',
      'hub.topic': TOPIC,
      'hub.challenge': expect.stringMatching(/^[0-9a-f]{32}$/),
      'hub.lease_seconds': '3600',
      'hub.verify_token': 'v',
    });
    expect(bot.received[0]!.path).toMatch(/^\/webhooks\/youtube\/t0ken\?/);
    expect(youtube.leases).toMatchObject([{ topic: TOPIC, expiresAt: clock + 3_600_000 }]);
    clock += 3_600_000;
    expect(youtube.leases).toEqual([]);
  });

  test('without the very challenge nothing begins, and nothing ends', async () => {
    bot.answer = () => ({ body: 'something else' });
    await subscribe();
    bot.answer = ({ path }) => ({ status: 404, body: new URL(path, bot.url).searchParams.get('hub.challenge') ?? '' });
    await subscribe();
    expect(youtube.leases).toEqual([]);
    echo();
    await subscribe();
    bot.answer = () => ({ body: 'no' });
    await subscribe({ 'hub.mode': 'unsubscribe' });
    expect(youtube.leases).toHaveLength(1);
    echo();
    await subscribe({ 'hub.mode': 'unsubscribe' });
    expect(asked(4)).not.toHaveProperty('hub.lease_seconds');
    expect(youtube.leases).toEqual([]);
  });

  test('a second subscription renews the first; leases have a longest length', async () => {
    echo();
    await subscribe();
    clock += 1_000;
    await subscribe({ 'hub.lease_seconds': '99999999', 'hub.secret': 'newer' });
    expect(youtube.leases).toMatchObject([{ secret: 'newer', expiresAt: clock + 828_000_000 }]);
    await subscribe({ 'hub.lease_seconds': '' });
    expect(youtube.leases).toMatchObject([{ expiresAt: clock + 432_000_000 }]);
  });

  test('what is malformed is refused at once', async () => {
    const wrongs: Record<string, string>[] = [
      { 'hub.mode': 'publish' },
      { 'hub.callback': 'nowhere' },
      { 'hub.topic': '' },
      { 'hub.verify': 'never' },
      { 'hub.secret': 'x'.repeat(200) },
      { 'hub.lease_seconds': 'long' },
    ];
    for (const wrong of wrongs) expect((await subscribe(wrong)).status).toBe(400);
    expect(bot.received).toEqual([]);
  });

  test('the hub may deny, at once or later', async () => {
    youtube.fault({ op: 'hub', fault: { kind: 'reject' } });
    expect((await subscribe()).status).toBe(202);
    expect(asked(0)).toEqual({ 'hub.mode': 'denied', 'hub.topic': TOPIC });
    youtube.subscribe({ callback: `${bot.url}/y` });
    expect(await youtube.deny(CHANNEL, 'gone')).toEqual([200]);
    expect(asked(1)).toEqual({ 'hub.mode': 'denied', 'hub.topic': TOPIC, 'hub.reason': 'gone' });
    expect(youtube.leases).toEqual([]);
  });

  test('an upload is told, signed with the lease’s secret', async () => {
    youtube.subscribe({ callback: `${bot.url}/webhooks/youtube/t0ken`, secret: 'lease' });
    const published = clock - 60_000;
    const told = await youtube.publish({ id: 'vid1', title: 'Me & <you>', published });
    expect(told).toMatchObject({ status: 200, statuses: [200] });
    const { headers, body, path } = bot.received[0]!;
    expect(path).toBe('/webhooks/youtube/t0ken');
    expect(headers['content-type']).toBe('application/atom+xml');
    expect(headers['x-hub-signature']).toBe(`sha1=${createHmac('sha1', 'lease').update(body).digest('hex')}`);
    expect(headers.link).toContain(`<${TOPIC}>; rel=self`);
    expect(body).toContain('<yt:videoId>vid1</yt:videoId>');
    expect(body).toContain(`<yt:channelId>${CHANNEL}</yt:channelId>`);
    expect(body).toContain('<title>Me &amp; &lt;you&gt;</title>');
    expect(body).toContain('<name>Waddle Demo</name>');
    expect(body).toContain('<published>2026-10-04T11:59:00+00:00</published>');
    expect(body).toMatch(/<updated>2026-10-04T12:00:00\.\d{9}\+00:00<\/updated>/);
  });

  test('edits and deletions are told too', async () => {
    youtube.subscribe({ callback: `${bot.url}/y`, secret: 'lease' });
    await youtube.publish({ id: 'vid1', title: 'One' });
    clock += 5_000;
    await youtube.edit({ id: 'vid1', title: 'Two' });
    expect(bot.received[1]!.body).toContain('<title>Two</title>');
    const [entry = ''] = /<entry>.*<\/entry>/s.exec(bot.received[1]!.body) ?? [];
    expect(entry).toContain('<published>2026-10-04T12:00:00+00:00</published>');
    expect(entry).toContain('<updated>2026-10-04T12:00:05');
    await youtube.delete('vid1');
    const tombstone = bot.received[2]!.body;
    expect(tombstone).toContain('<at:deleted-entry ref="yt:video:vid1" when="2026-10-04T12:00:05+00:00">');
    expect(tombstone).toContain(`<uri>https://www.youtube.com/channel/${CHANNEL}</uri>`);
    expect(tombstone).not.toContain('yt:channelId');
    expect((await api('GET', '/videos?part=snippet&id=vid1')).json.items).toEqual([]);
  });

  test('each spelling of the topic is a lease of its own', async () => {
    echo();
    const other = TOPIC.replace('/xml', '');
    await subscribe();
    await subscribe({ 'hub.topic': other });
    const { deliveries } = await youtube.publish({ id: 'vid1' });
    expect(deliveries.map(({ topic }) => topic)).toEqual([TOPIC, other]);
    const elsewhere = await youtube.publish({ id: 'vid2', channel: 'UCelse000000000000000000' });
    expect(elsewhere).toEqual({ status: 0, statuses: [], deliveries: [] });
  });

  test('retries, copies, and signatures that are missing or wrong', async () => {
    youtube.subscribe({ callback: `${bot.url}/y`, secret: 'lease' });
    bot.answer = (_, nth) => ({ status: nth < 3 ? 503 : 202 });
    const told = await youtube.publish({ id: 'vid1' });
    expect(told.statuses).toEqual([503, 503, 202]);
    expect(await told.deliveries[0]!.redeliver()).toBe(202);
    expect(new Set(bot.received.map(({ body }) => body)).size).toBe(1);
    await youtube.publish({ id: 'vid2' }, { copies: 2, signature: 'none' });
    expect(bot.received.slice(4).map(({ headers }) => headers['x-hub-signature'])).toEqual([undefined, undefined]);
    await youtube.push('<feed/>', CHANNEL, { signature: 'wrong' });
    const { body, headers } = bot.received[6]!;
    expect(body).toBe('<feed/>');
    expect(headers['x-hub-signature']).toMatch(/^sha1=[0-9a-f]{40}$/);
    expect(headers['x-hub-signature']).not.toBe(`sha1=${createHmac('sha1', 'lease').update(body).digest('hex')}`);
  });

  test('a bot behind a tunnel is reached where it really is', async () => {
    await start({ botUrl: bot.url });
    youtube.subscribe({ callback: 'https://tunnel.example/webhooks/youtube/t0ken?x=1' });
    expect((await youtube.publish({ id: 'vid1' })).status).toBe(200);
    expect(bot.received[0]!.path).toBe('/webhooks/youtube/t0ken?x=1');
  });

  test('the feed can be read as well', async () => {
    for (let nth = 0; nth < 17; nth += 1) youtube.video({ id: `vid${nth}`, published: clock + nth });
    const feed = await (await fetch(`${youtube.url}/feeds/videos.xml?channel_id=${CHANNEL}`)).text();
    const ids = [...feed.matchAll(/<yt:videoId>(\w+)</g)].map(([, id]) => id);
    expect([ids.length, ids[0]]).toEqual([15, 'vid16']);
    expect((await fetch(`${youtube.url}/feeds/videos.xml?channel_id=UCx`)).status).toBe(404);
  });
});

describe('videos, channels and broadcasts', () => {
  test('a broadcast waits, is live, and is over', async () => {
    const shown = async () => {
      const { json } = await api('GET', '/videos?part=snippet,liveStreamingDetails&id=show,unknown', undefined);
      expect(json.items).toHaveLength(1);
      const { snippet, liveStreamingDetails } = json.items[0];
      return [snippet.liveBroadcastContent, liveStreamingDetails];
    };
    const scheduledStart = clock + 60_000;
    youtube.video({ id: 'show', live: 'upcoming', scheduledStart });
    const activeLiveChatId = youtube.live('show').id;
    expect(await shown()).toEqual(['upcoming', { scheduledStartTime: '2026-10-04T12:01:00Z', activeLiveChatId }]);
    clock += 90_000;
    youtube.start('show');
    expect(await shown()).toEqual([
      'live',
      {
        scheduledStartTime: '2026-10-04T12:01:00Z',
        actualStartTime: '2026-10-04T12:01:30Z',
        concurrentViewers: '1',
        activeLiveChatId,
      },
    ]);
    clock += 60_000;
    youtube.end('show');
    expect(await shown()).toEqual([
      'none',
      {
        scheduledStartTime: '2026-10-04T12:01:00Z',
        actualStartTime: '2026-10-04T12:01:30Z',
        actualEndTime: '2026-10-04T12:02:30Z',
      },
    ]);
  });

  test('an upload has no chat; only the parts that are asked for are shown', async () => {
    youtube.video({ id: 'clip', title: 'Clip', description: 'short' });
    const found = (await api('GET', '/videos?part=id,snippet&id=clip&key=key', undefined, null)).json;
    expect(found).toMatchObject({
      kind: 'youtube#videoListResponse',
      pageInfo: { totalResults: 1, resultsPerPage: 1 },
    });
    expect(Object.keys(found.items[0])).toEqual(['kind', 'etag', 'id', 'snippet']);
    expect(found.items[0].snippet).toMatchObject({
      title: 'Clip',
      description: 'short',
      channelId: CHANNEL,
      channelTitle: 'Waddle Demo',
      liveBroadcastContent: 'none',
      publishedAt: '2026-10-04T12:00:00Z',
    });
    const streaming = await api('GET', '/videos?part=liveStreamingDetails&id=clip');
    expect(streaming.json.items[0]).not.toHaveProperty('liveStreamingDetails');
    expect(() => youtube.live('clip')).toThrow('No YouTube live chat clip');
  });

  test('channels are one’s own or by id', async () => {
    const own = await api('GET', '/channels?part=id,snippet&mine=true');
    expect(own.json.items).toMatchObject([{ kind: 'youtube#channel', id: BOT, snippet: { title: 'WaddleBot' } }]);
    const other = await api('GET', `/channels?part=snippet&id=${CHANNEL}&key=key`, undefined, null);
    expect(other.json.items[0].snippet.title).toBe('Waddle Demo');
    expect(reason(await api('GET', '/channels?part=id&mine=true&key=key', undefined, null))).toEqual([
      401,
      'authorizationRequired',
    ]);
    expect(reason(await api('GET', '/channels?part=id'))).toEqual([400, 'missingRequiredParameter']);
    expect(reason(await api('GET', '/channels?mine=true'))).toEqual([400, 'missingRequiredParameter']);
  });

  test('channels are found by their handles; of nobody there are not even items', async () => {
    await start({
      channels: [
        { id: CHANNEL, title: 'Waddle Demo' },
        { id: 'UCpia', title: 'Pia', handle: 'Pia.P' },
      ],
    });
    const found = async (handle: string) =>
      (await api('GET', `/channels?part=snippet&forHandle=${encodeURIComponent(handle)}`)).json;
    for (const handle of ['@waddledemo', 'WaddleDemo'])
      expect((await found(handle)).items).toMatchObject([{ id: CHANNEL, snippet: { customUrl: '@waddledemo' } }]);
    expect((await found('@PIA.p')).items).toMatchObject([{ id: 'UCpia', snippet: { customUrl: '@pia.p' } }]);
    expect(await found('@nobody')).not.toHaveProperty('items');
    expect(await found('@nobody')).toMatchObject({ pageInfo: { totalResults: 0 } });
    const used = youtube.quota.used;
    await found('@pia.p');
    expect(youtube.quota.used).toBe(used + 1);
    expect(reason(await api('GET', '/channels?part=id&mine=true&forHandle=@pia.p'))).toEqual([
      400,
      'incompatibleParameters',
    ]);
  });

  test('broadcasts are those of the token’s channel, by status', async () => {
    youtube.video({ id: 'next', live: 'upcoming', published: clock + 1 });
    const token = youtube.tokens.grant(CHANNEL, [YOUTUBE_SCOPES.readonly]).accessToken;
    const found = async (query: string, bearer = token) => {
      const { json } = await api('GET', `/liveBroadcasts?part=snippet,status&${query}`, undefined, bearer);
      return json.items.map((one: { id: string; status: { lifeCycleStatus: string } }) => [
        one.id,
        one.status.lifeCycleStatus,
      ]);
    };
    expect(await found('mine=true')).toEqual([
      ['next', 'ready'],
      ['demoBroadcast', 'live'],
    ]);
    expect(await found('broadcastStatus=active')).toEqual([['demoBroadcast', 'live']]);
    expect(await found('id=next')).toEqual([['next', 'ready']]);
    expect(await found('mine=true', youtube.tokens.grant(BOT).accessToken)).toEqual([]);
    youtube.end('demoBroadcast');
    expect(await found('broadcastStatus=completed')).toEqual([['demoBroadcast', 'complete']]);
    const both = await api('GET', '/liveBroadcasts?part=id&mine=true&broadcastStatus=active', undefined, token);
    expect(reason(both)).toEqual([400, 'incompatibleParameters']);
  });
});

describe('reading a live chat', () => {
  /** One page, after the pause that the page before asked for. */
  async function page(pageToken?: string, more = '', token?: string) {
    clock += youtube.pollingIntervalMs;
    const from = pageToken === undefined ? '' : `&pageToken=${pageToken}`;
    const path = `/liveChat/messages?part=id,snippet,authorDetails&liveChatId=${youtube.live().id}${from}${more}`;
    return api('GET', path, undefined, token);
  }
  const texts = ({ json }: { json: { items: { snippet: { displayMessage: string } }[] } }) =>
    json.items.map(({ snippet }) => snippet.displayMessage);

  test('history first, then only what is new', async () => {
    const item = youtube.live().say({ user: { ...PIA, role: 'moderator', verified: true }, text: 'hello' });
    const first = await page();
    expect(first.json).toMatchObject({
      kind: 'youtube#liveChatMessageListResponse',
      pollingIntervalMillis: 5_000,
      pageInfo: { totalResults: 1, resultsPerPage: 1 },
    });
    expect(first.json).not.toHaveProperty('offlineAt');
    expect(first.json.items).toEqual([
      {
        kind: 'youtube#liveChatMessage',
        etag: expect.any(String),
        id: item.id,
        snippet: {
          type: 'textMessageEvent',
          liveChatId: youtube.live().id,
          authorChannelId: PIA.id,
          publishedAt: '2026-10-04T12:00:00.000877+00:00',
          hasDisplayContent: true,
          displayMessage: 'hello',
          textMessageDetails: { messageText: 'hello' },
        },
        authorDetails: {
          channelId: PIA.id,
          channelUrl: `http://www.youtube.com/channel/${PIA.id}`,
          displayName: '@pia',
          profileImageUrl: `https://yt3.ggpht.com/${PIA.id}=s88-c-k-c0x00ffffff-no-rj`,
          isVerified: true,
          isChatOwner: false,
          isChatSponsor: false,
          isChatModerator: true,
        },
      },
    ]);
    const second = await page(first.json.nextPageToken);
    expect(second.json.items).toEqual([]);
    youtube.live().say({ user: PIA, text: 'again' });
    expect(texts(await page(second.json.nextPageToken))).toEqual(['again']);
  });

  test('the history has an end, a page a size', async () => {
    await start({ historySize: 250 });
    for (let nth = 0; nth < 300; nth += 1) youtube.live().say({ user: PIA, text: `${nth}` });
    const first = await page(undefined, '&maxResults=200');
    expect([texts(first)[0], texts(first).length]).toEqual(['50', 200]);
    expect(texts(await page(first.json.nextPageToken))[0]).toBe('250');
    expect(reason(await page(undefined, '&maxResults=20'))).toEqual([400, 'invalidParameter']);
  });

  test('who asks too soon is refused, each caller for himself', async () => {
    const first = await page();
    const second = await page(first.json.nextPageToken);
    expect(second.status).toBe(200);
    clock -= 1;
    expect(reason(await page(second.json.nextPageToken))).toEqual([403, 'rateLimitExceeded']);
    const other = youtube.tokens.grant(CHANNEL).accessToken;
    clock -= youtube.pollingIntervalMs;
    expect((await page(second.json.nextPageToken, '', other)).status).toBe(200);
  });

  test('a page token is of its own chat', async () => {
    youtube.video({ id: 'other', live: 'live' });
    const foreign = await api('GET', `/liveChat/messages?part=id&liveChatId=${youtube.live('other').id}`);
    expect(reason(await page(foreign.json.nextPageToken))).toEqual([400, 'pageTokenInvalid']);
    expect(reason(await page('nonsense'))).toEqual([400, 'pageTokenInvalid']);
    expect(reason(await api('GET', '/liveChat/messages?part=id&liveChatId=none'))).toEqual([404, 'liveChatNotFound']);
    expect(reason(await api('GET', '/liveChat/messages?part=id'))).toEqual([400, 'missingRequiredParameter']);
  });

  test('when the stream is over the last page says so, and then the chat has ended', async () => {
    const first = await page();
    youtube.live().say({ user: PIA, text: 'bye' });
    const liveChatId = youtube.live().id;
    const endedAt = new Date(clock).toISOString();
    youtube.end('demoBroadcast');
    const last = await page(first.json.nextPageToken);
    expect(last.json.offlineAt).toBe(endedAt);
    expect(last.json.items.map(({ snippet }: { snippet: { type: string } }) => snippet.type)).toEqual([
      'textMessageEvent',
      'chatEndedEvent',
    ]);
    expect(reason(await page(last.json.nextPageToken))).toEqual([403, 'liveChatEnded']);
    expect(reason(await page(undefined, '', youtube.tokens.grant(CHANNEL).accessToken))).toEqual([
      403,
      'liveChatEnded',
    ]);
    clock += 3_600_000;
    expect(reason(await api('GET', `/liveChat/messages?part=id&liveChatId=${liveChatId}`))).toEqual([
      404,
      'liveChatNotFound',
    ]);
  });

  test('a chat may be switched off', async () => {
    youtube.live().disabled = true;
    expect(reason(await page())).toEqual([403, 'liveChatDisabled']);
  });

  test('items may come twice, in the wrong order, as garbage, or not at all', async () => {
    for (const text of ['a', 'b', 'c']) youtube.live().say({ user: PIA, text });
    const { nextPageToken } = (await page()).json;
    youtube.live().say({ user: PIA, text: 'd' });
    youtube.live().repeat = 2;
    expect(texts(await page(nextPageToken))).toEqual(['b', 'c', 'd']);
    youtube.live().reversed = true;
    expect(texts(await page(nextPageToken))).toEqual(['d', 'c', 'b']);
    youtube.fault({ op: 'liveChatMessages.list', fault: { kind: 'status', status: 200, body: '{"items": [{' } });
    await expect(page(nextPageToken)).rejects.toThrow(SyntaxError);
    youtube.fault({ op: 'liveChatMessages.list', fault: { kind: 'drop' } });
    await expect(page(nextPageToken)).rejects.toThrow();
  });

  test('every type of item has its details', () => {
    const live = youtube.live();
    const user = PIA;
    const snippet = (item: { snippet: Record<string, unknown> }) => item.snippet;
    expect(
      snippet(live.emit('superChatEvent', { user, amountMicros: 5_500_000, currency: 'EUR', tier: 3, comment: 'hi' })),
    ).toMatchObject({
      displayMessage: '€5.50 from @pia: "hi"',
      superChatDetails: {
        amountMicros: '5500000',
        currency: 'EUR',
        amountDisplayString: '€5.50',
        userComment: 'hi',
        tier: 3,
      },
    });
    expect(snippet(live.emit('superStickerEvent', { user, amountMicros: 1_000_000 }))).toMatchObject({
      superStickerDetails: { amountMicros: '1000000', currency: 'USD', superStickerMetadata: expect.any(Object) },
    });
    expect(snippet(live.emit('newSponsorEvent', { user, level: 'Penguin' }))).toMatchObject({
      newSponsorDetails: { memberLevelName: 'Penguin', isUpgrade: false },
    });
    expect(snippet(live.emit('memberMilestoneChatEvent', { user, months: 6, comment: 'wow' }))).toMatchObject({
      memberMilestoneChatDetails: { memberMonth: 6, userComment: 'wow', memberLevelName: 'Member' },
    });
    const gifting = live.emit('membershipGiftingEvent', { user, count: 5 });
    expect(snippet(gifting)).toMatchObject({
      membershipGiftingDetails: { giftMembershipsCount: 5, giftMembershipsLevelName: 'Member' },
    });
    const friend = { id: 'UCfriend' };
    const received = live.emit('giftMembershipReceivedEvent', { user: friend, gifter: user, giftingId: gifting.id });
    expect(snippet(received)).toMatchObject({
      authorChannelId: 'UCfriend',
      giftMembershipReceivedDetails: {
        gifterChannelId: PIA.id,
        associatedMembershipGiftingMessageId: gifting.id,
        memberLevelName: 'Member',
      },
    });
    const owner = { id: CHANNEL, role: 'owner' } as const;
    expect(snippet(live.emit('messageDeletedEvent', { user: owner, messageId: 'm' }))).toMatchObject({
      hasDisplayContent: false,
      messageDeletedDetails: { deletedMessageId: 'm' },
    });
    const ban = (seconds?: number) =>
      (live.emit('userBannedEvent', { user: owner, banned: user, seconds }).snippet.userBannedDetails ?? {}) as object;
    expect(ban(300)).toMatchObject({ banType: 'temporary', banDurationSeconds: '300' });
    expect(ban()).toEqual({ banType: 'permanent', bannedUserDetails: expect.objectContaining({ channelId: PIA.id }) });
    expect(live.emit('tombstone', { messageId: 'gone' })).toMatchObject({ id: 'gone', snippet: { type: 'tombstone' } });
    const options = [{ text: 'yes', tally: 3 }, { text: 'no' }];
    expect(snippet(live.emit('pollEvent', { user: owner, question: 'Fish?', options }))).toMatchObject({
      pollDetails: {
        metadata: {
          questionText: 'Fish?',
          options: [
            { optionText: 'yes', tally: '3' },
            { optionText: 'no', tally: '0' },
          ],
        },
        status: 'active',
      },
    });
    expect(live.emit('sponsorOnlyModeStartedEvent', { user: owner }).authorDetails).toMatchObject({
      isChatOwner: true,
    });
    expect(live.items).toHaveLength(12);
  });
});

describe('writing into a live chat', () => {
  const message = (messageText: string, more: Record<string, unknown> = {}) => ({
    snippet: { liveChatId: youtube.live().id, type: 'textMessageEvent', textMessageDetails: { messageText }, ...more },
  });
  const insert = (body: unknown, token?: string | null) => api('POST', '/liveChat/messages?part=snippet', body, token);

  test('a line is kept and heard again', async () => {
    const { status, json } = await insert(message('Pong!'));
    expect([status, json]).toMatchObject([
      200,
      { kind: 'youtube#liveChatMessage', id: youtube.sent[0]!.messageId, snippet: { displayMessage: 'Pong!' } },
    ]);
    expect(json).not.toHaveProperty('authorDetails');
    expect(youtube.sent).toMatchObject([{ liveChatId: youtube.live().id, userId: BOT, text: 'Pong!', at: clock }]);
    expect(youtube.live().items).toMatchObject([
      {
        id: json.id,
        snippet: { authorChannelId: BOT },
        authorDetails: { displayName: 'WaddleBot', isChatModerator: true },
      },
    ]);
    await insert(message('mine'), youtube.tokens.grant(CHANNEL).accessToken);
    expect(youtube.live().items[1]!.authorDetails).toMatchObject({ isChatOwner: true, isChatModerator: false });
    youtube.reset();
    expect(youtube.sent).toEqual([]);
  });

  test('what YouTube refuses', async () => {
    expect((await insert(message('🐧'.repeat(200)))).status).toBe(200);
    expect(reason(await insert(message('x'.repeat(201))))).toEqual([400, 'messageTextInvalid']);
    expect(reason(await insert(message(' ')))).toEqual([400, 'messageTextRequired']);
    expect(reason(await insert(message('hi', { type: undefined })))).toEqual([400, 'typeRequired']);
    expect(reason(await insert(message('hi', { liveChatId: undefined })))).toEqual([400, 'liveChatIdRequired']);
    expect(reason(await insert(message('hi', { liveChatId: 'none' })))).toEqual([404, 'liveChatNotFound']);
    expect(reason(await api('POST', '/liveChat/messages', message('hi')))).toEqual([400, 'missingRequiredParameter']);
    youtube.live().disabled = true;
    expect(reason(await insert(message('hi')))).toEqual([403, 'liveChatDisabled']);
    youtube.live().disabled = false;
    const body = message('hi');
    youtube.end('demoBroadcast');
    expect(reason(await insert(body))).toEqual([403, 'liveChatEnded']);
    expect(youtube.sent).toHaveLength(1);
  });

  test('only people who allowed writing may write', async () => {
    const readonly = youtube.tokens.grant(BOT, [YOUTUBE_SCOPES.readonly]).accessToken;
    expect(reason(await insert(message('hi'), readonly))).toEqual([403, 'insufficientPermissions']);
    const keyed = await api('POST', '/liveChat/messages?part=snippet&key=key', message('hi'), null);
    expect(reason(keyed)).toEqual([403, 'insufficientPermissions']);
    expect(reason(await insert(message('hi'), 'wrong'))).toEqual([401, 'authError']);
    expect(reason(await insert(message('hi'), null))).toEqual([403, 'forbidden']);
    expect(reason(await api('GET', '/videos?part=id&id=x&key=no', undefined, null))).toEqual([400, 'badRequest']);
    const manage = youtube.tokens.grant(BOT, [YOUTUBE_SCOPES.manage]).accessToken;
    expect((await insert(message('hi'), manage)).status).toBe(200);
  });

  test('faults: refused in YouTube’s words, or lost after the fact', async () => {
    youtube.fault({
      op: 'liveChatMessages.insert',
      fault: { kind: 'reject', dropReason: { code: 'rateLimitExceeded', message: 'Too many.' } },
    });
    expect((await insert(message('hi'))).json.error).toEqual({
      code: 403,
      message: 'Too many.',
      errors: [{ message: 'Too many.', domain: 'youtube.liveChat', reason: 'rateLimitExceeded' }],
    });
    const { json } = googleError(403, 'forbidden', 'No.');
    youtube.fault({ op: 'send', fault: { kind: 'status', status: 403, body: json } });
    expect(reason(await insert(message('hi')))).toEqual([403, 'forbidden']);
    youtube.fault({ op: 'send', fault: { kind: 'status', status: 503, when: 'after' } });
    expect(reason(await insert(message('hi')))).toEqual([503, 'backendError']);
    expect(youtube.sent).toHaveLength(1);
  });

  test('moderators delete and ban, others do not', async () => {
    const { id } = youtube.live().say({ user: PIA, text: 'bad' });
    const liveChatId = youtube.live().id;
    expect((await api('DELETE', `/liveChat/messages?id=${id}`)).status).toBe(204);
    expect(youtube.live().items[1]!.snippet.messageDeletedDetails).toEqual({ deletedMessageId: id });
    expect(youtube.deleted).toEqual([id]);
    for (const gone of ['none', id])
      expect(reason(await api('DELETE', `/liveChat/messages?id=${gone}`))).toEqual([404, 'liveChatMessageNotFound']);
    const bannedUserDetails = { channelId: PIA.id };
    const snippet = { liveChatId, type: 'temporary', banDurationSeconds: '60', bannedUserDetails };
    const ban = (given: unknown, token?: string) =>
      api('POST', '/liveChat/bans?part=snippet', { snippet: given }, token);
    const banned = await ban(snippet);
    expect(banned.json).toMatchObject({ kind: 'youtube#liveChatBan', snippet: { type: 'temporary' } });
    expect(youtube.bans).toMatchObject([{ userId: PIA.id, expiresAt: clock + 60_000 }]);
    expect(youtube.live().items[2]!.snippet.userBannedDetails).toMatchObject({ banDurationSeconds: '60' });
    expect((await api('DELETE', `/liveChat/bans?id=${banned.json.id}`)).status).toBe(204);
    expect(youtube.bans).toEqual([]);
    await ban({ ...snippet, type: 'permanent' });
    expect(youtube.bans).toMatchObject([{ expiresAt: null }]);
    expect(reason(await ban(snippet, youtube.tokens.grant(PIA.id).accessToken))).toEqual([403, 'forbidden']);
    await start({ botIsModerator: false });
    expect(reason(await ban({ ...snippet, liveChatId: youtube.live().id }))).toEqual([403, 'forbidden']);
  });
});

describe('deleting a message', () => {
  const say = (role: 'owner' | 'moderator' | 'viewer', id = PIA.id) =>
    youtube.live().say({ user: { ...PIA, id, role }, text: 'bad' }).id;
  const take = async (id: string, token?: string) => {
    const answer = await api('DELETE', `/liveChat/messages?id=${id}`, undefined, token);
    return answer.status === 204 ? 204 : reason(answer);
  };

  test('is not for messages of the owner and of other moderators, but of one’s own', async () => {
    expect(await take(say('owner'))).toEqual([403, 'modificationNotAllowed']);
    expect(await take(say('moderator'))).toEqual([403, 'modificationNotAllowed']);
    const own = say('moderator', BOT);
    expect(await take(own)).toBe(204);
    const owner = youtube.tokens.grant(youtube.channels[0]!.id).accessToken;
    const moderators = say('moderator');
    expect(await take(moderators, owner)).toBe(204);
    expect(youtube.deleted).toEqual([own, moderators]);
    youtube.reset();
    expect(youtube.deleted).toEqual([]);
    expect(await take(own)).toEqual([404, 'liveChatMessageNotFound']);
  });

  test('takes a moderator with the scope, and 50 units', async () => {
    const id = say('viewer');
    const readonly = youtube.tokens.grant(BOT, [YOUTUBE_SCOPES.readonly]).accessToken;
    expect(await take(id, readonly)).toEqual([403, 'insufficientPermissions']);
    expect(await take(id, youtube.tokens.grant(PIA.id).accessToken)).toEqual([403, 'forbidden']);
    youtube.quota.used = youtube.quota.limit - 50;
    expect(await take(id)).toBe(204);
    expect(await take(say('viewer'))).toEqual([403, 'quotaExceeded']);
  });
});

describe('the quota', () => {
  test('calls cost what they cost, and beyond the day’s units everything is refused', async () => {
    await start({ quota: 61 });
    const text = {
      snippet: { liveChatId: youtube.live().id, type: 'textMessageEvent', textMessageDetails: { messageText: 'x' } },
    };
    await api('GET', '/videos?part=id&id=x');
    await api('GET', `/liveChat/messages?part=id&liveChatId=${youtube.live().id}`);
    await api('POST', '/liveChat/messages?part=snippet', text);
    expect(youtube.quota.used).toBe(56);
    await api('GET', '/videos?part=id&id=x', undefined, 'wrong');
    expect(youtube.quota.used).toBe(56);
    expect(reason(await api('POST', '/liveChat/messages?part=snippet', text))).toEqual([403, 'quotaExceeded']);
    clock += 5_000;
    expect((await api('GET', `/liveChat/messages?part=id&liveChatId=${youtube.live().id}`)).status).toBe(200);
    const refused = await api('GET', '/videos?part=id&id=x');
    expect(refused.json.error).toMatchObject({
      code: 403,
      errors: [{ domain: 'youtube.quota', reason: 'quotaExceeded' }],
    });
  });

  test('the day turns at midnight in California', async () => {
    await start({ quota: 1, costs: { 'channels.list': 3 } });
    // 2026-10-04T12:00Z is five in the morning there, in daylight saving time.
    expect((await api('GET', '/videos?part=id&id=x')).status).toBe(200);
    clock = Date.UTC(2026, 9, 5, 6, 59, 59);
    expect(reason(await api('GET', '/videos?part=id&id=x'))).toEqual([403, 'quotaExceeded']);
    clock += 1_000;
    expect((await api('GET', '/videos?part=id&id=x')).status).toBe(200);
    youtube.quota.used = 0;
    expect(reason(await api('GET', '/channels?part=id&mine=true'))).toEqual([403, 'quotaExceeded']);
  });
});

describe('OAuth', () => {
  const scope = `${YOUTUBE_SCOPES.readonly} ${YOUTUBE_SCOPES.forceSsl}`;

  async function authorize(more: Record<string, string> = {}) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: CALLBACK,
      scope,
      state: 'xyz',
      access_type: 'offline',
      prompt: 'consent',
      ...more,
    });
    const answer = await fetch(`${youtube.authUrl}?${query}`, { redirect: 'manual' });
    const location = answer.headers.get('location');
    return { status: answer.status, text: await answer.text(), back: location ? new URL(location) : undefined };
  }

  async function token(fields: Record<string, string>) {
    const body = new URLSearchParams({ client_id: 'client', client_secret: 'shh', ...fields });
    const answer = await fetch(youtube.tokenUrl, { method: 'POST', body });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  }

  const codeOf = async (more?: Record<string, string>) => (await authorize(more)).back?.searchParams.get('code') ?? '';
  const exchange = (code: string, more: Record<string, string> = {}) =>
    token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...more });
  const refresh = (refresh_token: string) => token({ grant_type: 'refresh_token', refresh_token });

  test('a person reads the page and presses a button', async () => {
    const page = await authorize();
    expect([page.status, page.back]).toEqual([200, undefined]);
    expect(page.text).toContain('<button name="decision" value="deny">');
    const denied = await authorize({ decision: 'deny' });
    expect(Object.fromEntries(denied.back!.searchParams)).toEqual({ error: 'access_denied', state: 'xyz' });
    const allowed = await authorize({ decision: 'allow' });
    expect(Object.fromEntries(allowed.back!.searchParams)).toMatchObject({ state: 'xyz', scope });
  });

  test('a code becomes tokens, once', async () => {
    youtube.consent = 'allow';
    const code = await codeOf();
    const { status, json } = await exchange(code);
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^ya29\./),
        expires_in: 3_599,
        refresh_token: expect.stringMatching(/^1\/\//),
        scope,
        token_type: 'Bearer',
      },
    ]);
    expect((await api('GET', '/channels?part=id&mine=true', undefined, json.access_token)).json.items[0].id).toBe(BOT);
    expect((await exchange(code)).json.error).toBe('invalid_grant');
    expect((await exchange(await codeOf(), { redirect_uri: `${CALLBACK}2` })).json.error).toBe('redirect_uri_mismatch');
    expect((await exchange(await codeOf(), { client_secret: 'no' })).status).toBe(401);
    const late = await codeOf();
    clock += 600_000;
    expect((await exchange(late)).json.error).toBe('invalid_grant');
  });

  test('a refresh token comes with the first offline consent, and again only when asked for', async () => {
    youtube.consent = 'allow';
    const given = async (more: Record<string, string>) => 'refresh_token' in (await exchange(await codeOf(more))).json;
    expect(await given({ access_type: 'online' })).toBe(false);
    expect(await given({ prompt: '' })).toBe(true);
    expect(await given({ prompt: '' })).toBe(false);
    expect(await given({})).toBe(true);
  });

  test('a code with a challenge needs its verifier', async () => {
    youtube.consent = 'allow';
    const code_verifier = randomBytes(32).toString('base64url');
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const asked = { code_challenge, code_challenge_method: 'S256' };
    expect((await exchange(await codeOf(asked))).json.error).toBe('invalid_grant');
    expect((await exchange(await codeOf(asked), { code_verifier: 'other' })).json.error).toBe('invalid_grant');
    expect((await exchange(await codeOf(asked), { code_verifier })).status).toBe(200);
  });

  test('what is wrong with a request is shown on a page, not sent back', async () => {
    youtube.consent = 'allow';
    for (const [name, value] of Object.entries({
      client_id: 'x',
      redirect_uri: 'x',
      scope: '',
      response_type: 'token',
    })) {
      expect(await authorize({ [name]: value })).toMatchObject({ status: 400, back: undefined });
    }
    await start({ redirectUris: ['https://elsewhere.example/'], consent: 'allow' });
    expect((await authorize()).text).toContain('redirect_uri_mismatch');
  });

  test('a person gives less, is another, or takes too long', async () => {
    youtube.consent = { scopes: [YOUTUBE_SCOPES.readonly], account: CHANNEL };
    const { json } = await exchange(await codeOf());
    expect(json.scope).toBe(YOUTUBE_SCOPES.readonly);
    const own = await api('GET', '/channels?part=id&mine=true', undefined, json.access_token);
    expect(own.json.items[0].id).toBe(CHANNEL);
    youtube.consent = { expired: true };
    expect((await exchange(await codeOf())).json.error).toBe('invalid_grant');
    youtube.consent = 'deny';
    expect((await authorize()).back?.searchParams.get('error')).toBe('access_denied');
  });

  test('access tokens end after an hour, refresh tokens when they lie unused or are revoked', async () => {
    const { accessToken, refreshToken } = youtube.tokens.grant(BOT, [YOUTUBE_SCOPES.forceSsl]);
    const mine = (bearer: string) => api('GET', '/channels?part=id&mine=true', undefined, bearer);
    clock += 3_599_000;
    expect(reason(await mine(accessToken))).toEqual([401, 'authError']);
    const { json } = await refresh(refreshToken);
    expect(json).toEqual({
      access_token: expect.any(String),
      expires_in: 3_599,
      scope: YOUTUBE_SCOPES.forceSsl,
      token_type: 'Bearer',
    });
    expect((await mine(json.access_token)).status).toBe(200);
    clock += 179 * DAY_MS;
    expect((await refresh(refreshToken)).status).toBe(200);
    clock += 180 * DAY_MS;
    expect(await refresh(refreshToken)).toEqual({
      status: 400,
      json: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    });
  });

  test('in testing a refresh token lives seven days, used or not', async () => {
    await start({ testing: true, consent: 'allow' });
    const { json } = await exchange(await codeOf());
    expect(json.refresh_token_expires_in).toBe(604_799);
    clock += 6 * DAY_MS;
    expect((await refresh(json.refresh_token)).status).toBe(200);
    clock += DAY_MS;
    expect((await refresh(json.refresh_token)).json.error).toBe('invalid_grant');
  });

  test('the hundred-and-first refresh token ends the first', async () => {
    const first = youtube.tokens.grant(BOT).refreshToken;
    for (let nth = 1; nth < 100; nth += 1) youtube.tokens.grant(BOT);
    youtube.tokens.grant(CHANNEL);
    expect((await refresh(first)).status).toBe(200);
    youtube.tokens.grant(BOT);
    expect((await refresh(first)).json.error).toBe('invalid_grant');
  });

  test('tokens can be asked about and revoked', async () => {
    const { accessToken, refreshToken } = youtube.tokens.grant(BOT, [YOUTUBE_SCOPES.forceSsl]);
    const info = async () =>
      JSON.parse(await (await fetch(`${youtube.url}/tokeninfo?access_token=${accessToken}`)).text());
    clock += 9_000;
    expect(await info()).toEqual({
      azp: 'client',
      aud: 'client',
      scope: YOUTUBE_SCOPES.forceSsl,
      exp: String(Math.floor(clock / 1_000) + 3_590),
      expires_in: '3590',
      access_type: 'offline',
    });
    const revoke = () => fetch(`${youtube.url}/revoke?token=${encodeURIComponent(accessToken)}`, { method: 'POST' });
    expect((await revoke()).status).toBe(200);
    expect(await info()).toEqual({ error: 'invalid_token', error_description: 'Invalid Value' });
    expect((await refresh(refreshToken)).json.error).toBe('invalid_grant');
    expect((await revoke()).status).toBe(400);
  });
});

describe('control', () => {
  const control = async (path: string, body: unknown) => {
    const answer = await fetch(`${youtube.url}/_stand-in/${path}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  };

  test('another process writes in the demo’s chat and sees the bot’s line', async () => {
    const user = { id: '5000001', login: 'ann', role: 'subscriber' };
    const said = await control('chat', { text: '!ping', user });
    expect(said.json).toEqual({ status: 200, messageId: youtube.live().items[0]!.id });
    expect(youtube.live().items[0]!.authorDetails).toMatchObject({
      channelId: 'UC0000000000000005000001',
      displayName: 'ann',
      isChatSponsor: true,
    });
    const snippet = {
      liveChatId: youtube.live().id,
      type: 'textMessageEvent',
      textMessageDetails: { messageText: 'Pong!' },
    };
    await api('POST', '/liveChat/messages?part=snippet', { snippet });
    const lines = youtube.log.since(0, 'posted').map(({ data }) => [data.text, data.user === undefined]);
    expect(lines).toEqual([
      ['!ping', false],
      ['Pong!', true],
    ]);
    await control('chat', { text: 'mine', user: { id: CHANNEL, role: 'owner' } });
    expect(youtube.live().items[2]!.authorDetails).toMatchObject({ channelId: CHANNEL, isChatOwner: true });
    expect((await control('chat', { text: 'hi', user: { id: '1', role: 'king' } })).status).toBe(400);
  });

  test('emits items, videos and decisions', async () => {
    const user = PIA;
    const paid = await control('emit', { type: 'superChatEvent', details: { user, amountMicros: 1_000_000 } });
    expect(paid.json.messageId).toBe(youtube.live().items[0]!.id);
    expect((await control('emit', { type: 'superChatEvent', details: { user } })).status).toBe(400);
    youtube.subscribe({ callback: `${bot.url}/y` });
    const told = await control('emit', { type: 'publish', video: { id: 'vid1', title: 'One' } });
    expect(told.json).toEqual({ status: 200, statuses: [200] });
    await control('emit', { type: 'delete', id: 'vid1' });
    expect(bot.received[1]!.body).toContain('deleted-entry');
    await control('emit', { type: 'end', id: 'demoBroadcast' });
    expect(youtube.live().endedAt).toBe(clock);
    await control('emit', { type: 'consent', consent: { account: CHANNEL } });
    expect(youtube.consent).toEqual({ account: CHANNEL });
    expect((await control('emit', { type: 'deny' })).json).toEqual({ statuses: [200] });
    const { accessToken } = youtube.tokens.grant(BOT);
    await control('emit', { type: 'revoke-tokens' });
    expect(youtube.tokens.find(accessToken)).toBeUndefined();
  });
});
