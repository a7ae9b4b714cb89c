import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { CommunityId } from '../workers/core/ids.ts';

const NOW = 4_000_000_000_000;
const SECOND = 1_000;
const ONE = '01900000-0000-7000-8000-000000000001' as CommunityId;
const OTHER = '01900000-0000-7000-8000-000000000002' as CommunityId;

const someFeeds = () => env.FEEDS.getByName(crypto.randomUUID());
type FeedsStub = ReturnType<typeof someFeeds>;

const stored = (feeds: FeedsStub): Promise<Record<string, number>> =>
  runInDurableObject(feeds, (_, { storage }) =>
    Object.fromEntries(
      storage.sql
        .exec<{ community: string; until: number }>('SELECT * FROM feeds')
        .toArray()
        .map(({ community, until }) => [community, until]),
    ),
  );

describe('a feed', () => {
  it('is not open before somebody watches it', async () => {
    expect(await someFeeds().current(NOW)).toEqual([]);
  });

  it('is open while somebody watches it, as others are', async () => {
    const feeds = someFeeds();
    await feeds.open(ONE, NOW);
    await feeds.open(OTHER, NOW + 100 * SECOND);
    expect(await feeds.current(NOW + 150 * SECOND)).toEqual([ONE, OTHER]);
    expect(await feeds.current(NOW + 150 * SECOND + 1)).toEqual([OTHER]);
  });

  it('stays open for a minute after the last has left', async () => {
    const feeds = someFeeds();
    await feeds.open(ONE, NOW);
    await feeds.closed(ONE, NOW + SECOND);
    expect(await feeds.current(NOW + 61 * SECOND)).toEqual([ONE]);
    expect(await feeds.current(NOW + 61 * SECOND + 1)).toEqual([]);
  });

  it('is not kept open by being closed once more, nor opened by it', async () => {
    const feeds = someFeeds();
    await feeds.open(ONE, NOW);
    await feeds.closed(ONE, NOW + SECOND);
    await feeds.closed(ONE, NOW + 50 * SECOND);
    await feeds.closed(OTHER, NOW);
    expect(await feeds.current(NOW + 61 * SECOND)).toEqual([ONE]);
    expect(await feeds.current(NOW + 61 * SECOND + 1)).toEqual([]);
  });

  it('ends by itself where nobody said that it was closed', async () => {
    const feeds = someFeeds();
    for (let minute = 0; minute < 5; minute++) await feeds.open(ONE, NOW + minute * 60 * SECOND);
    expect(await feeds.current(NOW + 390 * SECOND)).toEqual([ONE]);
    expect(await feeds.current(NOW + 390 * SECOND + 1)).toEqual([]);
  });

  it('is open when it was opened again, also where the close before that arrives late', async () => {
    const feeds = someFeeds();
    await feeds.open(ONE, NOW);
    await feeds.open(ONE, NOW + 20 * SECOND);
    await feeds.closed(ONE, NOW + 10 * SECOND);
    expect(await feeds.current(NOW + 169 * SECOND)).toEqual([ONE]);
  });
});

describe('what it stores', () => {
  it('outlives its memory', async () => {
    const name = crypto.randomUUID();
    const feeds = env.FEEDS.getByName(name);
    await feeds.open(ONE, NOW);
    await feeds.open(OTHER, NOW);
    await feeds.closed(OTHER, NOW + SECOND);
    await evictDurableObject(feeds);
    expect(await feeds.current(NOW + 61 * SECOND)).toEqual([ONE, OTHER]);
    expect(await feeds.current(NOW + 62 * SECOND)).toEqual([ONE]);
    await abortAllDurableObjects();
    expect(await env.FEEDS.getByName(name).current(NOW + 149 * SECOND)).toEqual([ONE]);
  });

  it('never ends before the next renewal is due, though not each of them is written', async () => {
    const feeds = someFeeds();
    const written = new Set<number>();
    for (let minute = 0; minute < 20; minute++) {
      const now = NOW + minute * 60 * SECOND;
      await feeds.open(ONE, now);
      const { [ONE]: until = 0 } = await stored(feeds);
      written.add(until);
      expect(until - now).toBeGreaterThanOrEqual(75 * SECOND);
    }
    expect(written.size).toBe(10);
  });

  it('is nothing of what is over', async () => {
    const feeds = someFeeds();
    await feeds.open(ONE, NOW);
    await feeds.open(OTHER, NOW + SECOND);
    await feeds.current(NOW + 150 * SECOND + 1);
    expect(await stored(feeds)).toEqual({ [OTHER]: NOW + 151 * SECOND });
  });
});
