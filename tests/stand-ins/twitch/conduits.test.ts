import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, type Received, startBotEndpoint } from '../bot.ts';
import { signTwitch, startTwitch, type TwitchStandIn } from '../twitch.ts';
import { CLIENT, TwitchClient } from './client.ts';

const SECRETS = ['the secret of shard 0', 'the secret of shard 1', 'the secret of shard 2'];
const VIEWER = { id: '2000011', login: 'pia_penguin' };

let bot: BotEndpoint;
let twitch: TwitchStandIn;
let client: TwitchClient;
let app: string;

beforeEach(async () => {
  bot = await startBotEndpoint();
  twitch = await startTwitch({
    ...CLIENT,
    webhookSecret: 'a secret of the webhook',
    callbackUrl: `${bot.url}/webhooks/twitch`,
    bot: { id: '1000002', login: 'waddlebot' },
    channels: [
      { id: '1000001', login: 'waddle_demo' },
      { id: '1000003', login: 'mod_home', botIsModerator: true },
    ],
    subscribed: false,
    retryDelaysMs: [1],
    timeoutMs: 500,
  });
  client = new TwitchClient(twitch);
  app = await client.appToken();
  bot.answer = ({ body }) => ({ body: JSON.parse(body).challenge ?? '' });
});

afterEach(async () => {
  await twitch.stop();
  await bot.stop();
});

const conduit = async (shard_count: number): Promise<string> =>
  (await client.helix('/eventsub/conduits', app, { shard_count })).json.data[0].id;

const webhook = (shard: number) => ({
  method: 'webhook',
  callback: `https://bot.example/webhooks/twitch/${shard}`,
  secret: SECRETS[shard],
});

async function assign(conduit_id: string, ...numbers: number[]) {
  const shards = numbers.map((number) => ({ id: String(number), transport: webhook(number) }));
  const { status, json } = await client.helix('/eventsub/conduits/shards', app, { conduit_id, shards }, 'PATCH');
  await twitch.idle();
  return { status, json };
}

const statuses = async (id: string) =>
  (await client.helix(`/eventsub/conduits/shards?conduit_id=${id}`, app)).json.data.map(
    ({ id: shard, status }: { id: string; status: string }) => `${shard} ${status}`,
  );

const subscribe = (transport: unknown, type: string, condition: Record<string, string>, version = '1') =>
  client.helix('/eventsub/subscriptions', app, { type, version, condition, transport });

const chatOf = (id: string) => ({ broadcaster_user_id: id, user_id: '1000002' });

function shardThatSigned({ headers, body }: Received): number {
  const header = (name: string) => String(headers[`twitch-eventsub-message-${name}`]);
  return SECRETS.findIndex(
    (secret) => signTwitch(secret, header('id'), header('timestamp'), body) === header('signature'),
  );
}

