import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from '../bot.ts';
import { startTwitch, type TwitchOptions, type TwitchStandIn } from '../twitch.ts';
import { CLIENT, REDIRECT, TwitchClient } from './client.ts';

let bot: BotEndpoint;
let twitch: TwitchStandIn;
let client: TwitchClient;
let clock: number;

async function start(more: Partial<TwitchOptions> = {}): Promise<void> {
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
    now: () => clock,
    ...more,
  });
  client = new TwitchClient(twitch);
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

describe('the consent page', () => {
  test('asks with a form whose buttons lead back with a code or a denial', async () => {
    const asked = await client.authorize('bits:read channel:bot', { state: '"><b>' });
    expect(asked.headers.get('content-type')).toContain('text/html');
    const page = await asked.text();
    expect(page).toContain('waddle_demo');
    expect(page).toContain('<code>channel:bot</code>');
    expect(page).not.toContain('"><b>');
    const allowed = await client.redirected(await client.authorize('bits:read', { decision: 'allow' }));
    expect(allowed).toMatchObject({ scope: 'bits:read', state: 'the state', code: expect.any(String) });
    expect(await client.redirected(await client.authorize('bits:read', { decision: 'deny' }))).toEqual({
      error: 'access_denied',
      error_description: 'The user denied you access',
      state: 'the state',
    });
  });

  test('is answered at once by whom the test names, with fewer scopes if it says so', async () => {
    twitch.user({ id: '77', login: 'iceberg_radio' });
    twitch.consent = { account: 'iceberg_radio', scopes: ['bits:read'] };
    const { code = '', scope } = await client.redirected(await client.authorize('bits:read channel:bot'));
    expect(scope).toBe('bits:read');
    const { json } = await client.exchange(code);
    expect((await client.validate(json.access_token)).json).toMatchObject({ user_id: '77', scopes: ['bits:read'] });
    twitch.consent = 'deny';
    expect(await client.redirected(await client.authorize('bits:read'))).toMatchObject({ error: 'access_denied' });
  });

  test('is opened by the bot’s account where the bot’s scopes are asked for', async () => {
    twitch.consent = 'allow';
    const { code = '' } = await client.redirected(await client.authorize('user:bot user:read:chat'));
    const { access_token } = (await client.exchange(code)).json;
    expect((await client.validate(access_token)).json.login).toBe('waddlebot');
  });

  test('is not shown for what Twitch refuses', async () => {
    const refused = async (scope: string, more: Record<string, string>) => {
      const answer = await client.authorize(scope, more);
      return [answer.status, await answer.json()];
    };
    expect(await refused('bits:read', { client_id: 'other' })).toEqual([
      400,
      { status: 400, message: 'invalid client' },
    ]);
    expect(await refused('bits:raed', {})).toEqual([
      400,
      { status: 400, message: "invalid scope requested: 'bits:raed'" },
    ]);
    expect((await refused('bits:read', { response_type: 'token' }))[0]).toBe(400);
    await twitch.stop();
    await start({ redirectUris: [REDIRECT] });
    const answer = await client.authorize('bits:read', { redirect_uri: 'https://evil.example/' });
    expect(answer.headers.get('location')).toMatch(/^https:\/\/bot\.example\/.*error=redirect_mismatch/);
  });
});

describe('user tokens', () => {
  const consent = async () => {
    twitch.consent = 'allow';
    return (await client.redirected(await client.authorize('bits:read channel:bot'))).code ?? '';
  };

  test('are given once for a code, to the address it was sent to, with the scopes as a list', async () => {
    const code = await consent();
    expect(await client.exchange(code, 'https://evil.example/')).toEqual({
      status: 400,
      json: { status: 400, message: 'Parameter redirect_uri does not match registered URI' },
    });
    const { status, json } = await client.exchange(code);
    expect([status, json]).toEqual([
      200,
      {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        expires_in: 14_400,
        scope: ['bits:read', 'channel:bot'],
        token_type: 'bearer',
      },
    ]);
    expect((await client.exchange(code)).json).toEqual({ status: 400, message: 'Invalid authorization code' });
    expect((await client.validate(json.access_token)).json).toEqual({
      client_id: 'client',
      login: 'waddle_demo',
      user_id: '1000001',
      scopes: ['bits:read', 'channel:bot'],
      expires_in: 14_400,
    });
  });

  test('are not given for a code that has expired', async () => {
    const code = await consent();
    clock += 10 * 60_000;
    expect((await client.exchange(code)).json.message).toBe('Invalid authorization code');
    twitch.consent = { expired: true };
    const { code: stale = '' } = await client.redirected(await client.authorize('bits:read'));
    expect((await client.exchange(stale)).json.message).toBe('Invalid authorization code');
  });

  test('end by the clock and are refreshed until the user takes them back', async () => {
    const { access_token, refresh_token } = (await client.exchange(await consent())).json;
    clock += 4 * 60 * 60_000;
    expect((await client.helix('/users', access_token)).status).toBe(401);
    const refresh = (token: string) => client.token({ grant_type: 'refresh_token', refresh_token: token });
    const next = (await refresh(refresh_token)).json;
    expect(next).toMatchObject({ refresh_token, scope: ['bits:read', 'channel:bot'] });
    expect((await client.helix('/users', next.access_token)).json.data).toMatchObject([{ id: '1000001' }]);
    twitch.tokens.rotates = true;
    const rotated = (await refresh(refresh_token)).json.refresh_token;
    expect((await refresh(refresh_token)).status).toBe(400);
    await twitch.disconnect('waddle_demo');
    expect(await refresh(rotated)).toEqual({
      status: 400,
      json: { error: 'Bad Request', status: 400, message: 'Invalid refresh token' },
    });
    expect((await client.validate(next.access_token)).status).toBe(401);
  });

  test('given back by the app take the consent along', async () => {
    const { access_token, refresh_token } = (await client.exchange(await consent())).json;
    const body = new URLSearchParams({ client_id: 'client', token: access_token });
    const revoke = () => fetch(`${twitch.authUrl}/revoke`, { method: 'POST', body });
    expect((await revoke()).status).toBe(200);
    expect(await (await revoke()).json()).toEqual({ status: 400, message: 'Invalid token' });
    expect((await client.token({ grant_type: 'refresh_token', refresh_token })).status).toBe(400);
  });
});

