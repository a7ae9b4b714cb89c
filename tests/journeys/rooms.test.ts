import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyringOf } from '../../workers/core/sealed.ts';
import { storeToken } from '../../workers/router/installations.ts';
import { DEMO } from '../stand-ins/run.ts';
import { type ApiRequest, aCommunity, aKey, ask } from '../support/api.ts';
import { noteSecret } from '../support/secrets.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

const GUILD = DEMO.discord.guild.id;
const GENERAL = DEMO.discord.channel.id;
const TEAM = DEMO.slack.team.id;
const [NEWS, STAFF, HALL] = ['2000000000000000201', '2000000000000000202', '2000000000000000203'];
const OTHER_GUILD = { id: '2100000000000000001', name: 'Elsewhere', ownerId: '2100000000000000003' };
const THEIRS = '2100000000000000002';
const MINUTE = 60_000;

let world: World;
let other: string;
beforeAll(async () => {
  world = await startWorld({
    discord: {
      guilds: [
        {
          ...DEMO.discord.guild,
          channels: [
            DEMO.discord.channel,
            { id: HALL, name: 'Hall', type: 4 },
            { id: NEWS, name: 'news', type: 5, parent: HALL, bot: 'read' },
            { id: STAFF, name: 'staff', bot: 'hidden' },
          ],
        },
        { ...OTHER_GUILD, channels: [{ id: THEIRS, name: 'theirs' }] },
      ],
    },
    slack: {
      channels: [
        DEMO.slack.channel,
        { id: 'C0SECRET', name: 'secret', private: true },
        { id: 'C0HIDDEN', name: 'hidden', private: true, botIsMember: false },
        { id: 'C0OLD', name: 'old', archived: true },
      ],
    },
  });
  ({ slug: other } = await aCommunity(world));
  await world.rows(
    `insert into channels (id, community_id, platform, platform_id, login)
     select gen_random_uuid(), id, 'discord', $2, 'Elsewhere' from communities where slug = $1`,
    [other, OTHER_GUILD.id],
  );
});
afterAll(() => world?.close());
// What was listed is known for a minute, and how often Slack may be asked is counted by it.
beforeEach(() => world.advance(61_000));

const api = (method: string, path: string, asked: ApiRequest = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, asked);
const rooms = (channel: string, asked: ApiRequest = {}) => api('GET', `/channels/${channel}/rooms`, asked);
const names = ({ json }: { json: { data: { name: string }[] } }) => json.data.map(({ name }) => name);
const timer = (slug: string, name: string, target: unknown, asked: ApiRequest = {}) =>
  api('POST', `/timers/${slug}`, {
    ...asked,
    body: { name, texts: [`It is ${name}`], schedule: { every: 5 }, target },
  });

