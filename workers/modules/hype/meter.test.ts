import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../db/client.ts';
import { migrateForCost } from '../../../tests/cost/database.ts';
import type { AccountActor } from '../../core/actors.ts';
import type { ChannelKey, CommunityId } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { effectStatement, recordedOf } from '../../router/effects.ts';
import { cheer, readHype, setHype, WINDOW_MS } from './meter.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const MINUTE = 60_000;
const CHANNEL = 'twitch:1' as ChannelKey;

const db = openDatabase(
  inject('databaseUrl'),
  () => undefined,
  () => Date.now(),
);
beforeAll(migrateForCost);

const person = (name: string): AccountActor => ({
  kind: 'account',
  platform: 'twitch',
  account: `hype-${name}`,
  login: name,
  displayName: name,
  level: 'everyone',
});

/** A community of its own: what its people do, and when (ms from the start). */
async function aCommunity() {
  const id = crypto.randomUUID() as CommunityId;
  await db.run('test', (d) =>
    d.execute(sql`insert into communities (id, slug, name) values (${id}::uuid, ${`hype-${id}`}, 'Hype')`),
  );
  const ctx = (name: string, at: number) => {
    const actor = person(name);
    return {
      now: NOW + at,
      actor,
      community: { id },
      read: (query, run) => db.run(query, run),
      // As the road runs it, but for the invocation's id.
      effect: async (effect) => {
        const statement = effectStatement(effect, { community: id, actor, keep: [] });
        return recordedOf((await db.run('test', (d) => d.execute(statement))).rows).outcome;
      },
    } as VerbCtx;
  };
  return {
    cheers: (name: string, at = 0, channel = CHANNEL) => cheer(ctx(name, at), channel),
    sets: (change: Parameters<typeof setHype>[1]) => setHype(ctx('mia', 0), change),
    shows: (at = 0) => readHype(ctx('mia', at)),
  };
}

const crowd = (size: number) => Array.from({ length: size }, (_, n) => `fan${n}`);

describe('a meter', () => {
  it.each([10, 25])('loses nobody and celebrates once where %i cheer at once for a goal of 10', async (size) => {
    const { cheers } = await aCommunity();
    const all = await Promise.all(crowd(size).map((name) => cheers(name)));
    const celebrated = all.filter((names) => names !== null);
    expect(celebrated.map((names) => new Set(names).size)).toEqual([10]);
  });

  it('counts everybody once, however often they cheer', async () => {
    const { cheers, sets, shows } = await aCommunity();
    await sets({ goal: 3 });
    for (const [at, name] of ['pia', 'pia', 'sam', 'sam'].entries()) expect(await cheers(name, at)).toBeNull();
    expect((await shows(4)).channels).toEqual([{ channel: CHANNEL, people: 2, restsUntil: null }]);
    expect(await cheers('zoe', 4)).toEqual(['pia', 'sam', 'zoe']);
  });

  it('forgets a cheer after a minute, and counts from the last one of each', async () => {
    const { cheers, sets, shows } = await aCommunity();
    await sets({ goal: 3 });
    await cheers('pia', 0);
    await cheers('sam', 0);
    await cheers('sam', WINDOW_MS - 1);
    expect((await shows(WINDOW_MS)).channels[0]?.people).toBe(1);
    expect(await cheers('zoe', WINDOW_MS)).toBeNull();
    expect(await cheers('pia', WINDOW_MS + 1)).toEqual(['sam', 'zoe', 'pia']);
  });

  it('rests after a celebration, and then begins anew', async () => {
    const { cheers, sets, shows } = await aCommunity();
    await sets({ goal: 2, restMinutes: 1 });
    await cheers('pia', 0);
    expect(await cheers('sam', 1_000)).not.toBeNull();
    for (const name of crowd(4)) expect(await cheers(name, MINUTE)).toBeNull();
    expect((await shows(MINUTE)).channels).toEqual([
      { channel: CHANNEL, people: 0, restsUntil: new Date(NOW + MINUTE + 1_000) },
    ]);
    expect(await cheers('pia', MINUTE + 1_000)).toBeNull();
    expect((await shows(MINUTE + 1_000)).channels).toEqual([{ channel: CHANNEL, people: 1, restsUntil: null }]);
    expect(await cheers('zoe', MINUTE + 2_000)).toEqual(['pia', 'zoe']);
  });

  it('is each channel’s and each community’s own', async () => {
    const [ours, theirs] = await Promise.all([aCommunity(), aCommunity()]);
    await Promise.all([ours.sets({ goal: 2 }), theirs.sets({ goal: 2 })]);
    await ours.cheers('pia');
    expect(await ours.cheers('sam', 0, 'kick:1' as ChannelKey)).toBeNull();
    expect(await theirs.cheers('sam')).toBeNull();
    expect((await ours.shows()).channels.map(({ channel }) => channel)).toEqual(['kick:1', CHANNEL]);
    expect((await theirs.shows()).channels).toHaveLength(1);
  });
});

describe('the settings', () => {
  it('are the built-in ones until somebody sets something, which leaves the rest as it is', async () => {
    const { sets, shows } = await aCommunity();
    expect((await shows()).settings).toEqual({ goal: 10, restMinutes: 5, raids: false });
    await sets({ raids: true });
    expect(await sets({ goal: 4 })).toEqual({ goal: 4, restMinutes: 5, raids: true });
  });

  it('lose nothing where two people set them at once', async () => {
    const { sets, shows } = await aCommunity();
    for (let n = 2; n < 12; n++) {
      await Promise.all([sets({ goal: n }), sets({ restMinutes: n }), sets({ raids: n % 2 === 0 })]);
      expect((await shows()).settings).toEqual({ goal: n, restMinutes: n, raids: n % 2 === 0 });
    }
  });
});
