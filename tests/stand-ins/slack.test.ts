import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from './bot.ts';
import { type SlackStandIn, signSlack, startSlack } from './slack.ts';

const TOKEN = 'bot-token-of-the-demo';
const SECRET = 'signing secret';
const C = 'C0DEMO';

let bot: BotEndpoint;
let slack: SlackStandIn;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
  slack = await startSlack({
    signingSecret: SECRET,
    clientId: 'client',
    clientSecret: 'shh',
    botToken: TOKEN,
    team: { id: 'T0DEMO' },
    botUserId: 'U0WADDLE',
    appId: 'A0WADDLE',
    channels: [
      { id: C, name: 'general' },
      { id: 'C0OLD', name: 'old', archived: true },
      { id: 'C0FAR', name: 'far', botIsMember: false },
      { id: 'C0STAFF', name: 'staff', private: true },
      { id: 'C0HIDDEN', name: 'hidden', private: true, botIsMember: false },
    ],
    users: [{ id: 'U0PIA', name: 'pia', isOwner: true }],
    eventsUrl: `${bot.url}/events`,
    commandsUrl: `${bot.url}/commands`,
    interactivityUrl: `${bot.url}/interactivity`,
    retryDelaysMs: [1, 1, 1],
    timeoutMs: 2_000,
    now: () => clock,
  });
});

afterEach(async () => {
  await slack.stop();
  await bot.stop();
});