describe('the rooms of a channel', () => {
  it('are those that the bot sees, with why it cannot speak in one; asked for once a minute', async () => {
    const seq = world.discord.log.since(0).at(-1)?.seq ?? 0;
    const discord = await rooms(`discord:${GUILD}`);
    expect([discord.status, discord.json]).toEqual([
      200,
      {
        data: [
          { room: GENERAL, name: 'general', group: null, isPrivate: false, silence: null },
          {
            room: NEWS,
            name: 'news',
            group: 'Hall',
            isPrivate: false,
            silence: { is: 'send-messages', text: expect.stringContaining('Send Messages') },
          },
        ],
        unseen: 1,
        isWhole: true,
      },
    ]);
    expect(discord.text).not.toContain('staff');
    await rooms(`discord:${GUILD}`);
    const calls = () =>
      world.discord.log
        .since(seq, 'request')
        .map(({ op }) => op)
        .filter((op) => op === 'guild-channels');
    expect(calls()).toHaveLength(1);
    await world.advance(61_000);
    await rooms(`discord:${GUILD}`);
    expect(calls()).toHaveLength(2);
    expect(names(await rooms(`slack:${TEAM}`))).toEqual([DEMO.slack.channel.name, 'secret'].sort());
    expect(names(await rooms('twitch:1000001'))).toEqual(['waddle_demo']);
  });

  it('are those of its workspaces, where a Slack organisation is linked', async () => {
    const org = { id: 'E0WADDLE', name: 'Waddle Org' };
    const token = noteSecret('Slack organisation', 'xoxb-of-the-whole-organisation');
    world.slack.grantOrganisation(token, org, [
      { id: 'T0ELSE', name: 'Elsewhere' },
      { id: TEAM, name: 'Waddle' },
    ]);
    await world.rows(
      `insert into channels (id, community_id, platform, platform_id, login)
       select gen_random_uuid(), id, 'slack', $2, $3 from communities where slug = $1`,
      [other, org.id, org.name],
    );
    const access = { token, expiresAt: null };
    await storeToken(world.db, keyringOf(world.secrets.encryption), 'slack', org.id, { access });
    const found = await rooms(`slack:${org.id}`);
    expect([found.status, found.json]).toMatchObject([
      200,
      {
        data: [
          { room: DEMO.slack.channel.id, name: DEMO.slack.channel.name, group: 'Waddle' },
          { room: 'C0SECRET', group: 'Waddle', isPrivate: true },
        ],
        isWhole: true,
      },
    ]);
    expect((await timer(other, 'org', { channel: `slack:${org.id}`, room: 'C0SECRET' })).status).toBe(201);
  });

  it('are shown to who may aim timers at them, in their own community', async () => {
    const of = async (role: 'editor' | 'viewer', slug = 'demo') =>
      (await rooms(`discord:${GUILD}`, (await aPerson(world, { roles: { [slug]: role } })).asked)).status;
    expect(await of('editor')).toBe(200);
    expect(await of('viewer')).toBe(403);
    expect(await of('editor', other)).toBe(404);
    const reader = await aKey(world, { scopes: ['channels:read', 'commands:read'] });
    expect((await rooms(`discord:${GUILD}`, { key: reader })).status).toBe(403);
  });

  it('are told apart from why they are not known, and what helps', async () => {
    const failing = async (channel: string) => {
      const { status, json, headers } = await rooms(channel);
      return [status, json.error.code, json.error.message, headers.get('retry-after')];
    };
    world.discord.fault({ op: 'guild-channels', fault: { kind: 'status', status: 503 } });
    expect(await failing(`discord:${GUILD}`)).toEqual([
      502,
      'UPSTREAM',
      expect.stringMatching(/^Discord did not answer .*Try again in a minute/),
      null,
    ]);
    world.discord.limit({ scope: 'user', retryAfter: 7, op: 'guild-channels' });
    expect(await failing(`discord:${GUILD}`)).toEqual([
      429,
      'LIMITED',
      'Discord was asked too often. Try again in 7 s.',
      '7',
    ]);
    world.slack.fault({ op: 'conversations.list', fault: { kind: 'reject', slackError: 'missing_scope' } });
    expect(await failing(`slack:${TEAM}`)).toEqual([
      409,
      'CONFLICT',
      expect.stringMatching(/channels:read.*Link Slack again under Integrations/),
      null,
    ]);
    world.slack.fault({ op: 'conversations.list', fault: { kind: 'status', status: 429, retryAfter: 9 } });
    expect((await failing(`slack:${TEAM}`)).slice(0, 2)).toEqual([429, 'LIMITED']);
  });
});

