import { createHash, randomBytes, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, type Received, startBotEndpoint } from './bot.ts';
import { type KickOptions, type KickStandIn, startKick } from './kick.ts';

const PIA = { id: '3000011', login: 'Pia_Penguin' };
const DAY_MS = 86_400_000;
const CALLBACK = 'http://127.0.0.1:1/auth/kick/callback';

let bot: BotEndpoint;
let kick: KickStandIn;
let clock: number;

async function start(more: Partial<KickOptions> = {}): Promise<void> {
  await kick?.stop();
  kick = await startKick({
    clientId: 'client',
    clientSecret: 'shh',
    webhookUrl: `${bot.url}/webhooks/kick`,
    channels: [
      { id: '3000001', login: 'waddle_demo' },
      { id: '3000003', login: 'second', verified: true },
    ],
    retryDelaysMs: [1, 1],
    timeoutMs: 10_000,
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
  await kick.stop();
  await bot.stop();
});

/** A call of the API: as the bot, unless another token is given. */
async function api(method: string, path: string, body?: unknown, token?: string) {
  const bearer = token ?? kick.tokens.grant('3000002').accessToken;
  const answer = await fetch(`${kick.apiUrl}/public/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: text ? JSON.parse(text) : undefined };
}

async function oauth(path: string, fields: Record<string, string>) {
  const answer = await fetch(`${kick.authUrl}/oauth${path}`, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, json: JSON.parse(await answer.text()) };
}

const client = { client_id: 'client', client_secret: 'shh' };
const appToken = async () =>
  String((await oauth('/token', { ...client, grant_type: 'client_credentials' })).json.access_token);

const payload = (nth = 0) => JSON.parse(bot.received[nth]!.body);
const header = (request: Received, name: string) => String(request.headers[`kick-event-${name}`] ?? '');

/** Checks a webhook as Kick's documentation says. */
function genuine(request: Received, pem = kick.publicKeyPem): boolean {
  const signed = `${header(request, 'message-id')}.${header(request, 'message-timestamp')}.${request.body}`;
  return verify('sha256', Buffer.from(signed), pem, Buffer.from(header(request, 'signature'), 'base64'));
}

describe('webhooks', () => {
  test('a line arrives signed, with every header and field', async () => {
    const said = await kick.chat({ user: { ...PIA, role: 'moderator' }, text: 'hi [emote:37226:KEKW] 🐧' });
    expect(said).toMatchObject({ status: 200, statuses: [200] });
    const [request] = bot.received;
    expect(request).toMatchObject({ path: '/webhooks/kick' });
    expect(request!.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Go-http-client/2.0',
      'kick-event-message-id': said.eventId,
      'kick-event-subscription-id': said.subscriptionId,
      'kick-event-message-timestamp': '2026-10-04T12:00:00Z',
      'kick-event-type': 'chat.message.sent',
      'kick-event-version': '1',
    });
    expect(said.eventId).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(genuine(request!)).toBe(true);
    expect(payload()).toEqual({
      message_id: said.messageId,
      replies_to: null,
      broadcaster: {
        is_anonymous: false,
        user_id: 3000001,
        username: 'waddle_demo',
        is_verified: false,
        profile_picture: 'https://kick.example/avatars/3000001.webp',
        channel_slug: 'waddle-demo',
        identity: null,
      },
      sender: {
        is_anonymous: false,
        user_id: 3000011,
        username: 'Pia_Penguin',
        is_verified: false,
        profile_picture: 'https://kick.example/avatars/3000011.webp',
        channel_slug: 'pia-penguin',
        identity: { username_color: '#1E90FF', badges: [{ text: 'Moderator', type: 'moderator' }] },
      },
      content: 'hi [emote:37226:KEKW] 🐧',
      emotes: [{ emote_id: '37226', positions: [{ s: 3, e: 20 }] }],
      created_at: '2026-10-04T12:00:00Z',
    });
  });

  test('the key is published and can change', async () => {
    const published = async () => (await api('GET', '/public-key')).json.data.public_key;
    const before = await published();
    kick.rotateKey();
    await kick.chat({ user: PIA, text: 'hi' });
    expect([genuine(bot.received[0]!, before), genuine(bot.received[0]!, await published())]).toEqual([false, true]);
  });

  test('a missing or foreign signature can be sent', async () => {
    await kick.chat({ user: PIA, text: 'hi', signature: 'none' });
    await kick.chat({ user: PIA, text: 'hi', signature: 'wrong' });
    expect(header(bot.received[0]!, 'signature')).toBe('');
    expect(header(bot.received[1]!, 'signature')).not.toBe('');
    expect(genuine(bot.received[1]!)).toBe(false);
  });

  test('what is refused comes again with the same id, signature and body', async () => {
    bot.answer = (_, nth) => ({ status: nth < 3 ? 503 : 200 });
    const said = await kick.chat({ user: PIA, text: 'hi' });
    expect(said.statuses).toEqual([503, 503, 200]);
    expect(await said.redeliver()).toBe(200);
    const seen = bot.received.map((request) => `${header(request, 'signature')} ${request.body}`);
    expect([seen.length, new Set(seen).size]).toEqual([4, 1]);
  });

  test('copies, late deliveries and other time zones', async () => {
    const at = clock - 600_000;
    await kick.chat({ user: PIA, text: 'late', copies: 2, at, sentAt: clock, offsetMinutes: -570 });
    expect(bot.received.length).toBe(2);
    expect(header(bot.received[0]!, 'message-timestamp')).toBe('2026-10-04T12:00:00Z');
    expect(payload().created_at).toBe('2026-10-04T02:20:00-09:30');
  });

  test('a reply names its parent; older captures know no replies', async () => {
    const { messageId } = await kick.chat({ user: PIA, text: 'first' });
    await kick.chat({ user: { id: '12', login: 'sam' }, text: 'second', replyTo: messageId });
    expect(payload(1).replies_to).toMatchObject({
      message_id: messageId,
      content: 'first',
      sender: { user_id: 3000011, identity: null },
    });
    kick.older = true;
    await kick.chat({ user: PIA, text: 'third', replyTo: messageId });
    expect(Object.keys(payload(2))).toEqual(['message_id', 'broadcaster', 'sender', 'content', 'emotes']);
    expect(payload(2).sender).not.toHaveProperty('identity');
  });
});

describe('events', () => {
  test('have the documented fields', async () => {
    const user = PIA;
    await kick.emit({ type: 'channel.followed', user });
    expect(payload()).toMatchObject({ broadcaster: { user_id: 3000001 }, follower: { user_id: 3000011 } });
    await kick.emit({ type: 'channel.subscription.renewal', user, months: 7 });
    expect(payload(1)).toMatchObject({
      subscriber: { user_id: 3000011 },
      duration: 7,
      created_at: '2026-10-04T12:00:00Z',
      expires_at: '2026-11-03T12:00:00Z',
    });
    await kick.emit({ type: 'channel.subscription.gifts', gifter: null, giftees: [user, { id: '7', login: 'ann' }] });
    expect(payload(2).gifter).toEqual({
      is_anonymous: true,
      user_id: null,
      username: null,
      is_verified: null,
      profile_picture: null,
      channel_slug: null,
      identity: null,
    });
    expect(payload(2).giftees.map((one: { user_id: number }) => one.user_id)).toEqual([3000011, 7]);
    await kick.emit({ type: 'moderation.banned', user, minutes: 5, reason: 'spam' });
    expect(payload(3)).toMatchObject({
      moderator: { user_id: 3000001 },
      banned_user: { user_id: 3000011 },
      metadata: { reason: 'spam', created_at: '2026-10-04T12:00:00Z', expires_at: '2026-10-04T12:05:00Z' },
    });
    await kick.emit({ type: 'moderation.banned', user });
    expect(payload(4).metadata.expires_at).toBeNull();
    await kick.emit({ type: 'kicks.gifted', user, amount: 500, name: 'Rage Quit', tier: 'MID', pinnedSeconds: 600 });
    expect(payload(5)).toEqual({
      broadcaster: expect.objectContaining({ user_id: 3000001 }),
      sender: expect.not.objectContaining({ identity: null }),
      gift: { amount: 500, name: 'Rage Quit', type: 'BASIC', tier: 'MID', message: '', pinned_time_seconds: 600 },
      created_at: '2026-10-04T12:00:00.000Z',
    });
    const reward = { id: 'R1', title: 'Hydrate', cost: 100 };
    await kick.emit({ type: 'channel.reward.redemption.updated', user, input: 'now', status: 'accepted', reward });
    expect(payload(6)).toMatchObject({
      user_input: 'now',
      status: 'accepted',
      redeemed_at: '2026-10-04T12:00:00.000Z',
      reward: { ...reward, description: '' },
      redeemer: { username: 'Pia_Penguin' },
    });
  });

  test('a stream starts, changes and ends, and the API shows it', async () => {
    const shown = async () => (await api('GET', '/channels?slug=second')).json.data[0];
    expect(await shown()).toMatchObject({ stream: { is_live: false, start_time: '0001-01-01T00:00:00Z' } });
    await kick.emit({ type: 'livestream.status.updated', channel: 'second', isLive: true, title: 'Go' });
    expect(payload()).toMatchObject({
      is_live: true,
      title: 'Go',
      started_at: '2026-10-04T23:00:00+11:00',
      ended_at: null,
    });
    await kick.emit({ type: 'livestream.metadata.updated', channel: 'second', title: 'Still going' });
    expect(payload(1).metadata).toEqual({
      title: 'Still going',
      language: 'en',
      has_mature_content: false,
      category: { id: 15, name: 'Just Chatting', thumbnail: '' },
    });
    expect(await shown()).toMatchObject({
      broadcaster_user_id: 3000003,
      stream_title: 'Still going',
      stream: { is_live: true, start_time: '2026-10-04T12:00:00Z' },
    });
    const startedAt = clock;
    clock += 3_600_000;
    await kick.emit({ type: 'livestream.status.updated', channel: 'second', isLive: false, startedAt });
    expect(payload(2)).toMatchObject({
      started_at: '2026-10-04T23:00:00+11:00',
      ended_at: '2026-10-05T00:00:00+11:00',
    });
    expect((await shown()).stream.is_live).toBe(false);
  });

  test('any payload can be sent under any name', async () => {
    expect((await kick.send('raid.started', { x: 1 })).status).toBe(200);
    expect([header(bot.received[0]!, 'type'), payload()]).toEqual(['raid.started', { x: 1 }]);
  });
});

describe('subscriptions', () => {
  const path = '/events/subscriptions';
  const wanted = {
    broadcaster_user_id: 3000001,
    events: [{ name: 'chat.message.sent', version: 1 }],
    method: 'webhook',
  };

  test('an app makes, lists and ends them for any broadcaster; twice means twice', async () => {
    await start({ subscribed: false });
    const app = await appToken();
    expect(await kick.chat({ user: PIA, text: 'hi' })).toMatchObject({ status: 0, statuses: [], deliveries: [] });
    const [first, second] = [await api('POST', path, wanted, app), await api('POST', path, wanted, app)];
    const ids = [first, second].map(({ json }) => json.data[0].subscription_id);
    expect(first.json).toEqual({
      data: [{ name: 'chat.message.sent', subscription_id: ids[0], version: 1 }],
      message: 'OK',
    });
    const listed = await api('GET', `${path}?broadcaster_user_id=3000001`, undefined, app);
    expect(listed.json.data.map((one: { id: string }) => one.id)).toEqual(ids);
    expect(listed.json.data[0]).toEqual({
      app_id: 'client',
      broadcaster_user_id: 3000001,
      created_at: '2026-10-04T12:00:00Z',
      event: 'chat.message.sent',
      id: ids[0],
      method: 'webhook',
      updated_at: '2026-10-04T12:00:00Z',
      version: 1,
    });
    const { deliveries } = await kick.chat({ user: PIA, text: 'hi', eventId: 'given' });
    expect(deliveries[0]!.eventId).toBe('given');
    expect(deliveries.map(({ subscriptionId }) => subscriptionId)).toEqual(ids);
    expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(2);
    expect(payload(0)).toEqual(payload(1));
    expect((await api('DELETE', `${path}?id=${ids[0]}&id=${ids[1]}`, undefined, app)).status).toBe(204);
    expect(kick.subscriptions).toEqual([]);
  });

  test('a user token stands for its own channel and needs the scope', async () => {
    await start({ subscribed: false });
    const own = kick.tokens.grant('3000003', ['events:subscribe']).accessToken;
    await api('POST', path, wanted, own);
    expect(kick.subscriptions).toMatchObject([{ broadcaster_user_id: 3000003 }]);
    kick.subscribe('chat.message.sent', 'waddle_demo');
    expect((await api('GET', path, undefined, own)).json.data).toHaveLength(1);
    const refused = await api('POST', path, wanted, kick.tokens.grant('3000003', ['chat:write']).accessToken);
    expect([refused.status, refused.json]).toEqual([403, { data: {}, message: 'Forbidden' }]);
  });

  test('what is wrong is said', async () => {
    const app = await appToken();
    const { broadcaster_user_id, ...nobody } = wanted;
    expect((await api('POST', path, nobody, app)).json).toEqual({
      data: 'broadcaster_user_id is required for app tokens',
      message: 'Bad request',
    });
    expect((await api('POST', path, { ...wanted, broadcaster_user_id: 5 }, app)).status).toBe(404);
    expect((await api('POST', path, { ...wanted, events: [] }, app)).status).toBe(400);
    const unknown = await api('POST', path, { ...wanted, events: [{ name: 'raid', version: 1 }] }, app);
    expect(unknown.json.data).toEqual([{ name: 'raid', version: 1, error: 'invalid event' }]);
    expect((await api('GET', path, undefined, 'wrong')).json).toEqual({ data: {}, message: 'Unauthorized' });
  });

  test('there are so many for chat and no more; one may be promised and not kept', async () => {
    await start({ chatSubscriptionLimit: 2 });
    const app = await appToken();
    expect((await api('POST', path, wanted, app)).json.data[0]).toMatchObject({ error: expect.any(String) });
    await start({ subscribed: false });
    kick.fault({ op: 'subscriptions.create', fault: { kind: 'reject' } });
    const lost = await api('POST', path, wanted, await appToken());
    expect(lost.json.data[0].subscription_id).toEqual(expect.any(String));
    expect(kick.subscriptions).toEqual([]);
  });

  test('an event that fails for over a day is unsubscribed, the others stay', async () => {
    bot.answer = () => ({ status: 500 });
    const all = kick.subscriptions.length;
    await kick.chat({ user: PIA, text: 'one' });
    clock += DAY_MS;
    await kick.chat({ user: PIA, text: 'two' });
    expect(kick.subscriptions.length).toBe(all);
    clock += 1_000;
    await kick.chat({ user: PIA, text: 'three' });
    expect(kick.subscriptions.length).toBe(all - 2);
    expect(kick.subscriptions.some(({ event }) => event === 'chat.message.sent')).toBe(false);
    kick.unsubscribeAll();
    expect(kick.subscriptions).toEqual([]);
  });

  test('one success in between starts the day anew', async () => {
    bot.answer = (_, nth) => ({ status: nth === 4 ? 200 : 500 });
    for (const ms of [0, DAY_MS, DAY_MS]) {
      clock += ms;
      await kick.chat({ user: PIA, text: 'hi' });
    }
    expect(kick.subscriptions.some(({ event }) => event === 'chat.message.sent')).toBe(true);
  });
});

describe('sending', () => {
  const line = (content: string, more: Record<string, unknown> = {}) => ({
    content,
    type: 'user',
    broadcaster_user_id: 3000001,
    ...more,
  });

  test('a line is posted, kept and heard again', async () => {
    const { messageId } = await kick.chat({ user: PIA, text: '!ping' });
    const sent = await api('POST', '/chat', line('Pong!', { reply_to_message_id: messageId }));
    expect(sent.json).toEqual({ data: { is_sent: true, message_id: kick.sent[0]!.messageId }, message: 'OK' });
    expect(kick.sent).toMatchObject([
      { broadcasterId: '3000001', userId: '3000002', text: 'Pong!', type: 'user', replyTo: messageId, at: clock },
    ]);
    await kick.idle();
    expect(payload(1)).toMatchObject({
      message_id: kick.sent[0]!.messageId,
      sender: { user_id: 3000002, username: 'waddlebot' },
      content: 'Pong!',
      replies_to: { message_id: messageId },
    });
    kick.echo = false;
    await api('POST', '/chat', line('quiet'));
    await kick.idle();
    expect(bot.received.length).toBe(2);
    kick.reset();
    expect(kick.sent).toEqual([]);
  });

  test('a bot line goes to the channel of the token, unless Kick is broken', async () => {
    const owner = kick.tokens.grant('3000003', ['chat:write']).accessToken;
    const sent = await api('POST', '/chat', { content: 'hi', type: 'bot', broadcaster_user_id: 3000001 }, owner);
    expect([sent.status, kick.sent[0]]).toMatchObject([200, { broadcasterId: '3000003', type: 'bot' }]);
    kick.botTypeBroken = true;
    expect((await api('POST', '/chat', { content: 'hi', type: 'bot' }, owner)).status).toBe(500);
    expect((await api('POST', '/chat', line('hi'), owner)).status).toBe(200);
  });

  test('what Kick refuses', async () => {
    const status = async (body: unknown, token?: string) => (await api('POST', '/chat', body, token)).status;
    expect(await status(line('é'.repeat(500)))).toBe(200);
    expect(await status(line('x'.repeat(501)))).toBe(400);
    expect(await status(line(''))).toBe(400);
    expect(await status({ content: 'hi', type: 'user' })).toBe(400);
    expect(await status(line('hi', { type: 'shout' }))).toBe(400);
    expect(await status(line('hi', { broadcaster_user_id: 9 }))).toBe(404);
    expect(await status(line('hi'), 'wrong')).toBe(401);
    expect(await status(line('hi'), await appToken())).toBe(401);
    expect(await status(line('hi'), kick.tokens.grant('3000002', ['user:read']).accessToken)).toBe(403);
    expect(kick.sent).toHaveLength(1);
  });

  test('faults: not sent, too many, broken', async () => {
    kick.fault({ op: 'chat', fault: { kind: 'reject' } });
    expect((await api('POST', '/chat', line('a'))).json).toEqual({
      data: { is_sent: false, message_id: '' },
      message: 'OK',
    });
    kick.fault({ op: 'chat', fault: { kind: 'status', status: 429, retryAfter: 2 } });
    const many = await api('POST', '/chat', line('a'));
    expect([many.status, many.headers.get('retry-after'), many.json.message]).toEqual([429, '2', 'Too many requests']);
    kick.fault({ op: 'chat', fault: { kind: 'status', status: 500, when: 'after' } });
    expect((await api('POST', '/chat', line('a'))).status).toBe(500);
    expect(kick.sent).toHaveLength(1);
  });

  test('a limit, where one is set, says when to come back', async () => {
    await start({ rate: { perSecond: 1, burst: 2 } });
    const statuses = [];
    for (const text of ['a', 'b', 'c']) statuses.push((await api('POST', '/chat', line(text))).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await api('POST', '/chat', line('c'))).headers.get('retry-after')).toBe('2');
    clock += 2_000;
    expect((await api('POST', '/chat', line('c'))).status).toBe(200);
  });
});

describe('moderation and look-ups', () => {
  test('bans, timeouts and their end', async () => {
    await kick.chat({ user: PIA, text: 'bad' });
    const body = { broadcaster_user_id: 3000001, user_id: 3000011, duration: 10, reason: 'spam' };
    expect(await api('POST', '/moderation/bans', body)).toMatchObject({
      status: 200,
      json: { data: {}, message: 'OK' },
    });
    expect(kick.bans).toMatchObject([{ userId: '3000011', moderatorId: '3000002', expiresAt: clock + 600_000 }]);
    await kick.idle();
    expect(payload(1)).toMatchObject({
      banned_user: { username: 'Pia_Penguin' },
      moderator: { user_id: 3000002 },
      metadata: { reason: 'spam', expires_at: '2026-10-04T12:10:00Z' },
    });
    clock += 600_000;
    expect(kick.bans).toEqual([]);
    await api('POST', '/moderation/bans', { broadcaster_user_id: 3000001, user_id: 3000011 });
    expect(kick.bans).toMatchObject([{ expiresAt: null }]);
    const unban = { broadcaster_user_id: 3000001, user_id: 3000011 };
    expect((await api('DELETE', '/moderation/bans', unban)).status).toBe(200);
    expect((await api('DELETE', '/moderation/bans', unban)).status).toBe(404);
    expect((await api('POST', '/moderation/bans', { ...body, duration: 10_081 })).status).toBe(400);
    const scopeless = kick.tokens.grant('3000002', ['chat:write']).accessToken;
    expect((await api('POST', '/moderation/bans', body, scopeless)).status).toBe(403);
  });

  test('a message is deleted once', async () => {
    const { messageId } = await kick.chat({ user: PIA, text: 'bad' });
    expect((await api('DELETE', `/chat/${messageId}`)).status).toBe(204);
    expect([kick.deleted, (await api('DELETE', `/chat/${messageId}`)).status]).toEqual([[messageId], 404]);
  });

  test('users and channels, one’s own or by id', async () => {
    expect((await api('GET', '/users')).json).toEqual({
      data: [
        {
          email: 'waddlebot@kick.example',
          name: 'waddlebot',
          profile_picture: 'https://kick.example/avatars/3000002.webp',
          user_id: 3000002,
        },
      ],
      message: 'OK',
    });
    expect((await api('GET', '/users?id=3000001&id=99')).json.data).toMatchObject([{ name: 'waddle_demo', email: '' }]);
    const app = await appToken();
    expect((await api('GET', '/users', undefined, app)).status).toBe(400);
    const found = await api('GET', '/channels?broadcaster_user_id=3000003&broadcaster_user_id=3000001', undefined, app);
    expect(found.json.data.map((one: { slug: string }) => one.slug)).toEqual(['waddle-demo', 'second']);
    const own = kick.tokens.grant('3000001').accessToken;
    expect((await api('GET', '/channels', undefined, own)).json.data).toMatchObject([{ slug: 'waddle-demo' }]);
  });

  test('everybody who was seen has a channel, by a slug that may not be their name', async () => {
    const app = await appToken();
    const found = async (query: string) => (await api('GET', `/channels?${query}`, undefined, app)).json.data;
    expect(await found('slug=pia-penguin')).toEqual([]);
    await kick.chat({ user: PIA, text: 'hi' });
    await kick.emit({ type: 'channel.followed', user: { id: '3000012', login: 'Pala_Okey', slug: 'pala_okey' } });
    expect(await found('slug=pia-penguin&slug=pala_okey&slug=pia_penguin')).toMatchObject([
      { broadcaster_user_id: 3000011, slug: 'pia-penguin', stream: { is_live: false } },
      { broadcaster_user_id: 3000012, slug: 'pala_okey' },
    ]);
  });

  test('channels are refused to the wrong token and the wrong question', async () => {
    const app = await appToken();
    const status = async (query: string, bearer = app) =>
      (await api('GET', `/channels?${query}`, undefined, bearer)).status;
    expect(await status('slug=waddle-demo', kick.tokens.grant('3000002', ['user:read']).accessToken)).toBe(403);
    expect(await status('slug=waddle-demo', 'none')).toBe(401);
    expect(await status('slug=waddle-demo&broadcaster_user_id=3000001')).toBe(400);
    expect(await status(`slug=${'x'.repeat(26)}`)).toBe(400);
    expect(await status('broadcaster_user_id=waddle')).toBe(400);
    expect(await status('slug=x&'.repeat(51))).toBe(400);
    expect(await status('')).toBe(400);
    expect(await status(`slug=${'x'.repeat(25)}`)).toBe(200);
  });
});

describe('OAuth', () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  async function authorize(more: Record<string, string> = {}) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: CALLBACK,
      scope: 'user:read chat:write',
      state: 'xyz',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ...more,
    });
    const answer = await fetch(`${kick.authUrl}/oauth/authorize?${query}`, { redirect: 'manual' });
    const location = answer.headers.get('location');
    return { status: answer.status, text: await answer.text(), back: location ? new URL(location) : undefined };
  }

  const exchange = (code: string, more: Record<string, string> = {}) =>
    oauth('/token', {
      ...client,
      grant_type: 'authorization_code',
      code,
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      ...more,
    });

  const codeOf = async () => (await authorize()).back?.searchParams.get('code') ?? '';

  test('a person reads the page and presses a button', async () => {
    const page = await authorize({ state: '"><script>' });
    expect([page.status, page.back]).toEqual([200, undefined]);
    expect(page.text).toContain('<button name="decision" value="allow">');
    expect(page.text).toContain('value="&quot;&gt;&lt;script&gt;"');
    const denied = await authorize({ decision: 'deny' });
    expect(Object.fromEntries(denied.back!.searchParams)).toMatchObject({ error: 'access_denied', state: 'xyz' });
    expect((await authorize({ decision: 'allow' })).back?.searchParams.get('state')).toBe('xyz');
  });

  test('a code becomes tokens once, for who holds the verifier', async () => {
    kick.consent = 'allow';
    expect((await exchange(await codeOf(), { code_verifier: 'x'.repeat(43) })).json.error).toBe('invalid_grant');
    expect((await exchange(await codeOf(), { redirect_uri: `${CALLBACK}2` })).json.error).toBe('invalid_grant');
    const code = await codeOf();
    const { status, json } = await exchange(code);
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.stringMatching(/^[0-9A-F]{48}$/),
        refresh_token: expect.any(String),
        scope: 'user:read chat:write',
        token_type: 'Bearer',
        expires_in: '7200',
      },
    ]);
    expect((await api('GET', '/users', undefined, json.access_token)).json.data[0].user_id).toBe(3000002);
    expect((await exchange(code)).status).toBe(400);
    const late = await codeOf();
    clock += 60_000;
    expect((await exchange(late)).status).toBe(400);
  });

  test('every parameter is needed', async () => {
    kick.consent = 'allow';
    for (const name of ['state', 'code_challenge', 'scope', 'client_id', 'redirect_uri']) {
      expect(await authorize({ [name]: '' })).toMatchObject({ status: 400, text: '{"error":"Invalid request"}' });
    }
    expect((await authorize({ code_challenge_method: 'plain' })).status).toBe(400);
    expect((await authorize({ scope: 'everything' })).status).toBe(400);
    await start({ redirectUris: ['https://elsewhere.example/'], consent: 'allow' });
    expect((await authorize()).status).toBe(400);
  });

  test('a person gives less, is another, or takes too long', async () => {
    kick.consent = { scopes: ['user:read'], account: '3000003' };
    const { json } = await exchange(await codeOf());
    expect(json.scope).toBe('user:read');
    expect((await api('GET', '/users', undefined, json.access_token)).json.data[0].user_id).toBe(3000003);
    kick.consent = { expired: true };
    expect((await exchange(await codeOf())).json.error).toBe('invalid_grant');
    kick.consent = 'deny';
    expect((await authorize()).back?.searchParams.get('error')).toBe('access_denied');
  });

  test('refresh tokens rotate, the old pair dies, and thirty days are the end', async () => {
    const first = kick.tokens.grant('3000002', ['user:read'], { accessToken: 'first', refreshToken: 'again' });
    const refresh = (token: string) =>
      oauth('/token', { ...client, grant_type: 'refresh_token', refresh_token: token });
    const { json } = await refresh(first.refreshToken);
    expect(json).toMatchObject({ scope: 'user:read', expires_in: '7200' });
    expect((await api('GET', '/users', undefined, 'first')).status).toBe(401);
    expect((await refresh('again')).json.error).toBe('invalid_grant');
    clock += 7_200_000;
    expect((await api('GET', '/users', undefined, json.access_token)).status).toBe(401);
    clock += 30 * DAY_MS;
    expect((await refresh(json.refresh_token)).status).toBe(400);
    expect((await oauth('/token', { client_id: 'client', client_secret: 'no' })).status).toBe(401);
  });

  test('tokens can be asked about and ended', async () => {
    const { accessToken, refreshToken } = kick.tokens.grant('3000002', ['chat:write']);
    const introspect = async (token: string) => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await (
        await fetch(`${kick.authUrl}/oauth/token/introspect`, { method: 'POST', headers })
      ).json()) as unknown;
    };
    const exp = Math.floor(clock / 1_000) + 7_200;
    expect(await introspect(accessToken)).toEqual({
      data: { active: true, client_id: 'client', exp, scope: 'chat:write', token_type: 'user' },
      message: 'OK',
    });
    expect(await introspect(await appToken())).toMatchObject({ data: { token_type: 'app' } });
    const revoke = await fetch(`${kick.authUrl}/oauth/revoke?token=${refreshToken}`, { method: 'POST' });
    expect([revoke.status, await revoke.text()]).toEqual([200, 'OK']);
    expect(await introspect(accessToken)).toEqual({ data: { active: false }, message: 'OK' });
  });
});

describe('control', () => {
  const control = async (path: string, body: unknown) => {
    const answer = await fetch(`${kick.url}/_stand-in/${path}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, json: JSON.parse(await answer.text()) };
  };

  test('another process speaks as a person, an owner too', async () => {
    const user = { id: '5000001', login: 'ann', role: 'owner' };
    const said = await control('chat', { text: '!ping', user });
    expect(said.json).toMatchObject({ status: 200, statuses: [200], messageId: payload().message_id });
    expect(payload().sender.identity.badges).toEqual([{ text: 'Broadcaster', type: 'broadcaster' }]);
    await api('POST', '/chat', { content: 'Pong!', type: 'user', broadcaster_user_id: 3000001 });
    const lines = kick.log.since(0, 'posted').map(({ data }) => [data.text, data.user === undefined]);
    expect(lines).toEqual([
      ['!ping', false],
      ['Pong!', true],
    ]);
    expect((await control('chat', { text: 'hi' })).status).toBe(400);
  });

  test('emits events and presses buttons', async () => {
    const emitted = await control('emit', { type: 'channel.followed', user: PIA, at: clock - 1_000 });
    expect(emitted.json).toMatchObject({ status: 200 });
    expect(header(bot.received[0]!, 'message-timestamp')).toBe('2026-10-04T11:59:59Z');
    await control('emit', { type: 'consent', consent: 'allow' });
    expect(kick.consent).toBe('allow');
    const before = kick.publicKeyPem;
    expect((await control('emit', { type: 'rotate-key' })).json.publicKeyPem).not.toBe(before);
    const { accessToken } = kick.tokens.grant('3000002');
    await control('emit', { type: 'revoke-tokens' });
    expect(kick.tokens.find(accessToken)).toBeUndefined();
    await control('emit', { type: 'unsubscribe' });
    expect(kick.subscriptions).toEqual([]);
    expect((await control('emit', { type: 'party' })).status).toBe(400);
  });
});
