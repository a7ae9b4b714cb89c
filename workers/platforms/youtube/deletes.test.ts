import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import type { UnitBudget } from '../../core/platforms.ts';
import type { CallResult } from '../call.ts';
import { youtubeDeletes } from './deletes.ts';

/** Five in the morning in California. */
const NOW = Date.parse('2026-10-04T12:00:00Z');
const UNTIL_MIDNIGHT = 19 * 3_600_000;
const CHANNEL = 'UCdemo0000000000000000000';
const ROOM = `${CHANNEL}/chat-1`;
const ID = 'LCC.EhwKGkNPcXI';

function deletesWith(answer: Response | CallResult, spend: (units: UnitBudget) => Promise<boolean> = async () => true) {
  let now = NOW;
  const paid: UnitBudget[] = [];
  const { call, seen } = answering(answer);
  const { deleteMessage } = youtubeDeletes({
    apiUrl: 'https://api.example/youtube/v3',
    unitsPerDay: 10_000,
    spend: (units) => {
      paid.push(units);
      return spend(units);
    },
    call,
    clock: () => now,
  });
  return {
    seen,
    paid,
    wait: (ms: number) => (now += ms),
    take: (id = ID, room = ROOM) => deleteMessage(CHANNEL, room, id),
  };
}
const said = (reason: string, status: number, headers: Record<string, string> = {}) =>
  deletesWith(
    Response.json(
      { error: { code: status, message: 'No.', errors: [{ domain: 'youtube.liveChat', reason, message: 'No.' }] } },
      { status, headers },
    ),
  );

describe('deleting on YouTube', () => {
  it('is asked by the account that speaks, and paid with 50 units first', async () => {
    const { take, seen, paid } = deletesWith(new Response(null, { status: 204 }));
    expect(await take('LCC.a&b')).toEqual({ ok: true });
    expect(paid).toEqual([{ cost: 50, perDay: 10_000, resetAt: NOW + UNTIL_MIDNIGHT }]);
    expect(seen[0]?.url).toBe('https://api.example/youtube/v3/liveChat/messages?id=LCC.a%26b');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
  });

  it('costs nothing without an id', async () => {
    const { take, paid } = deletesWith(new Response(null, { status: 204 }));
    expect(await take('')).toMatchObject({ ok: false, reason: 'not-found' });
    expect(paid).toEqual([]);
  });

  it('is done where the message is gone already, and not where YouTube knows no such chat', async () => {
    expect(await said('liveChatMessageNotFound', 404).take()).toEqual({ ok: true });
    expect(await said('liveChatNotFound', 404).take()).toMatchObject({ ok: false, reason: 'not-found' });
  });

  it('waits for the quota’s day to end when its units are used up', async () => {
    const spent = {
      ok: false,
      reason: 'limited',
      retryAfterMs: UNTIL_MIDNIGHT,
      message: expect.stringContaining('midnight'),
    };
    const poor = deletesWith(new Response(null, { status: 204 }), async () => false);
    expect(await poor.take()).toEqual(spent);
    expect(poor.seen).toEqual([]);
    const { take, paid, wait } = said('quotaExceeded', 403);
    expect(await take()).toEqual(spent);
    wait(1_000);
    expect(await take(ID, `${CHANNEL}/chat-2`)).toEqual({ ...spent, retryAfterMs: UNTIL_MIDNIGHT - 1_000 });
    expect(paid).toHaveLength(1);
  });

  it('is slower in a chat that got too much', async () => {
    const { take, paid } = said('rateLimitExceeded', 403, { 'retry-after': '7' });
    expect(await take()).toMatchObject({ ok: false, reason: 'limited', retryAfterMs: 7_000 });
    await take();
    expect(paid).toHaveLength(1);
    await take(ID, `${CHANNEL}/chat-2`);
    expect(paid).toHaveLength(2);
  });

  it('spends no more units on a chat that the bot does not moderate, for a minute', async () => {
    const { take, paid, wait } = said('forbidden', 403);
    const no = { ok: false, reason: 'forbidden', message: expect.stringContaining('YouTube Studio') };
    expect([await take(), await take('another')]).toEqual([no, no]);
    expect(paid).toHaveLength(1);
    wait(60_000);
    await take();
    expect(paid).toHaveLength(2);
  });

  it('is not for messages of the broadcaster and of moderators, one by one', async () => {
    const { take, paid } = said('modificationNotAllowed', 403);
    expect(await take()).toMatchObject({ ok: false, reason: 'forbidden' });
    await take('another');
    expect(paid).toHaveLength(2);
    expect(await said('liveChatEnded', 403).take()).toMatchObject({
      reason: 'forbidden',
      message: 'YouTube says no: liveChatEnded',
    });
  });

  it.each([
    ['insufficientPermissions', 403],
    ['authError', 401],
  ])('says how the bot’s account agrees after %s, and pays no second time', async (reason, status) => {
    const { take, paid } = said(reason, status);
    const no = { ok: false, reason: 'scope', message: expect.stringContaining('npm run connect youtube -- --as bot') };
    expect([await take(), await take(ID, `${CHANNEL}/chat-2`)]).toEqual([no, no]);
    expect(paid).toHaveLength(1);
  });

  it('never throws, and says whether the message may be gone', async () => {
    const timeout = { outcome: 'unclear', reason: 'TimeoutError' } as const;
    for (const answer of [Response.json({}, { status: 503 }), { ok: false, outcome: timeout } as const])
      expect(await deletesWith(answer).take()).toMatchObject({
        reason: 'upstream',
        message: expect.stringContaining('may still be there'),
      });
    const still = { ok: false, reason: 'upstream', message: expect.stringContaining('is still there') };
    const later = { outcome: 'refused', reason: 'no token', retryAfterMs: 5_000 } as const;
    expect(await deletesWith({ ok: false, outcome: later }).take()).toEqual({ ...still, retryAfterMs: 5_000 });
    const away = deletesWith(new Response(null), () => Promise.reject(new Error('the object is away')));
    expect(await away.take()).toEqual(still);
    const never = { outcome: 'refused', reason: 'token refused, and no new one to be had' } as const;
    expect(await deletesWith({ ok: false, outcome: never }).take()).toMatchObject({ reason: 'scope' });
  });
});
