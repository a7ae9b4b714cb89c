import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { Observed } from './observed.ts';
import { Refusals } from './refusals.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const line = (id: string, account: string) => ({
  id,
  account,
  displayName: 'x',
  room: '1',
  text: `by ${account}`,
  at: NOW,
});

it('what an erased account wrote is forgotten, and not counted for it later', async () => {
  await runInDurableObject(env.CHANNEL.getByName(crypto.randomUUID()), async (_, { storage: { sql } }) => {
    const observed = new Observed(sql);
    observed.add([line('1', '7'), line('2', '8'), line('3', '7')], true, NOW);
    await observed.flush(() => Promise.reject(new Error('the queue is away')), NOW + 1).catch(() => undefined);
    observed.add([line('4', '7')], true, NOW + 2);
    observed.forgetAuthors(['7'], NOW + 3);
    for (const one of [observed, new Observed(sql)]) {
      expect(one.recent(NOW + 4).map(({ account }) => account)).toEqual(['8']);
      const told: unknown[] = [];
      await one.flush(async (flushes) => void told.push(...flushes.map(({ days }) => days)), NOW + 5);
      expect(JSON.stringify(told)).not.toContain('"7"');
      expect(JSON.stringify(told)).toContain('"8"');
    }
  });
});

it('who was refused is forgotten with them', async () => {
  await runInDurableObject(env.CHANNEL.getByName(crypto.randomUUID()), (_, { storage: { sql } }) => {
    const refusals = new Refusals(sql);
    for (const account of ['7', '8', '7']) refusals.add({ at: NOW, reason: 'level', account, command: 'x' }, true);
    refusals.forgetAuthors(['7']);
    for (const one of [refusals, new Refusals(sql)]) expect(one.all.map(({ account }) => account)).toEqual(['8']);
  });
});
