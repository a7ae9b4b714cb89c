import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type DiscordStandIn, startDiscord } from './discord.ts';

const APP = '2000000000000000009';
const GUILD = '2000000000000000001';
const ROOM = '2000000000000000002';
const OWNER = '2000000000000000003';
const TOKEN = 'token-of-the-bot';
const ann = { id: '3000000000000000001', username: 'ann' };
/** GUILDS, GUILD_MEMBERS, GUILD_MODERATION, GUILD_MESSAGES, reactions, DIRECT_MESSAGES, MESSAGE_CONTENT. */
const ALL = 1 | 2 | 4 | (1 << 9) | (1 << 10) | (1 << 12) | (1 << 15);

let discord: DiscordStandIn;
let clock: number;
let clients: Client[] = [];

const start = (gateway = {}, intents = {}) =>
  startDiscord({
    applicationId: APP,
    clientSecret: 'shh',
    botToken: TOKEN,
    webhookUrl: 'http://127.0.0.1:9/',
    guilds: [{ id: GUILD, name: 'Demo', ownerId: OWNER, channels: [{ id: ROOM, name: 'general' }], members: [ann] }],
    intents,
    gateway: { identifies: { total: 3, windowMs: 3_600_000 }, ...gateway },
    now: () => clock,
  });

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  discord = await start();
});

afterEach(async () => {
  for (const { socket } of clients) socket.terminate();
  clients = [];
  await discord.stop();
});

interface Payload {
  op: number;
  d: Record<string, never>;
  s: number | null;
  t: string | null;
}

/** A Gateway client of a few lines: it keeps what it hears. */
class Client {
  readonly socket: WebSocket;
  readonly heard: Payload[] = [];
  readonly closed: Promise<number>;
  #wakers = new Set<() => void>();

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data) => {
      this.heard.push(JSON.parse(String(data)));
      for (const wake of this.#wakers) wake();
    });
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', resolve);
    });
  }

  send(op: number, d: unknown): void {
    this.socket.send(JSON.stringify({ op, d }));
  }

  /** The first payload that fits, once it is there. */
  async hear(fits: (payload: Payload) => boolean): Promise<Payload> {
    for (;;) {
      const found = this.heard.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => {
        this.#wakers.add(resolve);
      });
    }
  }

  dispatches = (t?: string) => this.heard.filter(({ op, t: name }) => op === 0 && (t === undefined || name === t));
  texts = () => this.dispatches('MESSAGE_CREATE').map(({ d }) => String(d.content));
}

const connect = async (url = discord.gateway.url, query = '?v=10&encoding=json') => {
  const client = new Client(url + query);
  clients.push(client);
  await Promise.race([client.hear(({ op }) => op === 10), client.closed]);
  return client;
};

const identity = (more = {}) => ({
  token: TOKEN,
  intents: ALL,
  properties: { os: 'linux', browser: 'waddle', device: 'waddle' },
  ...more,
});

/** Identified, with READY and the guild heard. */
async function ready(more = {}) {
  const client = await connect();
  client.send(2, identity(more));
  const { d } = await client.hear(({ t }) => t === 'READY');
  const { session_id, resume_gateway_url } = d as Record<string, string>;
  return { client, session: session_id as string, resumeUrl: resume_gateway_url as string };
}

async function resume({ session, resumeUrl }: { session: string; resumeUrl: string }, seq: number, token = TOKEN) {
  const client = await connect(resumeUrl);
  client.send(6, { token, session_id: session, seq });
  return client;
}

