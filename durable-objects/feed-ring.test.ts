import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import type { ChangeEntry, FeedEntry } from '../workers/core/feed.ts';
import { channelKey, type PersonId } from '../workers/core/ids.ts';
import { FeedRing } from './feed-ring.ts';

const NOW = 4_000_000_000_000;
const HOUR = 3_600_000;
const MB = 1024 * 1024;

let made = 0;
const said = (
  text = 'Good morning everybody, how are you?',
  id = `twitch:1000001:${crypto.randomUUID()}`,
): FeedEntry => ({
  id,
  channel: channelKey('twitch', '1000001'),
  room: '1000001',
  at: NOW,
  is: 'message',
  author: { account: String(7_000_000 + made++), displayName: 'Pia' },
  text,
});
const several = (count: number, text?: string) => Array.from({ length: count }, () => said(text));

/** A ring in an object's storage, which may lose its memory, and the rows it writes. */
class TestRing {
  ring: FeedRing;
  written = 0;
  deleted = 0;
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.ring = this.awake();
  }

  /** The ring as it is after a loss of memory. */
  awake(): FeedRing {
    const count = (query: string) => {
      if (query.startsWith('INSERT')) this.written++;
      if (query.startsWith('DELETE')) this.deleted++;
    };
    const { sql } = this.#storage;
    const exec = (query: string, ...bindings: unknown[]) => {
      count(query);
      return sql.exec(query, ...(bindings as SqlStorageValue[]));
    };
    const storage = {
      sql: { exec },
      kv: this.#storage.kv,
      transactionSync: <T>(work: () => T) => this.#storage.transactionSync(work),
    };
    this.ring = new FeedRing(storage as unknown as DurableObjectStorage);
    return this.ring;
  }

  get stored(): { readonly rows: number; readonly bytes: number } {
    return this.#storage.sql
      .exec<{ rows: number; bytes: number }>(
        'SELECT count(*) AS rows, sum(length(CAST(entries AS BLOB))) AS bytes FROM feed',
      )
      .one();
  }

  get epoch(): string {
    return this.ring.since(null, NOW).epoch;
  }

  since(after: number, now = NOW) {
    return this.ring.since({ after, epoch: this.epoch }, now);
  }
}

const inRing = <T>(work: (ring: TestRing, storage: DurableObjectStorage) => T): Promise<T> =>
  runInDurableObject(env.COMMUNITY.getByName(crypto.randomUUID()), (_, { storage }) =>
    work(new TestRing(storage), storage),
  );

const seqs = (entries: readonly { readonly seq: number }[]) => entries.map(({ seq }) => seq);
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('numbers', () => {
  it('are given in order, once, and go on after a loss of memory', () =>
    inRing((test) => {
      expect(seqs(test.ring.append(several(3), NOW))).toEqual([1, 2, 3]);
      expect(seqs(test.ring.append(several(2), NOW))).toEqual([4, 5]);
      const { epoch } = test;
      expect(seqs(test.awake().append(several(1), NOW))).toEqual([6]);
      expect(test.epoch).toBe(epoch);
    }));

  it('go on when all that had them was forgotten', () =>
    inRing((test) => {
      test.ring.append(several(3), NOW);
      test.ring.forget(NOW + 24 * HOUR);
      expect(test.stored.rows).toBe(0);
      expect(
        seqs(
          test.awake().append(
            several(1).map((entry) => ({ ...entry, at: NOW + 24 * HOUR })),
            NOW + 24 * HOUR,
          ),
        ),
      ).toEqual([4]);
    }));

  it('are of another epoch when the storage was lost', () =>
    inRing(async (test, storage) => {
      test.ring.append(several(3), NOW);
      const { epoch } = test;
      await storage.deleteAll();
      expect(seqs(test.awake().append(several(1), NOW))).toEqual([1]);
      expect(test.epoch).not.toBe(epoch);
      const caughtUp = test.ring.since({ after: 3, epoch }, NOW);
      expect(caughtUp).toMatchObject({ gap: true, seq: 0, entries: [{ seq: 1 }] });
    }));
});

