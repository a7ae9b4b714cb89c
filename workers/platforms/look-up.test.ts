import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { answering } from '../../tests/support/calls.ts';
import type { Hold } from '../core/platforms.ts';
import type { CallResult } from './call.ts';
import { byStatus, createLookUp, EVERYTHING } from './look-up.ts';

let now: number;
beforeEach(() => {
  now = 1_000_000;
});

/** Look-ups whose answers hold, for three seconds, the window that their `x-holds` header names. */
function asker(answer: Response | CallResult) {
  const { call, seen } = answering(answer);
  const holdsOf = (response: Response): readonly Hold[] => {
    const key = response.headers.get('x-holds');
    return key === null ? [] : [{ key, forMs: 3_000 }];
  };
  const lookUp = createLookUp({ title: 'Waddle', call, clock: () => now, read: byStatus(holdsOf) });
  const ask = (window = 'people') =>
    lookUp({
      url: `https://api.example/${window}`,
      request: (token) => ({ headers: { authorization: `Bearer ${token}` } }),
      shape: z.object({ name: z.string() }),
      window,
    });
  return { ask, seen };
}

describe('a look-up', () => {
  it('gives what was asked for, in its shape', async () => {
    const { ask, seen } = asker(Response.json({ name: 'Pia', more: 1 }));
    expect(await ask()).toEqual({ name: 'Pia' });
    expect(seen[0]?.url).toBe('https://api.example/people');
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer token-1');
  });

  it('gives nothing where the platform knows of nothing', async () => {
    expect(await asker(Response.json({ message: 'No.' }, { status: 404 })).ask()).toBeNull();
  });

  it.each([
    ['a refusal', Response.json({ message: 'Pia may not' }, { status: 403 }), 'HTTP 403'],
    ['a failure', new Response('', { status: 503 }), 'HTTP 503'],
    ['another shape', Response.json({ name: 5 }), 'an answer that is none'],
    ['no JSON', new Response(''), 'an answer that is none'],
    ['no answer', { ok: false, outcome: { outcome: 'unclear', reason: 'TimeoutError' } } as const, 'TimeoutError'],
    ['no token', { ok: false, outcome: { outcome: 'refused', reason: 'no token' } } as const, 'no token'],
  ])('fails at %s, in words that quote nobody', async (_, answer, reason) => {
    await expect(asker(answer).ask()).rejects.toMatchObject({
      code: 'UPSTREAM',
      message: `Waddle did not answer a look-up: ${reason}`,
    });
  });

  it('is not even tried while its window is known to be used up', async () => {
    for (const status of [200, 429]) {
      const { ask, seen } = asker(Response.json({ name: 'Pia' }, { status, headers: { 'x-holds': 'people' } }));
      await ask().catch(() => null);
      await ask('places').catch(() => null);
      now += 2_999;
      await expect(ask()).rejects.toThrow('rate limited');
      expect(seen).toHaveLength(2);
      now += 1;
      await ask().catch(() => null);
      expect(seen).toHaveLength(3);
    }
  });

  it('is not tried in any window while the platform holds all', async () => {
    const { ask, seen } = asker(Response.json({}, { status: 429, headers: { 'x-holds': EVERYTHING } }));
    await expect(ask()).rejects.toThrow('HTTP 429');
    await expect(ask('places')).rejects.toThrow('rate limited');
    expect(seen).toHaveLength(1);
  });
});
