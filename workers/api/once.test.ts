import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../tests/cost/database.ts';
import { db } from '../../tests/support/answers.ts';
import { workOnce } from './once.ts';

beforeAll(migrateForCost);

const NOW = Date.UTC(2026, 10, 26, 12);
const at = (now: number) => ({ db, clock: () => now, log: () => {} });
const asked = () => ({ id: crypto.randomUUID(), requestHash: 'this' });

describe('work of several transactions under a key', () => {
  it('is done once, and told again', async () => {
    const asking = asked();
    let runs = 0;
    const work = async () => ({ run: ++runs });
    expect(await workOnce(at(NOW), asking, work)).toEqual({ outcome: { run: 1 }, replayed: false });
    expect(await workOnce(at(NOW + 90_000), asking, work)).toEqual({ outcome: { run: 1 }, replayed: true });
    await expect(workOnce(at(NOW), { ...asking, requestHash: 'that' }, work)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await workOnce(at(NOW + 25 * 3600_000), asking, work)).toEqual({ outcome: { run: 2 }, replayed: false });
    expect(await workOnce(at(NOW), null, work)).toEqual({ outcome: { run: 3 }, replayed: false });
  });

  it('has who asks meanwhile ask again', async () => {
    const asking = asked();
    const { promise, resolve } = Promise.withResolvers<string>();
    const started = Promise.withResolvers<void>();
    const first = workOnce(at(NOW), asking, () => {
      started.resolve();
      return promise;
    });
    await started.promise;
    const never = () => Promise.reject(new Error('it ran twice'));
    await expect(workOnce(at(NOW + 1), asking, never)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    resolve('done');
    expect(await first).toEqual({ outcome: 'done', replayed: false });
    expect(await workOnce(at(NOW + 2), asking, never)).toEqual({ outcome: 'done', replayed: true });
  });

  it('may be asked for again where its run failed, and a minute after one that died', async () => {
    const asking = asked();
    await expect(workOnce(at(NOW), asking, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    const died = Promise.withResolvers<string>();
    const started = Promise.withResolvers<void>();
    const dying = workOnce(at(NOW), asking, () => {
      started.resolve();
      return died.promise;
    });
    await started.promise;
    const again = async () => 'again';
    await expect(workOnce(at(NOW + 59_000), asking, again)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await workOnce(at(NOW + 60_000), asking, again)).toEqual({ outcome: 'again', replayed: false });
    // What lost its key changes nothing of what is told.
    died.resolve('late');
    await dying;
    expect(await workOnce(at(NOW + 61_000), asking, again)).toEqual({ outcome: 'again', replayed: true });
  });
});
