import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import type { Limit } from '../workers/core/windows.ts';

const NOW = 1_791_100_000_000;
const MINUTE = 60_000;
const THREE = { count: 3, windowMs: 10_000 };
/** Leaves up to ten commands unwritten. */
const HUNDRED_AND_TWENTY = { count: 120, windowMs: MINUTE };

const aCommunity = () => env.COMMUNITY.getByName(crypto.randomUUID());
type CommunityStub = ReturnType<typeof aCommunity>;

/** Takes places for commands of their own until one is refused, and says how many there were. */
const fill = (community: CommunityStub, limit: Limit, now: number, most = Infinity): Promise<number> =>
  runInDurableObject(community, (inner) => {
    let taken = 0;
    while (taken < most && inner.takeCommand(crypto.randomUUID(), limit, now).allowed) taken++;
    return taken;
  });

const stored = (community: CommunityStub): Promise<unknown[]> =>
  runInDurableObject(community, (_, { storage }) => [...storage.kv.list()]);

describe('the limit of a community', () => {
  it('is one for all of its channels', async () => {
    const community = aCommunity();
    for (const id of ['twitch:1:a', 'discord:2:b', 'slack:3:c'])
      expect(await community.takeCommand(id, THREE, NOW)).toEqual({ allowed: true });
    expect(await community.takeCommand('twitch:1:d', THREE, NOW + 4_000)).toEqual({
      allowed: false,
      retryAfterMs: 6_000,
    });
  });

  it('loses nothing to a refusal', async () => {
    const community = aCommunity();
    await fill(community, THREE, NOW);
    for (const id of ['a', 'b', 'c', 'd']) await community.takeCommand(id, THREE, NOW + 4_000);
    expect(await fill(community, THREE, NOW + 10_000)).toBe(3);
  });

  it('loses one place to a command, however often its event is sent', async () => {
    const community = aCommunity();
    const again = await Promise.all(Array.from({ length: 9 }, () => community.takeCommand('a', THREE, NOW)));
    expect(again).toEqual(Array(9).fill({ allowed: true }));
    expect(await community.takeCommand('a', THREE, NOW + 4 * MINUTE)).toEqual({ allowed: true });
    expect(await fill(community, THREE, NOW)).toBe(2);
  });

  it('decides anew on a command that was refused, and on one that comes again after five minutes', async () => {
    const community = aCommunity();
    await community.takeCommand('a', THREE, NOW);
    await fill(community, THREE, NOW);
    expect(await community.takeCommand('z', THREE, NOW)).toMatchObject({ allowed: false });
    expect(await community.takeCommand('z', THREE, NOW + 10_000)).toEqual({ allowed: true });
    await fill(community, THREE, NOW + 5 * MINUTE);
    expect(await community.takeCommand('a', THREE, NOW + 5 * MINUTE)).toMatchObject({ allowed: false });
  });

  it('gets the place back of a command that came to nothing, once', async () => {
    const community = aCommunity();
    for (const id of ['a', 'b', 'c']) await community.takeCommand(id, THREE, NOW);
    await community.giveBackCommand('b', THREE, NOW + 1);
    await community.giveBackCommand('b', THREE, NOW + 1);
    await community.giveBackCommand('never', THREE, NOW + 1);
    expect(await community.takeCommand('b', THREE, NOW + 2)).toEqual({ allowed: true });
    expect(await community.takeCommand('d', THREE, NOW + 2)).toMatchObject({ allowed: false });
  });

  it('counts on when it is changed, also beyond what is counted exactly', async () => {
    const community = aCommunity();
    expect(await fill(community, HUNDRED_AND_TWENTY, NOW)).toBe(120);
    const wider = { count: 200, windowMs: MINUTE };
    expect(await fill(community, wider, NOW)).toBe(80);
    expect(await fill(community, HUNDRED_AND_TWENTY, NOW + 1)).toBe(0);
  });
});

describe('a loss of memory', () => {
  it('forgets neither places nor ids that were written', async () => {
    const community = aCommunity();
    await community.takeCommand('a', HUNDRED_AND_TWENTY, NOW);
    await fill(community, HUNDRED_AND_TWENTY, NOW, 10);
    await evictDurableObject(community);
    expect(await community.takeCommand('a', HUNDRED_AND_TWENTY, NOW + 10_000)).toEqual({ allowed: true });
    expect(await fill(community, HUNDRED_AND_TWENTY, NOW + 10_000)).toBe(109);
  });

  it('keeps a place that was given back together with the id that may use it', async () => {
    const community = aCommunity();
    for (const id of ['a', 'b', 'c']) await community.takeCommand(id, THREE, NOW);
    await community.giveBackCommand('b', THREE, NOW);
    await evictDurableObject(community);
    expect(await community.takeCommand('d', THREE, NOW)).toEqual({ allowed: true });
    expect(await community.takeCommand('b', THREE, NOW)).toEqual({ allowed: true });
    expect(await community.takeCommand('e', THREE, NOW)).toMatchObject({ allowed: false });
  });

  it('starts a quiet community empty', async () => {
    const community = aCommunity();
    expect(await fill(community, HUNDRED_AND_TWENTY, NOW, 10)).toBe(10);
    await evictDurableObject(community);
    expect(await fill(community, HUNDRED_AND_TWENTY, NOW + 10_000)).toBe(120);
  });

  it('lets no window have more than 1.5 × the limit, with as many sleeps as fit into it', async () => {
    const limit = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      windowMs: fc.constantFrom(5_000, 10_000, 30_000, MINUTE, 90_000),
    });
    const spells = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 10_000, max: 14_000 })), {
      minLength: 2,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(limit, spells, async (limit, spells) => {
        const community = aCommunity();
        const takenAt: number[] = [];
        let now = NOW;
        for (const [wanted, idleMs] of spells) {
          const taken = await fill(community, limit, now, wanted);
          takenAt.push(...Array<number>(taken).fill(now));
          await evictDurableObject(community);
          now += idleMs;
        }
        for (const at of new Set(takenAt)) {
          const inWindow = takenAt.filter((other) => other > at - limit.windowMs && other <= at).length;
          expect(inWindow).toBeLessThanOrEqual(limit.count * 1.5);
        }
      }),
      { numRuns: cases(200) },
    );
  }, 300_000);
});

describe('what it stores', () => {
  it('is nothing while its commands are few', async () => {
    const community = aCommunity();
    for (let i = 0; i < 30; i++) {
      await fill(community, HUNDRED_AND_TWENTY, NOW + i * 20_000, 5);
      expect(await stored(community)).toEqual([]);
      await evictDurableObject(community);
    }
  });

  it('is one row of bounded size, written for every eleventh of many commands', async () => {
    const community = aCommunity();
    const large = { count: 2_000, windowMs: MINUTE };
    await fill(community, large, NOW, 1_500);
    const [[, kept]] = (await stored(community)) as [[string, { takenAt: Map<string, number> }]];
    expect(kept.takenAt.size).toBe(200);

    const busy = aCommunity();
    let writes = 0;
    for (let i = 0; i < 110; i++) {
      await fill(busy, HUNDRED_AND_TWENTY, NOW, 1);
      if ((await stored(busy)).length === 0) continue;
      writes++;
      await runInDurableObject(busy, (_, { storage }) => storage.kv.delete('commands'));
    }
    expect(writes).toBe(10);
  });
});
