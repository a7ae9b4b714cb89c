import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, ask as api } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    twitch: { channels: CHANNELS.map((id) => ({ id, login: `c${id}`, botIsModerator: true })) },
  });
});
afterAll(() => world?.close());

const CHANNELS = Array.from({ length: 4 }, (_, i) => String(1_600_000 + i));

/** A community of its own with a Twitch channel, and its owner. */
async function aPlace(channel: string) {
  const slug = `h-${randomUUID().slice(0, 8)}`;
  const owner = await aPerson(world);
  const made = await api<{ id: string }>(world, 'POST', '/communities', {
    ...owner.asked,
    body: { slug, name: 'Hub' },
  });
  await world.rows(
    `insert into channels (id, community_id, platform, platform_id, login, bot_is_moderator)
     values (gen_random_uuid(), $1, 'twitch', $2, $2, true)`,
    [made.json.id, channel],
  );
  const limits = { reply: { count: 1_000, windowMs: 10_000 } };
  await api(world, 'PATCH', `/communities/${slug}`, { ...owner.asked, body: { limits } });
  return { slug, owner, channel };
}

const send = (channel: string, account: string, text: string) =>
  world.twitch.chat({ channel, user: { id: account, login: `user_${account}`, role: 'viewer' }, text });

async function answerTo(channel: string, account: string, text: string): Promise<string> {
  const { messageId } = await send(channel, account, text);
  return (await until(`an answer to ${text}`, () => world.twitch.sent.find((line) => line.replyTo === messageId))).text;
}

let others = 0;
/** Whether a line was answered, by the time that another one is. */
async function isAnswered(channel: string, account: string, text: string): Promise<boolean> {
  const { messageId } = await send(channel, account, text);
  await answerTo(channel, `99${++others}`, '!help ping');
  return world.twitch.sent.some((line) => line.replyTo === messageId);
}

describe('a role of the hub in chat', () => {
  it('makes an editor a moderator for commands and memories, and for nothing else', async () => {
    const { slug, owner, channel } = await aPlace(CHANNELS[0] as string);
    const eddy = await aPerson(world, { roles: { [slug]: 'viewer' } });
    const role = (name: string) =>
      api(world, 'PUT', `/communities/${slug}/roles/twitch:${eddy.account}`, { ...owner.asked, body: { role: name } });
    expect(await isAnswered(channel, eddy.account, '!command add !hello Hello!')).toBe(false);
    expect((await role('editor')).status).toBe(200);
    expect(await answerTo(channel, eddy.account, '!command add !hello Hello!')).toContain('Added !hello');
    expect(await answerTo(channel, eddy.account, '!quote add "To be" - Ann')).toContain('1');
    expect(await isAnswered(channel, eddy.account, '!title set Eddy was here')).toBe(false);
    // Through an alias of their own it is no other command.
    expect(await answerTo(channel, eddy.account, '!alias add !t title set')).toContain('!t');
    expect(await isAnswered(channel, eddy.account, '!t Eddy was here')).toBe(false);
    const told = await api<{ data: readonly object[] }>(
      world,
      'GET',
      `/channels/twitch:${channel}/refusals`,
      owner.asked,
    );
    const level = { account: eddy.account, reason: 'level', command: 'title set' };
    expect(told.json.data.slice(0, 2)).toMatchObject([level, level]);
    expect((await role('viewer')).status).toBe(200);
    expect(await isAnswered(channel, eddy.account, '!command remove !hello')).toBe(false);
  });

  it('goes with a ban, and by the statement’s end', async () => {
    const { slug, owner, channel } = await aPlace(CHANNELS[1] as string);
    const mia = await aPerson(world);
    const path = `/communities/${slug}/roles/twitch:${mia.account}`;
    expect((await api(world, 'PUT', path, { ...owner.asked, body: { role: 'moderator' } })).status).toBe(200);
    expect(await answerTo(channel, mia.account, '!command add !hello Hello!')).toContain('Added');
    const [row] = await world.rows<{ id: string }>(
      `select m.id from members m join accounts a on a.id = m.account_id join communities c on c.id = m.community_id
       where a.person_id = $1 and c.slug = $2`,
      [mia.id, slug],
    );
    const banned = await api(world, 'PUT', `/communities/${slug}/bans/${row?.id}`, { ...owner.asked, body: {} });
    expect(banned.status).toBe(204);
    expect(await isAnswered(channel, mia.account, '!command remove !hello')).toBe(false);
  });
});

describe('a deleted community', () => {
  it('falls silent at once, and speaks again when it is had back', async () => {
    const { slug, owner, channel } = await aPlace(CHANNELS[2] as string);
    const ask = (method: string, path: string, asked: ApiRequest = owner.asked) => api(world, method, path, asked);
    expect(await answerTo(channel, '9999', '!ping')).toBe('Pong!');
    const [deleted, { messageId }] = await Promise.all([
      ask('DELETE', `/communities/${slug}`),
      send((await aPlace(CHANNELS[3] as string)).channel, '9999', '!ping'),
    ]);
    expect(deleted.status).toBe(200);
    const silent = await send(channel, '9998', '!ping');
    await until('an answer elsewhere', () => world.twitch.sent.some((line) => line.replyTo === messageId));
    expect(world.twitch.sent.some((line) => line.replyTo === silent.messageId)).toBe(false);
    expect((await ask('POST', `/communities/${slug}/undelete`)).status).toBe(204);
    expect(await answerTo(channel, '9997', '!ping')).toBe('Pong!');
    expect(world.twitch.sent.some((line) => line.replyTo === silent.messageId)).toBe(false);
  });
});
