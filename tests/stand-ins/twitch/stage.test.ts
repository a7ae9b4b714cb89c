import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from '../bot.ts';
import { startTwitch, type TwitchStandIn } from '../twitch.ts';
import { CLIENT, TwitchClient } from './client.ts';

const CHANNEL = '1000001';
const OTHER = '1000003';
const VIEWER = { id: '2000011', login: 'pia_penguin', name: 'Pia_Penguin' };
const SCOPES =
  'channel:manage:broadcast clips:edit channel:manage:raids channel:manage:vips channel:manage:moderators moderator:read:followers';

let bot: BotEndpoint;
let twitch: TwitchStandIn;
let app: TwitchClient;
let token: string;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
  twitch = await startTwitch({
    ...CLIENT,
    webhookSecret: 'a secret of the webhook',
    callbackUrl: `${bot.url}/webhooks/twitch`,
    bot: { id: '1000002', login: 'waddlebot' },
    channels: [
      { id: CHANNEL, login: 'waddle_demo' },
      { id: OTHER, login: 'mod_home' },
    ],
    vipPlaces: 1,
    now: () => clock,
  });
  twitch.user(VIEWER);
  app = new TwitchClient(twitch);
  token = (await app.connect(CHANNEL, SCOPES)).access_token;
});
afterEach(async () => {
  await twitch.stop();
  await bot.stop();
});

const ask = (method: string, path: string, json?: unknown) => app.helix(path, token, json, method);
const refused = (status: number, message: string) => ({ status, json: expect.objectContaining({ status, message }) });

/** Every call that only the broadcaster may make, with the scope it takes and the parameter that has to be them. */
const OWN = [
  ['PATCH', '/channels', 'broadcaster_id', 'channel:manage:broadcast'],
  ['POST', '/raids', 'from_broadcaster_id', 'channel:manage:raids'],
  ['DELETE', '/raids', 'broadcaster_id', 'channel:manage:raids'],
  ['POST', '/channels/vips', 'broadcaster_id', 'channel:manage:vips'],
  ['DELETE', '/channels/vips', 'broadcaster_id', 'channel:manage:vips'],
  ['POST', '/moderation/moderators', 'broadcaster_id', 'channel:manage:moderators'],
  ['DELETE', '/moderation/moderators', 'broadcaster_id', 'channel:manage:moderators'],
] as const;

test.each(OWN)('%s %s is for the broadcaster, with the scope', async (method, path, parameter, scope) => {
  const own = `${path}?${parameter}=${CHANNEL}`;
  expect(await app.helix(own, await app.appToken(), undefined, method)).toEqual(
    refused(401, 'Missing User OAUTH Token'),
  );
  const poor = (await app.connect(CHANNEL, 'bits:read')).access_token;
  expect(await app.helix(own, poor, undefined, method)).toEqual(refused(401, `Missing scope: ${scope}`));
  expect((await ask(method, path)).status).toBe(400);
  expect(await ask(method, `${path}?${parameter}=${OTHER}`)).toEqual(
    refused(401, `The ID in ${parameter} must match the user ID found in the request's OAuth token.`),
  );
});

describe('what a channel shows', () => {
  test('is changed as far as it is given, and told to the bot', async () => {
    const own = `/channels?broadcaster_id=${CHANNEL}`;
    const change = { title: 'Climbing', game_id: '743', tags: ['chess'], broadcaster_language: 'de' };
    expect(await ask('PATCH', own, change)).toMatchObject({ status: 204, json: undefined });
    expect((await ask('PATCH', own, { title: 'Higher' })).status).toBe(204);
    const shown = { title: 'Higher', categoryId: '743', categoryName: 'Chess', language: 'de', tags: ['chess'] };
    expect(twitch.channel()).toMatchObject(shown);
    const told = { title: 'Higher', game_id: '743', game_name: 'Chess', tags: ['chess'], broadcaster_language: 'de' };
    expect((await ask('GET', own)).json.data).toMatchObject([told]);
    await twitch.idle();
    expect(bot.received.map(({ headers }) => headers['twitch-eventsub-subscription-type'])).toEqual([
      'channel.update',
      'channel.update',
    ]);
    expect((await ask('PATCH', own, { game_id: '0' })).status).toBe(204);
    expect(twitch.channel()).toMatchObject({ categoryId: '', categoryName: '' });
  });

  test('is not changed by what cannot be', async () => {
    const change = (json?: object) => ask('PATCH', `/channels?broadcaster_id=${CHANNEL}`, json);
    expect((await change()).status).toBe(400);
    expect((await change({})).status).toBe(400);
    expect(await change({ title: '' })).toEqual(refused(400, 'The title field may not contain an empty string.'));
    expect(await change({ title: 'x'.repeat(141) })).toEqual(refused(400, 'Title is too long.'));
    expect(await change({ game_id: '1' })).toEqual(refused(400, 'The ID in game_id is not valid.'));
    expect(twitch.channel().title).toBe('');
  });
});

