import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotAnswer, type BotEndpoint, startBotEndpoint } from './bot.ts';
import { type DiscordStandIn, discordKeys, PERMISSIONS, signDiscord, snowflakeTime, startDiscord } from './discord.ts';

const APP = '2000000000000000009';
const GUILD = '2000000000000000001';
const ROOM = '2000000000000000002';
const OWNER = '2000000000000000003';
const HIDDEN = '2000000000000000010';
const READ_ONLY = '2000000000000000011';
const TOKEN = 'token-of-the-bot';
const AGENT = 'DiscordBot (https://waddle.example, 1.0)';
const ann = { id: '3000000000000000001', username: 'ann' };
const mo = { id: '3000000000000000002', username: 'mo', roles: [String(BigInt(GUILD) + 1_001n)] };
const shy = { id: '3000000000000000003', username: 'shy', refusesDms: true };

let bot: BotEndpoint;
let discord: DiscordStandIn;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
  discord = await startDiscord({
    applicationId: APP,
    clientSecret: 'shh',
    botToken: TOKEN,
    webhookUrl: `${bot.url}/webhooks/discord`,
    users: [shy],
    guilds: [
      {
        id: GUILD,
        name: 'Waddle Demo',
        ownerId: OWNER,
        channels: [
          { id: ROOM, name: 'general' },
          { id: HIDDEN, name: 'hidden', bot: 'hidden' },
          { id: READ_ONLY, name: 'news', bot: 'read' },
        ],
        members: [ann, mo],
      },
    ],
    limits: { global: { limit: 1_000, windowMs: 1_000 } },
    retryDelaysMs: [1, 1],
    timeoutMs: 1_500,
    now: () => clock,
  });
});

afterEach(async () => {
  await discord.stop();
  await bot.stop();
});

