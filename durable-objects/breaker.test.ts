import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import type { CallOutcome } from './breaker.ts';
import { Breaker, FAILURES_TO_OPEN, MAX_OPEN_FOR_MS, OPEN_FOR_MS, PROBE_FOR_MS } from './breaker.ts';

const NOW = 1_791_100_000_000;
const CLOSED = { allowed: true, probe: false };
const PROBE = { allowed: true, probe: true };
const open = (retryAfterMs: number) => ({ allowed: false, retryAfterMs });

/** A breaker whose rows the test can count, and which can fall asleep. */
function aBreaker() {
  const rows = new Map<string, unknown>();
  let written = 0;
  const kv = {
    get: (key: string) => structuredClone(rows.get(key)),
    put: (key: string, value: unknown) => {
      written++;
      rows.set(key, structuredClone(value));
    },
    delete: (key: string) => {
      written++;
      return rows.delete(key);
    },
  } as unknown as SyncKvStorage;
  let breaker = new Breaker(kv);
  const fail = (times: number, now: number) => {
    for (let i = 0; i < times; i++) breaker.report('failed', false, now);
  };
  return {
    mayCall: (now: number) => breaker.mayCall(now),
    report: (outcome: CallOutcome, probe: boolean, now: number) => breaker.report(outcome, probe, now),
    stateAt: (now: number) => breaker.stateAt(now),
    standing: (now: number) => breaker.standing(now),
    fail,
    fallAsleep: () => {
      breaker = new Breaker(kv);
    },
    written: () => written,
  };
}

describe('a breaker', () => {
  it('opens on five failures in a row, and not on four', () => {
    const breaker = aBreaker();
    breaker.fail(4, NOW);
    expect(breaker.mayCall(NOW)).toEqual(CLOSED);
    breaker.report('answered', false, NOW);
    breaker.fail(4, NOW);
    expect(breaker.mayCall(NOW)).toEqual(CLOSED);
    breaker.fail(1, NOW);
    expect(breaker.mayCall(NOW)).toEqual(open(OPEN_FOR_MS));
    expect(breaker.stateAt(NOW)).toEqual({ state: 'open', until: NOW + OPEN_FOR_MS });
  });

  it('lets one probe through when its time is over, and closes when that was answered', () => {
    const breaker = aBreaker();
    breaker.fail(5, NOW);
    expect(breaker.mayCall(NOW + 29_999)).toEqual(open(1));
    expect(breaker.stateAt(NOW + 30_000)).toEqual({ state: 'half-open' });
    expect(breaker.mayCall(NOW + 30_000)).toEqual(PROBE);
    expect(breaker.mayCall(NOW + 30_001)).toEqual(open(PROBE_FOR_MS - 1));
    breaker.report('answered', true, NOW + 31_000);
    expect(breaker.mayCall(NOW + 31_000)).toEqual(CLOSED);
    expect(breaker.stateAt(NOW + 31_000)).toEqual({ state: 'closed' });
  });

  it('stays open twice as long after each probe that failed, up to ten minutes, and begins anew once it was closed', () => {
    const breaker = aBreaker();
    breaker.fail(5, NOW);
    let now = NOW;
    for (const seconds of [30, 60, 120, 240, 480, 600, 600]) {
      expect(breaker.mayCall(now)).toEqual(open(seconds * 1000));
      now += seconds * 1000;
      expect(breaker.mayCall(now)).toEqual(PROBE);
      breaker.report('failed', true, now);
    }
    now += MAX_OPEN_FOR_MS;
    expect(breaker.mayCall(now)).toEqual(PROBE);
    breaker.report('answered', true, now);
    breaker.fail(5, now);
    expect(breaker.mayCall(now)).toEqual(open(OPEN_FOR_MS));
  });

  it('gives the probe to the next after 20 s without a word of it', () => {
    const breaker = aBreaker();
    breaker.fail(5, NOW);
    const due = NOW + OPEN_FOR_MS;
    expect(breaker.mayCall(due)).toEqual(PROBE);
    expect(breaker.mayCall(due + PROBE_FOR_MS - 1)).toEqual(open(1));
    expect(breaker.mayCall(due + PROBE_FOR_MS)).toEqual(PROBE);
    // The second one's word counts; the first one's, which says the same later, makes it no worse.
    breaker.report('failed', true, due + PROBE_FOR_MS);
    breaker.report('failed', true, due + PROBE_FOR_MS + 1);
    expect(breaker.mayCall(due + PROBE_FOR_MS)).toEqual(open(2 * OPEN_FOR_MS));
  });

  it('learns nothing from calls that began before it opened', () => {
    const breaker = aBreaker();
    breaker.fail(5, NOW);
    breaker.report('answered', false, NOW + 1);
    breaker.fail(5, NOW + 2);
    expect(breaker.mayCall(NOW + 2)).toEqual(open(OPEN_FOR_MS - 2));
  });

  it('tells people how it stands: failures while it is closed, and when it is asked again', () => {
    const breaker = aBreaker();
    breaker.fail(FAILURES_TO_OPEN - 1, NOW);
    expect(breaker.standing(NOW)).toEqual({ state: 'closed', failures: 4, until: null, forMs: null });
    breaker.fail(1, NOW);
    const opened = { failures: 0, until: NOW + OPEN_FOR_MS, forMs: OPEN_FOR_MS };
    expect(breaker.standing(NOW)).toEqual({ state: 'open', ...opened });
    expect(breaker.standing(NOW + OPEN_FOR_MS)).toEqual({ state: 'half-open', ...opened });
    expect(breaker.mayCall(NOW + OPEN_FOR_MS)).toEqual(PROBE);
  });

  it('writes a row when its state changes, and none for calls that are answered', () => {
    const breaker = aBreaker();
    for (let i = 0; i < 100; i++) {
      breaker.mayCall(NOW);
      breaker.report(i % 3 === 0 ? 'failed' : 'answered', false, NOW);
    }
    expect(breaker.written()).toBe(0);
    breaker.report('answered', false, NOW);
    breaker.fail(5, NOW);
    for (let i = 0; i < 100; i++) breaker.mayCall(NOW);
    expect(breaker.written()).toBe(1);
    breaker.mayCall(NOW + OPEN_FOR_MS);
    breaker.report('answered', true, NOW + OPEN_FOR_MS);
    expect(breaker.written()).toBe(3);
  });

  it('never lets two calls through while it is open, over any sequence of calls, outcomes, waits and sleeps', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ is: fc.constant('call' as const) }) },
      {
        weight: 4,
        arbitrary: fc.record({
          is: fc.constant('end' as const),
          which: fc.nat(20),
          outcome: fc.constantFrom<CallOutcome>('failed', 'failed', 'failed', 'answered'),
        }),
      },
      { weight: 3, arbitrary: fc.record({ is: fc.constant('wait' as const), ms: fc.nat(45_000) }) },
      { weight: 1, arbitrary: fc.record({ is: fc.constant('sleep' as const) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const breaker = aBreaker();
        let now = NOW;
        let inARow = 0;
        let openUntil: number | null = null;
        let openFor = 0;
        let probeUntil = 0;
        const underWay: { readonly probe: boolean }[] = [];
        for (const each of steps) {
          if (each.is === 'wait') now += each.ms;
          if (each.is === 'sleep') {
            breaker.fallAsleep();
            if (openUntil === null) inARow = 0;
          }
          if (each.is === 'call') {
            const allowance = breaker.mayCall(now);
            const waitMs = openUntil === null ? 0 : now < openUntil ? openUntil - now : Math.max(0, probeUntil - now);
            expect(allowance).toEqual(waitMs > 0 ? open(waitMs) : { allowed: true, probe: openUntil !== null });
            if (allowance.allowed) {
              underWay.push(allowance);
              if (allowance.probe) probeUntil = now + PROBE_FOR_MS;
            }
          }
          if (each.is === 'end' && underWay.length > 0) {
            const [ended] = underWay.splice(each.which % underWay.length, 1) as [{ readonly probe: boolean }];
            breaker.report(each.outcome, ended.probe, now);
            if (openUntil === null) {
              inARow = each.outcome === 'failed' ? inARow + 1 : 0;
              if (inARow >= FAILURES_TO_OPEN) [openUntil, openFor, probeUntil] = [now + OPEN_FOR_MS, OPEN_FOR_MS, 0];
            } else if (ended.probe && each.outcome === 'answered') {
              [openUntil, inARow, probeUntil] = [null, 0, 0];
            } else if (ended.probe && now >= openUntil) {
              openFor = Math.min(MAX_OPEN_FOR_MS, openFor * 2);
              [openUntil, probeUntil] = [now + openFor, 0];
            }
          }
        }
      }),
      { numRuns: cases(3_000) },
    );
  });
});