describe('conduits', () => {
  test('are made, resized and deleted by the app, five at most', async () => {
    const id = await conduit(2);
    expect((await client.helix('/eventsub/conduits', app)).json).toEqual({ data: [{ id, shard_count: 2 }] });
    const resized = await client.helix('/eventsub/conduits', app, { id, shard_count: 3 }, 'PATCH');
    expect(resized.json.data).toEqual([{ id, shard_count: 3 }]);
    for (const shard_count of [0, 20_001]) {
      expect((await client.helix('/eventsub/conduits', app, { shard_count })).status).toBe(400);
    }
    for (let n = 1; n < 5; n += 1) await conduit(1);
    expect((await client.helix('/eventsub/conduits', app, { shard_count: 1 })).status).toBe(429);
    expect((await client.helix(`/eventsub/conduits?id=${id}`, app, undefined, 'DELETE')).status).toBe(204);
    expect((await client.helix(`/eventsub/conduits?id=${id}`, app, undefined, 'DELETE')).status).toBe(404);
    const user = await client.connect('waddlebot', 'user:bot');
    expect((await client.helix('/eventsub/conduits', user.access_token)).status).toBe(401);
  });

  test('verify a shard by a signed challenge that names it and no subscription', async () => {
    const id = await conduit(2);
    const { status, json } = await assign(id, 0);
    expect([status, json]).toEqual([
      202,
      {
        data: [
          {
            id: '0',
            status: 'webhook_callback_verification_pending',
            transport: { method: 'webhook', callback: 'https://bot.example/webhooks/twitch/0' },
          },
        ],
        errors: [],
      },
    ]);
    const [challenge] = bot.received;
    expect(challenge?.path).toBe('/webhooks/twitch/0');
    expect(shardThatSigned(challenge!)).toBe(0);
    expect(JSON.parse(challenge!.body)).toEqual({
      challenge: expect.any(String),
      conduit_shard: { conduit_id: id, shard: '0' },
    });
    bot.answer = () => ({ body: 'something else' });
    await assign(id, 1);
    expect(await statuses(id)).toEqual(['0 enabled', '1 webhook_callback_verification_failed']);
    const enabled = await client.helix(`/eventsub/conduits/shards?conduit_id=${id}&status=enabled`, app);
    expect(enabled.json.data).toHaveLength(1);
  });

  test('take the good shards of an update and name what is wrong with the others', async () => {
    const id = await conduit(1);
    const shards = [
      { id: '1', transport: webhook(1) },
      { id: '0', transport: { ...webhook(0), secret: 'short' } },
      { id: '0', transport: webhook(0) },
    ];
    const { json } = await client.helix('/eventsub/conduits/shards', app, { conduit_id: id, shards }, 'PATCH');
    expect(json.data).toMatchObject([{ id: '0' }]);
    expect(json.errors).toEqual([
      { id: '1', code: 'invalid_parameter', message: "The shard id is outside the conduit's range" },
      { id: '0', code: 'invalid_parameter', message: 'The length of the string in the secret field is not valid.' },
    ]);
    const nobody = { conduit_id: 'none', shards: [{ id: '0', transport: webhook(0) }] };
    expect((await client.helix('/eventsub/conduits/shards', app, nobody, 'PATCH')).status).toBe(404);
  });

  test('bring each channel’s events to one shard, to another where that is disabled, and else nowhere', async () => {
    const id = await conduit(3);
    await assign(id, 0, 1, 2);
    await client.connect('waddlebot', 'user:bot user:read:chat');
    await client.connect('waddle_demo', 'channel:bot');
    const made = await subscribe({ method: 'conduit', conduit_id: id }, 'channel.chat.message', chatOf('1000001'));
    expect(made.json.data[0]).toMatchObject({ status: 'enabled', transport: { method: 'conduit', conduit_id: id } });
    const hear = async () => {
      bot.received.length = 0;
      const { status } = await twitch.chat({ user: VIEWER, text: 'hello' });
      return { status, shards: bot.received.map(shardThatSigned) };
    };
    const first = await hear();
    expect(await hear()).toEqual(first);
    expect(JSON.parse(bot.received[0]!.body).subscription.transport).toEqual({ method: 'conduit', conduit_id: id });
    const [home = -1] = first.shards;
    await twitch.disableShard(id, String(home));
    const second = await hear();
    expect(second).toMatchObject({ status: 200, shards: [(home + 1) % 3] });
    await twitch.disableShard(id, String(second.shards[0]));
    expect(await hear()).toEqual({ status: 0, shards: [] });
    await assign(id, home);
    expect(await hear()).toEqual(first);
  });

  test('keep trying the same shard while it fails', async () => {
    const id = await conduit(2);
    await assign(id, 0, 1);
    await subscribe({ method: 'conduit', conduit_id: id }, 'stream.online', { broadcaster_user_id: '1000001' });
    bot.received.length = 0;
    bot.answer = () => ({ status: 500 });
    expect((await twitch.emit.streamOnline()).statuses).toEqual([500, 500]);
    expect(new Set(bot.received.map(shardThatSigned)).size).toBe(1);
  });

  test('tell of a disabled shard, and take their subscriptions along when they go', async () => {
    const id = await conduit(1);
    await assign(id, 0);
    const own = { method: 'webhook', callback: 'https://bot.example/webhooks/twitch', secret: 'a secret of our own' };
    expect((await subscribe(own, 'conduit.shard.disabled', { client_id: 'client', conduit_id: id })).status).toBe(202);
    await subscribe({ method: 'conduit', conduit_id: id }, 'stream.online', { broadcaster_user_id: '1000001' });
    await twitch.idle();
    expect((await twitch.disableShard(id, '0')).status).toBe(200);
    const { event } = JSON.parse(bot.received.at(-1)!.body);
    expect(event).toEqual({
      conduit_id: id,
      shard_id: '0',
      status: 'notification_failures_exceeded',
      transport: { method: 'webhook', callback: 'https://bot.example/webhooks/twitch/0' },
    });
    await client.helix(`/eventsub/conduits?id=${id}`, app, undefined, 'DELETE');
    const { data } = (await client.helix('/eventsub/subscriptions?type=stream.online', app)).json;
    expect(data).toMatchObject([{ status: 'conduit_deleted' }]);
  });
});

