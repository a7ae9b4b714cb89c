import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import type { AccessToken } from '../workers/core/tokens.ts';
import type { Permit, TokenAnswer } from './upstream.ts';

const NOW = 1_791_100_000_000;
const anUpstream = () => env.UPSTREAM.getByName(crypto.randomUUID());
/** One that has been awake for a while, and so knows that a window is empty. */
async function awake(
  ...limits: readonly { readonly key: string; readonly count: number; readonly windowMs: number }[]
) {
  const upstream = anUpstream();
  await upstream.acquire('long-ago', limits, NOW - 120_000);
  return upstream;
}
const SECOND = { key: 'channel:1', count: 1, windowMs: 1_000 };
const ALL = { key: 'all', count: 4, windowMs: 30_000 };

describe('a place to send at', () => {
  it('is granted at once where there is room, and a little later where there soon will be', async () => {
    const upstream = anUpstream();
    expect(await upstream.acquire('d1', [SECOND], NOW)).toEqual({ permit: 'granted', waitMs: 0 });
    expect(await upstream.acquire('d2', [SECOND], NOW + 400)).toEqual({ permit: 'granted', waitMs: 600 });
  });

  it('is denied where the wait would be longer than a second, and then nothing was taken', async () => {
    const upstream = anUpstream();
    for (const id of ['d1', 'd2']) await upstream.acquire(id, [SECOND], NOW);
    expect(await upstream.acquire('d4', [SECOND], NOW)).toEqual({ permit: 'denied', retryAfterMs: 2_000 });
    expect(await upstream.acquire('d4', [SECOND], NOW)).toEqual({ permit: 'denied', retryAfterMs: 2_000 });
    expect(await upstream.acquire('d4', [SECOND], NOW + 1_000)).toEqual({ permit: 'granted', waitMs: 1_000 });
  });

  it('is given once to each delivery', async () => {
    const upstream = anUpstream();
    await upstream.acquire('d1', [SECOND], NOW);
    expect(await upstream.acquire('d1', [SECOND], NOW + 5_000)).toEqual({ permit: 'already' });
    expect(await upstream.acquire('d2', [SECOND], NOW + 5_000)).toEqual({ permit: 'granted', waitMs: 0 });
  });

  it('may be asked for again when the platform said no', async () => {
    const upstream = anUpstream();
    await upstream.acquire('d1', [SECOND], NOW);
    await upstream.release('d1');
    expect(await upstream.acquire('d1', [SECOND], NOW + 1_000)).toEqual({ permit: 'granted', waitMs: 0 });
  });

  it('has to fit into every window, and takes one in each or in none', async () => {
    const upstream = await awake(ALL);
    for (let i = 0; i < 4; i++) await upstream.acquire(`d${i}`, [ALL, { ...SECOND, key: `channel:${i}` }], NOW);
    expect(await upstream.acquire('d4', [ALL, { ...SECOND, key: 'channel:4' }], NOW + 1_000)).toEqual({
      permit: 'denied',
      retryAfterMs: 29_000,
    });
    expect(await upstream.acquire('d4', [{ ...SECOND, key: 'channel:4' }], NOW + 1_000)).toEqual({
      permit: 'granted',
      waitMs: 0,
    });
  });

  it('where the bot moderates is not held by the small window', async () => {
    const upstream = await awake(ALL, { key: 'all:moderator', count: 100, windowMs: 30_000 });
    for (let i = 0; i < 4; i++) await upstream.acquire(`d${i}`, [ALL], NOW);
    expect(await upstream.acquire('m1', [ALL], NOW)).toMatchObject({ permit: 'denied' });
    for (let i = 0; i < 100; i++) {
      expect(await upstream.acquire(`m${i}`, [{ key: 'all:moderator', count: 100, windowMs: 30_000 }], NOW)).toEqual({
        permit: 'granted',
        waitMs: 0,
      });
    }
    expect(await upstream.acquire('m100', [{ key: 'all:moderator', count: 100, windowMs: 30_000 }], NOW)).toMatchObject(
      { permit: 'denied' },
    );
  });

  it('never lets more through than any of its windows has', async () => {
    const limits = [
      { key: 'all', count: 3, windowMs: 5_000 },
      { key: 'one', count: 1, windowMs: 700 },
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 40 }), async (gaps) => {
        const sentAt: number[] = [];
        await runInDurableObject(anUpstream(), (upstream) => {
          let now = NOW;
          gaps.forEach((gap, i) => {
            now += gap;
            const permit: Permit = upstream.acquire(`d${i}`, limits, now);
            if (permit.permit === 'granted') sentAt.push(now + permit.waitMs);
            else if (permit.permit === 'denied') expect(permit.retryAfterMs).toBeGreaterThan(1_000);
          });
        });
        for (const { count, windowMs } of limits) {
          for (const at of sentAt) {
            expect(sentAt.filter((other) => other > at - windowMs && other <= at).length).toBeLessThanOrEqual(count);
          }
        }
      }),
      { numRuns: cases(500) },
    );
  });

  it('is counted on over a loss of memory where the window is more than half full', async () => {
    const upstream = await awake(ALL);
    for (let i = 0; i < 3; i++) await upstream.acquire(`d${i}`, [ALL], NOW);
    await evictDurableObject(upstream);
    expect(await upstream.acquire('d3', [ALL], NOW + 12_000)).toEqual({ permit: 'granted', waitMs: 0 });
    expect(await upstream.acquire('d4', [ALL], NOW + 12_000)).toEqual({ permit: 'denied', retryAfterMs: 18_000 });
  });

  it('is not given twice over a loss of memory where the window was less than half full', async () => {
    const upstream = await awake(ALL);
    for (let i = 0; i < 2; i++) await upstream.acquire(`d${i}`, [ALL], NOW);
    await evictDurableObject(upstream);
    for (let i = 2; i < 4; i++)
      expect(await upstream.acquire(`d${i}`, [ALL], NOW + 12_000)).toMatchObject({ permit: 'granted' });
    expect(await upstream.acquire('d4', [ALL], NOW + 12_000)).toMatchObject({ permit: 'denied' });
  });

  it('of a wide window is written every now and then, and what was not is thought of as used', async () => {
    const wide = { key: 'all', count: 100, windowMs: 30_000 };
    const upstream = await awake(wide);
    const written = () =>
      runInDurableObject(upstream, (_, { storage }) =>
        storage.sql
          .exec<{ times: string }>('SELECT times FROM windows')
          .toArray()
          .map(({ times }) => (JSON.parse(times) as number[]).length),
      );
    for (let i = 0; i < 60; i++) await upstream.acquire(`d${i}`, [wide], NOW);
    // 52 sends, and the quarter that was thought of as used before the first of them.
    expect(await written()).toEqual([77]);
    await evictDurableObject(upstream);
    const grantedAt = async (now: number): Promise<number> => {
      let granted = 0;
      for (let i = 0; i < 120; i++)
        if ((await upstream.acquire(`${now} ${i}`, [wide], now)).permit === 'granted') granted++;
      return granted;
    };
    // 60 sends, and what may have been: of both the window has no more than its hundred.
    expect(await grantedAt(NOW + 12_000)).toBeLessThanOrEqual(40);
  });

  it('costs a quiet account no row', async () => {
    const wide = { key: 'all', count: 20, windowMs: 30_000 };
    const upstream = anUpstream();
    for (let i = 0; i < 5; i++) await upstream.acquire(`d${i}`, [wide, { ...SECOND, key: `channel:${i}` }], NOW);
    const rows = await runInDurableObject(upstream, (_, { storage }) =>
      storage.sql.exec('SELECT key FROM windows').toArray(),
    );
    expect(rows).toEqual([]);
  });
});

