import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { TtlCache } from './cache.ts';

const TTL_MS = 1_000;

let now: number;
let cache: TtlCache<string, string | null>;
let loads: string[];

beforeEach(() => {
  now = 1_000_000;
  loads = [];
  cache = new TtlCache({ ttlMs: TTL_MS, maxEntries: 3, clock: () => now });
});

/** Asks for a key whose value says which load it came from. */
const get = (key: string, version?: number) =>
  cache.get(
    key,
    async () => {
      loads.push(key);
      return `${key}${loads.length}`;
    },
    version,
  );

/** A load that ends when the test says so. */
function pending() {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  return { load: () => promise, resolve, reject };
}

const never = () => Promise.reject(new Error('loaded once more'));

describe('a value', () => {
  it('is loaded once and counts until its time is over', async () => {
    expect(await get('a')).toBe('a1');
    now += TTL_MS - 1;
    expect(await get('a')).toBe('a1');
    now += 1;
    expect(await get('a')).toBe('a2');
  });

  it('is as old as its question, however long the answer took', async () => {
    const slow = pending();
    const asked = cache.get('a', slow.load);
    now += TTL_MS - 1;
    slow.resolve('slow');
    expect(await asked).toBe('slow');
    expect(await cache.get('a', never)).toBe('slow');
    now += 1;
    expect(await get('a')).toBe('a1');
  });

  it('may be that there is nothing', async () => {
    expect(await cache.get('a', async () => null)).toBeNull();
    expect(await cache.get('a', never)).toBeNull();
  });

  it('is never a failure: the next who asks tries again', async () => {
    await expect(cache.get('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await get('a')).toBe('a1');
  });

  it('makes room for another when it was used least recently', async () => {
    for (const key of ['a', 'b', 'c', 'a', 'd']) await get(key);
    expect(loads).toEqual(['a', 'b', 'c', 'd']);
    for (const key of ['a', 'c', 'd', 'b']) await get(key);
    expect(loads.slice(4)).toEqual(['b']);
    expect(cache.stats().entries).toBe(3);
  });

  it('can be handed in as it is now', async () => {
    const old = pending();
    const asked = cache.get('a', old.load);
    cache.put('a', 'new', 2);
    old.resolve('old');
    expect(await asked).toBe('old');
    expect(await cache.get('a', never, 2)).toBe('new');
    now += TTL_MS;
    expect(await get('a')).toBe('a1');
  });

  it('is used by being handed in, too', async () => {
    for (const key of ['a', 'b', 'c']) await get(key);
    cache.put('a', 'new');
    await get('d');
    expect(await cache.get('a', never)).toBe('new');
  });
});

describe('a version', () => {
  it('that is newer than the value’s has it loaded again, once', async () => {
    expect(await get('a', 1)).toBe('a1');
    expect(await get('a', 2)).toBe('a2');
    expect(await get('a', 2)).toBe('a2');
    expect(await get('a', 1)).toBe('a2');
    expect(await get('a')).toBe('a2');
  });

  it('is not served by a load that began before it was known, nor overwritten by one', async () => {
    const [before, after] = [pending(), pending()];
    const first = cache.get('a', before.load, 1);
    const second = cache.get('a', after.load, 2);
    after.resolve('after');
    expect(await second).toBe('after');
    before.resolve('before');
    expect(await first).toBe('before');
    expect(await cache.get('a', never, 2)).toBe('after');
  });

  it('that cannot be loaded leaves what there was to those who do not know of it', async () => {
    await get('a', 1);
    await expect(cache.get('a', () => Promise.reject(new Error('away')), 2)).rejects.toThrow('away');
    expect(await get('a')).toBe('a1');
    expect(await get('a', 2)).toBe('a2');
  });
});

describe('many who ask at once', () => {
  it('have it loaded once, and all get it', async () => {
    const slow = pending();
    const asked = [cache.get('a', slow.load), cache.get('a', never), cache.get('a', never)];
    slow.resolve('slow');
    expect(await Promise.all(asked)).toEqual(['slow', 'slow', 'slow']);
  });

  it('fail together', async () => {
    const slow = pending();
    const asked = [cache.get('a', slow.load), cache.get('a', never)];
    slow.reject(new Error('away'));
    for (const outcome of await Promise.allSettled(asked))
      expect(outcome).toMatchObject({ reason: { message: 'away' } });
    expect(await get('a')).toBe('a1');
  });

  it.each([
    ['delete', () => cache.delete('a')],
    ['clear', () => cache.clear()],
    ['deleteWhere', () => cache.deleteWhere(() => false)],
  ])('and before a %s are given what they waited for, which is not kept', async (_, forget) => {
    const old = pending();
    const asked = cache.get('a', old.load);
    forget();
    const later = get('a');
    old.resolve('old');
    expect(await asked).toBe('old');
    expect(await later).toBe('a1');
    expect(await get('a')).toBe('a1');
  });
});

describe('forgetting', () => {
  it('takes one key, those that match, or all', async () => {
    for (const key of ['a', 'b', 'c']) await get(key);
    cache.delete('a');
    expect(cache.stats().entries).toBe(2);
    cache.deleteWhere((key, value) => key === 'b' && value === 'b2');
    expect(cache.stats().entries).toBe(1);
    expect(await cache.get('c', never)).toBe('c3');
    cache.clear();
    expect(cache.stats().entries).toBe(0);
  });
});

it('counts what it could answer and what had to be waited for', async () => {
  expect(cache.stats()).toEqual({ hits: 0, misses: 0, entries: 0, hitRatio: 0 });
  const slow = pending();
  const asked = [cache.get('a', slow.load), cache.get('a', never)];
  slow.resolve('slow');
  await Promise.all(asked);
  await get('a');
  await get('a');
  expect(cache.stats()).toEqual({ hits: 2, misses: 2, entries: 1, hitRatio: 0.5 });
});

interface Held {
  readonly key: string;
  readonly value: string | null;
  readonly version: number;
  readonly until: number;
}

/** A cache in a list, from the least recently used to the most: slow, and plainly right. */
class Oracle {
  held: Held[] = [];
  hits = 0;
  misses = 0;
  readonly maxEntries: number;
  constructor(maxEntries: number) {
    this.maxEntries = maxEntries;
  }

  /** What is answered without a load; undefined where one is needed. */
  look(key: string, version: number): Held | undefined {
    const found = this.held.find((entry) => entry.key === key);
    this.held = this.held.filter((entry) => entry.key !== key);
    if (found && found.until > now) this.held.push(found);
    const counts = found && found.until > now && found.version >= version ? found : undefined;
    if (counts) this.hits++;
    else this.misses++;
    return counts;
  }

  keep(entry: Held): void {
    this.held = [...this.held.filter(({ key }) => key !== entry.key), entry].slice(-this.maxEntries);
  }
}

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const version = fc.integer({ min: 0, max: 3 });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('get' as const), key, version, fails: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: TTL_MS }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), key, version }) },
  fc.record({ do: fc.constant('delete' as const), key }),
  fc.record({ do: fc.constant('deleteWhere' as const), key }),
  fc.record({ do: fc.constant('clear' as const) }),
);

