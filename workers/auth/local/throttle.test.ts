import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { Limited } from '../../core/errors.ts';
import { Throttle, type ThrottleLimiter } from './throttle.ts';

const START = Date.UTC(2026, 10, 26, 12);
const real = (name: string) => env.RATE_LIMITER.getByName(name) as unknown as ThrottleLimiter;

function throttleAt(start = START, limiter: (name: string) => ThrottleLimiter = real) {
  let now = start;
  const throttle = new Throttle({ limiter, clock: () => now, log: () => {} });
  return { throttle, advance: (ms: number) => (now += ms) };
}

describe('the throttle', () => {
  it('lets five passwords a minute through and twenty an hour, and says when to come again', async () => {
    const { throttle, advance } = throttleAt();
    const name = crypto.randomUUID();
    for (let i = 0; i < 5; i++) await throttle.take('sign-in as', name);
    await expect(throttle.take('sign-in as', name)).rejects.toThrow(
      'Try again in 1 min; until then even the right one',
    );
    for (let minute = 0; minute < 3; minute++) {
      advance(60_000);
      for (let i = 0; i < 5; i++) await throttle.take('sign-in as', name);
    }
    advance(60_000);
    const refused = await throttle.take('sign-in as', name).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Limited);
    expect((refused as Limited).retryAfterMs).toBe(56 * 60_000);
  });

  it('counts those that come at once', async () => {
    const { throttle } = throttleAt();
    const name = crypto.randomUUID();
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => throttle.take('sign-in as', name)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  it('takes back what was no guess', async () => {
    const { throttle } = throttleAt();
    const name = crypto.randomUUID();
    for (let i = 0; i < 30; i++) await (await throttle.take('sign-in as', name))();
  });

  it('lets nobody through where the limiter is away, and tells objects no names', async () => {
    const asked: string[] = [];
    const away = (name: string): ThrottleLimiter => {
      asked.push(name);
      return { take: () => Promise.reject(new Error('away')), giveBack: () => Promise.reject(new Error('away')) };
    };
    const { throttle } = throttleAt(START, away);
    await expect(throttle.take('sign-in as', 'ann')).rejects.toThrow('Nobody can be let in for a moment');
    expect(asked).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});
