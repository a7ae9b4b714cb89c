import { describe, expect, it } from 'vitest';
import { seal, unseal } from './sealed.ts';

const KEYS = { current: 'the first key of these tests' };
const OTHER = { current: 'another key of these tests' };

describe('a sealed secret', () => {
  it('opens with its key and in its context', async () => {
    const sealed = await seal(KEYS, 'twitch:app', 'tökèn 🐧');
    expect(await unseal(KEYS, 'twitch:app', sealed)).toBe('tökèn 🐧');
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[A-Za-z0-9_-]+$/);
    expect(sealed).not.toContain('tök');
  });

  it('is another one each time, even of the same text', async () => {
    expect(await seal(KEYS, 'c', 'token')).not.toBe(await seal(KEYS, 'c', 'token'));
  });

  it('does not open in another context: a token copied to another row is nothing there', async () => {
    const sealed = await seal(KEYS, 'slack:T1', 'token');
    await expect(unseal(KEYS, 'slack:T2', sealed)).rejects.toThrow();
  });

  it('does not open with another key, and says which key it wants without saying any', async () => {
    const sealed = await seal(KEYS, 'c', 'token');
    const refusal = unseal(OTHER, 'c', sealed);
    await expect(refusal).rejects.toThrow(/^sealed with key [0-9a-f]{8}, which is neither ENCRYPTION_KEY nor/);
    await expect(refusal).rejects.not.toThrow(/key of these tests/);
  });

  it('still opens with the previous key after a change of keys', async () => {
    const sealed = await seal(KEYS, 'c', 'token');
    expect(await unseal({ ...OTHER, previous: KEYS.current }, 'c', sealed)).toBe('token');
    expect((await seal({ ...OTHER, previous: KEYS.current }, 'c', 'x')).split('.')[1]).toBe(
      (await seal(OTHER, 'c', 'x')).split('.')[1],
    );
  });

  it('does not open when a single character of it was changed', async () => {
    const sealed = await seal(KEYS, 'c', 'token');
    const start = sealed.lastIndexOf('.') + 1;
    // The last character carries bits that are no part of the bytes.
    for (let i = start; i < sealed.length - 1; i++) {
      const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`;
      await expect(unseal(KEYS, 'c', changed), `character ${i}`).rejects.toThrow();
    }
  });

  it.each(['', 'token', 'v1', 'v1.', 'v1..', 'v2.00000000.AAAA', 'v1.00000000.'])('is not %j', async (text) => {
    await expect(unseal(KEYS, 'c', text)).rejects.toThrow();
  });
});
