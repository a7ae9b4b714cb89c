import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import type { InvocationId } from '../workers/core/ids.ts';
import { Twins } from './twins.ts';

const id = (name: string) => name as InvocationId;
const told = (source: string, key = 'sub:pia') => ({ key, source, withinMs: 60_000 });

/** Tells the twins of an event, and says whether it was the first of its fact. */
function tell(twins: Twins, name: string, source: string, at: number): boolean {
  const twin = told(source);
  const first = twins.find(twin, at);
  twins.add(id(name), twin, at, first);
  return first === undefined;
}

describe('twins', () => {
  it('are one fact told in two ways', () => {
    const twins = new Twins();
    expect(tell(twins, 'a', 'event', 0)).toBe(true);
    expect(tell(twins, 'b', 'notice', 500)).toBe(false);
  });

  it('told twice in the same way are two facts, each with its other way', () => {
    const twins = new Twins();
    const first = [['event'], ['event'], ['notice'], ['notice'], ['notice']].map(([source], i) =>
      tell(twins, String(i), source as string, i),
    );
    expect(first).toEqual([true, true, false, false, true]);
  });

  it('are strangers after their time, under other keys, and when the first came to nothing', () => {
    const twins = new Twins();
    tell(twins, 'a', 'event', 0);
    expect(twins.find(told('notice'), 60_000)).toBeUndefined();
    expect(twins.find(told('notice', 'sub:sam'), 1)).toBeUndefined();
    expect(twins.find(told('notice'), 1)).toBe('a');
    twins.remove(id('a'), told('event'));
    expect(twins.find(told('notice'), 1)).toBeUndefined();
  });

  it('count every fact once, in whatever order three ways tell of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat(100)), (facts, order) => {
        const twins = new Twins();
        const tellings = Array.from({ length: facts }, () => ['event', 'notice', 'again'])
          .flat()
          .map((source) => ({ source, by: order.next().value as number }))
          .sort((a, b) => a.by - b.by);
        const firsts = tellings.filter(({ source }, i) => tell(twins, `e${i}`, source, i));
        expect(firsts).toHaveLength(facts);
      }),
      { numRuns: cases(1_000) },
    );
  });
});
