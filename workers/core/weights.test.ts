import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { chooseReply } from './weights.ts';

const reply = fc.record({ text: fc.string(), weight: fc.integer({ min: 1, max: 1_000 }) });

describe('one of several replies', () => {
  it('is always one of them, and always the same for one id', () => {
    fc.assert(
      fc.property(fc.array(reply, { minLength: 1, maxLength: 20 }), fc.string(), (replies, id) => {
        const chosen = chooseReply(replies, id);
        return replies.some(({ text }) => text === chosen) && chooseReply(replies, id) === chosen;
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('comes as often as it weighs', () => {
    const replies = [
      { text: 'a', weight: 1 },
      { text: 'b', weight: 2 },
      { text: 'c', weight: 7 },
    ];
    const counts: Record<string, number> = {};
    for (let i = 0; i < 20_000; i++) {
      const text = chooseReply(replies, `twitch:1000001:${i}:0`);
      counts[text] = (counts[text] ?? 0) + 1;
    }
    const shares = replies.map(({ text }) => (counts[text] ?? 0) / 20_000);
    expect(shares[0]).toBeCloseTo(0.1, 1);
    expect(shares[1]).toBeCloseTo(0.2, 1);
    expect(shares[2]).toBeCloseTo(0.7, 1);
  });
});
