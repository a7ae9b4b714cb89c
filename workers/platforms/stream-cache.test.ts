import { describe, expect, it } from 'vitest';
import type { StreamState } from '../core/stream.ts';
import { StreamCache } from './stream-cache.ts';

const STATE: StreamState = { live: true, title: 'Old', category: 'Chess', categoryId: '743' };

function cacheAt(start = 1_000_000) {
  let now = start;
  let loads = 0;
  const cache = new StreamCache(() => now);
  const loading =
    <T>(value: T) =>
    async () => {
      loads++;
      return value;
    };
  return { cache, loading, loads: () => loads, wait: (ms: number) => (now += ms) };
}

describe('what is known of streams', () => {
  it('is kept half a minute, that a channel is none as well', async () => {
    const { cache, loading, loads, wait } = cacheAt();
    for (const value of [STATE, null])
      for (const _ of [1, 2]) expect(await cache.streamOf(String(value), loading(value))).toEqual(value);
    expect(loads()).toBe(2);
    wait(30_000);
    await cache.streamOf(String(STATE), loading(STATE));
    expect(loads()).toBe(3);
  });

  it('is loaded once by all who ask at the same time, and counted', async () => {
    const { cache, loading, loads } = cacheAt();
    await Promise.all([1, 2, 3].map(() => cache.streamOf('1', loading(STATE))));
    await cache.streamOf('1', loading(STATE));
    expect(loads()).toBe(1);
    expect(cache.stats().streams).toMatchObject({ hits: 1, misses: 3, entries: 1 });
  });

  it('is not kept where it could not be had', async () => {
    const { cache, loading } = cacheAt();
    await expect(cache.streamOf('1', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await cache.streamOf('1', loading(STATE))).toEqual(STATE);
  });

  it('is what a verb has set for a minute, whatever the platform tells', async () => {
    const { cache, loading, wait } = cacheAt();
    await cache.streamOf('1', loading(STATE));
    cache.changed('1', { title: 'New' });
    cache.changed('1', { category: 'Go', categoryId: '7' });
    const told = () => cache.streamOf('1', loading(STATE));
    const set = { ...STATE, title: 'New', category: 'Go', categoryId: '7' };
    expect(await told()).toEqual(set);
    wait(31_000);
    expect(await told()).toEqual(set);
    expect(await cache.streamOf('2', loading(STATE))).toEqual(STATE);
    // What was loaded within the minute is as true as what was set.
    wait(29_999);
    expect(await told()).toEqual(set);
    wait(1);
    expect(await told()).toEqual(STATE);
  });

  it('does not hold back a later change by an older one', async () => {
    const { cache, loading, wait } = cacheAt();
    cache.changed('1', { title: 'First' });
    wait(60_000);
    cache.changed('1', { category: 'Go' });
    expect(await cache.streamOf('1', loading(STATE))).toMatchObject({ title: 'Old', category: 'Go' });
  });

  it('has nothing to be set on where there is no channel', async () => {
    const { cache, loading } = cacheAt();
    cache.changed('1', { title: 'New' });
    expect(await cache.streamOf('1', loading(null))).toBeNull();
  });
});

describe('what is known of people and categories', () => {
  it('is kept ten minutes, by account and by login in any case', async () => {
    const { cache, loading, loads, wait } = cacheAt();
    const pia = { account: '11', login: 'pia', displayName: 'Pia' };
    await cache.profileOf({ account: '11' }, loading(pia));
    await cache.profileOf({ login: '11' }, loading(null));
    for (const login of ['pia', 'PIA']) expect(await cache.profileOf({ login }, loading(pia))).toEqual(pia);
    for (const text of ['gta', 'GTA']) expect(await cache.searchCategories(text, loading([]))).toEqual([]);
    expect(loads()).toBe(4);
    wait(600_000);
    await cache.profileOf({ login: 'pia' }, loading(pia));
    expect(loads()).toBe(5);
  });

  it('is since when somebody follows, but not that they do not', async () => {
    const { cache, loading, loads } = cacheAt();
    for (const not of [null, 'unknown'] as const)
      for (const _ of [1, 2]) expect(await cache.followedAt('1', '11', loading(not))).toBe(not);
    expect(loads()).toBe(4);
    for (const _ of [1, 2]) expect(await cache.followedAt('1', '11', loading(5))).toBe(5);
    expect(loads()).toBe(5);
    expect(await cache.followedAt('1', '12', loading(6))).toBe(6);
  });
});