describe('a timer aimed at a room', () => {
  it('speaks in that room of Discord, and of Slack', async () => {
    expect((await timer('demo', 'tea', { channel: `discord:${GUILD}`, room: GENERAL })).status).toBe(201);
    expect((await timer('demo', 'cake', { channel: `slack:${TEAM}`, room: 'C0SECRET' })).status).toBe(201);
    await world.advance(5 * MINUTE);
    await world.worker.cron('* * * * *', new Date(world.now()));
    await until('Discord hears it', () =>
      world.discord.posted.some(({ channel, text }) => channel === GENERAL && text === 'It is tea'),
    );
    await until('Slack hears it', () =>
      world.slack.posted.some(({ channel, text }) => channel === 'C0SECRET' && text === 'It is cake'),
    );
  });

  it('is not aimed at another community’s room, by any way of naming it', async () => {
    const editor = await aPerson(world, { roles: { demo: 'editor' } });
    for (const asked of [{}, editor.asked]) {
      // Their room as one of ours, theirs as it is, and none at all.
      const ours = await timer('demo', 'x', { channel: `discord:${GUILD}`, room: THEIRS }, asked);
      expect([ours.status, ours.json.error.code]).toEqual([400, 'INVALID']);
      const theirs = await timer('demo', 'x', { channel: `discord:${OTHER_GUILD.id}`, room: THEIRS }, asked);
      const nobodys = await timer('demo', 'x', { channel: `discord:${OTHER_GUILD.id}`, room: '1' }, asked);
      expect([theirs.status, nobodys.status]).toEqual([404, 404]);
      expect(theirs.json.error.message).toBe(nobodys.json.error.message);
    }
    for (const room of [STAFF, HALL, '', '../users/@me'])
      expect((await timer('demo', 'x', { channel: `discord:${GUILD}`, room })).status).toBe(400);
    for (const room of ['C0HIDDEN', 'C0OLD', 'U0PIA', 'secret'])
      expect((await timer('demo', 'x', { channel: `slack:${TEAM}`, room })).status).toBe(400);
    expect((await timer(other, 'theirs', { channel: `discord:${OTHER_GUILD.id}`, room: THEIRS })).status).toBe(201);
    expect((await api('GET', '/timers/demo/x')).status).toBe(404);
  });

  it('says nothing in another community’s room, though it be written down so, as an archive can have it', async () => {
    expect((await timer('demo', 'stray', { channel: `discord:${GUILD}`, room: GENERAL })).status).toBe(201);
    await world.rows(
      `update timers set target = jsonb_set(target, '{room}', to_jsonb($1::text)) where name = 'stray'`,
      [THEIRS],
    );
    const refused = async () => (await api('GET', `/channels/discord:${GUILD}/health`)).json.sends.refused ?? 0;
    const before = await refused();
    await world.advance(5 * MINUTE);
    await world.worker.cron('* * * * *', new Date(world.now()));
    await until('it is refused', async () => (await refused()) > before);
    expect(world.discord.posted.filter(({ channel }) => channel === THEIRS).map(({ text }) => text)).not.toContain(
      'It is stray',
    );
    await api('DELETE', '/timers/demo/stray');
  });

  it('is not aimed where nobody can tell whose room it is, and keeps the one it had', async () => {
    const there = { channel: `discord:${GUILD}`, room: GENERAL };
    expect((await timer('demo', 'kept', there)).status).toBe(201);
    await world.advance(61_000);
    world.discord.fault({ op: 'guild-channels', fault: { kind: 'status', status: 500 } });
    const refused = await timer('demo', 'x', { channel: `discord:${GUILD}`, room: GENERAL });
    expect([refused.status, refused.json.error.code]).toEqual([502, 'UPSTREAM']);
    const body = { texts: ['Still here'], schedule: { every: 5 }, target: there };
    const changed = await api('PUT', '/timers/demo/kept', { body });
    expect([changed.status, changed.json.target, changed.json.texts]).toEqual([200, there, ['Still here']]);
  });
});

describe('a reminder', () => {
  it('is set into a room from elsewhere, and into nobody else’s', async () => {
    const { asked } = await aPerson(world, { roles: { demo: 'editor' } });
    const set = (target: { channel: string; room: string }) =>
      api('POST', '/reminders', {
        ...asked,
        body: { communityId: 'demo', text: 'the raid begins', when: '2m', mention: 'here', ...target },
      });
    expect((await set({ channel: `discord:${GUILD}`, room: THEIRS })).status).toBe(400);
    expect((await set({ channel: `discord:${OTHER_GUILD.id}`, room: THEIRS })).status).toBe(404);
    expect((await set({ channel: `discord:${GUILD}`, room: GENERAL })).status).toBe(201);
    await world.advance(2 * MINUTE);
    await world.worker.cron('* * * * *', new Date(world.now()));
    await until('Discord hears it', () =>
      world.discord.posted.some(({ channel, text }) => channel === GENERAL && text.includes('the raid begins')),
    );
  });
});