async function json(answer: Promise<Response>) {
  return JSON.parse(await (await answer).text());
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

/** A call with a JSON body, as writing methods take it. */
const call = (method: string, args: unknown, token = TOKEN) =>
  fetch(`${slack.apiUrl}/${method}`, {
    method: 'POST',
    headers: { ...bearer(token), 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(args),
  });

/** A call with a form, as every method takes it. */
const formCall = (method: string, args: Record<string, string>, token = TOKEN) =>
  fetch(`${slack.apiUrl}/${method}`, { method: 'POST', headers: bearer(token), body: new URLSearchParams(args) });

test('the documented signature vector comes out', () => {
  // Slack: verifying requests from Slack, the example there.
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signSlack('8f742231b10e8888abcd99yyyzzz85a5', 1531420618, body)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});

describe('Web API', () => {
  test('refuses with 200 and a reason', async () => {
    const error = async (args: unknown, token?: string) => (await json(call('chat.postMessage', args, token))).error;
    expect(await json(fetch(`${slack.apiUrl}/auth.test`, { method: 'POST' }))).toEqual({
      ok: false,
      error: 'not_authed',
    });
    expect(await error({}, 'wrong')).toBe('invalid_auth');
    expect(await error({ channel: 'C9', text: 'hi' })).toBe('channel_not_found');
    expect(await error({ channel: 'C0FAR', text: 'hi' })).toBe('not_in_channel');
    expect(await error({ channel: 'C0OLD', text: 'hi' })).toBe('is_archived');
    expect(await error({ channel: C })).toBe('no_text');
    expect(await error({ channel: C, text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    slack.grant('reader', ['channels:history']);
    expect(await json(call('chat.postMessage', { channel: C, text: 'hi' }, 'reader'))).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'channels:history',
    });
    slack.revokeToken();
    expect(await error({ channel: C, text: 'hi' })).toBe('token_revoked');
    expect(await json(call('chat.nonsense', {}))).toEqual({ ok: false, error: 'unknown_method' });
  });

  test('limits a channel to a burst of three, then one message a second', async () => {
    const post = (channel: string) => call('chat.postMessage', { channel, text: 'hi' });
    for (let n = 0; n < 3; n += 1) expect((await post(C)).status).toBe(200);
    const limited = await post(C);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await limited.json()).toEqual({ ok: false, error: 'ratelimited' });
    clock += 1_000;
    expect((await post(C)).status).toBe(200);
    expect((await post(C)).status).toBe(429);
    expect(slack.posted).toHaveLength(4);
  });

  test('channels are listed page by page, by types, each for its scope, and 20 times a minute', async () => {
    const list = (args: Record<string, string>, token?: string) => formCall('conversations.list', args, token);
    const names = async (args: Record<string, string>) =>
      (await json(list(args))).channels.map(({ name }: { name: string }) => name);
    expect(await names({})).toEqual(['general', 'old', 'far']);
    expect(await names({ types: 'public_channel,private_channel', exclude_archived: 'true' })).toEqual([
      'general',
      'far',
      'staff',
    ]);
    const first = await json(list({ limit: '2' }));
    expect(first.channels).toHaveLength(2);
    expect((await json(list({ limit: '3' }))).channels[2]).toMatchObject({
      id: 'C0FAR',
      is_member: false,
      is_private: false,
    });
    const { next_cursor: cursor } = first.response_metadata;
    expect((await json(list({ limit: '2', cursor }))).response_metadata.next_cursor).toBe('');
    expect((await json(list({ limit: '1000' }))).error).toBe('invalid_limit');
    expect((await json(list({ types: 'all' }))).error).toBe('invalid_types');
    slack.grant('public', ['channels:read']);
    expect(await json(list({ types: 'public_channel,private_channel' }, 'public'))).toMatchObject({
      error: 'missing_scope',
      needed: 'groups:read',
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => list({})));
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.headers.get('retry-after')).toBe('60');
    clock += 60_000;
    expect((await list({})).status).toBe(200);
  });

  test('a token of an organisation names the workspace whose channels it wants, and one that it opens', async () => {
    const workspaces = [{ id: 'T0DEMO' }, { id: 'T0ELSE', name: 'Elsewhere' }];
    slack.grantOrganisation('org', { id: 'E0ORG' }, workspaces);
    const list = (args: Record<string, string>, token = 'org') => json(formCall('conversations.list', args, token));
    expect(await list({})).toEqual({ ok: false, error: 'missing_argument', arg: 'team_id' });
    expect(await list({ team_id: 'T0FAR' })).toEqual({ ok: false, error: 'team_access_not_granted' });
    expect((await list({ team_id: 'T0DEMO' })).channels).toHaveLength(3);
    expect((await list({ team_id: 'T0ELSE' })).channels).toEqual([]);
    // A workspace's own token means that one.
    expect((await list({ team_id: 'T0FAR' }, TOKEN)).channels).toHaveLength(3);
    const teams = (args: Record<string, string>, token = 'org') => json(formCall('auth.teams.list', args, token));
    expect(await teams({ limit: '1' })).toEqual({
      ok: true,
      teams: [{ id: 'T0DEMO', name: 'T0DEMO' }],
      response_metadata: { next_cursor: expect.stringMatching(/./) },
    });
    expect((await teams({})).teams.map(({ id }: { id: string }) => id)).toEqual(['T0DEMO', 'T0ELSE']);
    expect((await teams({}, TOKEN)).teams).toMatchObject([{ id: 'T0DEMO' }]);
    expect(await json(formCall('conversations.info', { channel: C }, 'org'))).toMatchObject({ ok: true });
  });

  test('history is newest first, without replies, with metadata only when asked', async () => {
    await slack.message({ channel: C, user: 'U0PIA', text: 'first' });
    const metadata = { event_type: 'delivery', event_payload: { id: 'd1' } };
    clock += 1_000;
    const root = await json(call('chat.postMessage', { channel: C, text: 'second', metadata }));
    await json(call('chat.postMessage', { channel: C, text: 'reply', thread_ts: root.ts }));
    const history = (more: Record<string, string> = {}) =>
      json(formCall('conversations.history', { channel: C, ...more }));
    const plain = await history();
    expect(plain.messages.map(({ text }: { text: string }) => text)).toEqual(['second', 'first']);
    expect(plain.messages[0].metadata).toBeUndefined();
    const asked = await history({ include_all_metadata: 'true', oldest: String(clock / 1_000 - 1), limit: '1' });
    expect(asked.messages).toMatchObject([{ text: 'second', metadata }]);
    const next = asked.response_metadata?.next_cursor ?? '';
    expect(asked.has_more).toBe(next !== '');
    expect((await history({ latest: root.ts })).messages).toHaveLength(1);
    expect((await history({ latest: root.ts, inclusive: 'true' })).messages).toHaveLength(2);
    const thread = await json(formCall('conversations.replies', { channel: C, ts: root.ts }));
    expect(thread.messages.map(({ text }: { text: string }) => text)).toEqual(['second', 'reply']);
    expect(await json(call('conversations.replies', { channel: C, ts: root.ts }))).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  test('edits, whispers and knows people', async () => {
    const { ts } = await json(call('chat.postMessage', { channel: C, text: 'old' }));
    expect(await json(call('chat.update', { channel: C, ts, text: 'new' }))).toMatchObject({ ok: true, text: 'new' });
    await json(call('chat.postEphemeral', { channel: C, user: 'U0PIA', text: 'psst' }));
    expect(slack.posted.at(-1)).toMatchObject({ ephemeral: true, user: 'U0PIA', text: 'psst' });
    const { messages } = await json(formCall('conversations.history', { channel: C }));
    expect(messages.map(({ text }: { text: string }) => text)).toEqual(['new']);
    const { user } = await json(formCall('users.info', { user: 'U0PIA' }));
    expect(user).toMatchObject({ is_owner: true, is_admin: true, name: 'pia' });
  });

  test('exchanges a code once for a token that works', async () => {
    const code = slack.issueCode('U0PIA');
    const given = { client_id: 'client', client_secret: 'shh', code };
    expect((await json(formCall('oauth.v2.access', { ...given, client_secret: 'no' }))).error).toBe(
      'bad_client_secret',
    );
    const granted = await json(formCall('oauth.v2.access', given));
    expect(granted).toMatchObject({
      ok: true,
      token_type: 'bot',
      team: { id: 'T0DEMO' },
      authed_user: { id: 'U0PIA' },
    });
    expect((await json(formCall('oauth.v2.access', given))).error).toBe('code_already_used');
    expect((await json(call('auth.test', {}, granted.access_token))).user_id).toBe('U0WADDLE');
  });

  test('faults strike before or after the message is there', async () => {
    slack.fault({ op: 'send', fault: { kind: 'reject', slackError: 'restricted_action' } });
    slack.fault({ op: 'chat.postMessage', fault: { kind: 'status', status: 429, retryAfter: 30 } });
    slack.fault({ op: 'send', fault: { kind: 'drop', when: 'after' } });
    const post = (text: string) => call('chat.postMessage', { channel: C, text });
    expect((await json(post('one'))).error).toBe('restricted_action');
    expect((await post('two')).headers.get('retry-after')).toBe('30');
    await expect(post('three')).rejects.toThrow();
    expect(slack.posted.map(({ text }) => text)).toEqual(['three']);
  });
});

describe('events', () => {
  test('a message is signed, escaped and carries blocks', async () => {
    const said = await slack.message({ channel: C, user: 'U0PIA', text: '<@U0WADDLE> a < b & c' });
    const { headers, body } = bot.received[0]!;
    const timestamp = String(headers['x-slack-request-timestamp']);
    expect(headers['x-slack-signature']).toBe(signSlack(SECRET, timestamp, body));
    const outer = JSON.parse(body);
    expect(outer).toMatchObject({ type: 'event_callback', team_id: 'T0DEMO', event_id: said.eventId });
    expect(outer.event).toMatchObject({ text: '<@U0WADDLE> a &lt; b &amp; c', ts: said.ts, channel_type: 'channel' });
    expect(outer.event.blocks[0].elements[0].elements[0]).toEqual({ type: 'user', user_id: 'U0WADDLE' });
  });

  test('a mention comes as two events of one post', async () => {
    await slack.mention({ channel: C, user: 'U0PIA', text: '<@U0WADDLE> ping' });
    const [one, other] = bot.received.map(({ body }) => JSON.parse(body));
    expect(new Set([one.event.type, other.event.type])).toEqual(new Set(['app_mention', 'message']));
    expect(one.event_id).not.toBe(other.event_id);
    expect([one.event.ts, one.event.client_msg_id]).toEqual([other.event.ts, other.event.client_msg_id]);
  });

  test('are retried with number and reason, unless the bot asks not to', async () => {
    bot.answer = (_, nth) => (nth === 1 ? { delayMs: 60_000 } : { status: nth === 2 ? 500 : 200 });
    expect((await slack.message({ channel: C, user: 'U0PIA', text: 'hi' })).statuses).toEqual([0, 500, 200]);
    const retries = bot.received.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);
    expect(retries).toEqual([
      [undefined, undefined],
      ['1', 'http_timeout'],
      ['2', 'http_error'],
    ]);
    bot.answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    expect((await slack.message({ channel: C, user: 'U0PIA', text: 'hi' })).statuses).toEqual([500]);
  });

  test('the bot hears its own message, marked as its own', async () => {
    await json(call('chat.postMessage', { channel: C, text: 'Pong!' }));
    await slack.idle();
    const { event } = JSON.parse(bot.received[0]!.body);
    expect(event).toMatchObject({ type: 'message', user: 'U0WADDLE', bot_id: 'B0WADDLE', app_id: 'A0WADDLE' });
  });

  test('url_verification asks for the challenge, ssl_check comes unsigned', async () => {
    expect((await slack.urlVerification()).verified).toBe(false);
    bot.answer = ({ body }) => ({ body: JSON.parse(body).challenge });
    expect((await slack.urlVerification()).verified).toBe(true);
    bot.answer = () => ({});
    expect((await slack.sslCheck()).status).toBe(200);
    expect(bot.received.at(-1)!.headers['x-slack-signature']).toBeUndefined();
  });
});

describe('slash commands', () => {
  const ping = { channel: C, user: 'U0PIA', command: '/waddle', text: 'ping' };

  test('the answer is shown; the response_url takes five more', async () => {
    bot.answer = () => ({ body: JSON.stringify({ response_type: 'in_channel', text: 'Pong!' }) });
    const { status, body, responseUrl } = await slack.slash(ping);
    expect([status, body]).toEqual([200, { response_type: 'in_channel', text: 'Pong!' }]);
    expect(Object.fromEntries(new URLSearchParams(bot.received[0]!.body))).toMatchObject({
      command: '/waddle',
      text: 'ping',
      user_name: 'pia',
      response_url: responseUrl,
    });
    const respond = (text: string) => fetch(responseUrl, { method: 'POST', body: JSON.stringify({ text }) });
    for (let n = 1; n <= 5; n += 1) expect(await (await respond(`later ${n}`)).text()).toBe('ok');
    const spent = await respond('once too often');
    expect([spent.status, await spent.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
    expect(slack.responses).toHaveLength(5);
    expect(slack.posted.map(({ ephemeral }) => ephemeral)).toEqual([false, true, true, true, true, true]);
  });

  test('the response_url ends after 30 minutes', async () => {
    const { responseUrl } = await slack.slash(ping);
    clock += 31 * 60_000;
    const late = await fetch(responseUrl, { method: 'POST', body: JSON.stringify({ text: 'late' }) });
    expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  test('no answer in time is an operation_timeout, and is not retried', async () => {
    bot.answer = () => ({ delayMs: 60_000 });
    expect((await slack.slash(ping)).status).toBe(0);
    expect(bot.received).toHaveLength(1);
    expect(slack.log.since(0, 'notice')).toMatchObject([{ op: 'operation_timeout' }]);
  });

  test('an interaction is signed and gets a response_url of its own', async () => {
    const payload = { type: 'block_actions', user: { id: 'U0PIA' }, channel: { id: C }, actions: [] };
    const { responseUrl } = await slack.interactivity(payload);
    const { headers, body } = bot.received[0]!;
    expect(headers['x-slack-signature']).toBe(signSlack(SECRET, String(headers['x-slack-request-timestamp']), body));
    expect(JSON.parse(new URLSearchParams(body).get('payload')!)).toMatchObject({ response_url: responseUrl });
  });
});