interface Given {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A REST call as a well-behaved bot makes it. */
async function rest(method: string, path: string, { body, headers = {} }: Given = {}) {
  const answer = await fetch(discord.apiUrl + path, {
    method,
    headers: {
      Authorization: `Bot ${TOKEN}`,
      'User-Agent': AGENT,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: answer.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

const post = (body: unknown, channel = ROOM) => rest('POST', `/channels/${channel}/messages`, { body });
const code = async (call: ReturnType<typeof rest>) => {
  const { status, json } = await call;
  return [status, json?.code];
};
const answers = (body: unknown, more: BotAnswer = {}): void => {
  const headers = { 'Content-Type': 'application/json' };
  bot.answer = () => ({ headers, body: JSON.stringify(body), ...more });
};

test('RFC 8032 vector 2 comes out', () => {
  const keys = discordKeys('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  expect(keys.publicKey).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  expect(signDiscord(keys.privateKey, 'r', '')).toBe(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
});

describe('REST guards', () => {
  test('token, User-Agent, Content-Type and JSON are checked', async () => {
    expect((await rest('GET', '/users/@me')).json).toMatchObject({ id: APP, bot: true });
    const wrongToken = await rest('GET', '/users/@me', { headers: { Authorization: 'Bot no' } });
    expect([wrongToken.status, wrongToken.json]).toEqual([401, { message: '401: Unauthorized', code: 0 }]);
    const wrongAgent = await rest('GET', '/users/@me', { headers: { 'User-Agent': 'node' } });
    expect([wrongAgent.status, wrongAgent.text]).toEqual([403, 'error code: 1010']);
    expect(wrongAgent.headers.get('x-ratelimit-bucket')).toBeNull();
    const untyped = { body: { content: 'hi' }, headers: { 'Content-Type': 'text/plain' } };
    const { json } = await rest('POST', `/channels/${ROOM}/messages`, untyped);
    expect(json).toMatchObject({ code: 50035, errors: { _errors: [{ code: 'CONTENT_TYPE_INVALID' }] } });
    const broken = await fetch(`${discord.apiUrl}/channels/${ROOM}/messages`, {
      method: 'POST',
      headers: { Authorization: `Bot ${TOKEN}`, 'User-Agent': AGENT, 'Content-Type': 'application/json' },
      body: '{"content":',
    });
    expect(await broken.json()).toMatchObject({ code: 50109 });
    expect(await code(rest('GET', '/nonsense'))).toEqual([404, 0]);
    expect(discord.posted).toEqual([]);
    const flags = (1 << 15) | (1 << 19);
    expect((await rest('GET', '/applications/@me')).json).toMatchObject({ id: APP, flags });
    const { url } = discord.gateway;
    expect((await rest('GET', '/gateway', { headers: { Authorization: '' } })).json).toEqual({ url });
  });

  test('a channel takes five messages in five seconds', async () => {
    for (let left = 4; left >= 0; left -= 1) {
      const { status, headers } = await post({ content: 'hi' });
      expect([status, headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual([
        200,
        '5',
        String(left),
      ]);
    }
    clock += 1_500;
    const limited = await post({ content: 'hi' });
    expect(limited.json).toEqual({ message: 'You are being rate limited.', retry_after: 3.5, global: false });
    expect(Object.fromEntries(limited.headers)).toMatchObject({
      'retry-after': '4',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '3.500',
      'x-ratelimit-scope': 'user',
      'x-ratelimit-reset': ((clock + 3_500) / 1_000).toFixed(3),
    });
    expect((await rest('GET', `/channels/${ROOM}`)).status).toBe(200);
    clock += 3_500;
    expect((await post({ content: 'hi' })).status).toBe(200);
    expect(discord.posted).toHaveLength(6);
  });

  test('limits can be forced: shared, global, and the HTML page of a blocked address', async () => {
    discord.limit({ scope: 'shared', retryAfter: 2.5 });
    const shared = await post({ content: 'hi' });
    expect([shared.status, shared.headers.get('x-ratelimit-scope'), shared.json.retry_after]).toEqual([
      429,
      'shared',
      2.5,
    ]);
    expect(discord.invalidRequests).toBe(0);
    discord.limit({ scope: 'global' });
    const global = await post({ content: 'hi' });
    expect([global.headers.get('x-ratelimit-global'), global.json.global]).toEqual(['true', true]);
    expect(discord.invalidRequests).toBe(1);
    discord.limit({ scope: 'cloudflare', op: 'send' });
    expect((await rest('GET', `/channels/${ROOM}`)).status).toBe(200);
    const blocked = await post({ content: 'hi' });
    expect([blocked.status, blocked.json, blocked.headers.get('retry-after')]).toEqual([429, undefined, null]);
    expect(blocked.headers.get('content-type')).toContain('text/html');
    expect((await post({ content: 'hi' })).status).toBe(200);
  });

  test('fifty requests a second in all, interactions beside them', async () => {
    const strict = await startDiscord({
      applicationId: APP,
      clientSecret: 'shh',
      botToken: TOKEN,
      webhookUrl: bot.url,
      guilds: [{ id: GUILD, name: 'Demo', ownerId: OWNER, channels: [{ id: ROOM, name: 'general' }] }],
      limits: { others: { limit: 1_000, windowMs: 1_000 }, invalid: { limit: 3, windowMs: 60_000 } },
      now: () => clock,
    });
    const get = (headers = {}) =>
      fetch(`${strict.apiUrl}/users/@me`, {
        headers: { Authorization: `Bot ${TOKEN}`, 'User-Agent': AGENT, ...headers },
      });
    for (let n = 0; n < 50; n += 1) expect((await get()).status).toBe(200);
    const limited = await get();
    expect([limited.status, limited.headers.get('x-ratelimit-scope')]).toEqual([429, 'global']);
    clock += 1_000;
    await get({ Authorization: 'Bot no' });
    await get({ Authorization: 'Bot no' });
    expect(strict.invalidRequests).toBe(3);
    const banned = await get();
    expect([banned.status, banned.headers.get('content-type')]).toEqual([429, 'text/html; charset=UTF-8']);
    clock += 60_000;
    expect((await get()).status).toBe(200);
    await strict.stop();
  });
});

describe('messages', () => {
  test('are refused in Discord’s words', async () => {
    expect(await code(post({ content: ' ' }))).toEqual([400, 50006]);
    const long = await post({ content: 'x'.repeat(2_001) });
    expect(long.json).toEqual({
      message: 'Invalid Form Body',
      code: 50035,
      errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] } },
    });
    expect(await code(post({ content: 'hi' }, '1'))).toEqual([404, 10003]);
    expect(await code(post({ content: 'hi' }, HIDDEN))).toEqual([403, 50001]);
    expect(await code(post({ content: 'hi' }, READ_ONLY))).toEqual([403, 50013]);
    const dm = await rest('POST', '/users/@me/channels', { body: { recipient_id: shy.id } });
    expect(await code(post({ content: 'hi' }, dm.json.id))).toEqual([403, 50007]);
    discord.channel({ id: ROOM, name: 'general', bot: 'read' });
    expect(await code(post({ content: 'hi' }))).toEqual([403, 50013]);
    expect(discord.posted).toEqual([]);
  });

  test('an enforced nonce gives the earlier message for a few minutes', async () => {
    const first = await post({ content: 'one', nonce: 'n1', enforce_nonce: true });
    const again = await post({ content: 'two', nonce: 'n1', enforce_nonce: true });
    expect(again.json).toMatchObject({ id: first.json.id, content: 'one', nonce: 'n1' });
    expect((await post({ content: 'three', nonce: 'n1' })).json.id).not.toBe(first.json.id);
    clock += 4 * 60_000;
    expect((await post({ content: 'four', nonce: 'n1', enforce_nonce: true })).json.content).toBe('four');
    expect(discord.posted.map(({ text }) => text)).toEqual(['one', 'three', 'four']);
    expect(await code(post({ content: 'hi', nonce: 'x'.repeat(26) }))).toEqual([400, 50035]);
    expect(snowflakeTime(first.json.id)).toBe(clock - 4 * 60_000);
  });

  test('ping everything they name unless allowed_mentions says otherwise', async () => {
    const role = String(BigInt(GUILD) + 1_001n);
    const content = `<@${ann.id}> <@&${role}> @everyone`;
    const pings = async (allowed_mentions?: unknown) => {
      await post({ content, allowed_mentions });
      clock += 5_000;
      return discord.posted.at(-1)?.pings;
    };
    expect(await pings()).toEqual({ everyone: true, users: [ann.id], roles: [role] });
    expect(await pings({ parse: [] })).toEqual({ everyone: false, users: [], roles: [] });
    expect(await pings({ parse: ['everyone'], users: [ann.id] })).toEqual({
      everyone: true,
      users: [ann.id],
      roles: [],
    });
    expect(await code(post({ content, allowed_mentions: { parse: ['users'], users: [ann.id] } }))).toEqual([
      400, 50035,
    ]);
  });

  test('answer another message, and ping its author unless told not to', async () => {
    const { messageId } = await discord.message({ user: ann, text: 'hi' });
    const reply = (message_id: string, more = {}, allowed_mentions?: unknown) =>
      post({ content: 'yo', message_reference: { message_id, ...more }, allowed_mentions });
    const { json } = await reply(messageId);
    expect(json).toMatchObject({ type: 19, referenced_message: { id: messageId }, mentions: [{ id: ann.id }] });
    expect(discord.posted.at(-1)).toMatchObject({ replyTo: messageId, pings: { repliedUser: ann.id } });
    await reply(messageId, {}, { parse: [] });
    expect(discord.posted.at(-1)?.pings.repliedUser).toBeUndefined();
    const gone = await reply('1');
    expect(gone.json.errors.message_reference._errors[0].code).toBe('REPLIES_UNKNOWN_MESSAGE');
    expect((await reply('1', { fail_if_not_exists: false })).status).toBe(200);
  });

  test('history is newest first and pages both ways', async () => {
    const ids: string[] = [];
    for (const text of ['a', 'b', 'c', 'd']) ids.push((await discord.message({ user: ann, text })).messageId);
    const page = async (query: string) =>
      (await rest('GET', `/channels/${ROOM}/messages${query}`)).json.map(({ content }: { content: string }) => content);
    expect(await page('')).toEqual(['d', 'c', 'b', 'a']);
    expect(await page(`?limit=2&before=${ids[3]}`)).toEqual(['c', 'b']);
    expect(await page(`?limit=2&after=${ids[0]}`)).toEqual(['c', 'b']);
    expect(await code(rest('GET', `/channels/${ROOM}/messages?limit=101`))).toEqual([400, 50035]);
  });

  test('are there although the answer was lost', async () => {
    discord.fault({ op: 'send', fault: { kind: 'drop', when: 'after' } });
    await expect(post({ content: 'hi', nonce: 'n', enforce_nonce: true })).rejects.toThrow();
    const again = await post({ content: 'hi', nonce: 'n', enforce_nonce: true });
    expect(discord.posted.map(({ messageId }) => messageId)).toEqual([again.json.id]);
    discord.fault({ op: 'send', fault: { kind: 'status', status: 502 } });
    expect(await code(post({ content: 'hi' }))).toEqual([502, undefined]);
    discord.fault({ op: 'send', fault: { kind: 'status', status: 429, retryAfter: 7 } });
    const limited = await post({ content: 'hi' });
    expect([limited.headers.get('retry-after'), limited.json.retry_after]).toEqual(['7', 7]);
    discord.reset();
    expect(discord.posted).toEqual([]);
  });

  test('can be edited by the bot and deleted by a moderator', async () => {
    const { json } = await post({ content: 'old' });
    const at = `/channels/${ROOM}/messages/${json.id}`;
    expect((await rest('PATCH', at, { body: { content: 'new' } })).json.content).toBe('new');
    expect(discord.posted[0]).toMatchObject({ text: 'new', edits: ['old'] });
    const { messageId } = await discord.message({ user: ann, text: 'spam' });
    expect(await code(rest('PATCH', `/channels/${ROOM}/messages/${messageId}`, { body: { content: 'x' } }))).toEqual([
      403, 50005,
    ]);
    expect((await rest('DELETE', `/channels/${ROOM}/messages/${messageId}`)).status).toBe(204);
    expect(await code(rest('DELETE', `/channels/${ROOM}/messages/${messageId}`))).toEqual([404, 10008]);
    expect((await rest('DELETE', at)).status).toBe(204);
    expect(discord.posted[0]?.deleted).toBe(true);
    expect(discord.deleted).toEqual([messageId, json.id]);
    discord.reset();
    expect(discord.deleted).toEqual([]);
  });

  test('of others stay where the bot may not manage messages, and in direct ones', async () => {
    const said = async (where: { channel?: string; dm?: boolean }) => {
      const { messageId, channel } = await discord.message({ user: ann, text: 'spam', ...where });
      return `/channels/${channel}/messages/${messageId}`;
    };
    expect(await code(rest('DELETE', await said({ dm: true })))).toEqual([403, 50003]);
    expect(await code(rest('DELETE', await said({ channel: HIDDEN })))).toEqual([403, 50001]);
    expect(await code(rest('DELETE', `/channels/${APP}/messages/1`))).toEqual([404, 10003]);
    // A thread is a channel with messages of its own.
    const thread = '2000000000000000012';
    discord.channel({ id: thread, name: 'a thread' });
    expect((await rest('DELETE', await said({ channel: thread }))).status).toBe(204);
    const [guild] = discord.guilds;
    Object.assign(guild!, { botPermissions: String(PERMISSIONS.VIEW_CHANNEL) });
    expect(await code(rest('DELETE', await said({})))).toEqual([403, 50013]);
    expect(discord.deleted).toHaveLength(1);
  });

  test('that are deleted together are all told', async () => {
    const [a, b] = await Promise.all(['a', 'b'].map((text) => discord.message({ user: ann, text })));
    const messages = [a!.messageId, b!.messageId, '1'];
    expect(await code(rest('POST', `/channels/${ROOM}/messages/bulk-delete`, { body: { messages } }))).toEqual([
      400, 50034,
    ]);
    const body = { messages: messages.slice(0, 2) };
    expect((await rest('POST', `/channels/${ROOM}/messages/bulk-delete`, { body })).status).toBe(204);
    expect(discord.deleted).toEqual(body.messages);
  });
});

describe('guilds and people', () => {
  test('a guild’s channels are listed with what keeps the bot from some', async () => {
    discord.channel({ id: '2000000000000000012', name: 'Hall', type: 4 });
    discord.channel({ id: '2000000000000000013', name: 'lobby', type: 5, parent: '2000000000000000012' });
    const { json } = await rest('GET', `/guilds/${GUILD}/channels`);
    const denied = (bits: bigint) => [{ id: GUILD, type: 0, allow: '0', deny: String(bits) }];
    expect(json).toMatchObject([
      { id: ROOM, type: 0, guild_id: GUILD, name: 'general', position: 0, parent_id: null, permission_overwrites: [] },
      { id: HIDDEN, permission_overwrites: denied(PERMISSIONS.VIEW_CHANNEL) },
      { id: READ_ONLY, permission_overwrites: denied(PERMISSIONS.SEND_MESSAGES) },
      { type: 4, name: 'Hall' },
      { type: 5, name: 'lobby', parent_id: '2000000000000000012' },
    ]);
    expect(await code(rest('GET', '/guilds/5/channels'))).toEqual([404, 10004]);
    discord.limit({ scope: 'user', retryAfter: 2, op: 'guild-channels' });
    expect((await rest('GET', `/guilds/${GUILD}/channels`)).status).toBe(429);
  });

  test('are read with their roles; who is unknown has a code', async () => {
    const { json } = await rest('GET', `/guilds/${GUILD}`);
    expect(json).toMatchObject({ owner_id: OWNER, name: 'Waddle Demo' });
    expect(json.roles.map(({ name }: { name: string }) => name)).toEqual(['@everyone', 'Moderators', 'Admins']);
    expect((await rest('GET', `/guilds/${GUILD}/members/${mo.id}`)).json).toMatchObject({
      roles: mo.roles,
      user: { username: 'mo' },
    });
    expect(await code(rest('GET', `/guilds/${GUILD}/members/${shy.id}`))).toEqual([404, 10007]);
    expect(await code(rest('GET', `/guilds/${GUILD}/members/5`))).toEqual([404, 10013]);
    expect(await code(rest('GET', '/guilds/5'))).toEqual([404, 10004]);
  });

  test('are searched for by how their usernames and nicknames begin', async () => {
    discord.memberJoin({ user: { id: '3000000000000000004', username: 'x4', nick: 'Annika', globalName: 'Moana' } });
    const search = async (query: string) => {
      const { json } = await rest('GET', `/guilds/${GUILD}/members/search?${query}`);
      return json.map(({ user }: { user: { username: string } }) => user.username);
    };
    expect(await search('query=AN&limit=10')).toEqual(['ann', 'x4']);
    expect(await search('query=an')).toEqual(['ann']);
    expect(await search('query=waddle&limit=10')).toEqual(['WaddleBot']);
    expect(await search('query=moana&limit=10')).toEqual([]);
    expect(await search(`query=${shy.username}&limit=10`)).toEqual([]);
    const { headers } = await rest('GET', `/guilds/${GUILD}/members/search?query=a`);
    expect(headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{32}$/);
    for (const query of ['', 'query=', 'query=a&limit=0', 'query=a&limit=1001', 'query=a&limit=many'])
      expect(await code(rest('GET', `/guilds/${GUILD}/members/search?${query}`)), query).toEqual([400, 50035]);
    expect(await code(rest('GET', '/guilds/5/members/search?query=a'))).toEqual([404, 10004]);
  });

  test('are timed out, kicked and banned where the bot may', async () => {
    const at = `/guilds/${GUILD}/members/${ann.id}`;
    const until = new Date(clock + 60_000).toISOString();
    const timedOut = await rest('PATCH', at, { body: { communication_disabled_until: until } });
    expect(Date.parse(timedOut.json.communication_disabled_until)).toBe(clock + 60_000);
    expect((await rest('DELETE', at)).status).toBe(204);
    expect((await rest('PUT', `/guilds/${GUILD}/bans/${mo.id}`)).status).toBe(204);
    expect(await code(rest('GET', `/guilds/${GUILD}/members/${mo.id}`))).toEqual([404, 10007]);
    expect((await rest('DELETE', `/guilds/${GUILD}/bans/${mo.id}`)).status).toBe(204);
    expect(await code(rest('DELETE', `/guilds/${GUILD}/bans/${mo.id}`))).toEqual([404, 10026]);
    expect(await code(rest('DELETE', `/guilds/${GUILD}/members/${OWNER}`))).toEqual([403, 50013]);
  });
});

describe('commands', () => {
  const put = (body: unknown, guild?: string) =>
    rest('PUT', `/applications/${APP}${guild === undefined ? '' : `/guilds/${guild}`}/commands`, { body });
  const text = (name: string, more = {}) => ({ type: 3, name, description: 'Some text', ...more });

  test('are overwritten in bulk and keep their ids', async () => {
    const ping = { name: 'ping', description: 'Pong' };
    const first = await put([ping]);
    expect(first.json[0]).toMatchObject({ name: 'ping', type: 1, application_id: APP });
    const again = await put([
      { ...ping, description: 'Pong!' },
      { name: 'Look up', type: 2 },
    ]);
    expect(again.json[0].id).toBe(first.json[0].id);
    expect((await rest('GET', `/applications/${APP}/commands`)).json).toEqual(again.json);
    await put([{ name: 'quote', description: 'Q', options: [text('what')] }], GUILD);
    expect(discord.commands(GUILD).map(({ name }) => name)).toEqual(['quote']);
    expect(await code(rest('PUT', '/applications/5/commands', { body: [] }))).toEqual([404, 10002]);
    expect(await code(put([], '5'))).toEqual([403, 50001]);
  });

  test('are refused with the place of each mistake', async () => {
    const issues = async (command: Record<string, unknown>) => {
      const { json } = await put([{ name: 'ok', description: 'Fine', ...command }]);
      return JSON.stringify(json.errors?.[0] ?? json);
    };
    expect(await issues({ name: 'Ping' })).toContain('APPLICATION_COMMAND_INVALID_NAME');
    expect(await issues({ name: 'a b' })).toContain('APPLICATION_COMMAND_INVALID_NAME');
    expect(await issues({ name: 'grüße' })).toContain('"id"');
    expect(await issues({ description: '' })).toContain('BASE_TYPE_REQUIRED');
    expect(await issues({ description: 'x'.repeat(101) })).toContain('BASE_TYPE_MAX_LENGTH');
    const inGerman = (text: string) => ({ description_localizations: { de: text } });
    expect(await issues(inGerman('Gut'))).toContain('"id"');
    expect(await issues(inGerman('x'.repeat(101)))).toContain('BASE_TYPE_MAX_LENGTH');
    expect(await issues({ description_localizations: { german: 'Gut' } })).toContain('ENUM_TYPE_COERCE');
    const late = [text('a'), text('b', { required: true })];
    expect(await issues({ options: late })).toBe(
      '{"options":{"1":{"_errors":[{"code":"APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID","message":"Required options must be placed before non-required options"}]}}}',
    );
    const sub = { type: 1, name: 'add', description: 'Add one' };
    expect(await issues({ options: [sub, text('a')] })).toContain('APPLICATION_COMMAND_OPTIONS_TYPE_INVALID');
    expect(await issues({ options: [{ ...sub, options: [sub] }] })).toContain('BASE_TYPE_CHOICES');
    expect(await issues({ options: Array.from({ length: 26 }, (_, n) => text(`o${n}`)) })).toContain('25 or fewer');
    expect(await issues({ options: [text('a'), text('a')] })).toContain('NAME_DUPLICATE');
    const choices = Array.from({ length: 25 }, (_, n) => ({ name: `${n}`, value: `${n}`.padEnd(100, 'v') }));
    expect(await issues({ options: ['a', 'b', 'c', 'd'].map((name) => text(name, { choices })) })).toContain(
      'TOO_LARGE',
    );
    const twice = await put([
      { name: 'a', description: 'A' },
      { name: 'a', description: 'B' },
    ]);
    expect(twice.json.errors['1']._errors[0].code).toBe('APPLICATION_COMMANDS_DUPLICATE_NAME');
    const many = Array.from({ length: 101 }, (_, n) => ({ name: `c${n}`, description: 'C' }));
    expect(await code(put(many))).toEqual([400, 30032]);
  });
});

describe('interactions', () => {
  const webhook = (token: string, path = '') => `/webhooks/${APP}/${token}${path}`;
  const follow = (token: string, body: unknown) =>
    rest('POST', webhook(token), { body, headers: { Authorization: '' } });
  const editOriginal = (token: string, body: unknown) => rest('PATCH', webhook(token, '/messages/@original'), { body });

  test('are signed, and carry member, permissions and options', async () => {
    answers({ type: 4, data: { content: 'Pong!' } });
    await rest('PUT', `/applications/${APP}/commands`, {
      body: [
        {
          name: 'quote',
          description: 'Quotes',
          options: [
            { type: 1, name: 'add', description: 'Add', options: [{ type: 6, name: 'who', description: 'Who' }] },
          ],
        },
      ],
    });
    const shown = await discord.interact({ user: mo, name: 'quote', subcommand: 'add', options: { who: ann.id } });
    expect(shown).toMatchObject({ status: 200, ended: 'message', text: 'Pong!', ephemeral: false });
    const { headers, body } = bot.received[0]!;
    const key = createPublicKey({
      format: 'jwk',
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(discord.publicKey, 'hex').toString('base64url') },
    });
    const signed = Buffer.from(String(headers['x-signature-timestamp']) + body);
    expect(verify(null, signed, key, Buffer.from(String(headers['x-signature-ed25519']), 'hex'))).toBe(true);
    const sent = JSON.parse(body);
    expect(sent).toMatchObject({
      type: 2,
      application_id: APP,
      guild_id: GUILD,
      channel_id: ROOM,
      context: 0,
      member: { user: { id: mo.id }, roles: mo.roles },
      data: {
        id: discord.commands()[0]?.id,
        options: [{ name: 'add', type: 1, options: [{ name: 'who', type: 6, value: ann.id }] }],
        resolved: { users: { [ann.id]: { username: 'ann' } } },
      },
    });
    expect(BigInt(sent.member.permissions) & PERMISSIONS.MANAGE_MESSAGES).toBe(PERMISSIONS.MANAGE_MESSAGES);
    expect(sent.user).toBeUndefined();
    expect(discord.posted).toMatchObject([{ via: 'interaction', inline: true, text: 'Pong!', channel: ROOM }]);
    const { json } = await rest('GET', `/channels/${ROOM}/messages/${shown.messageId}`);
    expect(json).toMatchObject({ type: 20, interaction_metadata: { id: shown.interactionId } });
  });

  test('an answer pings the people it names, and nobody else', async () => {
    answers({ type: 4, data: { content: `<@${ann.id}> <@&${mo.roles[0]}> @everyone` } });
    await discord.interact({ user: mo, name: 'shout' });
    expect(discord.posted[0]?.pings).toEqual({ everyone: false, users: [ann.id], roles: [] });
    answers({ type: 4, data: { content: `<@${ann.id}>`, allowed_mentions: { parse: [] } } });
    await discord.interact({ user: mo, name: 'shout' });
    expect(discord.posted[1]?.pings).toEqual({ everyone: false, users: [], roles: [] });
  });

  test('in a direct message there is a user and no member', async () => {
    answers({ type: 4, data: { content: 'hi' } });
    await discord.interact({ user: ann, guild: null, name: 'ping' });
    const sent = JSON.parse(bot.received[0]!.body);
    expect([sent.user.id, sent.member, sent.guild_id, sent.context]).toEqual([ann.id, undefined, undefined, 1]);
  });

  test('a deferral is filled by the edit; without ephemeral of its own', async () => {
    answers({ type: 5, data: { flags: 64 } });
    const { token, ended, interactionId } = await discord.interact({ user: ann, name: 'slow' });
    expect([ended, discord.posted]).toEqual(['deferred', []]);
    expect((await editOriginal(token, { content: 'done' })).status).toBe(200);
    expect(discord.posted).toMatchObject([
      { via: 'interaction', inline: false, text: 'done', ephemeral: true, to: ann.id, interactionId },
    ]);
    await editOriginal(token, { content: 'really done' });
    expect(discord.posted).toMatchObject([{ text: 'really done', edits: ['done'] }]);
    expect(await code(rest('GET', `/channels/${ROOM}/messages/${discord.posted[0]?.messageId}`))).toEqual([404, 10008]);
  });

  test('the first follow-up after a deferral edits it and keeps its visibility', async () => {
    answers({ type: 5 });
    const { token } = await discord.interact({ user: ann, name: 'slow' });
    const first = await follow(token, { content: 'public after all', flags: 64 });
    const second = await follow(token, { content: 'only you', flags: 64 });
    expect(discord.posted).toMatchObject([
      { via: 'interaction', ephemeral: false, messageId: first.json.id },
      { via: 'followup', ephemeral: true, to: ann.id, messageId: second.json.id },
    ]);
    const at = webhook(token, `/messages/${second.json.id}`);
    expect((await rest('PATCH', at, { body: { content: 'edited' } })).json.content).toBe('edited');
    expect((await rest('DELETE', at)).status).toBe(204);
    expect(await code(rest('GET', at))).toEqual([404, 10008]);
    expect((await rest('DELETE', webhook(token, '/messages/@original'))).status).toBe(204);
  });

  test('a token works for fifteen minutes', async () => {
    answers({ type: 4, data: { content: 'Pong!' } });
    const { token } = await discord.interact({ user: ann, name: 'ping' });
    clock += 15 * 60_000 - 1;
    expect((await editOriginal(token, { content: 'just in time' })).status).toBe(200);
    clock += 1;
    expect(await code(editOriginal(token, { content: 'late' }))).toEqual([401, 50027]);
    expect(await code(follow('nonsense', { content: 'hi' }))).toEqual([404, 10015]);
  });

  test('no answer in three seconds kills the token', async () => {
    answers({ type: 4, data: { content: 'late' } }, { delayMs: 60_000 });
    const { ended, failure, status, token, interactionId } = await discord.interact({ user: ann, name: 'ping' });
    expect([ended, failure, status]).toEqual(['failed', 'timeout', 0]);
    expect(await code(editOriginal(token, { content: 'hi' }))).toEqual([404, 10015]);
    const callback = rest('POST', `/interactions/${interactionId}/${token}/callback`, { body: { type: 5 } });
    expect(await code(callback)).toEqual([404, 10062]);
    expect([bot.received.length, discord.posted]).toEqual([1, []]);
  });

  test('the callback answers once, while the request is still open', async () => {
    bot.answer = ({ body }) => {
      const { id, token } = JSON.parse(body);
      void rest('POST', `/interactions/${id}/${token}/callback`, { body: { type: 4, data: { content: 'hi' } } });
      return { status: 202, delayMs: 100 };
    };
    const { ended, text, token, interactionId } = await discord.interact({ user: ann, name: 'ping' });
    expect([ended, text, discord.posted[0]?.inline]).toEqual(['message', 'hi', false]);
    const again = rest('POST', `/interactions/${interactionId}/${token}/callback`, { body: { type: 5 } });
    expect(await code(again)).toEqual([400, 40060]);
  });

  test('nothing is shown of an answer that Discord refuses', async () => {
    const failure = async (
      body: unknown,
      request: Parameters<typeof discord.interact>[0] = { user: ann, name: 'x' },
    ) => {
      answers(body);
      const outcome = await discord.interact(request);
      return outcome.ended === 'failed' ? outcome.failure : outcome.ended;
    };
    expect(await failure({ type: 4, data: { content: '' } })).toContain('data.content');
    expect(await failure({ type: 4, data: { content: 'x'.repeat(2_001) } })).toContain('2000 or fewer');
    expect(await failure({ type: 5, data: { flags: 64 | 4 } })).toContain('EPHEMERAL');
    expect(await failure({ type: 7, data: { content: 'x' } })).toContain('type');
    expect(await failure('nonsense')).toContain('type');
    const typing = { kind: 'autocomplete', user: ann, name: 'x', options: { q: 'a' }, focused: 'q' } as const;
    const choices = (count: number) => Array.from({ length: count }, (_, n) => ({ name: `c${n}`, value: n }));
    expect(await failure({ type: 8, data: { choices: choices(26) } }, typing)).toContain('25 or fewer');
    expect(await failure({ type: 8, data: { choices: [{ name: '', value: 'x' }] } }, typing)).toContain(
      'choices.0.name',
    );
    expect(await failure({ type: 5 }, typing)).toContain('type');
    expect(await failure({ type: 8, data: { choices: choices(25) } }, typing)).toBe('choices');
    expect(JSON.parse(bot.received.at(-1)!.body).data.options).toEqual([
      { name: 'q', type: 3, value: 'a', focused: true },
    ]);
    const modal = { title: 't'.repeat(46), custom_id: 'm', components: [{ type: 1 }] };
    expect(await failure({ type: 9, data: modal })).toContain('data.title');
    bot.answer = () => ({ status: 500 });
    expect((await discord.interact({ user: ann, name: 'x' })).failure).toBe('HTTP status 500');
    bot.answer = () => ({ body: '{"type":4,"data":{"content":"hi"}}', headers: { 'Content-Type': 'text/plain' } });
    expect((await discord.interact({ user: ann, name: 'x' })).failure).toContain('Content-Type');
    expect(discord.posted).toEqual([]);
  });

  test('components and modals update what they are on', async () => {
    const button = { type: 2, style: 1, label: 'More', custom_id: 'more' };
    const { json } = await post({ content: 'page 1', components: [{ type: 1, components: [button] }] });
    answers({ type: 7, data: { content: 'page 2' } });
    const pressed = await discord.interact({ kind: 'component', user: ann, customId: 'more', messageId: json.id });
    expect([pressed.ended, discord.posted[0]?.text]).toEqual(['updated', 'page 2']);
    expect(JSON.parse(bot.received[0]!.body)).toMatchObject({
      type: 3,
      message: { id: json.id },
      data: { custom_id: 'more' },
    });
    answers({ type: 6 });
    const later = await discord.interact({ kind: 'component', user: ann, customId: 'more', messageId: json.id });
    expect(later.ended).toBe('deferred-update');
    await editOriginal(later.token, { content: 'page 3' });
    expect(discord.posted).toMatchObject([{ text: 'page 3', edits: ['page 1', 'page 2'] }]);
    answers({ type: 4, data: { content: 'thanks', flags: 64 } });
    const form = await discord.interact({ kind: 'modal', user: ann, customId: 'form', fields: { why: 'because' } });
    expect(form).toMatchObject({ ended: 'message', ephemeral: true });
    const { data } = JSON.parse(bot.received.at(-1)!.body);
    expect(data.components[0].components[0]).toMatchObject({ custom_id: 'why', value: 'because' });
  });

  test('probes want a pong and 401 for every bad signature', async () => {
    expect((await discord.probe()).ok).toBe(false);
    bot.answer = ({ headers, body }) => {
      const key = createPublicKey({
        format: 'jwk',
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(discord.publicKey, 'hex').toString('base64url') },
      });
      const signature = Buffer.from(String(headers['x-signature-ed25519']), 'hex');
      const signed = Buffer.from(String(headers['x-signature-timestamp']) + body);
      if (signature.length !== 64 || !verify(null, signed, key, signature)) return { status: 401 };
      return { body: '{"type":1}', headers: { 'Content-Type': 'application/json' } };
    };
    expect((await discord.interact({ kind: 'ping', user: ann })).ended).toBe('pong');
    expect(await discord.probe()).toEqual({ ok: true, ping: 200, bad: [401, 401, 401, 401, 401, 401] });
  });

  test('the same bytes can be sent again', async () => {
    answers({ type: 4, data: { content: 'Pong!' } });
    const { resend } = await discord.interact({ user: ann, name: 'ping' });
    expect((await resend()).status).toBe(200);
    expect(bot.received[1]?.headers['x-signature-ed25519']).toBe(bot.received[0]?.headers['x-signature-ed25519']);
    expect(discord.posted).toHaveLength(1);
  });
});

describe('webhook events', () => {
  test('are repeated until an empty 204', async () => {
    bot.answer = (_, nth) => (nth === 1 ? { status: 200 } : nth === 2 ? { status: 500 } : { status: 204 });
    const sent = await discord.webhookEvent('APPLICATION_DEAUTHORIZED', { user: { id: ann.id } });
    expect(sent).toMatchObject({ acknowledged: true, statuses: [200, 500, 204] });
    expect(JSON.parse(bot.received[0]!.body)).toMatchObject({
      version: 1,
      application_id: APP,
      type: 1,
      event: { type: 'APPLICATION_DEAUTHORIZED', data: { user: { id: ann.id } } },
    });
    expect((await discord.webhookPing()).acknowledged).toBe(true);
    bot.answer = () => ({ status: 200, body: 'ok' });
    expect((await discord.webhookPing()).acknowledged).toBe(false);
  });
});

describe('OAuth', () => {
  const redirect_uri = 'http://127.0.0.1:9/callback';
  const query = (more: Record<string, string> = {}) =>
    new URLSearchParams({
      client_id: APP,
      redirect_uri,
      response_type: 'code',
      scope: 'bot applications.commands identify guilds',
      permissions: '8',
      state: 'st',
      ...more,
    });
  const authorize = (more: Record<string, string> = {}) =>
    fetch(`${discord.authUrl}/authorize?${query(more)}`, { redirect: 'manual' });
  const landed = async (answer: Promise<Response>) =>
    new URL((await answer).headers.get('location') ?? '').searchParams;
  const token = async (form: Record<string, string>, secret = 'shh') => {
    const answer = await fetch(`${discord.apiUrl}/oauth2/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`${APP}:${secret}`).toString('base64')}` },
      body: new URLSearchParams(form),
    });
    return {
      status: answer.status,
      json: (await answer.json()) as Record<string, string> & { guild?: { id: string } },
    };
  };

  test('the consent page waits for a click', async () => {
    const page = await authorize();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('Allow');
    expect(Object.fromEntries(await landed(authorize({ decision: 'deny' })))).toMatchObject({
      error: 'access_denied',
      state: 'st',
    });
    expect((await authorize({ client_id: '5' })).status).toBe(400);
    expect((await authorize({ scope: 'everything' })).status).toBe(400);
  });

  test('a code is exchanged once, for the same address, by the client', async () => {
    discord.consent = 'allow';
    const back = await landed(authorize());
    expect(Object.fromEntries(back)).toMatchObject({ state: 'st', guild_id: GUILD, permissions: '8' });
    const form = { grant_type: 'authorization_code', code: back.get('code') ?? '', redirect_uri };
    expect(await token(form, 'no')).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
    const { json } = await token(form);
    expect(json).toMatchObject({ token_type: 'Bearer', expires_in: 604_800, guild: { id: GUILD } });
    expect(await token(form)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    const other = (await landed(authorize())).get('code') ?? '';
    expect((await token({ ...form, code: other, redirect_uri: 'http://elsewhere.example/' })).status).toBe(400);
    const me = await rest('GET', '/users/@me', { headers: { Authorization: `Bearer ${json.access_token}` } });
    expect(me.json.id).toBe(OWNER);
    const theirs = await rest('GET', '/users/@me/guilds', {
      headers: { Authorization: `Bearer ${json.access_token}` },
    });
    expect(theirs.json).toMatchObject([{ id: GUILD, owner: true }]);
  });

  test('refresh tokens rotate', async () => {
    discord.consent = { scopes: ['identify'], user: ann };
    const code = (await landed(authorize())).get('code') ?? '';
    const first = (await token({ grant_type: 'authorization_code', code, redirect_uri })).json;
    expect([first.scope, first.guild]).toEqual(['identify', undefined]);
    const renew = (refresh_token = '') => token({ grant_type: 'refresh_token', refresh_token });
    const second = await renew(first.refresh_token);
    expect(second.json.refresh_token).not.toBe(first.refresh_token);
    expect(await renew(first.refresh_token)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    const as = (access = '') => rest('GET', '/oauth2/@me', { headers: { Authorization: `Bearer ${access}` } });
    expect((await as(second.json.access_token)).json.user.id).toBe(ann.id);
    expect((await as(first.access_token)).status).toBe(401);
    clock += 604_800_000;
    expect((await as(second.json.access_token)).status).toBe(401);
  });

  test('the bot joins the guild that was chosen', async () => {
    discord.consent = { guild: '2000000000000000100' };
    expect((await landed(authorize())).get('guild_id')).toBe('2000000000000000100');
    expect(discord.guilds.map(({ id }) => id)).toEqual([GUILD, '2000000000000000100']);
  });
});

describe('from other processes', () => {
  const chat = async (body: unknown) => {
    const answer = await fetch(`${discord.url}/_stand-in/chat`, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };

  test('a slash command is read by what was declared', async () => {
    await rest('PUT', `/applications/${APP}/commands`, {
      body: [
        {
          name: 'remind',
          description: 'Reminders',
          options: [
            {
              type: 1,
              name: 'me',
              description: 'Me',
              options: [
                { type: 4, name: 'minutes', description: 'When', required: true },
                { type: 3, name: 'what', description: 'What' },
              ],
            },
          ],
        },
      ],
    });
    answers({ type: 4, data: { content: 'I will.', flags: 64 } });
    const options = () => JSON.parse(bot.received.at(-1)!.body).data.options[0].options;
    const user = { id: '7', login: 'pia', role: 'moderator' };
    expect(await chat({ text: '/remind me 5 feed the ducks', user })).toMatchObject({
      status: 200,
      json: { status: 200, body: { text: 'I will.' } },
    });
    expect(options()).toEqual([
      { name: 'minutes', type: 4, value: 5 },
      { name: 'what', type: 3, value: 'feed the ducks' },
    ]);
    await chat({ text: '/remind me what:feed the ducks minutes:7', user });
    expect(options()).toMatchObject([{ value: 'feed the ducks' }, { value: 7 }]);
    const { member } = JSON.parse(bot.received[0]!.body);
    expect(BigInt(member.permissions) & PERMISSIONS.MANAGE_MESSAGES).not.toBe(0n);
    await chat({ text: '/unknown', user: { id: '8', login: 'boss', role: 'owner' } });
    const owner = JSON.parse(bot.received.at(-1)!.body);
    expect([owner.member.user.id, owner.data.name, owner.data.options]).toEqual([OWNER, 'unknown', undefined]);
    bot.answer = () => ({ status: 500 });
    expect((await chat({ text: '/remind', user })).json).toMatchObject({
      body: { text: 'The application did not respond' },
    });
  });

  test('a message without a Gateway connection is an error that says so', async () => {
    const { status, json } = await chat({ text: 'hi', user: { id: '7', login: 'pia' } });
    expect([status, String(json.error)]).toEqual([400, expect.stringContaining('No Gateway connection')]);
  });
});
