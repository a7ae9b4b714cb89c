import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedEntry } from '../core/feed.ts';
import { type CommunityId, channelKey } from '../core/ids.ts';
import { FeedPublisher } from './feed.ts';

const NOW = 1_800_000_000_000;
const ONE = '01900000-0000-7000-8000-000000000001' as CommunityId;
const OTHER = '01900000-0000-7000-8000-000000000002' as CommunityId;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'Date'], now: NOW }));
afterEach(() => void vi.useRealTimers());

const entry = (id: string): FeedEntry => ({
  id,
  channel: channelKey('twitch', '1'),
  room: '1',
  at: NOW,
  is: 'event',
  kind: 'follow',
  author: null,
});

/** What a publisher sends to communities that take it, refuse it, or take their time. */
class TestPublisher {
  readonly published: { readonly community: CommunityId; readonly ids: readonly string[]; readonly at: number }[] = [];
  readonly logged: (readonly [event: string, fields: unknown])[] = [];
  answer: () => Promise<{ readonly open: boolean }> = async () => ({ open: true });
  readonly unheard: string[] = [];
  /** Whether requests end before what they put off. */
  requestsDie = false;
  readonly publisher = new FeedPublisher({
    community: (community) => ({
      publish: (entries, at) => {
        this.published.push({ community, ids: entries.map(({ id }) => id), at });
        return this.answer();
      },
    }),
    unheard: async (channels) => void this.unheard.push(...channels),
    waitUntil: (work) => {
      if (this.requestsDie) vi.clearAllTimers();
      void work;
    },
    log: (_, event, fields) => void this.logged.push([event, fields]),
    clock: () => Date.now(),
  });
  #added = 0;

  add(count = 1, community = ONE): void {
    for (let i = 0; i < count; i++) this.publisher.add(community, entry(`e${this.#added++}`));
  }

  get sizes(): number[] {
    return this.published.map(({ ids }) => ids.length);
  }
  get ids(): string[] {
    return this.published.flatMap(({ ids }) => ids);
  }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => `e${i}`);

describe('entries', () => {
  it('are told to be unheard where nobody listens any more, channel by channel', async () => {
    const test = new TestPublisher();
    test.answer = async () => ({ open: false });
    test.add(3);
    await pass(300);
    expect(test.unheard).toEqual(['twitch:1']);
  });

  it('gather for 250 ms and are published together', async () => {
    const test = new TestPublisher();
    test.add(3);
    await pass(200);
    test.add(2);
    await pass(49);
    expect(test.published).toEqual([]);
    await pass(1);
    expect(test.published).toEqual([{ community: ONE, ids: upTo(5), at: NOW + 250 }]);
    await pass(10_000);
    expect(test.sizes).toEqual([5]);
  });

  it('are published at once when there are a hundred', async () => {
    const test = new TestPublisher();
    test.add(100);
    expect(test.sizes).toEqual([100]);
    await pass(0);
    test.add(1);
    await pass(250);
    expect(test.ids).toEqual(upTo(101));
  });

  it('are published to each community by itself', async () => {
    const test = new TestPublisher();
    test.add(1, ONE);
    test.add(2, OTHER);
    await pass(250);
    expect(test.published.map(({ community, ids }) => [community, ids])).toEqual([
      [ONE, ['e0']],
      [OTHER, ['e1', 'e2']],
    ]);
  });

  it('have one timer at a time for a community', async () => {
    const test = new TestPublisher();
    test.add(50);
    expect(vi.getTimerCount()).toBe(1);
    test.add(50);
    await pass(0);
    test.add(10);
    expect(vi.getTimerCount()).toBe(1);
    await pass(500);
    expect(test.ids).toEqual(upTo(110));
  });
});

describe('while a community takes its time', () => {
  it('what comes then waits, and goes in order', async () => {
    const test = new TestPublisher();
    const first = Promise.withResolvers<{ readonly open: boolean }>();
    test.answer = () => first.promise;
    test.add(100);
    test.add(30);
    await pass(300);
    test.add(120);
    await pass(300);
    expect(test.sizes).toEqual([100]);
    test.answer = async () => ({ open: true });
    first.resolve({ open: true });
    await pass(0);
    expect(test.sizes).toEqual([100, 100]);
    test.add(1);
    expect(vi.getTimerCount()).toBe(1);
    await pass(250);
    expect(test.ids).toEqual(upTo(251));
  });

  it('one request does not publish for ever: the next one goes on', async () => {
    const test = new TestPublisher();
    test.answer = () => new Promise((resolve) => setTimeout(() => resolve({ open: true }), 3_000));
    test.add(100);
    test.add(900);
    await pass(20_000);
    expect(test.sizes).toEqual([100, 100, 100, 100]);
    test.add(1);
    await pass(60_000);
    test.add(1);
    await pass(60_000);
    expect(test.ids).toEqual(upTo(1_002).slice(0, test.ids.length));
    expect(test.sizes.length).toBeGreaterThan(9);
  });

  it('what came due then goes with what it was waiting for', async () => {
    const test = new TestPublisher();
    const first = Promise.withResolvers<{ readonly open: boolean }>();
    test.answer = () => first.promise;
    test.add(100);
    test.add(3);
    await pass(300);
    test.answer = async () => ({ open: true });
    first.resolve({ open: true });
    await pass(0);
    expect(test.sizes).toEqual([100, 3]);
  });

  it('at most 2,000 wait: the oldest are lost, and counted', async () => {
    const test = new TestPublisher();
    const first = Promise.withResolvers<{ readonly open: boolean }>();
    test.answer = () => first.promise;
    test.add(100);
    test.add(2_500);
    test.answer = async () => ({ open: true });
    first.resolve({ open: true });
    await pass(1_000);
    expect(test.ids).toEqual([...upTo(100), ...upTo(2_600).slice(600)]);
    expect(Math.max(...test.sizes)).toBe(100);
    expect(test.logged).toEqual([['feed.too-much', { lost: 500 }]]);
  });
});

describe('what failed', () => {
  it('is not published again, and is logged by its kind, without a word of what it says', async () => {
    const test = new TestPublisher();
    test.answer = async () => {
      throw new TypeError('secret words of the entry');
    };
    test.add(2);
    await pass(250);
    test.answer = async () => ({ open: true });
    test.add(1);
    await pass(250);
    expect(test.ids).toEqual(upTo(3));
    expect(test.logged).toEqual([['feed.not-published', { entries: 2, error: 'TypeError' }]]);
  });

  it('is no reason to wait for ever', async () => {
    const test = new TestPublisher();
    test.answer = () => new Promise(() => {});
    test.add(100);
    await pass(0);
    test.answer = async () => ({ open: true });
    vi.setSystemTime(NOW + 6_001);
    test.add(1);
    await pass(250);
    expect(test.ids).toEqual(upTo(101));
  });
});

describe('a request that dies with its timer', () => {
  it('leaves its entries to the next one that comes a second later', async () => {
    const test = new TestPublisher();
    test.requestsDie = true;
    test.add(2);
    test.requestsDie = false;
    await pass(1_250);
    test.add(1);
    expect(test.published).toEqual([]);
    await pass(1);
    test.add(1);
    expect(test.ids).toEqual(upTo(4));
    await pass(0);
    test.add(1);
    await pass(250);
    expect(test.ids).toEqual(upTo(5));
  });
});
