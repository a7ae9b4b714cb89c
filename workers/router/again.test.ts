import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import { migrateForCost } from '../../tests/cost/database.ts';
import { A_COMMUNITY } from '../../tests/support/channel.ts';
import type { CommunityId, InvocationId } from '../core/ids.ts';
import type { Invocation } from '../core/invocation.ts';
import type { SendOutcome } from '../core/platforms.ts';
import { memories } from '../modules/memories/index.ts';
import { deliverRow } from './deliver.ts';
import type { Services } from './services.ts';

const db = openDatabase(inject('databaseUrl'), () => {}, Date.now);
beforeAll(migrateForCost);

/** A reminder whose line a platform takes without saying whether it was posted, and cannot tell later either. */
async function anUnclearReminder() {
  const community = crypto.randomUUID() as CommunityId;
  const id = `twitch:1:reminder-${community}:0` as InvocationId;
  const event = {
    id: 'r1',
    platform: 'twitch',
    channel: '1',
    room: '1',
    kind: 'reminder',
    author: {},
    text: '',
    at: 0,
  };
  const invocation = {
    v: 1,
    id,
    event: { ...event, answer: { by: 'api' }, correlationId: 'c', receivedAt: 0 },
    command: 'remind',
    said: { text: 'tea' },
    prefix: '!',
    community: { ...A_COMMUNITY, id: community },
    visibility: 'public',
    admittedAt: Date.now(),
  } as unknown as Invocation;
  await db.run('test', (d) =>
    d.batch([
      d.execute(sql`insert into communities (id, slug, name) values (${community}::uuid, ${community}, 'Again')`),
      d.execute(sql`insert into invocations (id, community_id, command, invocation, trace, expires_at)
        values (${id}, ${community}::uuid, 'remind', ${JSON.stringify(invocation)}::jsonb, '{}', now() + interval '1 day')`),
      d.execute(
        sql`insert into deliveries (id, community_id, outcome, next_at) values (${id}, ${community}::uuid, '{}', now())`,
      ),
    ]),
  );
  return { community, invocation };
}

function servicesThat(send: () => Promise<SendOutcome>) {
  const woken: unknown[] = [];
  const upstream = {
    acquire: async () => ({ permit: 'granted', waitMs: 0 }),
    release: async () => {},
    hold: async () => {},
  };
  const client = { budget: () => ({ upstream: 'u', limits: [] }), send, readBack: async () => 'unclear' };
  const traits = {
    limits: { length: 500, multiline: false, parts: 1 },
    escape: (text: string) => text,
    readBackDelayMs: 1,
  };
  const services = {
    db,
    clock: Date.now,
    log: () => {},
    modules: [memories],
    platforms: { twitch: { client, traits } },
    health: { note: async () => {} },
    feed: { add: () => {} },
    bindings: {
      UPSTREAM: { getByName: () => upstream },
      CHANNEL: { getByName: () => ({ expectEchoes: async () => {} }) },
      AGENDA: { getByName: () => ({ announce: async () => {} }) },
      DELIVERIES: { send: async (body: unknown) => void woken.push(body) },
    },
  } as unknown as Services;
  return { services, woken };
}

const deliveriesOf = async (community: CommunityId) =>
  (
    await db.run('test', (d) =>
      d.execute<{ id: string; status: string; text: string }>(
        sql`select d.id, d.status, i.invocation -> 'said' ->> 'text' as text from deliveries d join invocations i on i.id = d.id
          where d.community_id = ${community}::uuid order by length(d.id)`,
      ),
    )
  ).rows;

describe('a reminder of which nobody knows whether it was posted', () => {
  it('is said once more, marked so, and then never again', async () => {
    const { community, invocation } = await anUnclearReminder();
    const { services, woken } = servicesThat(async () => ({ outcome: 'unclear', reason: 'timeout' }));
    const lastLook = { from: 0, tries: 9, unclearSince: Date.now() };
    await deliverRow(services, invocation, { text: 'tea' }, { at: 0, received: 0, admitted: 0 }, lastLook);
    const [first, again] = await deliveriesOf(community);
    expect(first).toMatchObject({ status: 'unknown' });
    expect(again).toMatchObject({ id: `${invocation.id}/again`, status: 'pending', text: 'tea (again)' });
    expect(woken).toContainEqual({ v: 1, kind: 'delivery', id: `${invocation.id}/again` });

    const second = { ...invocation, id: `${invocation.id}/again` as InvocationId };
    await deliverRow(services, second, { text: 'tea (again)' }, { at: 0, received: 0, admitted: 0 }, lastLook);
    const all = await deliveriesOf(community);
    expect(all.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });
});
