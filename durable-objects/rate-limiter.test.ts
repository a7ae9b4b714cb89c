import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import type { NamedLimit, RateLimiter, Standing } from './rate-limiter.ts';

/** Far from today, so that no alarm goes off by itself. */
const NOW = 4_000_000_000_000;
const HOUR = 3_600_000;
const BURST: NamedLimit = { name: 'burst', count: 3, windowMs: 1_000 };
const STEADY: NamedLimit = { name: 'steady', count: 200, windowMs: 60_000 };

class TestLimiter {
  readonly #name = crypto.randomUUID();
  stub = env.RATE_LIMITER.getByName(this.#name);

  take(limits: readonly [NamedLimit, ...NamedLimit[]], now = NOW, cost?: number): Promise<Standing> {
    return this.stub.take(limits, now, cost);
  }

  async spend(times: number, limits: readonly [NamedLimit, ...NamedLimit[]], now = NOW): Promise<void> {
    for (let i = 0; i < times; i++) expect(await this.take(limits, now)).toMatchObject({ allowed: true });
  }

  inside<R>(work: (limiter: RateLimiter, state: DurableObjectState) => R | Promise<R>): Promise<R> {
    return runInDurableObject(this.stub, work);
  }

  stored(): Promise<unknown[]> {
    return this.inside((_, { storage }) => [...storage.kv.list()]);
  }

  /** Memory is lost, storage stays. */
  fallAsleep(): Promise<void> {
    return evictDurableObject(this.stub);
  }

  /** Memory is lost in the middle of whatever was going on. */
  async die(): Promise<void> {
    await expect(this.inside((_, state) => state.abort('died'))).rejects.toThrow('died');
    this.stub = env.RATE_LIMITER.getByName(this.#name);
  }

  /** The same for all objects at once, without workerd's lines about it. */
  async dieQuietly(): Promise<void> {
    await abortAllDurableObjects();
    this.stub = env.RATE_LIMITER.getByName(this.#name);
  }
}

describe('a limited key', () => {
  it('is allowed its count and told when to come back', async () => {
    const limiter = new TestLimiter();
    await limiter.spend(2, [BURST]);
    expect(await limiter.take([BURST], NOW + 100)).toEqual({
      allowed: true,
      name: 'burst',
      limit: 3,
      remaining: 0,
      resetMs: 1_000,
      retryAfterMs: 0,
    });
    expect(await limiter.take([BURST], NOW + 300)).toEqual({
      allowed: false,
      name: 'burst',
      limit: 3,
      remaining: 0,
      resetMs: 800,
      retryAfterMs: 700,
    });
    expect(await limiter.take([BURST], NOW + 1_000)).toMatchObject({ allowed: true });
  });

  it('is told how the limit with the least left stands', async () => {
    const limiter = new TestLimiter();
    expect(await limiter.take([STEADY, BURST])).toMatchObject({ name: 'burst', limit: 3, remaining: 2 });
    const daily = { name: 'daily', count: 2, windowMs: 24 * HOUR };
    expect(await limiter.take([STEADY, daily, BURST])).toMatchObject({
      name: 'daily',
      remaining: 1,
      resetMs: 24 * HOUR,
    });
  });

  it('is told of the longest wait where several limits refuse', async () => {
    const limiter = new TestLimiter();
    const slow = { name: 'slow', count: 3, windowMs: 5_000 };
    await limiter.spend(3, [BURST, slow]);
    expect(await limiter.take([BURST, slow], NOW + 10)).toMatchObject({ name: 'slow', retryAfterMs: 4_990 });
  });

  it('takes a place under every limit or under none', async () => {
    const limiter = new TestLimiter();
    await limiter.spend(3, [BURST]);
    for (let i = 0; i < 50; i++) expect(await limiter.take([STEADY, BURST], NOW + 1)).toMatchObject({ allowed: false });
    expect(await limiter.take([STEADY], NOW + 1)).toMatchObject({ allowed: true, remaining: 199 });
  });

  it('may cost more than one place, and waits for as many', async () => {
    const limiter = new TestLimiter();
    expect(await limiter.take([BURST], NOW, 2)).toMatchObject({ allowed: true, remaining: 1 });
    expect(await limiter.take([BURST], NOW + 500, 2)).toMatchObject({
      allowed: false,
      remaining: 1,
      retryAfterMs: 500,
    });
    expect(await limiter.take([BURST], NOW + 500, 1)).toMatchObject({ allowed: true });
  });

  it('waits for limits besides, and takes nothing of them', async () => {
    const limiter = new TestLimiter();
    const failures = { name: 'failures', count: 1, windowMs: 5_000 };
    for (let i = 0; i < 2; i++)
      expect(await limiter.stub.take([BURST], NOW, 1, [failures])).toMatchObject({ allowed: true, name: 'burst' });
    await limiter.spend(1, [failures]);
    expect(await limiter.stub.take([BURST], NOW + 1, 1, [failures])).toMatchObject({
      allowed: false,
      name: 'failures',
    });
    expect(await limiter.take([BURST], NOW + 1)).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('never waits for what would never fit', async () => {
    const limiter = new TestLimiter();
    for (const cost of [4, 0, -1, 1.5, Number.NaN])
      await limiter.inside((inner) => {
        expect(() => inner.take([STEADY, BURST], NOW, cost)).toThrow(RangeError);
      });
    expect(await limiter.stored()).toEqual([]);
  });

  it('gets back what came to nothing, under every limit', async () => {
    const limiter = new TestLimiter();
    await limiter.spend(1, [BURST, STEADY]);
    await limiter.take([BURST, STEADY], NOW + 5, 2);
    await limiter.stub.giveBack([BURST, STEADY], NOW + 5, 2);
    await limiter.fallAsleep();
    expect(await limiter.take([BURST, STEADY], NOW + 6)).toMatchObject({ name: 'burst', remaining: 1 });
    expect(await limiter.take([STEADY], NOW + 6)).toMatchObject({ remaining: 197 });
  });

  it('counts afresh where two fixed windows would meet', async () => {
    const limiter = new TestLimiter();
    const edge = NOW - (NOW % 1_000) + 1_000;
    await limiter.spend(3, [BURST], edge - 1);
    expect(await limiter.take([BURST], edge)).toMatchObject({ allowed: false, retryAfterMs: 999 });
    expect(await limiter.take([BURST], edge + 998)).toMatchObject({ allowed: false, retryAfterMs: 1 });
    expect(await limiter.take([BURST], edge + 999)).toMatchObject({ allowed: true });
  });

  it('goes on with what was counted when a limit changes', async () => {
    const limiter = new TestLimiter();
    const before = { name: 'calls', count: 100, windowMs: 60_000 };
    await limiter.spend(60, [before]);
    expect(await limiter.take([{ ...before, count: 300 }], NOW + 1)).toMatchObject({ remaining: 300 - 61 });
    await limiter.fallAsleep();
    expect(await limiter.take([{ ...before, count: 50 }], NOW + 2)).toMatchObject({ allowed: false, remaining: 0 });
    expect(await limiter.take([before], NOW + 3)).toMatchObject({ remaining: 100 - 62 });
  });
});

describe('a loss of memory', () => {
  it.each([
    ['a sleep', (limiter: TestLimiter) => limiter.fallAsleep()],
    ['a death', (limiter: TestLimiter) => limiter.die()],
  ])('in the middle of a window changes nothing: %s', async (_, lose) => {
    const limiter = new TestLimiter();
    await limiter.spend(2, [BURST, STEADY]);
    await lose(limiter);
    expect(await limiter.take([BURST, STEADY], NOW + 400)).toMatchObject({
      allowed: true,
      remaining: 0,
      resetMs: 1_000,
    });
    expect(await limiter.take([BURST, STEADY], NOW + 500)).toMatchObject({ allowed: false, retryAfterMs: 500 });
    expect(await limiter.take([STEADY], NOW + 500)).toMatchObject({ allowed: true, remaining: 200 - 4 });
  });

  const pair: NamedLimit = { name: 'pair', count: 2, windowMs: 700 };
  const many: NamedLimit = { name: 'many', count: 130, windowMs: 5_000 };
  const steps = fc.array(
    fc.record({
      gap: fc.integer({ min: 0, max: 600 }),
      limits: fc.constantFrom<(readonly [NamedLimit, ...NamedLimit[]])[]>([BURST], [pair, many], [many, BURST, pair]),
      cost: fc.integer({ min: 1, max: 2 }),
      givesBack: fc.boolean(),
      loss: fc.constantFrom('none', 'none', 'sleep', 'death'),
    }),
    { maxLength: 40 },
  );

  type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never;

  it('changes no answer, wherever it comes', async () => {
    const answers = async (asked: Steps, loses: boolean): Promise<Standing[]> => {
      const limiter = new TestLimiter();
      const standings: Standing[] = [];
      let now = NOW;
      for (const { gap, limits, cost, givesBack, loss } of asked) {
        now += gap;
        const standing = await limiter.take(limits, now, cost);
        standings.push(standing);
        if (standing.allowed && givesBack) await limiter.stub.giveBack(limits, now, cost);
        if (loses && loss === 'sleep') await limiter.fallAsleep();
        if (loses && loss === 'death') await limiter.dieQuietly();
      }
      return standings;
    };
    await fc.assert(
      fc.asyncProperty(steps, async (asked) => {
        expect(await answers(asked, true)).toEqual(await answers(asked, false));
      }),
      { numRuns: cases(200) },
    );
  }, 300_000);
});

describe('what it stores', () => {
  it('is one row, for what was accepted', async () => {
    const limiter = new TestLimiter();
    await limiter.spend(3, [BURST, STEADY]);
    expect(await limiter.stored()).toHaveLength(1);
  });

  it('is not written for a refusal', async () => {
    const limiter = new TestLimiter();
    await limiter.spend(3, [BURST]);
    await limiter.inside((_, { storage }) => storage.kv.delete('windows'));
    expect(await limiter.take([BURST], NOW + 1)).toMatchObject({ allowed: false });
    expect(await limiter.stored()).toEqual([]);
    await limiter.spend(1, [BURST], NOW + 1_000);
    expect(await limiter.stored()).toHaveLength(1);
  });

  it('does not grow with the names that were limited once', async () => {
    const limiter = new TestLimiter();
    await limiter.inside((inner) => {
      for (let i = 0; i < 1_000; i++) inner.take([{ ...BURST, name: `route-${i}` }], NOW + i * 100);
    });
    const [[, kept]] = (await limiter.stored()) as [[string, { counted: Map<string, unknown> }]];
    expect(kept.counted.size).toBeLessThanOrEqual(10);
  });

  it('is nothing once the key has been quiet for a day', async () => {
    const limiter = new TestLimiter();
    await limiter.spend(1, [STEADY], Date.now() - 23 * HOUR);
    expect(await runDurableObjectAlarm(limiter.stub)).toBe(true);
    expect(await limiter.stored()).toEqual([]);
    expect(await runDurableObjectAlarm(limiter.stub)).toBe(false);
    await limiter.spend(1, [STEADY]);
    expect(await limiter.stored()).toHaveLength(1);
  });

  it('outlives the look of the alarm while something counts, and is looked at again', async () => {
    const limiter = new TestLimiter();
    const monthly = { name: 'monthly', count: 2, windowMs: 30 * 24 * HOUR };
    await limiter.spend(2, [monthly], Date.now());
    expect(await runDurableObjectAlarm(limiter.stub)).toBe(true);
    await limiter.fallAsleep();
    expect(await limiter.take([monthly], Date.now())).toMatchObject({ allowed: false });
    expect(await limiter.inside((_, { storage }) => storage.getAlarm())).toBeGreaterThan(Date.now() + 23 * HOUR);
  });

  it('stays nothing when a place is given back that no longer counts', async () => {
    const limiter = new TestLimiter();
    await limiter.stub.giveBack([BURST], NOW);
    expect(await limiter.stored()).toEqual([]);
  });
});
