import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { CallResult } from '../call.ts';
import { discordDeletes } from './deletes.ts';

const NOW = Date.UTC(2026, 9, 4, 12);
const GUILD = '2000000000000000001';
const ROOM = '2000000000000000002';
const THREAD = '2000000000000000012';
const ID = '2100000000000000077';

function deletesWith(answer: Response | CallResult) {
  let now = NOW;
  const { call, seen } = answering(answer);
  const headers = { 'user-agent': 'DiscordBot (https://bot.example, 1)' };
  const { deleteMessage } = discordDeletes({ apiUrl: 'https://api.example/v10', headers, call, clock: () => now });
  return {
    seen,
    wait: (ms: number) => (now += ms),
    take: (id = ID, room = ROOM) => deleteMessage(GUILD, room, id),
  };
}
const said = (status: number, json: object, headers: Record<string, string> = {}) =>
  deletesWith(Response.json(json, { status, headers }));

describe('deleting on Discord', () => {
  it('is asked of the room it was said in, a thread as well, as the bot', async () => {
    const { take, seen } = deletesWith(new Response(null, { status: 204 }));
    expect(await take(ID, THREAD)).toEqual({ ok: true });
    const [call] = seen;
    expect(call?.url).toBe(`https://api.example/v10/channels/${THREAD}/messages/${ID}`);
    expect(call?.headers.get('authorization')).toBe('Bot token-1');
    expect(call?.headers.get('user-agent')).toMatch(/^DiscordBot/);
  });

  it('takes numbers alone: whatever else was named goes into no address', async () => {
    const { take, seen } = deletesWith(new Response(null, { status: 204 }));
    for (const [id, room] of [
      ['..', ROOM],
      ['', ROOM],
      [`${ID}/reactions`, ROOM],
      [ID, 'dm:1'],
      [ID, '1/messages/2'],
    ])
      expect(await take(id, room)).toMatchObject({ ok: false, reason: 'not-found' });
    expect(seen).toEqual([]);
  });

  it('is done where the message is gone already, and not where the room is', async () => {
    expect(await said(404, { code: 10_008, message: 'Unknown Message' }).take()).toEqual({ ok: true });
    expect(await said(404, { code: 10_003, message: 'Unknown Channel' }).take()).toMatchObject({
      ok: false,
      reason: 'not-found',
    });
  });

  it.each([
    [50_001, 'View Channel'],
    [50_003, 'direct messages'],
    [50_013, 'Manage Messages'],
    [60_003, 'two-factor'],
  ])('says what is missing (%d), and leaves that room alone for a minute', async (code, words) => {
    const { take, seen, wait } = said(403, { code, message: 'No.' });
    const no = { ok: false, reason: 'forbidden', message: expect.stringContaining(words) };
    expect([await take(), await take('1')]).toEqual([no, no]);
    expect(seen).toHaveLength(1);
    await take(ID, THREAD);
    expect(seen).toHaveLength(2);
    wait(60_000);
    await take();
    expect(seen).toHaveLength(3);
  });

  it('tries the next message where one cannot be deleted', async () => {
    for (const [code, words] of [
      [50_021, 'Discord itself'],
      [50_083, 'archived'],
      [50_999, 'HTTP 403, code 50999'],
    ] as const) {
      const { take, seen } = said(403, { code, message: 'No.' });
      expect(await take()).toMatchObject({ reason: 'forbidden', message: expect.stringContaining(words) });
      await take('1');
      expect(seen).toHaveLength(2);
    }
    expect(await deletesWith(Response.json('error', { status: 403 })).take()).toMatchObject({
      message: 'Discord says no: HTTP 403',
    });
  });
});

describe('Discord’s windows', () => {
  const limits = (json: object, headers = {}) => said(429, json, headers);

  it('are each room’s own, as long as the answer says', async () => {
    const usedUp = deletesWith(
      new Response(null, {
        status: 204,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.500' },
      }),
    );
    expect(await usedUp.take()).toEqual({ ok: true });
    const over = limits({ message: 'slow', retry_after: 1.5, global: false });
    expect(await over.take()).toMatchObject({ reason: 'limited', retryAfterMs: 1_500 });
    for (const { take, seen, wait } of [usedUp, over]) {
      wait(1_000);
      expect(await take()).toMatchObject({ reason: 'limited', retryAfterMs: 500 });
      await take(ID, THREAD);
      expect(seen).toHaveLength(2);
      wait(500);
      await take();
      expect(seen).toHaveLength(3);
    }
  });

  it.each([
    ['the bot’s own limit', limits({ message: 'slow', retry_after: 2, global: true }), 2_000],
    ['a block by Cloudflare', limits({}), 300_000],
  ])('are all held by %s', async (_, { take, seen, wait }, forMs) => {
    expect(await take()).toMatchObject({ reason: 'limited', retryAfterMs: forMs });
    wait(forMs - 1);
    expect(await take(ID, THREAD)).toMatchObject({ reason: 'limited', retryAfterMs: 1 });
    expect(seen).toHaveLength(1);
    wait(1);
    await take(ID, THREAD);
    expect(seen).toHaveLength(2);
  });

  it('are held while the token is refused, for refusals add up to a ban', async () => {
    const refused = { outcome: 'refused', reason: 'token refused, and no new one to be had' } as const;
    for (const { take, seen, wait } of [
      said(401, { message: '401: Unauthorized', code: 0 }),
      deletesWith({ ok: false, outcome: refused }),
    ]) {
      const no = { ok: false, reason: 'scope', message: expect.stringContaining('DISCORD_BOT_TOKEN') };
      expect([await take(), await take(ID, THREAD)]).toEqual([no, no]);
      expect(seen).toHaveLength(1);
      wait(60_000);
      await take();
      expect(seen).toHaveLength(2);
    }
  });
});

it('may have been done where Discord does not answer', async () => {
  const lost = { outcome: 'unclear', reason: 'TimeoutError' } as const;
  for (const answer of [Response.json({}, { status: 503 }), { ok: false, outcome: lost } as const])
    expect(await deletesWith(answer).take()).toMatchObject({ ok: false, reason: 'upstream' });
});
