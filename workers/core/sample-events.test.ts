import { describe, expect, it } from 'vitest';
import { EVENT_KINDS } from './events.ts';
import { sampleData } from './sample-events.ts';

const NOW = 1_791_100_000_000;

describe('the sample of an event', () => {
  it.each(EVENT_KINDS)('of the kind %s needs nothing said', (kind) => {
    const first = sampleData(kind, {}, NOW);
    expect(first.error).toBeUndefined();
    // What it says may be said back, field by field.
    expect(sampleData(kind, first.data, NOW).data).toEqual(first.data);
  });

  it('is what is given, and the rest of it', () => {
    expect(sampleData('gift', { count: 50, anonymous: true }, NOW).data).toMatchObject({
      tier: '1',
      count: 50,
      anonymous: true,
    });
    expect(sampleData('redemption', { reward: { title: 'Dance' } }, NOW).data).toMatchObject({
      reward: { title: 'Dance', cost: 500 },
      status: 'pending',
    });
    expect(sampleData('stream.online', {}, NOW).data).toMatchObject({ startedAt: NOW });
  });

  it.each([
    ['raid', { viewers: -1 }],
    ['raid', { viewers: '5' }],
    ['follow', { tier: '1' }],
    ['subscribe', { tier: 'gold' }],
    ['tip', { currency: 'euro' }],
    ['ban', { target: { account: 7 } }],
    ['webhook', { webhookId: 'mine' }],
    ['webhook', { say: 'x'.repeat(501) }],
  ] as const)('of the kind %s refuses %j', (kind, given) => {
    expect(sampleData(kind, given, NOW).success).toBe(false);
  });
});
