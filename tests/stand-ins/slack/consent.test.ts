import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from '../bot.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from '../slack.ts';

const REDIRECT = 'https://bot.example/auth/slack/callback';

let bot: BotEndpoint;
let slack: SlackStandIn;
let clock: number;

async function start(more: Partial<SlackOptions> = {}): Promise<void> {
  slack = await startSlack({
    signingSecret: 'signing secret',
    clientId: 'client',
    clientSecret: 'shh',
    botToken: 'bot-token-of-the-demo',
    team: { id: 'T0DEMO', name: 'Waddle Demo' },
    botUserId: 'U0WADDLE',
    appId: 'A0WADDLE',
    channels: [
      { id: 'C0DEMO', name: 'general' },
      { id: 'C0FAR', name: 'far', botIsMember: false },
    ],
    users: [{ id: 'U0PIA', name: 'pia', isOwner: true }],
    eventsUrl: `${bot.url}/events`,
    commandsUrl: `${bot.url}/commands`,
    interactivityUrl: `${bot.url}/interactivity`,
    retryDelaysMs: [1],
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
  await slack.stop();
  await bot.stop();
});

const authorize = (more: Record<string, string> = {}) => {
  const query = { client_id: 'client', scope: 'chat:write,channels:read', redirect_uri: REDIRECT, state: 'the state' };
  const url = `${slack.authUrl}/authorize?${new URLSearchParams({ ...query, ...more })}`;
  return fetch(url, { redirect: 'manual' });
};

async function redirected(answer: Promise<Response>): Promise<Record<string, string>> {
  return Object.fromEntries(new URL((await answer).headers.get('location') ?? 'no:redirect').searchParams);
}

async function call(method: string, args: Record<string, string>, token = '') {
  const headers = token ? { Authorization: `Bearer ${token}` } : undefined;
  const answer = await fetch(`${slack.apiUrl}/${method}`, { method: 'POST', headers, body: new URLSearchParams(args) });
  return JSON.parse(await answer.text());
}

const exchange = (code = '', more: Record<string, string> = {}) =>
  call('oauth.v2.access', { client_id: 'client', client_secret: 'shh', redirect_uri: REDIRECT, code, ...more });

const install = async () => exchange((await redirected(authorize())).code);

describe('the consent page', () => {
  test('asks with a form whose buttons lead back with a code or a denial', async () => {
    const page = await (await authorize()).text();
    expect(page).toContain('U0PIA of Waddle Demo');
    expect(page).toContain('<code>channels:read</code>');
    expect(await redirected(authorize({ decision: 'allow' }))).toEqual({
      code: expect.any(String),
      state: 'the state',
    });
    expect(await redirected(authorize({ decision: 'deny' }))).toEqual({ error: 'access_denied', state: 'the state' });
  });

  test('says what is wrong with the request instead', async () => {
    const text = async (more: Record<string, string>) => (await authorize(more)).text();
    expect(await text({ client_id: 'other' })).toBe('Invalid client_id parameter');
    expect(await text({ scope: '' })).toBe('Invalid permissions requested');
    await slack.stop();
    await start({ redirectUris: [REDIRECT] });
    expect(await text({ redirect_uri: 'https://evil.example/' })).toContain('did not match any configured URIs');
    expect((await authorize()).status).toBe(200);
  });
});

describe('a code', () => {
  test('becomes a token with the scopes that were given', async () => {
    slack.consent = { scopes: ['chat:write'], account: 'U0MO' };
    const granted = await install();
    expect(granted).toEqual({
      ok: true,
      access_token: expect.stringMatching(/^xoxb-/),
      token_type: 'bot',
      scope: 'chat:write',
      bot_user_id: 'U0WADDLE',
      app_id: 'A0WADDLE',
      team: { id: 'T0DEMO', name: 'Waddle Demo' },
      enterprise: null,
      is_enterprise_install: false,
      authed_user: { id: 'U0MO' },
    });
    const info = await call('conversations.info', { channel: 'C0DEMO' }, granted.access_token);
    expect(info).toEqual({ ok: false, error: 'missing_scope', needed: 'channels:read', provided: 'chat:write' });
  });

  test('is taken once, in time, from the address it was sent to, by the right app', async () => {
    slack.consent = 'allow';
    const { code } = await redirected(authorize());
    expect((await exchange(code, { client_id: 'other' })).error).toBe('invalid_client_id');
    expect((await exchange(code, { client_secret: 'no' })).error).toBe('bad_client_secret');
    expect((await exchange('nonsense')).error).toBe('invalid_code');
    expect((await exchange(code, { redirect_uri: 'https://evil.example/' })).error).toBe('bad_redirect_uri');
    expect((await exchange(code)).ok).toBe(true);
    expect((await exchange(code)).error).toBe('code_already_used');
    const { code: late } = await redirected(authorize());
    clock += 10 * 60_000;
    expect((await exchange(late)).error).toBe('invalid_code');
    slack.consent = { expired: true };
    expect((await install()).error).toBe('invalid_code');
  });

  test('of another workspace opens that one, where nothing of ours is', async () => {
    slack.consent = { team: { id: 'T0ELSE', name: 'Elsewhere' } };
    const { access_token, team } = await install();
    expect(team).toEqual({ id: 'T0ELSE', name: 'Elsewhere' });
    expect(await call('auth.test', {}, access_token)).toMatchObject({ team_id: 'T0ELSE', team: 'Elsewhere' });
    expect((await call('conversations.info', { channel: 'C0DEMO' }, access_token)).error).toBe('channel_not_found');
    expect((await call('chat.postMessage', { channel: 'C0DEMO', text: 'hi' }, access_token)).error).toBe(
      'channel_not_found',
    );
    expect((await call('auth.test', {}, 'bot-token-of-the-demo')).team_id).toBe('T0DEMO');
  });
});

describe('an installed app', () => {
  test('sees whether it is in a channel, also after it was invited or removed', async () => {
    const isMember = async (channel: string) =>
      (await call('conversations.info', { channel }, 'bot-token-of-the-demo')).channel.is_member;
    expect([await isMember('C0DEMO'), await isMember('C0FAR')]).toEqual([true, false]);
    await slack.emit.memberJoined({ channel: 'C0FAR', user: 'U0WADDLE', inviter: 'U0PIA' });
    await slack.emit.memberLeft({ channel: 'C0DEMO', user: 'U0WADDLE' });
    await slack.emit.memberLeft({ channel: 'C0FAR', user: 'U0PIA' });
    expect([await isMember('C0DEMO'), await isMember('C0FAR')]).toEqual([false, true]);
    const unknown = await call('conversations.info', { channel: 'C9' }, 'bot-token-of-the-demo');
    expect(unknown).toEqual({ ok: false, error: 'channel_not_found' });
  });

  test('is told twice that it was removed, and its tokens are dead', async () => {
    slack.consent = 'allow';
    const { access_token } = await install();
    await slack.emit.appUninstalled();
    const events = bot.received.map(({ body }) => JSON.parse(body).event);
    expect(events.map(({ type }) => type).sort()).toEqual(['app_uninstalled', 'tokens_revoked']);
    expect(events.find(({ tokens }) => tokens).tokens).toEqual({ oauth: [], bot: ['U0WADDLE'] });
    expect((await call('auth.test', {}, access_token)).error).toBe('account_inactive');
    expect((await call('auth.test', {}, (await install()).access_token)).ok).toBe(true);
  });
});
