import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { begin, coveredBy, end, type Span } from './spans.ts';

const MOST = 60;
const moments = fc.integer({ min: 0, max: MOST });
const someSpans = fc.array(fc.tuple(moments, fc.option(moments)), { maxLength: 12 });

it('time that several spans cover counts once', () => {
  fc.assert(
    fc.property(someSpans, moments, moments, (spans, from, to) => {
      const isIn = (at: number) => spans.some(([begins, ends]) => begins <= at && at < (ends ?? MOST));
      const expected = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).filter(isIn).length;
      expect(coveredBy(spans, from, to)).toBe(expected);
    }),
    { numRuns: cases(5_000) },
  );
});

it('what began and ended, by turns and more than once, is covered in between', () => {
  const step = fc.record({ at: fc.integer({ min: 0, max: 5 }), begins: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let spans: readonly Span[] = [];
      let [now, since, covered] = [0, null as number | null, 0];
      for (const { at, begins } of steps) {
        now += at;
        if (since !== null && !begins) covered += now - since;
        since = begins ? (since ?? now) : null;
        spans = begins ? begin(spans, now, null) : end(spans, now);
      }
      expect(coveredBy(spans, 0, now)).toBe(covered + (since === null ? 0 : now - since));
    }),
    { numRuns: cases(2_000) },
  );
});

it('a lease that is renewed is one span, and never shorter for it', () => {
  const renewed = [10, 20, 30].reduce<readonly Span[]>((spans, at) => begin(spans, at, at + 15), []);
  expect(renewed).toEqual([[10, 45]]);
  expect(begin(renewed, 40, 41)).toEqual([[10, 45]]);
});

it('no more than a day and a hundred spans are kept', () => {
  const day = 24 * 3600_000;
  let spans: readonly Span[] = [];
  for (let i = 0; i < 500; i++) spans = begin(spans, i * 1_000, i * 1_000 + 1);
  expect(spans).toHaveLength(100);
  expect(begin(spans, 2 * day, null)).toEqual([[2 * day, null]]);
});
