import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Limits } from '../../durable-objects/limits.ts';
import type { NamedLimit } from '../../durable-objects/rate-limiter.ts';
import type { Limit, Ring } from '../../workers/core/windows.ts';
import { giveBack, hasRoom, nextAllowed, remaining, take, windowFor } from '../../workers/core/windows.ts';
import { cases, seed } from './cases.ts';

/** Far from today, so that no alarm goes off by itself. */
const NOW = 4_000_000_000_000;
const LONG = 300_000;
/** Of each run of a property: 300 + 100 + 100 runs and the counter's traffic are over a million events in `npm run fuzz`. */
const EVENTS = 1_000;
/** Times an object is awake in a run. */
const SPELLS = 4;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), 61 | bits);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whole ms since epoch at which Poisson traffic of `load` × the limit comes, without end. */
function* poisson({ count, windowMs }: Limit, load: number, random: () => number, from = NOW): Generator<number> {
  for (let at = from; ; ) {
    at += (-Math.log(1 - random()) * windowMs) / (count * load);
    yield Math.floor(at);
  }
}

/** Everything that was ever accepted, oldest first: slow, and right by looking. */
class ExactLog {
  readonly times: number[] = [];

  within({ windowMs }: Limit, now: number): number {
    let i = this.times.length;
    while (i > 0 && (this.times[i - 1] as number) > now - windowMs) i--;
    return this.times.length - i;
  }

  /** The first moment from `now` on at which `cost` more would not be too many; it can only be when one leaves. */
  nextAllowed(limit: Limit, now: number, cost = 1): number {
    const fits = (at: number) => this.within(limit, at) + cost <= limit.count;
    const leaving = this.times.slice(-limit.count).map((at) => at + limit.windowMs);
    return [now, ...leaving].find((at) => at >= now && fits(at)) as number;
  }

  take(at: number, cost = 1): void {
    for (let n = 0; n < cost; n++) this.times.push(at);
  }

  giveBack(at: number, cost = 1): void {
    this.times.splice(this.times.lastIndexOf(at) - cost + 1, cost);
  }
}

const smallLimit: fc.Arbitrary<Limit> = fc.record({
  count: fc.integer({ min: 1, max: 120 }),
  windowMs: fc.integer({ min: 1, max: 60_000 }),
});
const trafficSeed = fc.integer({ min: 0, max: 2 ** 31 });
const anyLoad = fc.constantFrom(0.5, 0.9, 1, 2, 5, 10);

describe('the exact ring', () => {
  it(
    'allows and refuses as a log of everything does, and names the very moment to come back',
    () => {
      fc.assert(
        fc.property(smallLimit, anyLoad, trafficSeed, (limit, load, from) => {
          const random = randomFrom(from);
          const ring = windowFor(limit, NOW);
          const log = new ExactLog();
          for (const now of poisson(limit, load, random).take(EVENTS)) {
            const expected = log.nextAllowed(limit, now);
            expect(nextAllowed(ring, limit, now)).toBe(expected);
            expect(hasRoom(ring, limit, now)).toBe(expected === now);
            expect(remaining(ring, limit, now)).toBe(limit.count - log.within(limit, now));
            if (expected > now) continue;
            take(ring, limit, now);
            log.take(now);
            if (random() > 0.05) continue;
            giveBack(ring, now);
            log.giveBack(now);
          }
          expect((ring as Ring).length).toBeLessThanOrEqual(limit.count);
        }),
        { numRuns: cases(300) },
      );
    },
    LONG,
  );
});

describe('a cooldown', () => {
  it(
    'allows and refuses the commands of several people as a log of everything does, also when some are given back',
    () => {
      const seconds = fc.integer({ min: 1, max: 30 }).map((n) => n * 1_000);
      fc.assert(
        fc.property(seconds, seconds, smallLimit, trafficSeed, (ofPerson, ofChannel, limit, from) => {
          const random = randomFrom(from);
          const limits = new Limits();
          const logs = new Map<string, ExactLog>();
          const logOf = (key: string) => logs.getOrInsertComputed(key, () => new ExactLog());
          const pace = { count: 1, windowMs: ofPerson / 2 };
          for (const now of poisson(pace, 1, random).take(EVENTS)) {
            const person = `person-${Math.floor(random() * 4)}`;
            const command = `command-${Math.floor(random() * 2)}`;
            const rules = [
              { key: `user:${person}:${command}`, limit: { count: 1, windowMs: ofPerson } },
              { key: `channel:${command}`, limit: { count: 1, windowMs: ofChannel } },
              { key: `window:${person}`, limit },
            ];
            const claim = {
              cooldowns: rules.slice(0, 2).map((rule) => [rule.key, now + rule.limit.windowMs] as const),
              windows: rules.slice(2).map((rule) => ({ ...rule, reason: 'window' as const })),
            };
            const waits = rules.map((rule) => logOf(rule.key).nextAllowed(rule.limit, now));
            // A cooldown is told before a full window; of two cooldowns, the one that lasts longer.
            const cooldown = Math.max(...waits.slice(0, 2));
            const expected = cooldown > now ? cooldown : (waits[2] as number);

            const reservation = limits.reserve(claim, now);
            expect(reservation.free).toBe(expected === now);
            if (!reservation.free) expect(reservation.until).toBe(expected);
            if (random() < 0.01) limits.prune(now);
            if (!reservation.free) continue;
            for (const { key } of rules) logOf(key).take(now);
            const fate = random();
            if (fate > 0.1) continue;
            if (fate < 0.05) limits.giveBack(claim, now);
            else reservation.undo();
            for (const { key } of rules) logOf(key).giveBack(now);
          }
        }),
        { numRuns: cases(100) },
      );
    },
    LONG,
  );
});