describe('a token', () => {
  const token = (name: string, expiresAt: number | null = NOW + 3_600_000): AccessToken => ({ token: name, expiresAt });
  const leaseOf = (answer: TokenAnswer): number => {
    if (!('lease' in answer)) throw new Error('a token, not a lease');
    return answer.lease;
  };
  const askedBy = async (upstream: ReturnType<typeof anUpstream>, now = NOW, stale?: string) =>
    (await upstream.token(now, stale)) as TokenAnswer;
  const holding = async (held: AccessToken) => {
    const upstream = anUpstream();
    await upstream.settle(leaseOf(await askedBy(upstream)), held);
    return upstream;
  };

  it('is got by one of fifty who want it at once, and all have it', async () => {
    const upstream = anUpstream();
    const answers = await runInDurableObject(upstream, async (inner) => {
      const asking = Array.from({ length: 50 }, () => inner.token(NOW));
      const first = await Promise.race(asking);
      inner.settle(leaseOf(first), token('t1'));
      return Promise.all(asking);
    });
    expect(answers.filter((answer) => 'lease' in answer)).toHaveLength(1);
    expect(answers.filter((answer) => 'token' in answer && answer.token.token === 't1')).toHaveLength(49);
  });

  it('is handed out until it is about to end', async () => {
    const upstream = await holding(token('t1', NOW + 600_000));
    expect(await askedBy(upstream, NOW + 299_999)).toEqual({ token: token('t1', NOW + 600_000) });
    expect(await askedBy(upstream, NOW + 300_000)).toEqual({ lease: expect.any(Number) });
  });

  it('that never ends is handed out for ever', async () => {
    const upstream = await holding(token('t1', null));
    expect(await askedBy(upstream, NOW + 10 ** 12)).toEqual({ token: token('t1', null) });
  });

  it('that the platform refused is got anew, once', async () => {
    const upstream = await holding(token('old'));
    const lease = leaseOf(await askedBy(upstream, NOW, 'old'));
    await upstream.settle(lease, token('new'));
    expect(await askedBy(upstream, NOW, 'old')).toEqual({ token: token('new') });
  });

  it('that could not be got is not tried for by everybody in turn, and is by the next who asks', async () => {
    const upstream = anUpstream();
    const answers = await runInDurableObject(upstream, async (inner) => {
      const first = leaseOf(await inner.token(NOW));
      const waiting = [inner.token(NOW), inner.token(NOW)];
      inner.settle(first, null);
      return Promise.all(waiting);
    });
    expect(answers).toEqual([{ unavailable: true }, { unavailable: true }]);
    expect(leaseOf(await askedBy(upstream))).toEqual(expect.any(Number));
  });

  it('is got by the next when the first has not come back in ten seconds', async () => {
    const upstream = anUpstream();
    const first = leaseOf(await askedBy(upstream));
    const next = leaseOf(await askedBy(upstream, NOW + 10_000));
    expect(next).not.toBe(first);
    await upstream.settle(first, token('outlived'));
    await upstream.settle(next, token('fresh'));
    expect(await askedBy(upstream, NOW + 10_000)).toEqual({ token: token('fresh') });
  });

  it('is in no storage', async () => {
    const upstream = await holding(token('t1'));
    await evictDurableObject(upstream);
    expect(await askedBy(upstream)).toEqual({ lease: expect.any(Number) });
  });
});

it('what is left of a budget is told, and asking takes nothing of it', async () => {
  const upstream = await awake(ALL);
  await upstream.acquire('d1', [ALL], NOW);
  await upstream.hold([{ key: SECOND.key, forMs: 9_000 }], NOW);
  const left = {
    windows: { all: { left: 3, heldUntil: null }, 'channel:1': { left: 1, heldUntil: NOW + 9_000 } },
    unitsUsed: 0,
    breaker: { state: 'closed' },
  };
  for (let i = 0; i < 5; i++) expect(await upstream.left([ALL, SECOND], NOW)).toEqual(left);
  expect(await upstream.left([ALL], NOW + 30_000)).toMatchObject({ windows: { all: { left: 4 } } });
});
