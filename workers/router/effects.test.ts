import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { migrateForCost } from '../../tests/cost/database.ts';
import type { CommunityId } from '../core/ids.ts';
import type { Effect, VerbCtx } from '../core/modules.ts';
import { changeCounter } from '../modules/counters/counters.ts';
import { systemEffect } from './effects.ts';
import type { Services } from './services.ts';

const db = openDatabase(inject('databaseUrl'), () => {}, Date.now);
beforeAll(migrateForCost);

/** What verbs of a new community work with. */
async function aCommunity(): Promise<VerbCtx> {
  const id = crypto.randomUUID() as CommunityId;
  await db.run('test', (d) =>
    d.execute(sql`insert into communities (id, slug, name) values (${id}::uuid, ${`effects-${id}`}, 'Effects')`),
  );
  const announce = async () => undefined;
  const services = {
    db,
    clock: Date.now,
    modules: [],
    builtins: new Map(),
    settings: {},
    pushed: new Set(),
    behind: () => undefined,
    bindings: { AGENDA: { getByName: () => ({ announce }) } },
  } as unknown as Services;
  return {
    community: { id, slug: id, name: 'Effects', language: 'en', zone: 'UTC' },
    now: Date.now(),
    actor: { kind: 'system' },
    effect: (effect: Effect) => systemEffect(services, id, effect, Date.now()),
    read: (name: string, query: Parameters<typeof db.run>[1]) => db.run(name, query),
    httpModules: { list: async () => [] },
  } as unknown as VerbCtx;
}

describe('effects of one community at once', () => {
  it('count one after the other, so that none is lost', async () => {
    const ctx = await aCommunity();
    const changes = await Promise.all(Array.from({ length: 20 }, () => changeCounter(ctx, { name: 'deaths' })));
    const values = changes.map((change) => (change.result === 'done' ? change.value : null));
    expect(values.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('do not get past a limit together', async () => {
    const ctx = await aCommunity();
    await db.run('test', (d) =>
      d.execute(sql`insert into counters (community_id, name, value)
        select ${ctx.community.id}::uuid, 'c' || n, 0 from generate_series(1, 495) n`),
    );
    const changes = await Promise.all(Array.from({ length: 20 }, (_, i) => changeCounter(ctx, { name: `more${i}` })));
    expect(changes.filter(({ result }) => result === 'done')).toHaveLength(5);
  });
});