it('answers as an oracle does that keeps a list, whatever is asked in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), async (maxEntries, steps) => {
      now = 1_000_000;
      const tried = new TtlCache<string, string | null>({ ttlMs: TTL_MS, maxEntries, clock: () => now });
      const oracle = new Oracle(maxEntries);
      for (const [i, taken] of steps.entries()) {
        // Every fifth value is that there is nothing.
        const value = i % 5 === 0 ? null : `value ${i}`;
        const until = now + TTL_MS;
        switch (taken.do) {
          case 'get': {
            const expected = oracle.look(taken.key, taken.version);
            let loaded = 0;
            const load = async () => {
              loaded++;
              if (taken.fails) throw new Error('away');
              return value;
            };
            const answer = await tried.get(taken.key, load, taken.version).catch(() => 'failed');
            expect(loaded).toBe(expected ? 0 : 1);
            expect(answer).toBe(expected ? expected.value : taken.fails ? 'failed' : value);
            if (!expected && !taken.fails) oracle.keep({ key: taken.key, value, version: taken.version, until });
            break;
          }
          case 'wait':
            now += taken.ms;
            break;
          case 'put':
            tried.put(taken.key, value, taken.version);
            oracle.keep({ key: taken.key, value, version: taken.version, until });
            break;
          case 'delete':
            tried.delete(taken.key);
            oracle.held = oracle.held.filter((entry) => entry.key !== taken.key);
            break;
          case 'deleteWhere':
            tried.deleteWhere((held, value) => held >= taken.key && value !== null);
            oracle.held = oracle.held.filter((entry) => entry.key < taken.key || entry.value === null);
            break;
          case 'clear':
            tried.clear();
            oracle.held = [];
        }
        const { hits, misses } = oracle;
        expect(tried.stats()).toMatchObject({ hits, misses, entries: oracle.held.length });
      }
    }),
    { numRuns: cases(2_000) },
  );
});
