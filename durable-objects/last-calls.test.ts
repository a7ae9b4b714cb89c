import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';

const NOW = 1_791_100_000_000;
const WEATHER = { module: 'm1', command: 'weather' };
const aHost = () => env.UPSTREAM.getByName(`http:${crypto.randomUUID()}`);
type Host = ReturnType<typeof aHost>;

async function calls(host: Host, module = 'm1') {
  const [found] = (await host.standing([module], NOW)).calls;
  return found ?? [];
}

async function call(host: Host, id: string, became: 'said' | 'refused', at = NOW, taken = WEATHER): Promise<void> {
  await host.mayCall(at, id, taken);
  const note = { ...taken, call: id, status: became === 'said' ? 200 : 404, tookMs: 12, became };
  await host.report('answered', false, at + 12, { call: id, answer: '{}' }, note);
}

describe('the last calls of a module', () => {
  it('are told with what they came to, the last one first, and those of no other module', async () => {
    const host = aHost();
    await call(host, 'a', 'said');
    await call(host, 'b', 'refused', NOW + 1000);
    await call(host, 'c', 'said', NOW + 2000, { module: 'm2', command: 'other' });
    await host.mayCall(NOW + 3000, 'd', WEATHER);
    expect(await calls(host)).toEqual([
      { at: NOW + 3000, command: 'weather', status: null, tookMs: null, became: null, test: false },
      { at: NOW + 1000, command: 'weather', status: 404, tookMs: 12, became: 'refused', test: false },
      { at: NOW, command: 'weather', status: 200, tookMs: 12, became: 'said', test: false },
    ]);
    expect((await host.standing(['m2', 'm3'], NOW)).calls.map(({ length }) => length)).toEqual([1, 0]);
  });

  it('outlive the object’s sleep: what went wrong at once, what went well with the next one', async () => {
    const host = aHost();
    await call(host, 'a', 'said');
    await call(host, 'b', 'said', NOW + 1000);
    await call(host, 'c', 'refused', NOW + 2000);
    await evictDurableObject(host);
    expect((await calls(host)).map(({ became }) => became)).toEqual(['refused', 'said', 'said']);
  });

  it('are known with what they came to where each is alone, as the object sleeps between them', async () => {
    const host = aHost();
    for (const n of [0, 1, 2]) {
      await call(host, `a${n}`, 'said', NOW + n * 11_000);
      await evictDurableObject(host);
    }
    expect((await calls(host)).map(({ became, status }) => [became, status])).toEqual([
      ['said', 200],
      ['said', 200],
      ['said', 200],
    ]);
  });

  it('are not shown as under way where the object slept over what they came to, nor where their run died', async () => {
    const host = aHost();
    const became = async (now: number) =>
      (await host.standing(['m1'], now)).calls[0]?.map(({ became: outcome }) => outcome);
    await call(host, 'a', 'said');
    await call(host, 'b', 'said', NOW + 1000);
    expect(await became(NOW + 1020)).toEqual(['said', 'said']);
    await evictDurableObject(host);
    expect(await became(NOW + 1020)).toEqual(['unknown', 'said']);
    await call(host, 'c', 'refused', NOW + 2000);
    await evictDurableObject(host);
    expect(await became(NOW + 2020)).toEqual(['refused', 'unknown', 'said']);

    await host.mayCall(NOW + 30_000, 'd', WEATHER);
    expect((await became(NOW + 89_999))?.[0]).toBeNull();
    expect((await became(NOW + 90_000))?.[0]).toBe('unknown');
    // One that took long, over the object's sleep, is known once it comes.
    await host.mayCall(NOW + 100_000, 'e', WEATHER);
    await evictDurableObject(host);
    expect((await became(NOW + 101_000))?.[0]).toBe('unknown');
    const note = { ...WEATHER, call: 'e', status: 200, tookMs: 15_000, became: 'said' } as const;
    await host.report('answered', false, NOW + 115_000, { call: 'e', answer: '{}' }, note);
    await evictDurableObject(host);
    expect((await became(NOW + 115_000))?.[0]).toBe('said');
  });

  it('hold a try by hand', async () => {
    const host = aHost();
    const note = { ...WEATHER, call: 'test_1', status: null, tookMs: 5000, became: 'timeout', test: true } as const;
    await host.report('failed', true, NOW, undefined, note);
    await evictDurableObject(host);
    expect(await calls(host)).toEqual([
      { at: NOW - 5000, command: 'weather', status: null, tookMs: 5000, became: 'timeout', test: true },
    ]);
  });

  it('are ten of each, and a hundred at one host', async () => {
    const host = aHost();
    for (let n = 0; n < 12; n++) await call(host, `a${n}`, 'said', NOW + n);
    expect((await calls(host)).map(({ at }) => at - NOW)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    for (let n = 0; n < 95; n++) await call(host, `b${n}`, 'said', NOW, { module: `o${n}`, command: 'x' });
    expect((await calls(host)).map(({ at }) => at - NOW)).toEqual([11, 10, 9, 8, 7]);
  });

  it('cost a call that went well no row more, but where it is alone', async () => {
    const host = aHost();
    const puts = await runInDurableObject(host, async (_, { storage }) => {
      let count = 0;
      const { put } = storage.kv;
      storage.kv.put = (...rest: Parameters<typeof put>) => {
        count += 1;
        put.apply(storage.kv, rest);
      };
      return () => count;
    });
    await call(host, 'a', 'said');
    expect(puts()).toBe(2);
    for (const n of [1, 2, 3]) await call(host, `b${n}`, 'said', NOW + n * 5_000);
    expect(puts()).toBe(5);
    await call(host, 'c', 'refused', NOW + 16_000);
    expect(puts()).toBe(7);
  });

  it('are none where an earlier build kept the calls under way alone', async () => {
    const host = aHost();
    await runInDurableObject(host, (_, { storage }) => storage.kv.put('calls', [['a', NOW]]));
    await evictDurableObject(host);
    expect(await host.mayCall(NOW + 1, 'a', WEATHER)).toMatchObject({ allowed: false, call: 'under way' });
    expect(await calls(host)).toEqual([]);
  });
});
