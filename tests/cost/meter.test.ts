import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { Upstream } from '../../durable-objects/upstream.ts';
import { NOW } from '../support/test-channel.ts';
import { Meter } from './meter.ts';
import { dollars } from './prices.ts';
import { Tally } from './tally.ts';

let meter: Meter;

beforeAll(async () => {
  meter = await Meter.installed();
});

/** What is counted of `work` inside an object, after its tables were made. */
async function counted(tables: string, work: (storage: DurableObjectStorage) => unknown): Promise<Tally> {
  const stub = env.AGENDA.getByName(crypto.randomUUID());
  const make = () => runInDurableObject(stub, (_, { storage }) => void storage.sql.exec(tables));
  await meter.during(new Tally(), make);
  const tally = new Tally();
  await meter.during(tally, () => runInDurableObject(stub, async (_, { storage }) => void (await work(storage))));
  return tally;
}

describe('the meter', () => {
  it('sees each row that is written, replaced or deleted', async () => {
    const tally = await counted('CREATE TABLE ducks (id INTEGER PRIMARY KEY, name TEXT)', ({ sql }) => {
      sql.exec("INSERT INTO ducks VALUES (1, 'ann'), (2, 'bob'), (3, 'cy')");
      sql.exec("INSERT OR REPLACE INTO ducks VALUES (1, 'dot')");
      sql.exec('DELETE FROM ducks WHERE id > 1');
    });
    expect(tally.of('write ducks')).toBe(3 + 1 + 2);
  });

  it('sees the rows of an index', async () => {
    const tables = 'CREATE TABLE pond (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX by_name ON pond (name)';
    const tally = await counted(tables, ({ sql }) => {
      sql.exec("INSERT INTO pond VALUES (1, 'ann')");
    });
    expect(tally.of('write pond')).toBe(1 + 1);
  });

  it('sees the rows that are read, when the cursor has come to its end', async () => {
    const tables = 'CREATE TABLE lake (id INTEGER PRIMARY KEY); INSERT INTO lake VALUES (1), (2), (3)';
    const tally = await counted(tables, ({ sql }) => {
      for (const _ of sql.exec('SELECT id FROM lake'));
    });
    expect(tally.of('read lake')).toBe(3);
  });

  it('sees what is kept by key, and alarms', async () => {
    const tally = await counted('CREATE TABLE unused (id INTEGER PRIMARY KEY)', async (storage) => {
      storage.kv.put('a', 1);
      await storage.put('b', 2);
      storage.kv.get('a');
      await storage.setAlarm(Date.now() + 3600_000);
      await storage.deleteAlarm();
    });
    expect(tally.except()).toEqual({ 'write kv': 2, 'read kv': 1, 'write alarm': 2 });
  });

  it('sees each call with its rows, and has an object forget what it had in memory after ten idle seconds', async () => {
    const upstream = meter.namespace(Upstream, env.UPSTREAM).getByName('twitch');
    const ask = (now: number) => upstream.acquire('same', [{ key: 'all', count: 2, windowMs: 1_000 }], now);
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    const tally = new Tally();
    await meter.during(tally, async () => {
      expect(await ask(NOW)).toMatchObject({ permit: 'granted' });
      vi.setSystemTime(NOW + 10_000);
      expect(await ask(NOW + 10_000)).toMatchObject({ permit: 'already' });
      vi.setSystemTime(NOW + 20_001);
      expect(await ask(NOW + 20_001)).toMatchObject({ permit: 'granted' });
    });
    vi.useRealTimers();
    expect(tally.of('call Upstream.acquire')).toBe(3);
    expect(tally.of('write windows')).toBeGreaterThan(0);
  });

  it('sees large messages as several operations of a queue', async () => {
    const tally = new Tally();
    await meter.during(tally, async () => {
      meter.queued('invocations', 'small', 'worker');
      meter.queued('invocations', 'x'.repeat(100_000), 'worker');
    });
    expect(tally.of('queue invocations')).toBe(3);
  });

  it('prices a message at three operations, a row at a millionth of a dollar, a log line by what is kept of it', () => {
    const tally = new Tally().add('queue invocations').add('write admitted').add('log line');
    expect(dollars(tally)).toBeCloseTo(1.2 + 1 + 0.05 * 0.6, 6);
  });
});