describe('the same entry', () => {
  it('is kept once, in one batch, in two, and over a loss of memory', () =>
    inRing((test) => {
      const one = said('once', 'twitch:1:a');
      const other = said('and once', 'twitch:1:b');
      expect(test.ring.append([one, other, one], NOW)).toHaveLength(2);
      expect(test.ring.append([other, said()], NOW)).toHaveLength(1);
      expect(seqs(test.awake().append([one, said()], NOW))).toEqual([4]);
      expect(test.since(0).entries.filter(({ id }) => id === 'twitch:1:a')).toHaveLength(1);
    }));

  it('costs nothing the second time', () =>
    inRing((test) => {
      const batch = several(10);
      test.ring.append(batch, NOW);
      test.ring.append(batch, NOW);
      expect(test.written).toBe(1);
    }));
});

describe('who comes back', () => {
  it('gets what followed, in order', () =>
    inRing((test) => {
      for (let i = 0; i < 40; i++) test.ring.append(several(25), NOW + i);
      for (const ring of [test.ring, test.awake()]) {
        const caughtUp = ring.since({ after: 321, epoch: test.epoch }, NOW + 60);
        expect(caughtUp).toMatchObject({ gap: false, seq: 321 });
        expect(seqs(caughtUp.entries)).toEqual(upTo(1_000, 322));
      }
    }));

  it('gets all of it, wherever they stopped', () =>
    inRing((test) => {
      test.ring.append(several(100, '漢'.repeat(2_000)), NOW);
      expect(test.stored.rows).toBeGreaterThan(8);
      for (let after = 0; after <= 100; after++) expect(seqs(test.since(after).entries)).toEqual(upTo(100, after + 1));
    }));

  it('gets nothing where nothing followed, and from nowhere on nothing either', () =>
    inRing((test) => {
      test.ring.append(several(3), NOW);
      expect(test.since(3)).toMatchObject({ gap: false, seq: 3, entries: [] });
      expect(test.ring.since(null, NOW)).toMatchObject({ gap: false, seq: 3, entries: [] });
    }));

  it('gets all there is, from the beginning', () =>
    inRing((test) => {
      test.ring.append(several(3), NOW);
      const caughtUp = test.ring.since({ after: 0, epoch: null }, NOW);
      expect(caughtUp).toMatchObject({ gap: false, seq: 0 });
      expect(caughtUp.entries).toHaveLength(3);
    }));

  it.each([
    ['a number that was never given', 4, undefined],
    ['a number of no epoch', 2, null],
    ['a number of another epoch', 2, '00000000-0000-4000-8000-000000000000'],
  ])('is told of a gap with %s', (_, after, epoch) =>
    inRing((test) => {
      test.ring.append(several(3), NOW);
      const position = { after, epoch: epoch === undefined ? test.epoch : epoch };
      expect(test.ring.since(position, NOW)).toMatchObject({ gap: true });
    }),
  );

  it('gets no more than the latest that are enough, and is told of a gap where there was more', () =>
    inRing((test) => {
      test.ring.append(several(1_000), NOW);
      const last = (most: number, after = 0) => test.awake().since({ after, epoch: test.epoch, last: most }, NOW);
      expect(last(3)).toMatchObject({ gap: true, seq: 997 });
      expect(seqs(last(3).entries)).toEqual([998, 999, 1_000]);
      expect(seqs(last(999).entries)).toEqual(upTo(1_000, 2));
      expect(last(1_000)).toMatchObject({ gap: false, seq: 0 });
      expect(last(5, 990)).toMatchObject({ gap: true, seq: 995 });
      expect(last(10, 990)).toMatchObject({ gap: false, seq: 990 });
      expect(last(5, 1_000)).toMatchObject({ gap: false, entries: [] });
      expect(test.stored.rows).toBeGreaterThan(1);
    }));

  it('is told of a gap when nobody may have told anything for a while, and once only', () =>
    inRing((test) => {
      test.ring.append(several(3), NOW);
      expect(test.ring.interrupt()).toMatchObject({ gap: true, seq: 4 });
      expect(test.awake().since({ after: 3, epoch: test.epoch }, NOW)).toMatchObject({
        gap: true,
        seq: 4,
        entries: [],
      });
      expect(test.since(4)).toMatchObject({ gap: false, entries: [] });
      test.ring.append(several(2), NOW);
      expect(test.since(4)).toMatchObject({ gap: false, entries: [{ seq: 5 }, { seq: 6 }] });
      expect(test.since(5)).toMatchObject({ gap: false, entries: [{ seq: 6 }] });
      const late = test.since(2);
      expect(late.gap).toBe(true);
      expect(seqs(late.entries)).toEqual([3, 5, 6]);
      expect(late.seq).toBe(2);
    }));
});

