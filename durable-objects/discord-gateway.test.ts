import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => vi.unstubAllGlobals());

describe('a session whose address is gone', () => {
  it('is resumed at the general one in the end, though whoever waits for the next try is gone meanwhile', async () => {
    const gateway = env.DISCORD_GATEWAY.getByName(crypto.randomUUID());
    const session = { id: 's1', url: 'wss://gone.test/', botUserId: '1' };
    const stored = JSON.stringify({ session, seq: 7, identifies: [], stopped: null });
    const tried: string[] = [];
    vi.stubGlobal('fetch', async (address: string) => {
      tried.push(new URL(address).hostname);
      throw new TypeError('nobody is there');
    });
    await runInDurableObject(gateway, (_, { storage }) => {
      storage.sql.exec('INSERT INTO gateway (id, value) VALUES (1, ?)', stored);
    });
    for (let i = 0; i < 6; i++) {
      await evictDurableObject(gateway);
      expect((await gateway.ensure()).reason).toContain('cannot be reached');
    }
    expect(tried.slice(0, 6)).toEqual([...Array<string>(5).fill('gone.test'), 'gateway.test']);
    await gateway.stop();
  });
});