const say = (text: string, more = {}) => discord.message({ user: ann, text, ...more });
const rest = (method: string, path: string, body?: unknown) =>
  fetch(discord.apiUrl + path, {
    method,
    headers: {
      Authorization: `Bot ${TOKEN}`,
      'User-Agent': 'DiscordBot (https://waddle.example, 1.0)',
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

describe('the handshake', () => {
  test('is Hello, Identify, Ready and the guilds', async () => {
    const { client } = await ready();
    const { d } = await client.hear(({ t }) => t === 'GUILD_CREATE');
    const [hello, first, second] = client.heard;
    expect(hello).toMatchObject({ op: 10, d: { heartbeat_interval: 41_250 }, s: null });
    expect(first).toMatchObject({
      t: 'READY',
      s: 1,
      d: { v: 10, application: { id: APP }, guilds: [{ id: GUILD, unavailable: true }], user: { id: APP, bot: true } },
    });
    expect(second).toMatchObject({ t: 'GUILD_CREATE', s: 2 });
    expect(d).toMatchObject({ id: GUILD, owner_id: OWNER, channels: [{ id: ROOM }], members: [{ user: { id: APP } }] });
    client.send(1, 2);
    await client.hear(({ op }) => op === 11);
    expect(discord.gateway.violations).toEqual([]);
  });

  test.each([
    ['a bad token', 4004, 2, identity({ token: 'no' })],
    ['no properties', 4002, 2, identity({ properties: undefined })],
    ['an intent nobody knows', 4013, 2, identity({ intents: 1 << 18 })],
    ['a privileged intent that was not granted', 4014, 2, identity({ intents: 1 << 8 })],
    ['a shard out of range', 4010, 2, identity({ shard: [1, 1] })],
    ['a presence before identify', 4003, 3, {}],
    ['an op nobody knows', 4001, 99, {}],
    ['an op that only servers send', 4001, 10, {}],
    ['a heartbeat that is no number', 4002, 1, 'x'],
    ['a heartbeat ahead of everything', 4007, 1, 5],
    ['too long a payload', 4002, 3, 'x'.repeat(4_100)],
  ])('%s closes with %i', async (_, code, op, d) => {
    const client = await connect();
    client.send(op, d);
    expect(await client.closed).toBe(code);
    expect(discord.gateway.violations).toMatchObject([{ code }]);
  });

  test('other versions, encodings and no JSON are refused', async () => {
    expect(await (await connect(undefined, '?v=6&encoding=json')).closed).toBe(4012);
    expect(await (await connect(undefined, '?v=10&encoding=etf')).closed).toBe(4002);
    const client = await connect();
    client.socket.send('{');
    expect(await client.closed).toBe(4002);
  });

  test('identifying twice closes, and the session can be resumed', async () => {
    const one = await ready();
    one.client.send(2, identity());
    expect(await one.client.closed).toBe(4005);
    const back = await resume(one, 2);
    expect((await back.hear(({ t }) => t === 'RESUMED')).s).toBe(3);
  });

  test('too few shards are refused, shards hear their own guilds', async () => {
    const sharded = await start({ shardsRequired: 2, shards: 2, maxConcurrency: 2 });
    const [ours, other] = (BigInt(GUILD) >> 22n) & 1n ? [1, 0] : [0, 1];
    const client = await connect(sharded.gateway.url);
    client.send(2, identity());
    expect(await client.closed).toBe(4011);
    const deaf = await connect(sharded.gateway.url);
    deaf.send(2, identity({ shard: [other, 2] }));
    expect((await deaf.hear(({ t }) => t === 'READY')).d.guilds).toEqual([]);
    const hearing = await connect(sharded.gateway.url);
    hearing.send(2, identity({ shard: [ours, 2] }));
    await hearing.hear(({ t }) => t === 'GUILD_CREATE');
    expect((await sharded.message({ user: ann, text: 'hi' })).delivered).toBe(1);
    await hearing.hear(({ t }) => t === 'MESSAGE_CREATE');
    await sharded.stop();
  });
});

describe('identify budget', () => {
  const limit = async () => {
    const answer = await rest('GET', '/gateway/bot');
    return ((await answer.json()) as { session_start_limit: Record<string, number> }).session_start_limit;
  };

  test('is told by GET /gateway/bot, and one shard identifies in five seconds', async () => {
    expect(await limit()).toEqual({ total: 3, remaining: 3, reset_after: 0, max_concurrency: 1 });
    await ready();
    expect(await limit()).toMatchObject({ remaining: 2, reset_after: 3_600_000 });
    const hasty = await connect();
    hasty.send(2, identity());
    expect((await hasty.hear(({ op }) => op === 9)).d).toBe(false);
    clock += 5_000;
    hasty.send(2, identity());
    await hasty.hear(({ t }) => t === 'READY');
    expect(discord.gateway.stats).toMatchObject({ identifies: 3, sessions: 2 });
    expect(await limit()).toMatchObject({ remaining: 0 });
    clock += 3_600_000;
    expect(await limit()).toMatchObject({ remaining: 3 });
  });

  test('spent, it resets the token and ends every session', async () => {
    const one = await ready();
    for (let n = 0; n < 2; n += 1) {
      clock += 5_000;
      await ready();
    }
    const last = await connect();
    last.send(2, identity());
    expect(await last.closed).toBe(4004);
    expect(await one.client.closed).toBe(4004);
    expect((await rest('GET', '/users/@me')).status).toBe(401);
    expect(discord.botToken).not.toBe(TOKEN);
    expect(await (await resume(one, 1)).closed).toBe(4004);
  });
});

describe('heartbeats', () => {
  test('that are missed close the connection and end its session', async () => {
    const impatient = await start({ heartbeatMs: 1_000 });
    const client = await connect(impatient.gateway.url);
    client.send(2, identity());
    await client.hear(({ t }) => t === 'READY');
    const before = performance.now();
    client.send(1, null);
    expect(await client.closed).toBe(4009);
    expect(performance.now() - before).toBeGreaterThan(1_000);
    expect(impatient.gateway.stats).toMatchObject({ heartbeats: 1, sessions: 0 });
    await impatient.stop();
  });

  test('can be asked for, and must not go back', async () => {
    const { client } = await ready();
    await client.hear(({ t }) => t === 'GUILD_CREATE');
    discord.gateway.requestHeartbeat();
    await client.hear(({ op }) => op === 1);
    client.send(1, 2);
    await client.hear(({ op }) => op === 11);
    client.send(1, null);
    client.send(3, {});
    await expect.poll(() => discord.gateway.stats.heartbeats).toBe(2);
    expect(discord.gateway.violations).toMatchObject([{ detail: 'heartbeat goes back from 2 to 0' }]);
  });

  test('count among the 120 sends of a minute', async () => {
    const { client } = await ready();
    for (let n = 0; n < 119; n += 1) client.send(1, 1);
    await expect.poll(() => discord.gateway.stats.mostSends).toBe(120);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
    clock += 59_999;
    client.send(1, 1);
    expect(await client.closed).toBe(4008);
  });
});

describe('resuming', () => {
  test('replays what was missed, in order', async () => {
    const one = await ready();
    await say('heard');
    await one.client.hear(({ t }) => t === 'MESSAGE_CREATE');
    discord.gateway.dropAll();
    expect(await one.client.closed).toBe(1006);
    expect((await say('missed 1')).delivered).toBe(0);
    await say('missed 2');
    clock += 119_000;
    const back = await resume(one, 3);
    await back.hear(({ t }) => t === 'RESUMED');
    await say('new');
    await back.hear(({ d }) => d?.content === 'new');
    expect(back.dispatches().map(({ s }) => s)).toEqual([4, 5, 6, 7]);
    expect(back.texts()).toEqual(['missed 1', 'missed 2', 'new']);
    expect(discord.gateway.stats).toMatchObject({ identifies: 1, resumes: 1, resumed: 1, connections: 2, open: 1 });
    expect(discord.gateway.violations).toEqual([]);
  });

  test('too late, unknown or ended sessions get op 9', async () => {
    const refused = async (known: { session: string; resumeUrl: string }) => {
      const back = await resume(known, 1);
      return (await back.hear(({ op }) => op === 9)).d;
    };
    const one = await ready();
    expect(await refused({ ...one, session: 'nonsense' })).toBe(false);
    discord.gateway.dropAll(4000);
    expect(await one.client.closed).toBe(4000);
    clock += 120_000;
    expect(await refused(one)).toBe(false);
    const two = await ready();
    two.client.socket.close(1000);
    await two.client.closed;
    expect(await refused(two)).toBe(false);
    clock += 5_000;
    const three = await ready();
    three.client.socket.close(4900);
    await three.client.closed;
    const back = await resume(three, 1);
    await back.hear(({ t }) => t === 'RESUMED');
  });

  test('a sequence from the future is refused', async () => {
    const one = await ready();
    one.client.socket.terminate();
    expect(await (await resume(one, 99)).closed).toBe(4007);
    expect(discord.gateway.stats.sessions).toBe(0);
  });

  test('at the general URL is noted', async () => {
    const one = await ready();
    one.client.socket.terminate();
    const back = await resume({ ...one, resumeUrl: discord.gateway.url }, 2);
    await back.hear(({ t }) => t === 'RESUMED');
    expect(discord.gateway.violations).toMatchObject([{ detail: expect.stringContaining('resume_gateway_url') }]);
  });
});

describe('trouble on demand', () => {
  test('a zombie says nothing, and the next connection has it all', async () => {
    const one = await ready();
    await one.client.hear(({ t }) => t === 'GUILD_CREATE');
    discord.gateway.zombie();
    one.client.send(1, 2);
    await say('unheard');
    const back = await resume(one, 2);
    await back.hear(({ t }) => t === 'RESUMED');
    expect(back.texts()).toEqual(['unheard']);
    expect(one.client.heard.some(({ op }) => op === 11)).toBe(false);
  });

  test('op 7, op 9, repeats, swaps and garbage', async () => {
    const { client } = await ready();
    await client.hear(({ t }) => t === 'GUILD_CREATE');
    discord.gateway.reconnect();
    await client.hear(({ op }) => op === 7);
    await say('a');
    discord.gateway.repeat(1);
    discord.gateway.reorder();
    await say('b');
    await say('c');
    await client.hear(({ d }) => d?.content === 'b');
    expect(client.texts()).toEqual(['a', 'a', 'c', 'b']);
    expect(client.dispatches('MESSAGE_CREATE').map(({ s }) => s)).toEqual([3, 3, 5, 4]);
    const frames: unknown[] = [];
    client.socket.removeAllListeners('message');
    client.socket.on('message', (data, isBinary) => frames.push([String(data), isBinary]));
    discord.gateway.garbage('{"op":');
    discord.gateway.garbage(Buffer.from([1, 2]));
    await expect
      .poll(() => frames)
      .toEqual([
        ['{"op":', false],
        ['\u0001\u0002', true],
      ]);
    discord.gateway.garbage(Buffer.from([0xff, 0xff, 0xff]), { raw: true });
    expect(await client.closed).toBe(1006);
  });

  test('op 9 ends a session, or does not', async () => {
    const one = await ready();
    discord.gateway.invalidate(true);
    expect((await one.client.hear(({ op }) => op === 9)).d).toBe(true);
    expect(discord.gateway.stats.sessions).toBe(1);
    discord.gateway.invalidate(false);
    await expect.poll(() => one.client.heard.filter(({ op }) => op === 9)).toHaveLength(2);
    expect(discord.gateway.stats.sessions).toBe(0);
  });

  test('TCP ends in the middle of a frame, and nothing is lost', async () => {
    const one = await ready();
    await one.client.hear(({ t }) => t === 'GUILD_CREATE');
    discord.gateway.closeAtByte(40);
    await say('cut off');
    expect(await one.client.closed).toBe(1006);
    expect(one.client.texts()).toEqual([]);
    const back = await resume(one, 2);
    await back.hear(({ t }) => t === 'RESUMED');
    expect(back.texts()).toEqual(['cut off']);
  });

  test('upgrades can be refused', async () => {
    discord.gateway.refuseUpgrades(1);
    const client = await connect();
    expect(await client.closed).toBe(1006);
    expect(client.heard).toEqual([]);
    await ready();
    await discord.gateway.connected();
  });
});

describe('events', () => {
  const next = (client: Client, t: string) => client.hear((payload) => payload.t === t).then(({ d }) => d);

  test('messages come with author and member; the bot hears its own', async () => {
    const { client } = await ready();
    const { messageId } = await say(`hi <@${APP}>`, { attachments: [{ filename: 'a.png', url: 'https://x/a.png' }] });
    expect(await next(client, 'MESSAGE_CREATE')).toMatchObject({
      id: messageId,
      guild_id: GUILD,
      channel_id: ROOM,
      author: { id: ann.id, username: 'ann' },
      member: { roles: [] },
      mentions: [{ id: APP }],
      attachments: [{ filename: 'a.png' }],
    });
    await rest('POST', `/channels/${ROOM}/messages`, { content: 'Pong!', nonce: 'n' });
    const own = await client.hear(({ d }) => d?.content === 'Pong!');
    expect(own.d).toMatchObject({ author: { id: APP, bot: true }, nonce: 'n' });
    discord.edit({ messageId, text: 'hello' });
    expect(await next(client, 'MESSAGE_UPDATE')).toMatchObject({ id: messageId, content: 'hello' });
    discord.messageDelete({ messageId });
    expect(await next(client, 'MESSAGE_DELETE')).toEqual({ id: messageId, channel_id: ROOM, guild_id: GUILD });
    const ids = [(await say('x')).messageId, (await say('y')).messageId];
    discord.messageDeleteBulk({ messageIds: ids });
    expect(await next(client, 'MESSAGE_DELETE_BULK')).toMatchObject({ ids });
  });

  test('without the content intent only own, direct and mentioning messages have content', async () => {
    const { client } = await ready({ intents: ALL & ~(1 << 15) });
    await say('secret', { attachments: [{ filename: 'a.png', url: 'https://x/a.png' }] });
    await say(`<@${APP}> ping`);
    await say('psst', { dm: true });
    await rest('POST', `/channels/${ROOM}/messages`, { content: 'own' });
    await client.hear(({ d }) => d?.content === 'own');
    expect(client.texts()).toEqual(['', `<@${APP}> ping`, 'psst', 'own']);
    expect(client.dispatches('MESSAGE_CREATE')[0]?.d.attachments).toEqual([]);
    expect(client.dispatches('MESSAGE_CREATE')[2]?.d.guild_id).toBeUndefined();
  });

  test('come only to those who asked for their intent', async () => {
    const { client } = await ready({ intents: 1 | (1 << 9) });
    const everything = { user: ann, emoji: '🔥', messageId: (await say('hi')).messageId };
    discord.memberJoin({ user: { id: '9', username: 'new' } });
    discord.reactionAdd(everything);
    discord.banAdd({ user: '9' });
    await say('direct', { dm: true });
    await say(`<@${APP}> last`);
    await client.hear(({ d }) => d?.content === `<@${APP}> last`);
    expect(client.dispatches().map(({ t }) => t)).toEqual([
      'READY',
      'GUILD_CREATE',
      'MESSAGE_CREATE',
      'MESSAGE_CREATE',
    ]);
  });

  test('members, reactions, bans, timeouts and the bot’s own leaving', async () => {
    const { client } = await ready();
    const user = { id: '9', username: 'new' };
    discord.memberJoin({ user });
    expect(await next(client, 'GUILD_MEMBER_ADD')).toMatchObject({ guild_id: GUILD, user: { id: '9' } });
    discord.memberUpdate({ user, until: clock + 60_000 });
    const { communication_disabled_until: until } = await next(client, 'GUILD_MEMBER_UPDATE');
    expect(Date.parse(String(until))).toBe(clock + 60_000);
    const { messageId } = await say('hi');
    discord.reactionAdd({ user: ann, emoji: '🔥', messageId });
    expect(await next(client, 'MESSAGE_REACTION_ADD')).toMatchObject({
      user_id: ann.id,
      message_id: messageId,
      message_author_id: ann.id,
      emoji: { id: null, name: '🔥' },
    });
    discord.reactionRemove({ user: ann, emoji: '🔥', messageId });
    expect((await next(client, 'MESSAGE_REACTION_REMOVE')).member).toBeUndefined();
    discord.banAdd({ user: '9' });
    expect(await next(client, 'GUILD_BAN_ADD')).toMatchObject({ guild_id: GUILD, user: { id: '9' } });
    await next(client, 'GUILD_MEMBER_REMOVE');
    discord.banRemove({ user: '9' });
    await next(client, 'GUILD_BAN_REMOVE');
    discord.guildDelete();
    expect(await next(client, 'GUILD_DELETE')).toEqual({ id: GUILD });
    expect((await rest('GET', `/guilds/${GUILD}`)).status).toBe(404);
  });

  test('a person in another process is heard, with the roles of a moderator', async () => {
    const { client } = await ready();
    const chat = (body: unknown) =>
      fetch(`${discord.url}/_stand-in/chat`, { method: 'POST', body: JSON.stringify(body) });
    const user = { id: '7', login: 'pia', role: 'moderator' };
    expect(await (await chat({ text: '!ping', user })).json()).toMatchObject({ status: 200, delivered: 1 });
    const { member, author } = await next(client, 'MESSAGE_CREATE');
    expect([author, member]).toMatchObject([{ username: 'pia' }, { roles: [discord.guilds[0]?.roles?.[0]?.id] }]);
    const emit = (body: unknown) =>
      fetch(`${discord.url}/_stand-in/emit`, { method: 'POST', body: JSON.stringify(body) });
    await emit({ type: 'ban', user: '7' });
    expect((await next(client, 'GUILD_BAN_ADD')).user).toMatchObject({ username: 'pia' });
    expect((await emit({ type: 'plague' })).status).toBe(400);
    await emit({ type: 'gateway-drop', code: 4000 });
    expect(await client.closed).toBe(4000);
  });

  test('members are handed out on request', async () => {
    const { client } = await ready();
    client.send(8, { guild_id: GUILD, user_ids: [ann.id, '5'], limit: 0 });
    expect(await next(client, 'GUILD_MEMBERS_CHUNK')).toMatchObject({
      members: [{ user: { id: ann.id } }],
      not_found: ['5'],
    });
  });
});