describe('what is kept', () => {
  it.each([1, 7, 50, 100])('is a minute of 200 entries a second, in batches of %i, in 8 MB', (batch) =>
    inRing((test) => {
      const text = 'x'.repeat(300);
      // What was before takes nothing away from it.
      for (let i = 0; i < 150; i++) test.ring.append(several(100, text), NOW);
      const before = test.ring.append([said()], NOW)[0]?.seq ?? 0;
      for (let sent = 0; sent < 12_000; sent += batch)
        test.ring.append(several(Math.min(batch, 12_000 - sent), text), NOW + sent * 5);
      const caughtUp = test.awake().since({ after: before, epoch: test.epoch }, NOW + 60_000);
      expect(caughtUp.gap).toBe(false);
      expect(seqs(caughtUp.entries)).toEqual(upTo(before + 12_000, before + 1));
      expect(test.stored.bytes).toBeLessThanOrEqual(8 * MB);
      expect(test.stored.rows).toBeLessThanOrEqual(128);
      expect(test.deleted).toBe(0);
    }),
  );

  it('is at most 8 MB, whatever is said: the oldest goes, and that is told', () =>
    inRing((test) => {
      for (let i = 0; i < 60; i++) test.ring.append(several(100, '漢'.repeat(2_500)), NOW);
      expect(test.stored.bytes).toBeLessThanOrEqual(8 * MB);
      expect(test.stored.bytes).toBeGreaterThan(7 * MB);
      const caughtUp = test.since(1);
      expect(caughtUp.gap).toBe(true);
      expect(seqs(caughtUp.entries)).toEqual(upTo(6_000, caughtUp.seq + 1));
      expect(test.deleted).toBe(0);
    }));

  it('is known again as long as it is kept, and new when it is not', () =>
    inRing((test) => {
      const first = said('first');
      test.ring.append([first], NOW);
      test.ring.append(several(100), NOW);
      expect(test.ring.append([first], NOW)).toHaveLength(0);
      for (let i = 0; i < 60; i++) test.ring.append(several(100, '漢'.repeat(2_000)), NOW);
      expect(test.ring.append([first], NOW)).toHaveLength(1);
    }));

  it('is cut where it is very long, between two characters', () =>
    inRing((test) => {
      test.ring.append([said('a'.repeat(2_000)), said(`${'a'.repeat(1_998)}🐧🐧`)], NOW);
      const texts = test.since(0).entries.map((entry) => (entry.is === 'message' ? entry.text : ''));
      expect(texts).toEqual(['a'.repeat(2_000), `${'a'.repeat(1_998)}…`]);
    }));

  it('is no entry that is larger than anything people write', () =>
    inRing((test) => {
      expect(seqs(test.ring.append([said('x', 'i'.repeat(70_000)), said('y')], NOW))).toEqual([1]);
    }));

  it('costs one row a batch, and one more where a row is full', () =>
    inRing((test) => {
      for (let i = 0; i < 1_000; i++) test.ring.append(several(10), NOW);
      const { rows } = test.stored;
      expect(rows).toBeGreaterThan(20);
      expect(test.written).toBeLessThanOrEqual(1_000 + rows);
    }));

  it('goes on in the row it was in, after a loss of memory', () =>
    inRing((test) => {
      for (let i = 0; i < 50; i++) test.awake().append(several(2), NOW);
      expect(test.stored.rows).toBe(1);
      expect(seqs(test.since(0).entries)).toEqual(upTo(100));
    }));
});

