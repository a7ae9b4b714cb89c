import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { CALL_FOR_MS } from './last-calls.ts';

const NOW = 1_791_100_000_000;
const TAKEN = { allowed: true, probe: false };
const aHost = () => env.UPSTREAM.getByName(`http:${crypto.randomUUID()}`);

describe('a call for an invocation', () => {
  it('is made by one of many runs', async () => {
    const host = aHost();
    const asked = await Promise.all(Array.from({ length: 10 }, () => host.mayCall(NOW, 'inv_1')));
    expect(asked.filter(({ allowed }) => allowed)).toEqual([TAKEN]);
    expect(asked.filter(({ allowed }) => !allowed)[0]).toEqual({
      allowed: false,
      call: 'under way',
      retryAfterMs: CALL_FOR_MS,
    });
    expect(await host.mayCall(NOW, 'inv_2')).toEqual(TAKEN);
  });

  it('is not made again once it came to something, and later runs come to the same', async () => {
    const host = aHost();
    await host.mayCall(NOW, 'inv_1');
    const made = { call: 'inv_1', answer: '{"is":"said"}' };
    expect(await host.report('answered', false, NOW + 500, made)).toBe(false);
    const later = { allowed: false, call: 'answered', answer: '{"is":"said"}', contested: false };
    expect(await host.mayCall(NOW + 600, 'inv_1')).toEqual(later);
    expect(await host.mayCall(NOW + CALL_FOR_MS + 600, 'inv_1')).toEqual(later);
  });

  it('that others asked for while it was under way is known to have been, by all of them', async () => {
    const host = aHost();
    await host.mayCall(NOW, 'inv_1');
    await host.mayCall(NOW + 100, 'inv_1');
    expect(await host.report('answered', false, NOW + 500, { call: 'inv_1', answer: 'x' })).toBe(true);
    expect(await host.mayCall(NOW + 60_100, 'inv_1')).toMatchObject({ call: 'answered', contested: true });
  });

  it('that nobody told the end of is free again after a minute', async () => {
    const host = aHost();
    await host.mayCall(NOW, 'inv_1');
    expect(await host.mayCall(NOW + CALL_FOR_MS - 1, 'inv_1')).toMatchObject({ call: 'under way', retryAfterMs: 1 });
    expect(await host.mayCall(NOW + CALL_FOR_MS, 'inv_1')).toEqual(TAKEN);
    expect(await host.mayCall(NOW + CALL_FOR_MS, 'inv_1')).toMatchObject({ call: 'under way' });
  });

  it('is left to its run also when the object slept meanwhile', async () => {
    const host = aHost();
    await host.mayCall(NOW, 'inv_0');
    await host.mayCall(NOW + 10_000, 'inv_1');
    await evictDurableObject(host);
    expect(await host.mayCall(NOW + 30_000, 'inv_1')).toEqual({
      allowed: false,
      call: 'under way',
      retryAfterMs: 40_000,
    });
    expect(await host.mayCall(NOW + 30_000, 'inv_2')).toEqual(TAKEN);
  });

  it('that an open breaker does not let through is nobody’s', async () => {
    const host = aHost();
    for (let i = 0; i < 5; i++) await host.report('failed', false, NOW);
    expect(await host.mayCall(NOW, 'inv_1')).toMatchObject({ call: 'refused' });
    expect(await host.mayCall(NOW + 30_000, 'inv_1')).toEqual({ allowed: true, probe: true });
  });

  it('leaves one small row, however many there were', async () => {
    const host = aHost();
    for (let i = 0; i < 300; i++) await host.mayCall(NOW + i, `inv_${i}`);
    for (let i = 0; i < 300; i++)
      await host.report('answered', false, NOW + i, { call: `inv_${i}`, answer: 'x'.repeat(4_000) });
    await host.mayCall(NOW + 1_000, 'inv_last');
    const kept = await runInDurableObject(host, (_, { storage }) => [...storage.kv.list()]);
    expect(kept).toEqual([['calls', { underWay: [['inv_last', NOW + 1_000]], last: [] }]]);
  });
});