describe('several limits of one key', () => {
  it(
    'decide as logs of everything do: all or none, through sleeps',
    async () => {
      const limits = fc.array(smallLimit, { minLength: 3, maxLength: 3 });
      await fc.assert(
        fc.asyncProperty(limits, trafficSeed, async (given, from) => {
          const random = randomFrom(from);
          const named = given.map((limit, i): NamedLimit => ({ ...limit, name: `limit-${i}` }));
          const logs = new Map(named.map(({ name }) => [name, new ExactLog()]));
          const traffic = poisson(named[0] as Limit, 2, random);
          const limiter = env.RATE_LIMITER.getByName(crypto.randomUUID());
          for (let spell = 0; spell < SPELLS; spell++) {
            await runInDurableObject(limiter, (inner) => {
              for (let i = 0; i < EVENTS / SPELLS; i++) {
                const now = traffic.next().value as number;
                const [first = named[0] as NamedLimit, ...others] = named.filter(() => random() < 0.6);
                const asked = [first, ...others] as const;
                const cost = Math.min(random() < 0.2 ? 2 : 1, ...asked.map(({ count }) => count));
                const logOf = ({ name }: NamedLimit) => logs.get(name) as ExactLog;
                const expected = Math.max(...asked.map((limit) => logOf(limit).nextAllowed(limit, now, cost)));

                const standing = inner.take(asked, now, cost);
                expect(standing).toMatchObject({ allowed: expected === now, retryAfterMs: expected - now });
                if (!standing.allowed) continue;
                for (const limit of asked) logOf(limit).take(now, cost);
                const left = asked.map((limit) => limit.count - logOf(limit).within(limit, now));
                expect(standing.remaining).toBe(Math.min(...left));
                if (random() > 0.05) continue;
                inner.giveBack(asked, now, cost);
                for (const limit of asked) logOf(limit).giveBack(now, cost);
              }
            });
            await evictDurableObject(limiter);
          }
        }),
        { numRuns: cases(100) },
      );
    },
    LONG,
  );
});

/** What the counter and the exact log let through of the same traffic, and the fullest window the counter had. */
interface Comparison {
  readonly limit: Limit;
  readonly load: number;
  readonly events: number;
  readonly exact: number;
  readonly counted: number;
  readonly worst: number;
}

const WARM_UP_WINDOWS = 2;
const COUNTED_WINDOWS = 20;

function compare(limit: Limit, load: number): Comparison {
  const random = randomFrom(seed + limit.count * 1_000 + load * 10);
  // Where in a cell the traffic begins must not matter.
  const start = NOW + Math.floor(random() * limit.windowMs);
  // Both begin with an empty window and fill it at once; what is compared is how they go on.
  const from = start + WARM_UP_WINDOWS * limit.windowMs;
  const to = from + COUNTED_WINDOWS * limit.windowMs;
  const cells = windowFor(limit, start);
  const log = new SlidingLog(limit);
  const accepted = new SlidingLog(limit);
  const total = { events: 0, exact: 0, counted: 0, worst: 0 };
  for (const now of poisson(limit, load, random, start)) {
    if (now >= to) return { limit, load, ...total };
    const isCompared = now >= from;
    total.events++;
    if (log.within(now) < limit.count) {
      log.take(now);
      if (isCompared) total.exact++;
    }
    if (!hasRoom(cells, limit, now)) continue;
    take(cells, limit, now);
    accepted.take(now);
    total.worst = Math.max(total.worst, accepted.within(now));
    if (isCompared) total.counted++;
  }
  throw new Error('traffic has no end');
}

/** An exact log that only ever goes forward, for large counts. */
class SlidingLog {
  readonly #times: number[] = [];
  #oldest = 0;
  readonly #limit: Limit;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  within(now: number): number {
    while ((this.#times[this.#oldest] ?? Infinity) <= now - this.#limit.windowMs) this.#oldest++;
    return this.#times.length - this.#oldest;
  }

  take(at: number): void {
    this.#times.push(at);
  }
}

const percentOff = ({ exact, counted }: Comparison): number => (counted / exact - 1) * 100;

function table(comparisons: readonly Comparison[]): string {
  const lines = comparisons.map((comparison) => {
    const { limit, load, events, exact, counted, worst } = comparison;
    const columns = [
      `${limit.count}/${limit.windowMs / 1_000} s`.padEnd(10),
      `${load}×`.padStart(5),
      ...[events, exact, counted].map((n) => String(n).padStart(8)),
      `${percentOff(comparison).toFixed(2)} %`.padStart(8),
      (worst / limit.count).toFixed(2).padStart(6),
    ];
    return columns.join(' ');
  });
  return ['limit       load   events    exact  counted      off  worst', ...lines].join('\n');
}

describe('the two-cell counter', () => {
  const limits = [
    { count: 200, windowMs: 60_000 },
    { count: 300, windowMs: 10_000 },
    { count: 1_000, windowMs: 60_000 },
  ];

  it(
    'lets through within 5 % of what an exact log would, and never more than 1.5 × its count in one window',
    () => {
      const comparisons = limits
        .slice(0, cases(limits.length))
        .flatMap((limit) => [0.5, 0.9, 1, 2, 5, 10].map((load) => compare(limit, load)));
      console.info(`the two-cell counter against an exact log, seed ${seed}\n${table(comparisons)}`);
      for (const comparison of comparisons) {
        expect(Math.abs(percentOff(comparison))).toBeLessThan(5);
        expect(comparison.worst).toBeLessThanOrEqual(comparison.limit.count * 1.5);
      }
    },
    LONG,
  );
});