describe('after a day', () => {
  it('an entry is neither shown nor kept', () =>
    inRing((test) => {
      test.ring.append(several(2), NOW);
      test.ring.append(several(2), NOW + 30 * 60_000);
      test.ring.append(several(2), NOW + 2 * HOUR);
      expect(test.ring.forgetAt).toBe(NOW + 24 * HOUR);
      expect(test.since(0, NOW + 24 * HOUR - 1).entries).toHaveLength(6);
      const late = test.since(0, NOW + 24 * HOUR);
      expect(late).toMatchObject({ gap: true, seq: 4 });
      expect(seqs(late.entries)).toEqual([5, 6]);
      expect(test.since(4, NOW + 24 * HOUR)).toMatchObject({ gap: false });

      test.ring.forget(NOW + 24 * HOUR);
      expect(test.stored.rows).toBe(1);
      expect(test.ring.forgetAt).toBe(NOW + 26 * HOUR);
      expect(seqs(test.awake().since({ after: 4, epoch: test.epoch }, NOW + 24 * HOUR).entries)).toEqual([5, 6]);
      test.ring.forget(NOW + 26 * HOUR);
      expect(test.ring.forgetAt).toBeNull();
      expect(test.since(5, NOW + 26 * HOUR)).toMatchObject({ gap: true, seq: 6, entries: [] });
      expect(test.since(6, NOW + 26 * HOUR)).toMatchObject({ gap: false, seq: 6, entries: [] });
    }));

  it('nothing is older than that, however slowly it came', () =>
    inRing((test) => {
      for (let hour = 0; hour < 100; hour += 0.25) {
        const now = NOW + hour * HOUR;
        test.ring.append([{ ...said(), at: now }], now);
        test.ring.forget(now);
        for (const { at } of test.since(0, now).entries) expect(at).toBeGreaterThan(now - 24 * HOUR);
      }
      expect(test.since(0, NOW + 99.75 * HOUR).entries.length).toBeGreaterThan(23 * 4);
    }));
});

it('tells everybody all that followed, or of a gap, whatever happened', async () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        is: fc.constant('append' as const),
        count: fc.integer({ min: 0, max: 120 }),
        long: fc.boolean(),
        again: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constant('passes' as const),
        ms: fc.constantFrom(1_000, HOUR / 2, 5 * HOUR, 25 * HOUR),
      }),
    },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('sleeps' as const) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('forgets' as const) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('interrupted' as const) }) },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60, size: 'max' }),
      fc.array(fc.nat(5_000), { minLength: 5, maxLength: 5 }),
      (steps, positions) =>
        inRing((test) => {
          let now = NOW;
          const told: { readonly seq: number; readonly id: string; readonly now: number }[] = [];
          const breaks: number[] = [];
          let previous: FeedEntry[] = [];
          for (const happens of steps) {
            if (happens.is === 'passes') now += happens.ms;
            else if (happens.is === 'sleeps') test.awake();
            else if (happens.is === 'forgets') test.ring.forget(now);
            else if (happens.is === 'interrupted') breaks.push(test.ring.interrupt().seq);
            else {
              const batch = several(happens.count, happens.long ? '漢'.repeat(1_500) : 'short');
              if (happens.again) batch.push(...previous.slice(0, 3));
              previous = batch;
              for (const { seq, id } of test.ring.append(batch, now)) told.push({ seq, id, now });
            }
          }
          expect(new Set(seqs(told)).size).toBe(told.length);
          expect(seqs(told)).toEqual(seqs(told).toSorted((a, b) => a - b));
          for (const position of positions) {
            const last = Math.max(told.at(-1)?.seq ?? 0, breaks.at(-1) ?? 0);
            const after = position % (last + 1);
            const { gap, seq, entries } = test.since(after, now);
            const missed = told.filter((one) => one.seq > after);
            // What comes is the end of what was told, in order, and no older than a day …
            expect(entries.map(({ id }) => id)).toEqual(
              missed.slice(missed.length - entries.length).map(({ id }) => id),
            );
            for (const { id } of entries)
              expect(told.find((one) => one.id === id)?.now).toBeGreaterThan(now - 24 * HOUR);
            // … and where it is not all of it, or something may never have been told, that is said.
            const isBroken = breaks.some((broken) => broken > after);
            expect(gap).toBe(entries.length < missed.length || isBroken);
            if (!gap) expect(seq).toBe(after);
            for (const entry of entries) expect(entry.seq).toBeGreaterThan(seq);
          }
          expect(test.stored.bytes ?? 0).toBeLessThanOrEqual(8 * MB);
        }),
    ),
    { numRuns: cases(200) },
  );
});

