import { sql } from 'drizzle-orm';
import { accounts, communities, memberRoles, members, persons } from '../../db/schema/index.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId, PersonId } from '../core/ids.ts';
import type { AccountRef } from '../core/modules.ts';
import type { Services } from '../router/services.ts';
import { personTables, scopeOf } from './hooks.ts';
import { locksOn, telling } from './join.ts';
import { inOneGo, tellChannels } from './run.ts';

/** Objects are told after the rows are gone, s: what they learn until then, they forget as well. */
const FORGET_AFTER_S = 5;
/** Communities of one message batch (Queues: limits). */
const MESSAGES_TOGETHER = 100;

/**
 * Erases a person for good, in one transaction: what they said and kept is deleted, what they made for a community stays without their name,
 * and where an id has to stand there is a tombstone. Objects forget them by jobs, which are on the queue before anything is deleted.
 * @throws CONFLICT where a community would be left without an owner
 */
export async function erasePerson(services: Services, person: PersonId): Promise<void> {
  const { bindings, clock } = services;
  const { held, owned, theirs } = await standing(services, person);
  if (owned.length > 0)
    throw new WaddleError(
      'CONFLICT',
      `You are the only owner of ${owned.join(', ')}. Give it to somebody, or delete it, and then erase yourself.`,
    );
  const job = { v: 1, kind: 'job', module: 'people', name: 'forget', data: { accounts: held } } as const;
  const messages = theirs.map((community) => ({ body: { ...job, community }, delaySeconds: FORGET_AFTER_S }));
  for (let i = 0; i < messages.length; i += MESSAGES_TOGETHER)
    await bindings.JOBS.sendBatch(messages.slice(i, i + MESSAGES_TOGETHER));

  const of = scopeOf(person);
  const tombstone = `erased-${crypto.randomUUID()}`;
  await inOneGo(services, 'person.erase', [
    ...locksOn([person], []),
    ...personTables.flatMap(({ erase }) => erase?.(of, tombstone) ?? []),
    telling(sql`select a.id from (${of.accounts}) a`),
    sql`delete from ${accounts} a where a.person_id = ${person}::uuid`,
    sql`delete from ${persons} p where p.id = ${person}::uuid`,
  ]);
  services.log('info', 'person.erased', { at: clock(), accounts: held.length });
  await tellChannels(services, theirs);
}

interface Standing {
  readonly held: readonly AccountRef[];
  /** Names of communities that have no other owner. */
  readonly owned: readonly string[];
  readonly theirs: readonly CommunityId[];
}

async function standing({ db }: Services, person: PersonId): Promise<Standing> {
  const of = scopeOf(person);
  const { rows } = await db.run('person.standing', (d) =>
    d.execute<{ standing: Standing }>(sql`
      select jsonb_build_object(
        'held', (select coalesce(jsonb_agg(jsonb_build_object('platform', a.platform, 'account', a.platform_id)), '[]')
          from (${of.accounts}) a),
        'theirs', (select coalesce(jsonb_agg(distinct c.id), '[]') from (${of.communities}) c),
        'owned', (select coalesce(jsonb_agg(distinct c.name), '[]')
          from (${of.members}) m join ${memberRoles} r on r.member_id = m.id and r.role = 'owner'
            join ${communities} c on c.id = m.community_id and c.deleted_at is null
          where not exists (
            select from ${members} o join ${memberRoles} other on other.member_id = o.id and other.role = 'owner'
              join ${accounts} a on a.id = o.account_id
            where o.community_id = c.id and a.person_id is distinct from ${person}::uuid))) as standing`),
  );
  return rows[0]?.standing ?? { held: [], owned: [], theirs: [] };
}