test('categories are searched by words of their names, in no good order, with any token', async () => {
  const bearer = await app.appToken();
  const search = (query: string) => app.helix(`/search/categories?${new URLSearchParams({ query })}`, bearer);
  const { json } = await search('minecraft');
  expect(json.data).toEqual([
    { id: '1435336850', name: 'Minecraft Dungeons', box_art_url: '' },
    { id: '27471', name: 'Minecraft', box_art_url: '' },
  ]);
  expect((await search('gta')).json.data).toMatchObject([{ name: 'Grand Theft Auto V' }]);
  expect((await search('')).status).toBe(400);
});

describe('followers', () => {
  const at = Date.UTC(2025, 0, 2, 3, 4, 5);
  const path = `/channels/followers?broadcaster_id=${CHANNEL}`;
  beforeEach(async () => {
    await twitch.emit.follow({ user: VIEWER, at });
  });

  test('are told to the broadcaster and to moderators', async () => {
    const pia = {
      user_id: VIEWER.id,
      user_login: 'pia_penguin',
      user_name: 'Pia_Penguin',
      followed_at: '2025-01-02T03:04:05Z',
    };
    expect((await ask('GET', path)).json).toEqual({ total: 1, data: [pia], pagination: {} });
    expect((await ask('GET', `${path}&user_id=${VIEWER.id}`)).json.data).toEqual([pia]);
    expect((await ask('GET', `${path}&user_id=${OTHER}`)).json).toMatchObject({ total: 1, data: [] });
    const mod = (await app.connect(OTHER, SCOPES)).access_token;
    expect((await app.helix(`${path}&user_id=${VIEWER.id}`, mod)).status).toBe(401);
    await twitch.moderator(true, { user: OTHER });
    expect((await app.helix(`${path}&user_id=${VIEWER.id}`, mod)).json.data).toEqual([pia]);
  });

  test('are but a number to anybody else', async () => {
    const poor = (await app.connect(CHANNEL, 'bits:read')).access_token;
    for (const bearer of [await app.appToken(), poor]) {
      expect((await app.helix(path, bearer)).json).toEqual({ total: 1, data: [], pagination: {} });
      expect((await app.helix(`${path}&user_id=${VIEWER.id}`, bearer)).status).toBe(401);
    }
  });
});

describe('clips and markers', () => {
  const clip = () => ask('POST', `/clips?broadcaster_id=${CHANNEL}`);
  const mark = (json: object = { user_id: CHANNEL }) => ask('POST', '/streams/markers', json);

  test('need a stream', async () => {
    expect(await clip()).toEqual(refused(404, 'Clipping is not possible for an offline channel.'));
    expect(await mark()).toEqual(refused(404, 'The user is not streaming live.'));
    twitch.onAir(true);
    twitch.clipping = 'off';
    twitch.keepsVideos = false;
    expect((await clip()).status).toBe(403);
    expect((await mark()).status).toBe(404);
  });

  test('a clip is there some seconds after it was asked for', async () => {
    twitch.onAir(true);
    const { status, json } = await clip();
    const [{ id, edit_url }] = json.data;
    expect([status, edit_url]).toEqual([202, `https://clips.twitch.tv/${id}/edit`]);
    const find = async () => (await ask('GET', `/clips?id=${id}`)).json.data;
    expect(await find()).toEqual([]);
    clock += 4_000;
    expect(await find()).toMatchObject([{ id, broadcaster_id: CHANNEL, creator_id: CHANNEL }]);
    expect(twitch.clips).toMatchObject([{ id, at: clock - 4_000 }]);
    expect((await ask('GET', '/clips')).status).toBe(400);
    expect((await ask('POST', '/clips?broadcaster_id=999')).status).toBe(400);
  });

  test('a marker is in one’s own stream alone', async () => {
    twitch.onAir(true);
    clock += 61_500;
    expect((await mark({ user_id: CHANNEL, description: 'here' })).json.data).toMatchObject([
      { description: 'here', position_seconds: 61 },
    ]);
    expect(twitch.markers).toMatchObject([{ broadcasterId: CHANNEL, description: 'here', positionSeconds: 61 }]);
    expect((await mark({ user_id: OTHER })).status).toBe(403);
    expect((await mark({ user_id: '999' })).status).toBe(404);
    expect((await mark({})).status).toBe(400);
    expect((await mark({ user_id: CHANNEL, description: 'x'.repeat(141) })).status).toBe(400);
  });
});