describe('what an erased account did', () => {
  it('is out of changes, with what was done to it, and what others did stays', async () => {
    await runInDurableObject(env.COMMUNITY.getByName(crypto.randomUUID()), (_, { storage }) => {
      const test = new TestRing(storage);
      const person = crypto.randomUUID() as PersonId;
      const theirs = { person, account: 'twitch:7', displayName: 'Ann' } as const;
      const another = { account: 'twitch:8', displayName: 'Bob' } as const;
      const change = (id: string, target: string, by: ChangeEntry['by']): ChangeEntry => ({
        id,
        at: NOW,
        is: 'change',
        action: 'role.give',
        target,
        by,
      });
      test.ring.append(
        [
          change('1', 'command:1', theirs),
          change('2', 'account:twitch:7', another),
          change('3', `person:${person}`, null),
          change('4', 'account:twitch:70', another),
        ],
        NOW,
      );
      test.ring.forgetAuthors(new Set(['twitch:7']));
      const { entries } = test.awake().since({ after: 0, epoch: null }, NOW + 1);
      expect(entries).toMatchObject([
        { id: '1', target: 'command', by: null },
        { id: '2', target: 'account', by: null },
        { id: '3', target: 'person', by: null },
        { id: '4', target: 'account:twitch:70', by: another },
      ]);
    });
  });

  it('is out of all rows, with what it was answered, and every number stays', async () => {
    await runInDurableObject(env.COMMUNITY.getByName(crypto.randomUUID()), (_, { storage }) => {
      const test = new TestRing(storage);
      const theirs = {
        ...said('secret words', 'twitch:m1'),
        author: { account: '7', displayName: 'Ann' },
      } as FeedEntry;
      const place = { channel: channelKey('twitch', '1000001'), room: '1000001', at: NOW };
      const reply = (id: string): FeedEntry => ({
        ...place,
        id,
        is: 'reply',
        command: '!quote',
        text: 'told Ann',
        status: 'sent',
        tookMs: 1,
      });
      const event = {
        ...said('', 'twitch:m2'),
        is: 'event',
        kind: 'follow',
        author: { account: '7', displayName: 'Ann' },
      };
      const elsewhere = { ...theirs, id: 'kick:m1', channel: channelKey('kick', '5'), text: 'another 7' } as FeedEntry;
      test.ring.append([theirs, reply('twitch:1000001:m1:0 sent 5'), ...several(2, 'x'.repeat(40_000))], NOW);
      test.ring.append([event as FeedEntry, elsewhere, reply('twitch:1000001:m10:0 sent 5')], NOW + 1);
      const before = test.ring.since({ after: 0, epoch: null }, NOW + 2).entries;
      test.ring.forgetAuthors(new Set(['twitch:7']));
      for (const ring of [test.ring, test.awake()]) {
        const { entries, gap } = ring.since({ after: 0, epoch: null }, NOW + 2);
        expect([entries.map(({ seq }) => seq), gap]).toEqual([before.map(({ seq }) => seq), false]);
        const text = JSON.stringify(entries);
        expect(text).not.toContain('secret words');
        expect(text.match(/Ann/g)).toHaveLength(2);
        expect(text).toContain('another 7');
      }
      test.ring.append([said('goes on')], NOW + 3);
      expect(
        test.ring.since({ after: before.length, epoch: test.ring.since(null, NOW).epoch }, NOW + 4).entries,
      ).toHaveLength(1);
    });
  });
});