describe('what a user token may read', () => {
  test('the bot asks where it is a moderator, a broadcaster who their moderators are', async () => {
    const helper = await client.connect('waddlebot', 'user:read:moderated_channels');
    const moderated = async () =>
      (await client.helix('/moderation/channels?user_id=1000002', helper.access_token)).json.data;
    expect(await moderated()).toEqual([
      { broadcaster_id: '1000003', broadcaster_login: 'mod_home', broadcaster_name: 'mod_home' },
    ]);
    await twitch.moderator(true);
    expect(await moderated()).toHaveLength(2);
    expect((await client.helix('/moderation/channels?user_id=1000001', helper.access_token)).status).toBe(401);
    const home = await client.connect('waddle_demo', 'moderation:read');
    const moderators = (id: string) =>
      client.helix(`/moderation/moderators?broadcaster_id=${id}&user_id=1000002`, home.access_token);
    expect((await moderators('1000001')).json.data).toEqual([
      { user_id: '1000002', user_login: 'waddlebot', user_name: 'waddlebot' },
    ]);
    expect((await moderators('1000003')).status).toBe(401);
    await twitch.moderator(false);
    expect((await moderators('1000001')).json.data).toEqual([]);
    const missing = await client.helix('/moderation/channels?user_id=1000001', home.access_token);
    expect(missing.json.message).toBe('Missing scope: user:read:moderated_channels');
    expect((await client.helix('/moderation/channels?user_id=1000002', await client.appToken())).status).toBe(401);
  });

  test('itself, and what channels show', async () => {
    const { access_token } = await client.connect('waddle_demo', '');
    expect((await client.helix('/users', access_token)).json.data).toMatchObject([{ login: 'waddle_demo' }]);
    expect((await client.helix('/users', await client.appToken())).status).toBe(400);
    await twitch.emit.channelUpdate({ info: { title: 'Igloo, day 3', categoryName: 'Art', categoryId: '509660' } });
    const { data } = (await client.helix('/channels?broadcaster_id=1000001', access_token)).json;
    expect(data).toMatchObject([{ broadcaster_login: 'waddle_demo', title: 'Igloo, day 3', game_name: 'Art' }]);
    expect((await client.helix('/channels', access_token)).status).toBe(400);
  });
});

describe('sending', () => {
  const send = async (bearer: string, broadcaster_id = '1000001') => {
    clock += 1_000;
    const line = { broadcaster_id, sender_id: '1000002', message: `at ${clock}` };
    return (await client.helix('/chat/messages', bearer, line)).status;
  };

  test('needs the sender’s consent and the broadcaster’s, or a moderator’s place', async () => {
    const app = await client.appToken();
    expect(await send(app)).toBe(403);
    await client.connect('waddlebot', 'user:bot user:write:chat');
    expect(await send(app)).toBe(403);
    expect(await send(app, '1000003')).toBe(200);
    await client.connect('waddle_demo', 'channel:bot');
    expect(await send(app)).toBe(200);
  });

  test('with a user token is for that user and its scope', async () => {
    const { access_token } = await client.connect('waddlebot', 'user:write:chat');
    expect(await send(access_token)).toBe(200);
    const other = await client.connect('waddle_demo', 'user:write:chat');
    expect(await send(other.access_token)).toBe(401);
    const scopeless = await client.connect('waddlebot', 'user:bot');
    expect(await send(scopeless.access_token)).toBe(401);
  });
});
