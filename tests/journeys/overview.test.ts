import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type * as z from 'zod';
import type { overview } from '../../workers/api/overview/shapes.ts';
import { type ApiRequest, aCommunity, aKey, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

type Overview = z.infer<typeof overview>;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const look = async (as: ApiRequest = {}, community = 'demo'): Promise<Overview> => {
  const { status, json, text } = await ask<Overview>(world, 'GET', `/communities/${community}/overview`, as);
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return json;
};
const sumOf = (row: readonly (number | null)[] | undefined): number =>
  (row ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
const codes = ({ attention }: Overview): readonly string[] => attention.map(({ code }) => code);

const [{ id: channel }] = TWITCH_CHANNELS as [(typeof TWITCH_CHANNELS)[number]];
const say = (text: string, user: string) =>
  world.twitch.chat({ channel, user: { id: user, login: `viewer${user}`, role: 'viewer' }, text });
const answered = async (text: string, user: string): Promise<void> => {
  const { messageId } = await say(text, user);
  await until('an answer', () => world.twitch.sent.some(({ replyTo }) => replyTo === messageId));
};

describe('the home of a community', () => {
  it('tells what became of commands, how long they waited, and what was written while somebody watched', async () => {
    expect((await look()).series.minutes.perMinute.every((rate) => rate === null)).toBe(true);
    // However long this takes, who asks twice is too soon.
    await ask(world, 'PATCH', '/commands/demo/ping', { body: { options: { cooldown: { user: 600 } } } });
    // A minute counts where somebody watched most of it: so it begins with one.
    await world.advance(60_000 - (world.now() % 60_000));
    const url = `${world.worker.url.replace('http', 'ws')}/live?community=demo`;
    const watcher = new WebSocket(url, { headers: { 'x-service-key': world.secrets.service } });
    await new Promise((resolve, reject) => watcher.once('open', resolve).once('error', reject));
    // Isolates know within two seconds that somebody watches (docs/feed.md).
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    for (const text of ['good morning', 'what a day', 'who is here?']) await say(text, '801');
    await answered('!ping', '802');
    // Too soon: it is refused, and nothing is said.
    await say('!ping', '802');
    await world.slack.slash({
      channel: (SLACK_CHANNELS[0] as { id: string }).id,
      user: 'U801',
      command: '/waddlebot',
      text: 'ping',
    });
    await world.advance(2 * 60_000);
    // Whoever comes next brings along how long those before have waited.
    await answered('!ping', '803');
    const told = await until('counts', async () => {
      const found = await look();
      const { answers, minutes, commands } = found.series;
      const areThere = answers.day.count >= 1 && sumOf(minutes.perMinute) >= 3 && sumOf(commands.answered) >= 3;
      return areThere && found;
    });
    watcher.terminate();

    const { commands, answers, minutes, messages } = told.series;
    expect(sumOf(commands.answered)).toBe(3);
    expect(sumOf(commands.failed)).toBe(0);
    expect(sumOf(commands.refused.cooldown)).toBe(1);
    expect(answers.day.p50Ms).toBeGreaterThan(0);
    expect(answers.day.p99Ms).toBeGreaterThanOrEqual(answers.day.p50Ms ?? 0);
    expect([minutes.perMinute.length, messages.perMinute.length, commands.answered.length]).toEqual([60, 288, 24]);
    // Before somebody watched nobody counted: a gap, and no zeros.
    expect(minutes.perMinute.slice(0, 50).every((rate) => rate === null)).toBe(true);
    expect([told.silent, told.leftOut]).toEqual([0, 0]);

    const shown = told.channels.find((one) => one.channel === `twitch:${channel}`);
    expect(shown).toMatchObject({ platform: 'twitch', countsMessages: true, budget: { window: { of: 100 } } });
    expect(shown?.health?.lastEvent?.kind).toBe('message');
    expect(shown?.health?.lastSend?.tookMs).toBeGreaterThan(0);
    const quiet = told.channels.find((one) => one.channel === `twitch:${TWITCH_CHANNELS[9]?.id}`);
    expect(quiet?.health).toMatchObject({ lastEvent: null });
  });

  it('survives a deploy, and tells who looks again that nothing is new', async () => {
    const before = (await look()).series.commands;
    await world.deploy();
    expect((await look()).series.commands.answered).toEqual(before.answered);
    const path = '/communities/demo/overview';
    await until('an unchanged answer', async () => {
      const first = await ask(world, 'GET', path);
      const etag = first.headers.get('etag') ?? '';
      return (await ask(world, 'GET', path, { headers: { 'if-none-match': etag } })).status === 304;
    });
  });

  it('says of a link that broke what, why and what to do, and puts it first', async () => {
    await world.rows(`update channels set broken_reason = 'moderator_removed' where platform_id = $1`, [channel]);
    const { channels, attention } = await look();
    expect(channels[0]).toMatchObject({
      channel: `twitch:${channel}`,
      level: 'broken',
      findings: [{ code: 'channel.broken', why: 'the bot is no moderator there any more', next: 'Repair it.' }],
    });
    expect(attention.find((one) => one.channel === `twitch:${channel}`)).toMatchObject({
      level: 'broken',
      where: 'integrations',
      params: { reason: 'moderator_removed' },
    });
    await world.rows('update channels set broken_reason = null where platform_id = $1', [channel]);
  });
});

describe('what needs attention', () => {
  it('is told only to those who may see to it', async () => {
    await world.rows(
      `insert into join_requests (community_id, person_id) select c.id, p.id from communities c, persons p
       where c.slug = 'demo' and p.id = $1`,
      [(await aPerson(world)).id],
    );
    await world.rows(
      `insert into quotes (id, community_id, number, text, normalised, status)
       select gen_random_uuid(), id, 9001, 'So be it', 'so be it', 'pending' from communities where slug = 'demo'`,
    );
    await world.rows(
      `insert into dead_letters (id, queue, message_id, community_id, body, reason, attempts)
       select gen_random_uuid(), 'waddlebot-deliveries', 'home', id, '{}', 'it was tried', 100
       from communities where slug = 'demo'`,
    );
    const as = async (role: 'viewer' | 'editor' | 'moderator' | 'admin', operator = false) =>
      codes(await look((await aPerson(world, { roles: { demo: role }, operator })).asked)).filter(
        (code) => !code.startsWith('channel.'),
      );
    expect(await as('viewer')).toEqual([]);
    expect(await as('editor')).toEqual(['quotes.waiting']);
    expect(await as('moderator')).toEqual(['requests.waiting', 'quotes.waiting']);
    expect(await as('admin')).toEqual(['requests.waiting', 'quotes.waiting']);
    expect(await as('viewer', true)).toEqual(['letters.waiting']);
  });

  it('is a program’s by its scopes, and tokens and budgets are for those who see integrations', async () => {
    const bare = await look({ key: await aKey(world, { scopes: ['communities:read'] }) });
    expect([bare.channels, bare.attention, bare.leftOut]).toEqual([[], [], 0]);
    const twitch = await look({
      key: await aKey(world, { scopes: ['communities:read', 'channels:read'], platforms: ['twitch'] }),
    });
    expect(new Set(twitch.channels.map(({ platform }) => platform))).toEqual(new Set(['twitch']));
    expect([twitch.leftOut, twitch.channels.some(({ budget }) => budget !== null)]).toEqual([0, true]);
    const viewer = await look((await aPerson(world, { roles: { demo: 'viewer' } })).asked);
    expect(viewer.channels.length).toBeGreaterThan(0);
    for (const { token, budget, leaseUntil } of viewer.channels)
      expect([token, budget, leaseUntil]).toEqual([null, null, null]);
    const moderator = await look((await aPerson(world, { roles: { demo: 'moderator' } })).asked);
    expect(moderator.channels.some(({ token }) => token !== null)).toBe(true);
  });

  it('is nobody’s of another community', async () => {
    const { slug } = await aCommunity(world);
    const stranger = await aPerson(world, { roles: { [slug]: 'owner' } });
    expect((await ask(world, 'GET', '/communities/demo/overview', stranger.asked)).status).toBe(404);
    const theirs = await look(stranger.asked, slug);
    expect(theirs.channels).toHaveLength(1);
    expect(sumOf(theirs.series.commands.answered)).toBe(0);
  });
});

it('a community of very many channels is told of a hundred, and how many are left out', async () => {
  const { slug } = await aCommunity(world);
  await world.rows(
    `insert into channels (id, community_id, platform, platform_id, login)
     select gen_random_uuid(), c.id, 'kick', (8000000 + n)::text, 'many' || n
     from communities c, generate_series(1, 120) n where c.slug = $1`,
    [slug],
  );
  const { channels, leftOut, silent } = await look({}, slug);
  expect([channels.length, leftOut, silent]).toEqual([100, 21, 0]);
});
