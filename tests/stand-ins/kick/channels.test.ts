import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from '../bot.ts';
import { KICK_DEMO, type KickStandIn, startKick } from '../kick.ts';

const CHANNEL = KICK_DEMO.channel.id;

let clock: number;
let bot: BotEndpoint;
let kick: KickStandIn;
let token: string;

beforeEach(async () => {
  clock = Date.UTC(2026, 9, 4, 12);
  bot = await startBotEndpoint();
  kick = await startKick({
    clientId: 'client',
    clientSecret: 'shh',
    webhookUrl: `${bot.url}/webhooks/kick`,
    now: () => clock,
  });
  token = kick.tokens.grant(CHANNEL, ['channel:read', 'channel:write']).accessToken;
});
afterEach(async () => {
  await kick.stop();
  await bot.stop();
});

async function ask(path: string, json?: unknown, bearer = token) {
  const headers = { Authorization: `Bearer ${bearer}` };
  const method = json === undefined ? 'GET' : 'PATCH';
  const answer = await fetch(`${kick.apiUrl}/public/${path}`, { method, headers, body: JSON.stringify(json) });
  const text = await answer.text();
  return { status: answer.status, json: text ? JSON.parse(text) : undefined };
}

describe('updating the channel', () => {
  test('changes the token’s own as far as it is given, takes the mature flag off, and is told to the bot', async () => {
    await kick.emit({ type: 'livestream.metadata.updated', title: 'Old', mature: true });
    bot.received.length = 0;
    const change = { stream_title: 'New', custom_tags: ['chess'] };
    expect(await ask('v1/channels', change)).toEqual({ status: 204, json: undefined });
    expect(await ask('v1/channels', { category_id: 6 })).toEqual({ status: 204, json: undefined });
    expect(kick.stream()).toMatchObject({ title: 'New', category: { id: 6, name: 'Minecraft' }, mature: false });
    const { json } = await ask(`v1/channels?broadcaster_user_id=${CHANNEL}`);
    expect(json.data).toMatchObject([
      { stream_title: 'New', category: { id: 6, name: 'Minecraft' }, stream: { custom_tags: ['chess'] } },
    ]);
    await kick.idle();
    expect(bot.received.map(({ headers }) => headers['kick-event-type'])).toEqual([
      'livestream.metadata.updated',
      'livestream.metadata.updated',
    ]);
  });

  test('takes a user’s token with the scope', async () => {
    const change = { stream_title: 'New' };
    expect((await ask('v1/channels', change, kick.tokens.issueApp())).status).toBe(401);
    const poor = kick.tokens.grant(CHANNEL, ['channel:read']).accessToken;
    expect((await ask('v1/channels', change, poor)).status).toBe(403);
    expect(kick.stream().title).toBe('');
  });

  test.each([
    {},
    { stream_title: '' },
    { category_id: 0 },
    { category_id: '6' },
    { category_id: 404_404 },
    { custom_tags: Array(11).fill('x') },
  ])('refuses %j', async (change) => {
    expect((await ask('v1/channels', change)).status).toBe(400);
  });

  test('may be told late', async () => {
    kick.channelLagMs = 1_000;
    await ask('v1/channels', { stream_title: 'New' });
    const told = async () => (await ask(`v1/channels?broadcaster_user_id=${CHANNEL}`)).json.data[0].stream_title;
    expect([kick.stream().title, await told()]).toEqual(['New', '']);
    clock += 1_000;
    expect(await told()).toBe('New');
  });
});

describe('categories', () => {
  test('are found by whole names, several with commas in between', async () => {
    const find = async (query: string) =>
      (await ask(`v2/categories?${query}`)).json.data.map(({ id }: { id: number }) => id);
    expect(await find('name=MINECRAFT')).toEqual([6]);
    expect(await find('name=minecraft,just%20chatting')).toEqual([15, 6]);
    expect(await find('name=craft')).toEqual([]);
    expect(await find('limit=1')).toHaveLength(1);
    expect((await ask('v2/categories?limit=0')).status).toBe(400);
    expect((await ask('v2/categories', undefined, 'nonsense')).status).toBe(401);
  });

  test('are searched by parts of names, the old way', async () => {
    const { json } = await ask('v1/categories?q=craft', undefined, kick.tokens.issueApp());
    expect(json.data).toEqual([
      { id: 6, name: 'Minecraft', thumbnail: '' },
      { id: 8701, name: 'Minecraft Dungeons', thumbnail: '' },
    ]);
    expect((await ask('v1/categories?q=')).status).toBe(400);
  });
});
