import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommunityId } from '../../workers/core/ids.ts';
import { createWebhook } from '../../workers/router/webhooks.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const CHANNEL = (TWITCH_CHANNELS[0] as (typeof TWITCH_CHANNELS)[number]).id;
const SETTINGS_CHANNEL = (TWITCH_CHANNELS[1] as (typeof TWITCH_CHANNELS)[number]).id;
const mia = { id: '660001', login: 'mia', role: 'moderator' as const };
const person = (n: number) => ({ id: String(550_000 + n), login: `fan${n}` });

async function tell(text: string): Promise<string> {
  const { messageId } = await world.twitch.chat({ channel: SETTINGS_CHANNEL, user: mia, text });
  const sent = await until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId));
  return sent.text;
}

const saidHere = () => world.twitch.sent.filter((line) => line.broadcasterId === CHANNEL).map(({ text }) => text);

describe('greetings', () => {
  it('are off until somebody switches them on', async () => {
    await world.twitch.emit.follow({ channel: CHANNEL, user: person(1) });
    await quiet(world);
    expect(saidHere()).toEqual([]);
    expect(await tell('!greetings')).toContain('!greetings on');
  });

  it('thank together those who come together, once each, however often they are delivered', async () => {
    expect(await tell('!greetings on')).toContain('follow');
    // The edge goes by what it knew of the channel for up to half a minute.
    await world.advance(31_000);
    await world.twitch.emit.follow({ channel: CHANNEL, user: person(2) });
    await until('the first thanks', () => saidHere().length > 0);
    const before = saidHere().length;
    await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        world.twitch.emit.follow({ channel: CHANNEL, user: person(10 + n), copies: 3 }),
      ),
    );
    await until('the thanks', () => saidHere().length > before);
    await quiet(world, 7_000);
    const thanks = saidHere().slice(before);
    // Whoever comes after the five seconds in which they gather, is thanked with the next ones.
    expect(thanks.length).toBeLessThanOrEqual(2);
    for (const text of thanks) expect(text).toMatch(/^Welcome, fan1\d.*Thanks for the follow\.$/);
    const named = thanks.flatMap((text) => text.match(/fan1\d/g) ?? []);
    const others = thanks.flatMap((text) => /and (\d+) others/.exec(text)?.[1] ?? []);
    expect(new Set(named).size).toBe(named.length);
    expect(others.reduce((sum, count) => sum + Number(count), named.length)).toBe(8);
  });

  it('say it in the community’s own words', async () => {
    expect(await tell('!greetings text raid $(names) brings $(amount) penguins')).toBe(
      'Changed what is said for raid.',
    );
    expect(await tell('!greetings text dance x')).toContain('follow, subscribe');
    await world.twitch.emit.raidOf(42, { channel: CHANNEL, from: { ...person(30), role: 'viewer' } });
    await until('the words', () => saidHere().includes('fan30 brings 42 penguins'));
    await quiet(world, 7_000);
    expect(saidHere().filter((text) => text.includes('penguins'))).toHaveLength(1);
  });

  it('leave a kind out that is switched off', async () => {
    expect(await tell('!greetings off follow')).not.toContain('follow');
    const before = saidHere().length;
    await world.twitch.emit.follow({ channel: CHANNEL, user: person(40) });
    await quiet(world, 7_000);
    expect(saidHere()).toHaveLength(before);
  });
});

describe('an incoming webhook', () => {
  it('says its text in its room, once for each delivery, and stops at its limit', async () => {
    const [community] = await world.rows<{ id: CommunityId }>('select id from communities');
    const { token } = await createWebhook(
      world.db,
      { current: world.secrets.encryption },
      {
        communityId: community?.id as CommunityId,
        platform: 'slack',
        channel: 'T0DEMO',
        room: 'C1ROOM',
        name: 'Deploys',
        verifier: 'bearer',
        template: '$(data.who) deployed $(data.what)',
      },
    );
    const knock = (body: unknown, key: string) =>
      fetch(`${world.worker.url}/webhooks/in/${token}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
    const first = await knock({ who: 'ada', what: 'the penguin' }, 'one');
    expect(first.status).toBe(202);
    const again = await knock({ who: 'ada', what: 'the penguin' }, 'one');
    expect(again.status).toBe(200);
    expect(((await again.json()) as { id: string }).id).toBe(((await first.json()) as { id: string }).id);
    await until('the line', () => world.slack.posted.some((line) => line.text === 'ada deployed the penguin'));
    await quiet(world);
    expect(world.slack.posted.filter((line) => line.text === 'ada deployed the penguin')).toHaveLength(1);
    const statuses = [];
    for (let i = 0; i < 31; i++) statuses.push((await knock({ who: 'ada', what: String(i) }, `more${i}`)).status);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the health of a channel', () => {
  const health = (id: string, key = world.secrets.service) =>
    fetch(`${world.worker.url}/api/v1/channels/${id}/health`, { headers: { 'x-service-key': key } });

  it('tells what was last heard and said, and how late', async () => {
    const channel = (TWITCH_CHANNELS[5] as (typeof TWITCH_CHANNELS)[number]).id;
    const { messageId } = await world.twitch.chat({
      channel,
      user: { id: '770100', login: 'zoe', role: 'viewer' },
      text: '!ping',
      at: Date.now() - 4_000,
    });
    await until('the answer', () => world.twitch.sent.some((line) => line.replyTo === messageId));
    await world.twitch.chat({
      channel,
      user: { id: '770100', login: 'zoe', role: 'viewer' },
      text: '!command add x y',
    });
    const told = await until('a send in the health', async () => {
      const body = (await (await health(`twitch:${channel}`)).json()) as {
        lastEvent: { kind: string } | null;
        lag: { worstMs: number };
        lastSend: object | null;
        refusals: Record<string, number>;
        community: string;
      };
      return body.lastSend && body.refusals.level ? body : undefined;
    });
    expect(told).toMatchObject({ community: 'demo', lastEvent: { kind: 'message' }, refusals: { level: 1 } });
    expect(told.lag.worstMs).toBeGreaterThanOrEqual(4_000);
  });

  it('is for who has the key, and for channels that are there', async () => {
    expect((await health('twitch:1000001', 'guess')).status).toBe(401);
    expect((await health('twitch:nobody')).status).toBe(404);
    expect((await health('nonsense')).status).toBe(400);
    const discord = await health('discord:2000000000000000001');
    expect(await discord.json()).toMatchObject({ gateway: { state: expect.any(String) } });
  });
});