describe('raids', () => {
  const raid = (to: string) => ask('POST', `/raids?from_broadcaster_id=${CHANNEL}&to_broadcaster_id=${to}`);
  const cancel = () => ask('DELETE', `/raids?broadcaster_id=${CHANNEL}`);

  test('are under way for ninety seconds or until they are cancelled', async () => {
    expect((await raid(CHANNEL)).status).toBe(400);
    expect((await raid('999')).status).toBe(404);
    expect((await raid(OTHER)).json.data).toEqual([{ created_at: '2026-10-04T12:00:00.000Z', is_mature: false }]);
    expect((await raid(OTHER)).status).toBe(409);
    expect((await cancel()).status).toBe(204);
    expect((await cancel()).status).toBe(404);
    expect((await raid(OTHER)).status).toBe(200);
    clock += 90_000;
    expect((await cancel()).status).toBe(404);
    expect(twitch.raids.map(({ cancelled }) => cancelled)).toEqual([true, false]);
  });

  test('are refused from the eleventh request in ten minutes on, with the time to wait', async () => {
    for (let i = 0; i < 10; i++) await cancel();
    const query = `from_broadcaster_id=${CHANNEL}&to_broadcaster_id=${OTHER}`;
    const headers = { Authorization: `Bearer ${token}`, 'Client-Id': CLIENT.clientId };
    const answer = await fetch(`${twitch.apiUrl}/raids?${query}`, { method: 'POST', headers });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('ratelimit-limit')).toBe('10');
    expect(answer.headers.get('ratelimit-remaining')).toBe('0');
    expect(answer.headers.get('ratelimit-reset')).toBe(String(clock / 1_000 + 600));
    clock += 600_000;
    expect((await raid(OTHER)).status).toBe(200);
    twitch.reset();
    expect(twitch.raids).toEqual([]);
  });
});

describe('roles', () => {
  const vip = (method: string, user: string) => ask(method, `/channels/vips?broadcaster_id=${CHANNEL}&user_id=${user}`);
  const moderator = (method: string, user: string) =>
    ask(method, `/moderation/moderators?broadcaster_id=${CHANNEL}&user_id=${user}`);

  test('a VIP is one once, is no moderator, and takes one of the places', async () => {
    expect((await vip('POST', '999')).status).toBe(404);
    expect((await vip('DELETE', VIEWER.id)).status).toBe(422);
    expect(await vip('POST', VIEWER.id)).toMatchObject({ status: 204, json: undefined });
    expect(twitch.channel().vips).toEqual([VIEWER.id]);
    expect((await vip('POST', VIEWER.id)).status).toBe(422);
    expect((await vip('POST', OTHER)).status).toBe(409);
    expect((await moderator('POST', VIEWER.id)).status).toBe(422);
    expect((await vip('DELETE', VIEWER.id)).status).toBe(204);
    await moderator('POST', VIEWER.id);
    expect((await vip('POST', VIEWER.id)).status).toBe(422);
    expect((await vip('DELETE', '999')).status).toBe(404);
  });

  test('a moderator is one once', async () => {
    expect(await moderator('POST', '999')).toEqual(refused(400, 'The ID in user_id was not found.'));
    expect((await moderator('DELETE', '999')).status).toBe(400);
    expect(await moderator('DELETE', VIEWER.id)).toEqual(refused(400, 'user is not a mod'));
    expect((await moderator('POST', VIEWER.id)).status).toBe(204);
    expect(twitch.channel().moderators).toEqual([VIEWER.id]);
    expect(await moderator('POST', VIEWER.id)).toEqual(refused(400, 'user is already a mod'));
    expect((await moderator('DELETE', VIEWER.id)).status).toBe(204);
    expect((await moderator('DELETE', CHANNEL)).status).toBe(400);
    expect(twitch.channel().moderators).toEqual([]);
  });

  test('ten of a kind are changed in ten seconds', async () => {
    for (let i = 0; i < 10; i++) await vip('POST', VIEWER.id);
    expect((await vip('POST', VIEWER.id)).status).toBe(429);
    expect((await vip('DELETE', VIEWER.id)).status).toBe(204);
    expect((await moderator('POST', VIEWER.id)).status).toBe(204);
    clock += 10_000;
    expect((await vip('POST', VIEWER.id)).status).toBe(422);
  });
});