describe('a host’s object', () => {
  const aHost = () => env.UPSTREAM.getByName(`http:${crypto.randomUUID()}`);

  it('has one breaker for all isolates, which outlives its sleep', async () => {
    const host = aHost();
    for (let i = 0; i < 5; i++) {
      expect(await host.mayCall(NOW)).toEqual(CLOSED);
      await host.report('failed', false, NOW);
    }
    expect(await host.mayCall(NOW)).toEqual({ ...open(OPEN_FOR_MS), call: 'refused' });
    await evictDurableObject(host);
    expect(await host.mayCall(NOW + 10_000)).toEqual({ ...open(20_000), call: 'refused' });
    const asked = await Promise.all(Array.from({ length: 10 }, () => host.mayCall(NOW + 30_000)));
    expect(asked.filter(({ allowed }) => allowed)).toEqual([PROBE]);
    await evictDurableObject(host);
    // Nor does a second probe slip in while the first is on its way.
    expect(await host.mayCall(NOW + 35_000)).toMatchObject({ allowed: false });
    await host.report('failed', true, NOW + 36_000);
    await evictDurableObject(host);
    expect(await host.breaker(NOW + 36_000)).toEqual({ state: 'open', until: NOW + 96_000 });
    expect(await host.mayCall(NOW + 96_000)).toEqual(PROBE);
    await host.report('answered', true, NOW + 97_000);
    await evictDurableObject(host);
    expect(await host.mayCall(NOW + 97_000)).toEqual(CLOSED);
  });

  it('keeps no row of calls that are answered', async () => {
    const host = aHost();
    for (let i = 0; i < 20; i++) {
      await host.mayCall(NOW);
      await host.report('answered', false, NOW);
    }
    const kept = await runInDurableObject(host, (_, { storage }) => [...storage.kv.list()]);
    expect(kept).toEqual([]);
  });
});
