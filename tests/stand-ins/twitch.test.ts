import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from './bot.ts';
import { signTwitch, startTwitch, type TwitchOptions, type TwitchStandIn } from './twitch.ts';

const SECRET = 'a secret of the webhook';
const VIEWER = { id: '2000011', login: 'pia_penguin' };

let bot: BotEndpoint;
let twitch: TwitchStandIn;
let clock: number;

async function start(more: Partial<TwitchOptions> = {}): Promise<void> {
  twitch = await startTwitch({
    clientId: 'client',
    clientSecret: 'shh',
    webhookSecret: SECRET,
    callbackUrl: `${bot.url}/webhooks/twitch`,
    bot: { id: '1000002', login: 'waddlebot' },
    channels: [
      { id: '1000001', login: 'waddle_demo' },
      { id: '1000003', login: 'mod_home', botIsModerator: true },
    ],
    retryDelaysMs: [1, 1, 1],
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
  await twitch.stop();
  await bot.stop();
});

const askToken = (fields: Record<string, string> = {}) =>
  fetch(`${twitch.authUrl}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: 'client',
      client_secret: 'shh',
      grant_type: 'client_credentials',
      ...fields,
    }),
  });

async function token(): Promise<string> {
  return ((await (await askToken()).json()) as { access_token: string }).access_token;
}

async function helix(path: string, bearer: string, json?: unknown, method = json ? 'POST' : 'GET') {
  const headers = { Authorization: `Bearer ${bearer}`, 'Client-Id': 'client', 'Content-Type': 'application/json' };
  const answer = await fetch(twitch.apiUrl + path, { method, headers, body: json ? JSON.stringify(json) : undefined });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, json: text ? JSON.parse(text) : undefined };
}

const line = (message: string, more: Record<string, unknown> = {}) => ({
  broadcaster_id: '1000001',
  sender_id: '1000002',
  message,
  ...more,
});

describe('tokens', () => {
  test('are issued to the right client only, and counted', async () => {
    expect((await askToken()).status).toBe(200);
    const wrong = await askToken({ client_secret: 'no' });
    expect([wrong.status, await wrong.json()]).toEqual([403, { status: 403, message: 'invalid client secret' }]);
    const unknown = await askToken({ client_id: 'other' });
    expect([unknown.status, await unknown.json()]).toEqual([400, { status: 400, message: 'invalid client' }]);
    expect(twitch.tokens.issued).toBe(1);
  });

  test('expire by the clock and can be revoked at will', async () => {
    twitch.tokens.expiresIn = 60;
    const first = await token();
    expect((await helix('/users?login=waddlebot', first)).json.data[0].id).toBe('1000002');
    clock += 61_000;
    expect((await helix('/users?login=waddlebot', first)).status).toBe(401);
    const second = await token();
    twitch.tokens.revokeAll();
    const refused = await helix('/users?login=waddlebot', second);
    expect(refused.json).toEqual({ error: 'Unauthorized', status: 401, message: 'Invalid OAuth token' });
  });

  test('validate and revoke answer as the auth server does', async () => {
    const held = await token();
    const validate = () => fetch(`${twitch.authUrl}/validate`, { headers: { Authorization: `OAuth ${held}` } });
    expect(await (await validate()).json()).toMatchObject({ client_id: 'client', expires_in: 5_184_000 });
    const body = new URLSearchParams({ client_id: 'client', token: held });
    expect((await fetch(`${twitch.authUrl}/revoke`, { method: 'POST', body })).status).toBe(200);
    expect((await validate()).status).toBe(401);
  });
});

describe('sending', () => {
  test('posts a line, flattened to one, and remembers it', async () => {
    const sent = await helix('/chat/messages', await token(), line('one\ntwo'));
    expect(sent.json.data[0]).toMatchObject({ is_sent: true, drop_reason: null });
    expect(twitch.sent).toMatchObject([
      { messageId: sent.json.data[0].message_id, broadcasterId: '1000001', text: 'one two' },
    ]);
  });

  test('refuses what Twitch refuses', async () => {
    const bearer = await token();
    const status = async (json: unknown) => (await helix('/chat/messages', bearer, json)).status;
    expect(await status(line(' '))).toBe(400);
    expect(await status(line('🐧'.repeat(500)))).toBe(200);
    expect(await status(line('🐧'.repeat(501)))).toBe(422);
    expect(await status(line('hi', { broadcaster_id: '9' }))).toBe(403);
    expect(await status(line('hi', { sender_id: '9' }))).toBe(403);
    expect(await status(line('hi', { reply_parent_message_id: 'never said' }))).toBe(400);
    expect((await helix('/chat/messages', 'nonsense', line('hi'))).status).toBe(401);
  });

  test('drops an identical line within 30 seconds where the bot is no moderator', async () => {
    const bearer = await token();
    const again = async (channel: string) => {
      clock += 2_000;
      return (await helix('/chat/messages', bearer, line('same', { broadcaster_id: channel }))).json.data[0];
    };
    expect((await again('1000001')).is_sent).toBe(true);
    expect(await again('1000001')).toMatchObject({ is_sent: false, drop_reason: { code: 'msg_duplicate' } });
    clock += 30_000;
    expect((await again('1000001')).is_sent).toBe(true);
    expect((await again('1000003')).is_sent && (await again('1000003')).is_sent).toBe(true);
  });

  test('answers 429 above one line a second and above 20 in 30 seconds, 100 for a moderator', async () => {
    const bearer = await token();
    let number = 0;
    const send = (broadcaster_id: string) =>
      helix('/chat/messages', bearer, line(`line ${++number}`, { broadcaster_id }));
    expect((await send('1000001')).status).toBe(200);
    const early = await send('1000001');
    expect([early.status, early.headers.get('ratelimit-remaining')]).toEqual([429, '0']);
    expect(early.headers.get('ratelimit-reset')).toBe(String(clock / 1_000 + 1));
    for (let n = 1; n < 20; n += 1) {
      clock += 1_000;
      expect((await send('1000001')).status).toBe(200);
    }
    clock += 1_000;
    const full = await send('1000001');
    expect([full.status, full.headers.get('ratelimit-limit')]).toEqual([429, '20']);
    for (let n = 20; n < 100; n += 1) expect((await send('1000003')).status).toBe(200);
    expect((await send('1000003')).status).toBe(429);
    clock += 30_000;
    expect((await send('1000001')).status).toBe(200);
  });
});

describe('users', () => {
  const PIA = { id: '2000011', login: 'pia_penguin', name: 'Pia_Penguin' };

  test('are found by id and login, in any case, once they are known', async () => {
    const bearer = await token();
    const found = async (query: string) => (await helix(`/users?${query}`, bearer)).json.data;
    expect(await found('login=pia_penguin')).toEqual([]);
    twitch.user(PIA);
    expect(await found('login=PIA_Penguin&id=1000001')).toMatchObject([
      { id: '1000001', login: 'waddle_demo' },
      { id: '2000011', login: 'pia_penguin', display_name: 'Pia_Penguin' },
    ]);
  });

  test('are not looked for where one of the names or ids cannot be any', async () => {
    const bearer = await token();
    for (const query of ['login=waddlebot&login=pia-penguin', 'login=', `login=${'x'.repeat(26)}`, 'id=pia']) {
      const refused = await helix(`/users?${query}`, bearer);
      expect([refused.status, refused.json.message], query).toEqual([
        400,
        'Invalid username(s), email(s), or ID(s). Bad Identifiers.',
      ]);
    }
    expect((await helix('/users', bearer)).status).toBe(400);
    expect((await helix('/users?login=waddlebot', 'no token')).status).toBe(401);
  });
});

describe('streams', () => {
  const live = async (query = 'user_id=1000001') => (await helix(`/streams?${query}`, await token())).json.data;

  test('are listed while they are on the air', async () => {
    expect(await live()).toEqual([]);
    await twitch.emit.channelUpdate({ info: { title: 'Uphill', categoryName: 'Art' } });
    await twitch.emit.streamOnline({ id: '77', startedAt: clock - 60_000 });
    expect(await live()).toMatchObject([
      {
        id: '77',
        user_id: '1000001',
        user_login: 'waddle_demo',
        type: 'live',
        title: 'Uphill',
        game_name: 'Art',
        started_at: '2026-10-04T11:59:00Z',
      },
    ]);
    expect(await live('user_id=1000003')).toEqual([]);
    expect(await live('user_login=WADDLE_demo&user_id=1000003')).toHaveLength(1);
    await twitch.emit.streamOffline();
    expect(await live()).toEqual([]);
  });

  test('begin and end without an event, too', async () => {
    twitch.onAir(true, 'mod_home');
    expect(await live('')).toMatchObject([{ user_id: '1000003' }]);
    twitch.onAir(false, 'mod_home');
    expect(await live('')).toEqual([]);
    expect(bot.received).toEqual([]);
    const body = JSON.stringify({ type: 'on-air', is: true });
    expect((await fetch(`${twitch.url}/_stand-in/emit`, { method: 'POST', body })).status).toBe(200);
    expect(await live()).toHaveLength(1);
  });

  test('of ids that are nobody’s are none, of logins that are nobody’s an error', async () => {
    const bearer = await token();
    expect(await live('user_id=-1')).toEqual([]);
    expect((await helix('/streams?user_login=nobody', bearer)).status).toBe(400);
    expect((await helix(`/streams?${'user_id=1&'.repeat(101)}`, bearer)).status).toBe(400);
    expect((await helix('/streams', 'no token')).status).toBe(401);
  });
});

test('users and streams cost points, which come back after a minute', async () => {
  await twitch.stop();
  await start({ points: 2 });
  const bearer = await token();
  const left = async (path: string) => {
    const { status, headers } = await helix(path, bearer);
    return [status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')];
  };
  expect(await left('/users?login=waddlebot')).toEqual([200, '2', '1']);
  expect(await left('/streams')).toEqual([200, '2', '0']);
  expect(await left('/users?login=waddlebot')).toEqual([429, '2', '0']);
  const { headers } = await helix('/streams', bearer);
  expect(Number(headers.get('ratelimit-reset'))).toBe(clock / 1_000 + 60);
  clock += 60_000;
  expect(await left('/streams')).toEqual([200, '2', '1']);
  expect(await left('/streams')).toEqual([200, '2', '0']);
  twitch.reset();
  expect(await left('/streams')).toEqual([200, '2', '1']);
});

describe('chat', () => {
  test('delivers a signed message event with badges, fragments and shared chat source', async () => {
    const said = await twitch.chat({
      user: { ...VIEWER, name: 'Pia', role: 'moderator' },
      text: '@waddlebot hello Kappa',
      sharedFrom: { id: '77', login: 'iceberg_radio' },
    });
    expect(said).toMatchObject({ status: 200, statuses: [200] });
    const [request] = bot.received;
    const { headers, body } = request!;
    const header = (name: string) => String(headers[`twitch-eventsub-message-${name}`]);
    expect(header('signature')).toBe(signTwitch(SECRET, header('id'), header('timestamp'), body));
    expect(header('timestamp')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    const { subscription, event } = JSON.parse(body);
    expect(subscription).toMatchObject({ status: 'enabled', type: 'channel.chat.message' });
    expect(event).toMatchObject({ chatter_user_name: 'Pia', source_broadcaster_user_id: '77', cheer: null });
    expect(event.source_badges[0].set_id).toBe('moderator');
    expect(event.message.fragments.map((part: { type: string }) => part.type)).toEqual(['mention', 'text', 'emote']);
    expect(event.message.fragments.map((part: { text: string }) => part.text).join('')).toBe(event.message.text);
  });

  test('redelivers the same message with Message-Retry counting up until it is taken', async () => {
    bot.answer = (_, nth) => ({ status: nth < 3 ? 503 : 204 });
    const said = await twitch.chat({ user: VIEWER, text: '!ping' });
    expect(said.statuses).toEqual([503, 503, 204]);
    expect(await said.redeliver()).toBe(204);
    const seen = bot.received.map(({ headers }) => headers);
    expect(seen.map((headers) => headers['twitch-eventsub-message-retry'])).toEqual(['0', '1', '2', '3']);
    expect(new Set(seen.map((headers) => headers['twitch-eventsub-message-id'])).size).toBe(1);
  });

  test('gives up after three redeliveries, slow answers among the failures', async () => {
    await twitch.stop();
    await start({ timeoutMs: 2_000 });
    bot.answer = (_, nth) => (nth === 1 ? { delayMs: 60_000 } : { status: 500 });
    expect((await twitch.chat({ user: VIEWER, text: '!ping' })).statuses).toEqual([0, 500, 500, 500]);
  });

  test('sends parallel copies with one Message-Id', async () => {
    const said = await twitch.chat({ user: VIEWER, text: '!ping', copies: 3 });
    expect(said.statuses).toEqual([200, 200, 200]);
    expect(new Set(bot.received.map(({ headers }) => headers['twitch-eventsub-message-id'])).size).toBe(1);
  });

  test('echoes the bot’s own line with the reply it was', async () => {
    const { messageId } = await twitch.chat({ user: VIEWER, text: '!ping' });
    await helix('/chat/messages', await token(), line('Pong!', { reply_parent_message_id: messageId }));
    await twitch.idle();
    const { event } = JSON.parse(bot.received.at(-1)!.body);
    expect(event).toMatchObject({ chatter_user_id: '1000002', message_id: twitch.sent[0]!.messageId });
    expect(event.message.text).toBe('@pia_penguin Pong!');
    expect(event.message.fragments[0].mention.user_id).toBe('2000011');
    expect(event.reply).toMatchObject({ parent_message_id: messageId, parent_user_login: 'pia_penguin' });
    twitch.echo = false;
    clock += 1_000;
    await helix('/chat/messages', await token(), line('unheard'));
    await twitch.idle();
    expect(bot.received).toHaveLength(2);
  });
});

describe('faults', () => {
  test('before: nothing is posted; after: the line is posted and the answer lost', async () => {
    const bearer = await token();
    twitch.fault({ op: 'send', fault: { kind: 'status', status: 500 } });
    expect((await helix('/chat/messages', bearer, line('one'))).status).toBe(500);
    expect(twitch.sent).toHaveLength(0);
    twitch.fault({ op: 'send', fault: { kind: 'status', status: 500, when: 'after' } });
    expect((await helix('/chat/messages', bearer, line('two'))).status).toBe(500);
    clock += 1_000;
    twitch.fault({ op: '/helix/chat/messages', fault: { kind: 'drop', when: 'after' } });
    await expect(helix('/chat/messages', bearer, line('three'))).rejects.toThrow();
    expect(twitch.sent.map(({ text }) => text)).toEqual(['two', 'three']);
  });

  test('reject, retry hints and as many times as planned', async () => {
    const bearer = await token();
    const dropReason = { code: 'msg_rejected', message: 'Held for review.' };
    twitch.fault({ op: 'send', fault: { kind: 'reject', dropReason } });
    const held = await helix('/chat/messages', bearer, line('one'));
    expect(held.json.data[0]).toMatchObject({ is_sent: false, drop_reason: dropReason });
    twitch.fault({ op: 'send', times: 2, fault: { kind: 'status', status: 429, retryAfter: 7 } });
    for (const expected of [429, 429, 200]) {
      const answer = await helix('/chat/messages', bearer, line('two'));
      expect(answer.status).toBe(expected);
      if (expected === 429) expect(answer.headers.get('ratelimit-reset')).toBe(String(clock / 1_000 + 7));
    }
  });

  test('a hanging answer ends when the stand-in stops', async () => {
    twitch.fault({ op: 'token', fault: { kind: 'hang' } });
    const asked = askToken().catch((error: unknown) => error);
    await twitch.log.wait(0, 1_000, 'request');
    await twitch.stop();
    expect(await asked).toBeInstanceOf(Error);
  });
});

describe('subscriptions', () => {
  const given = {
    type: 'channel.follow',
    version: '2',
    condition: { broadcaster_user_id: '1000003', moderator_user_id: '1000002' },
    transport: { method: 'webhook', callback: 'https://bot.example/webhooks/twitch?t=1', secret: 'another secret' },
  };

  test('are enabled only when the challenge comes back, and conflict when repeated', async () => {
    const bearer = await token();
    bot.answer = ({ body }) => ({ body: JSON.parse(body).challenge });
    const made = await helix('/eventsub/subscriptions', bearer, given);
    expect([made.status, made.json.data[0].status]).toEqual([202, 'webhook_callback_verification_pending']);
    await twitch.idle();
    expect(bot.received[0]).toMatchObject({ path: '/webhooks/twitch?t=1' });
    const { id } = made.json.data[0];
    const listed = await helix(`/eventsub/subscriptions?subscription_id=${id}`, bearer);
    expect(listed.json.data[0].status).toBe('enabled');
    expect(JSON.stringify(listed.json)).not.toContain('another secret');
    expect((await helix('/eventsub/subscriptions', bearer, given)).status).toBe(409);
    expect((await helix(`/eventsub/subscriptions?id=${id}`, bearer, undefined, 'DELETE')).status).toBe(204);
    bot.answer = () => ({ body: 'something else' });
    await helix('/eventsub/subscriptions', bearer, given);
    await twitch.idle();
    const failed = await helix('/eventsub/subscriptions?type=channel.follow', bearer);
    expect(failed.json.data[0].status).toBe('webhook_callback_verification_failed');
  });

  test('once revoked, chat is heard no more', async () => {
    expect(await twitch.revoke('user_removed', 'waddle_demo')).toEqual([200]);
    expect(bot.received[0]!.headers['twitch-eventsub-message-type']).toBe('revocation');
    expect(JSON.parse(bot.received[0]!.body).subscription.status).toBe('user_removed');
    expect(await twitch.chat({ user: VIEWER, text: '!ping' })).toMatchObject({ status: 0, statuses: [] });
  });

  test('other events can be sent without one', async () => {
    const event = { broadcaster_user_id: '1000001', user_id: '5', user_login: 'new_one' };
    expect((await twitch.notify({ type: 'channel.follow', version: '2' }, event)).status).toBe(200);
    expect(JSON.parse(bot.received[0]!.body)).toMatchObject({ subscription: { version: '2' }, event });
  });
});
