import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { accounts, joinRequests, memberRoles, members, persons } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { isBanned, membersOfPerson } from './standing.ts';

export interface ListedRequest {
  readonly person: string;
  readonly displayName: string;
  readonly message: string;
  readonly at: number;
  readonly accounts: readonly string[];
}

/** Who wants to join and waits, by person. @param after the last one seen */
export async function listRequests(ctx: VerbCtx, limit: number, after?: string): Promise<readonly ListedRequest[]> {
  const { rows } = await ctx.read('request.list', (db) =>
    db.execute<{ listed: ListedRequest }>(sql`
      select jsonb_build_object('person', j.person_id, 'displayName', p.display_name, 'message', j.message,
        'at', round(extract(epoch from j.created_at) * 1000),
        'accounts', coalesce((select jsonb_agg(a.platform || ':' || a.platform_id order by a.is_primary desc, a.id)
          from (select * from ${accounts} where person_id = j.person_id and is_primary limit 1) a), '[]')) as listed
      from ${joinRequests} j join ${persons} p on p.id = j.person_id
      where j.community_id = ${ctx.community.id}::uuid and j.status = 'open'
        and j.person_id > coalesce(${after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
      order by j.person_id limit ${limit}`),
  );
  return rows.map(({ listed }) => listed);
}

/** What becomes of a request: `gone` where it does not wait any more, or never was there. */
type Decided = 'ok' | 'gone' | 'banned';

/** Lets somebody in who asked, as a viewer, or does not: once. @throws NOT_FOUND, CONFLICT for who is banned since */
export async function decideRequest(ctx: VerbCtx, person: string, decision: 'accepted' | 'declined'): Promise<void> {
  const by = sql`${ctx.actor.kind === 'session' ? ctx.actor.person : null}::uuid`;
  const theirs = membersOfPerson(ctx.community.id, sql`${person}::uuid`);
  const isAccepted = sql`exists (select from decided) and ${decision === 'accepted'}::boolean`;
  const decided = await ctx.effect<Decided>({
    ctes: [
      sql`verdict as (select case
        when not exists (select from ${joinRequests} j where j.community_id = ${ctx.community.id}::uuid
          and j.person_id = ${person}::uuid and j.status = 'open') then 'gone'
        when ${decision === 'accepted'}::boolean and ${isBanned(theirs)} then 'banned'
        else 'ok' end as value)`,
      sql`decided as (
        update ${joinRequests} j set status = ${decision}, decided_by = ${by},
          decided_at = ${new Date(ctx.now).toISOString()}::timestamptz
        from verdict where verdict.value = 'ok' and j.community_id = ${ctx.community.id}::uuid
          and j.person_id = ${person}::uuid and j.status = 'open' returning j.person_id)`,
      sql`theirs as (${theirs})`,
      sql`made as (
        insert into ${members} (id, community_id, account_id)
        select ${uuidv7()}::uuid, ${ctx.community.id}::uuid, a.id from ${accounts} a
        where a.person_id = ${person}::uuid and ${isAccepted} and not exists (select from theirs)
        order by a.is_primary desc, a.id limit 1
        on conflict (community_id, account_id) do update set account_id = excluded.account_id returning id)`,
      sql`let_in as (
        insert into ${memberRoles} (member_id, role)
        select id, 'viewer' from (select id from theirs union all select id from made) m
        where ${isAccepted} and not exists (select from ${memberRoles} r where r.member_id in (select id from theirs))
        order by id limit 1 on conflict do nothing)`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    alone: true,
    audit: {
      action: decision === 'accepted' ? 'request.accept' : 'request.decline',
      happened: sql`exists (select from decided)`,
      target: sql`${`person:${person}`}::text`,
      before: sql`jsonb_build_object('status', 'open')`,
      after: sql`jsonb_build_object('status', ${decision}::text)`,
    },
  });
  if (decided === 'gone')
    throw new WaddleError(
      'NOT_FOUND',
      'Nobody of that name waits to join: somebody has decided on it, or they never asked.',
    );
  if (decided === 'banned') throw new WaddleError('CONFLICT', 'They were banned since they asked. Lift the ban first.');
}
