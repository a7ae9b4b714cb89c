import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  // Everybody who cheers takes a place among the room's replies: usually five in ten seconds.
  const body = { limits: { reply: { count: 100, windowMs: 10_000 } } };
  expect((await ask(world, 'PATCH', '/communities/demo', { body })).status).toBe(200);
});
afterAll(() => world?.close());

const [SETTINGS, CHANNEL, BUSY, RAIDED] = TWITCH_CHANNELS.map(({ id }) => id) as [string, string, string, string];
const mia = { id: '660001', login: 'mia', role: 'moderator' as const };
const fan = (n: number) => ({ id: String(560_000 + n), login: `fan${n}`, role: 'viewer' as const });

async function tell(text: string, channel = SETTINGS): Promise<string> {
  const { messageId } = await world.twitch.chat({ channel, user: mia, text });
  const sent = await until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId));
  return sent.text;
}

const saidIn = (channel: string) =>
  world.twitch.sent.filter((line) => line.broadcasterId === channel).map(({ text }) => text);
const cheer = (n: number, channel: string, copies = 1) =>
  world.twitch.chat({ channel, user: fan(n), text: '!hype', copies });

interface Shown {
  readonly settings: object;
  readonly channels: readonly {
    readonly channel: string;
    readonly people: number;
    readonly restsUntil: string | null;
  }[];
}
const show = async () => (await ask<Shown>(world, 'GET', '/hype/demo')).json;

describe('hype', () => {
  it('has a goal that moderators set', async () => {
    expect((await show()).settings).toEqual({ goal: 10, restMinutes: 5, raids: false });
    expect(await tell('!hype goal 1')).toBe('1 cannot be the goal. Choose a number from 2 to 100.');
    expect(await tell('!hype goal 3')).toBe('From now on it takes 3 people.');
    await world.twitch.chat({ channel: SETTINGS, user: fan(1), text: '!hype goal 2' });
    await quiet(world);
    expect((await show()).settings).toMatchObject({ goal: 3 });
  });

  it('says nothing until enough people cheer, and then names them, however often a line is delivered', async () => {
    for (const n of [1, 2]) await cheer(n, CHANNEL, 3);
    await until('two of three', async () => (await tell('!hype status', CHANNEL)).startsWith('Hype: 2 of 3'));
    const before = saidIn(CHANNEL).length;
    await cheer(3, CHANNEL, 3);
    await until('the celebration', () => saidIn(CHANNEL).includes('HYPE! Thanks to fan1, fan2, fan3!'));
    await quiet(world);
    expect(saidIn(CHANNEL)).toHaveLength(before + 1);
    expect(await tell('!hype status', CHANNEL)).toMatch(/^The last hype still rings\. The next one begins in [45] min/);
  });

  it('celebrates once where a crowd cheers at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => cheer(20 + n, BUSY, 2)));
    await until('a celebration', () => saidIn(BUSY).length > 0);
    await quiet(world, 3_000);
    expect(saidIn(BUSY)).toEqual([expect.stringMatching(/^HYPE! Thanks to fan\d+, fan\d+, fan\d+!$/)]);
    expect((await show()).channels).toEqual([
      { channel: `twitch:${CHANNEL}`, people: 0, restsUntil: expect.any(String) },
      { channel: `twitch:${BUSY}`, people: 0, restsUntil: expect.any(String) },
    ]);
  });

  it('begins anew after its rest, and tells a slash command in private how far it is', async () => {
    await world.advance(5 * 60_000);
    await cheer(1, CHANNEL);
    await until('one of three', async () => (await show()).channels.some(({ people }) => people === 1));
    expect(saidIn(CHANNEL).filter((text) => text.startsWith('HYPE!'))).toHaveLength(1);
    const { body } = await world.slack.slash({ channel: 'C0DEMO', user: 'U105', command: '/waddlebot', text: 'hype' });
    expect(body).toMatchObject({
      response_type: 'ephemeral',
      text: 'Hype: 1 of 3 within a minute. !hype counts you in.',
    });
  });

  it('tells the guests of a raid what to type, once somebody has switched that on', async () => {
    await world.twitch.emit.raidOf(42, { channel: RAIDED, from: fan(50) });
    await quiet(world);
    expect(saidIn(RAIDED)).toEqual([]);
    const body = { goal: 3, raids: true };
    expect((await ask(world, 'PUT', '/hype/demo/settings', { body })).json).toEqual({ ...body, restMinutes: 5 });
    // The edge goes by what it knew of the channel for up to half a minute.
    await world.advance(31_000);
    await world.twitch.emit.raidOf(19, { channel: RAIDED, from: fan(51) });
    await world.twitch.emit.raidOf(42, { channel: RAIDED, from: fan(52) });
    await until('the welcome', () => saidIn(RAIDED).length > 0);
    await quiet(world);
    expect(saidIn(RAIDED)).toEqual(['Welcome, fan52 and 42 guests! Type !hype and cheer with us.']);
  });

  it('speaks the community’s language', async () => {
    await ask(world, 'PATCH', '/communities/demo', { body: { language: 'de' } });
    expect(await tell('!hype goal 4')).toBe('Von jetzt an braucht es 4 Leute.');
  });

  it('keeps who set what', async () => {
    const { json } = await ask<{ data: readonly object[] }>(world, 'GET', '/communities/demo/audit?action=hype.set');
    expect(json.data.toReversed()).toMatchObject([
      { before: null, after: { goal: 3 }, actor: { kind: 'account', account: mia.id } },
      { before: { goal: 3 }, after: { goal: 3, raids: true, restMinutes: 5 }, actor: { kind: 'service' } },
      { after: { goal: 4, raids: true } },
    ]);
  });
});
