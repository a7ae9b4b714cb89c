import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
let robin: ApiRequest;
let kim: ApiRequest;
beforeAll(async () => {
  world = await startWorld();
  robin = (await aPerson(world, { name: 'Robin', roles: { demo: 'editor' } })).asked;
  kim = (await aPerson(world, { name: 'Kim', roles: { demo: 'editor' } })).asked;
});
afterAll(() => world?.close());

const add = (name: string, text = 'One.') =>
  ask(world, 'POST', '/commands/demo', { body: { name, replies: [{ text }] } });

/** A command as somebody sees it, and how to say which they saw. */
async function look(name: string, by: ApiRequest) {
  const answer = await ask<Record<string, unknown>>(world, 'GET', `/commands/demo/${name}`, by);
  return { seen: { 'if-match': answer.headers.get('etag') ?? '' }, command: answer.json };
}
const change = (name: string, by: ApiRequest, seen: Record<string, string>, body: Record<string, unknown>) =>
  ask<Record<string, unknown>>(world, 'PATCH', `/commands/demo/${name}`, {
    ...by,
    body,
    headers: { ...by.headers, ...seen },
  });

describe('two who change one command', () => {
  it('are told of each other: who comes second learns who was first and when, and changes nothing', async () => {
    await add('duel');
    const [first, second] = [await look('duel', robin), await look('duel', kim)];
    expect((await change('duel', robin, first.seen, { replies: [{ text: 'Two.' }] })).status).toBe(200);
    // Whoever lets somebody use it changes nothing of it.
    const permit = { account: 'twitch:4242', seconds: 60 };
    expect((await ask(world, 'POST', '/commands/demo/duel/permits', { ...kim, body: permit })).status).toBe(201);
    const refused = await change('duel', kim, second.seen, {
      replies: [{ text: 'Three.' }],
      options: { level: 'vip' },
    });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({
      error: {
        code: 'CONFLICT',
        message: expect.stringMatching(/^"duel" was changed by Robin at 2/),
        changed: { by: 'Robin', at: expect.stringMatching(/Z$/) },
      },
    });
    expect((await look('duel', kim)).command).toMatchObject({ replies: [{ text: 'Two.' }], level: 'everyone' });
    // Who has looked again may.
    const again = await look('duel', kim);
    expect((await change('duel', kim, again.seen, { replies: [{ text: 'Three.' }] })).status).toBe(200);
  });

  it('hear the same of removing and of undo', async () => {
    await add('late');
    const old = await look('late', kim);
    await change('late', robin, old.seen, { options: { hidden: true } });
    const late = { ...kim, headers: { ...kim.headers, ...old.seen } };
    expect((await ask(world, 'DELETE', '/commands/demo/late', late)).status).toBe(409);
    expect((await ask(world, 'POST', '/commands/demo/late/undo', late)).status).toBe(409);
    expect((await look('late', kim)).command).toMatchObject({ hidden: true });
    const seen = await look('late', robin);
    const undo = { ...robin, headers: { ...robin.headers, ...seen.seen } };
    expect((await ask(world, 'POST', '/commands/demo/late/undo', undo)).status).toBe(200);
    expect((await look('late', kim)).command).toMatchObject({ hidden: false });
  });

  it('are told of built-in commands, too, whichever part was changed', async () => {
    const [first, second] = [await look('quote', robin), await look('quote', kim)];
    expect((await change('quote', robin, first.seen, { part: 'add', options: { level: 'vip' } })).status).toBe(200);
    const refused = await change('quote', kim, second.seen, { options: { cooldown: { channel: 9 } } });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({ error: { changed: { by: 'Robin' } } });
    const now = await look('quote', kim);
    expect(now.command).toMatchObject({ set: {}, parts: { add: { level: 'vip' } } });
    expect((await change('quote', kim, now.seen, { options: { cooldown: { channel: 9 } } })).status).toBe(200);
    const undo = { ...kim, headers: { ...kim.headers, ...now.seen } };
    expect((await ask(world, 'POST', '/commands/demo/quote/undo', undo)).status).toBe(409);
  });

  it('are not told of uses, nor are they asked where nothing was seen', async () => {
    await add('used');
    const { seen } = await look('used', robin);
    const { id } = TWITCH_CHANNELS[0] as (typeof TWITCH_CHANNELS)[number];
    const { messageId } = await world.twitch.chat({
      channel: id,
      user: { id: '77001', login: 'viewer', role: 'viewer' },
      text: '!used',
    });
    await until('an answer', () => world.twitch.sent.some(({ replyTo }) => replyTo === messageId));
    expect((await look('used', robin)).seen).not.toEqual(seen);
    expect((await change('used', robin, seen, { replies: [{ text: 'Still.' }] })).status).toBe(200);
    expect((await change('used', robin, {}, { replies: [{ text: 'Anyway.' }] })).status).toBe(200);
    expect((await change('used', robin, { 'if-match': 'nonsense' }, { replies: [{ text: 'x' }] })).status).toBe(400);
  });
});

describe('a change of many commands', () => {
  it('is one request, with a line of the audit log and an undo for each', async () => {
    for (const name of ['many-a', 'many-b']) await add(name);
    await ask(world, 'POST', '/aliases/demo', { body: { name: 'many-c', command: 'ping' } });
    const body = { names: ['many-a', 'MANY-B', 'ping', 'many-c', 'nosuch'], options: { enabled: false } };
    const off = await ask(world, 'PATCH', '/commands/demo', { ...robin, body });
    expect(off.json).toEqual({
      changed: ['many-a', 'many-b', 'ping'],
      unchanged: [],
      missing: ['many-c', 'nosuch'],
    });
    for (const name of ['many-a', 'many-b', 'ping']) {
      expect((await look(name, kim)).command).toMatchObject({ enabled: false });
      const { json } = await ask<{ data: unknown[] }>(world, 'GET', `/commands/demo/${name}/history`, kim);
      expect(json.data[0]).toMatchObject({ action: 'command.options', actor: { kind: 'session' } });
    }
    expect((await ask(world, 'PATCH', '/commands/demo', { ...robin, body })).json).toMatchObject({
      changed: [],
      unchanged: ['many-a', 'many-b', 'ping'],
    });
    await ask(world, 'POST', '/commands/demo/many-b/undo', kim);
    expect((await look('many-b', kim)).command).toMatchObject({ enabled: true, set: {} });
    const on = await ask(world, 'PATCH', '/commands/demo', { ...robin, body: { ...body, options: { enabled: true } } });
    expect(on.json).toMatchObject({ changed: ['many-a', 'ping'] });
    expect((await look('many-a', kim)).command).toMatchObject({ enabled: true, set: {} });
  });
});

describe('the list of variables', () => {
  it('has what each prints for a sample person, in the dialect asked for', async () => {
    const { json } = await ask<{ data: { names: string[]; example: string; prints: string | null }[] }>(
      world,
      'GET',
      '/commands/variables?communityId=demo&dialect=nightbot',
      robin,
    );
    expect(json.data.find(({ names }) => names[0] === 'user')).toMatchObject({ example: '$(user)', prints: 'Robin' });
    expect(json.data.find(({ names }) => names[0] === 'eval')).toMatchObject({
      example: '$(eval 6 * 7)',
      prints: '42',
    });
    expect(json.data.some(({ names }) => names[0] === 'random.pick')).toBe(false);
  });
});