describe('subscriptions', () => {
  const own = { method: 'webhook', callback: 'https://bot.example/webhooks/twitch', secret: 'a secret of our own' };
  const forbidden = {
    status: 403,
    json: { error: 'Forbidden', status: 403, message: 'subscription missing proper authorization' },
  };
  const home = { broadcaster_user_id: '1000001' };
  const asBot = { ...home, moderator_user_id: '1000002' };

  test.each([
    ['channel.subscribe', '1', home, 'waddle_demo', 'channel:read:subscriptions'],
    ['channel.subscription.gift', '1', home, 'waddle_demo', 'channel:read:subscriptions'],
    ['channel.subscription.message', '1', home, 'waddle_demo', 'channel:read:subscriptions'],
    ['channel.cheer', '1', home, 'waddle_demo', 'bits:read'],
    ['channel.bits.use', '1', home, 'waddle_demo', 'bits:read'],
    ['channel.ban', '1', home, 'waddle_demo', 'channel:moderate'],
    ['channel.unban', '1', home, 'waddle_demo', 'channel:moderate'],
    ['channel.channel_points_custom_reward_redemption.add', '1', home, 'waddle_demo', 'channel:manage:redemptions'],
    ['channel.follow', '2', asBot, 'waddlebot', 'moderator:read:followers'],
    ['channel.shoutout.create', '1', asBot, 'waddlebot', 'moderator:manage:shoutouts'],
    ['channel.shoutout.receive', '1', asBot, 'waddlebot', 'moderator:read:shoutouts'],
  ])('to %s (v%s) wait for the consent of %o', async (type, version, condition, account, scope) => {
    await twitch.moderator(true);
    expect(await subscribe(own, type, condition, version)).toEqual(forbidden);
    await client.connect(account, 'user:read:email');
    expect(await subscribe(own, type, condition, version)).toEqual(forbidden);
    await client.connect(account, scope);
    expect((await subscribe(own, type, condition, version)).status).toBe(202);
  });

  test.each(['channel.chat.message', 'channel.chat.notification', 'channel.chat.message_delete'])(
    'to %s need reader and broadcaster, or a moderator as reader',
    async (type) => {
      await client.connect('waddlebot', 'user:read:chat');
      expect(await subscribe(own, type, chatOf('1000003'))).toEqual(forbidden);
      await client.connect('waddlebot', 'user:bot');
      expect((await subscribe(own, type, chatOf('1000003'))).status).toBe(202);
      expect(await subscribe(own, type, chatOf('1000001'))).toEqual(forbidden);
      await client.connect('waddle_demo', 'channel:bot');
      expect((await subscribe(own, type, chatOf('1000001'))).status).toBe(202);
    },
  );

  test('need nobody’s consent where anybody may watch', async () => {
    for (const [type, version] of [
      ['stream.online', '1'],
      ['stream.offline', '1'],
      ['channel.update', '2'],
    ] as const) {
      expect((await subscribe(own, type, home, version)).status).toBe(202);
    }
    expect((await subscribe(own, 'channel.raid', { to_broadcaster_user_id: '1000001' })).status).toBe(202);
    expect((await subscribe(own, 'user.authorization.revoke', { client_id: 'client' })).status).toBe(202);
    expect((await subscribe(own, 'user.authorization.revoke', { client_id: 'other' })).status).toBe(403);
  });

  test('are refused for an unknown type or version, a wrong condition, a user token, an unknown conduit', async () => {
    const message = async (answer: Promise<{ json: { message: string } }>) => (await answer).json.message;
    expect(await message(subscribe(own, 'channel.nonsense', home))).toBe('invalid subscription type and version');
    expect(await message(subscribe(own, 'channel.follow', asBot, '1'))).toBe('invalid subscription type and version');
    expect((await subscribe(own, 'stream.online', {})).status).toBe(400);
    const both = { to_broadcaster_user_id: '1000001', from_broadcaster_user_id: '1000003' };
    expect((await subscribe(own, 'channel.raid', both)).status).toBe(400);
    const lost = { method: 'conduit', conduit_id: 'none' };
    expect((await subscribe(lost, 'stream.online', home)).status).toBe(400);
    const { access_token } = await client.connect('waddlebot', 'user:bot');
    const given = { type: 'stream.online', version: '1', condition: home, transport: own };
    expect((await client.helix('/eventsub/subscriptions', access_token, given)).json).toEqual({
      error: 'Bad Request',
      status: 400,
      message: 'auth must use app access token to create webhook subscription',
    });
    const id = await conduit(1);
    const shared = { method: 'conduit', conduit_id: id };
    expect((await subscribe(shared, 'user.authorization.revoke', { client_id: 'client' })).status).toBe(400);
  });

  test('conflict over the same transport; over different ones there may be three', async () => {
    const at = (n: number) => ({ ...own, callback: `https://bot.example/${n}` });
    const online = async (n: number) => (await subscribe(at(n), 'stream.online', home)).status;
    expect([await online(1), await online(1), await online(2), await online(3), await online(4)]).toEqual([
      202, 409, 202, 202, 429,
    ]);
  });

  test('cost nothing once the user has connected the app', async () => {
    expect((await subscribe(own, 'stream.online', home)).json.data[0].cost).toBe(1);
    await client.connect('waddle_demo', 'channel:bot');
    expect((await subscribe(own, 'stream.offline', home)).json.data[0].cost).toBe(0);
  });

  test('end when a consent or a moderator’s place does, and the bot is told', async () => {
    await twitch.moderator(true);
    await client.connect('waddlebot', 'moderator:read:followers');
    await client.connect('waddle_demo', 'bits:read');
    for (const [type, condition, version] of [
      ['channel.follow', asBot, '2'],
      ['channel.cheer', home, '1'],
      ['stream.online', home, '1'],
      ['user.authorization.revoke', { client_id: 'client' }, '1'],
    ] as const) {
      await subscribe(own, type, condition, version);
    }
    await twitch.idle();
    const told = () =>
      bot.received.splice(0).map(({ headers, body }) => {
        const { subscription, event } = JSON.parse(body);
        return [headers['twitch-eventsub-message-type'], subscription.type, event?.user_id ?? subscription.status];
      });
    told();
    await twitch.moderator(false);
    expect(told()).toEqual([['revocation', 'channel.follow', 'moderator_removed']]);
    await twitch.disconnect('waddle_demo');
    expect(told()).toEqual([
      ['revocation', 'channel.cheer', 'authorization_revoked'],
      ['notification', 'user.authorization.revoke', '1000001'],
    ]);
    const { data } = (await client.helix('/eventsub/subscriptions?status=enabled', app)).json;
    expect(data.map(({ type }: { type: string }) => type)).toEqual(['stream.online', 'user.authorization.revoke']);
  });

  test('are listed a hundred at a time', async () => {
    for (let n = 0; n < 101; n += 1) await subscribe(own, 'stream.online', { broadcaster_user_id: String(n + 1) });
    const first = (await client.helix('/eventsub/subscriptions', app)).json;
    expect([first.data.length, first.total]).toEqual([100, 101]);
    const rest = (await client.helix(`/eventsub/subscriptions?after=${first.pagination.cursor}`, app)).json;
    expect([rest.data.length, rest.pagination]).toEqual([1, {}]);
  });
});
