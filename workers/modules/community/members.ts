import { sql } from 'drizzle-orm';
import { accounts, communityBans, memberRoles, members } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import { ROLES, type Role } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { distanceOf, isOwnedBesides, membersOfPerson, nearest, requireVerdict, type Verdict } from './standing.ts';

/** Somebody who belongs to a community, with those of their accounts that were seen in it. Times are ms since epoch. */
export interface ListedMember {
  readonly id: string;
  /** Null: they only chat. */
  readonly role: Role | null;
  readonly banned: boolean;
  readonly since: number;
  readonly accounts: readonly {
    readonly account: string;
    readonly login: string;
    readonly displayName: string;
  }[];
}

export interface MemberQuery {
  readonly role?: Role | undefined;
  /** The id of the last one seen. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Who belongs to a community, one row for each person, in the order in which they came. */
export async function listMembers(ctx: VerbCtx, { role, after, limit }: MemberQuery): Promise<readonly ListedMember[]> {
  const community = sql`${ctx.community.id}::uuid`;
  const mine = sql`select o.id from ${members} o join ${accounts} b on b.id = o.account_id
    where o.community_id = ${community} and (o.id = m.id or b.person_id = a.person_id)`;
  const distance = sql`(select min(${distanceOf(sql`r.role`)}) from ${memberRoles} r where r.member_id in (${mine}))`;
  const { rows } = await ctx.read('member.list', (db) =>
    db.execute<{ listed: Omit<ListedMember, 'role'> & { readonly distance: number | null } }>(sql`
      select jsonb_build_object('id', m.id, 'distance', ${distance}, 'since', round(extract(epoch from m.created_at) * 1000),
        'banned', exists (select from ${communityBans} b where b.member_id in (${mine})),
        'accounts', (
          select jsonb_agg(jsonb_build_object('account', c.platform || ':' || c.platform_id, 'login', c.login,
            'displayName', c.display_name) order by c.is_primary desc, c.id)
          from ${members} n join ${accounts} c on c.id = n.account_id where n.id in (${mine}))) as listed
      from ${members} m join ${accounts} a on a.id = m.account_id
      where m.community_id = ${community} and m.id > coalesce(${after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
        and not exists (select from (${mine}) o where o.id < m.id)
        ${role === undefined ? sql`` : sql`and ${distance} = ${distanceOf(sql`${role}::text`)}`}
      order by m.id limit ${limit}`),
  );
  return rows.map(({ listed: { distance: at, ...listed } }) => ({
    ...listed,
    role: at === null ? null : (ROLES[at - 1] ?? null),
  }));
}

const THEIRS = sql`select id from theirs`;

/** Gives one's own role up, as whoever it was given to may at any time. @throws CONFLICT for the last owner */
export async function leave(ctx: VerbCtx): Promise<void> {
  const { actor, community } = ctx;
  if (actor.kind !== 'session') throw new WaddleError('ACTOR_REQUIRED', 'A person leaves by themselves: sign in.');
  const verdict = await ctx.effect<Verdict>({
    ctes: [
      sql`theirs as (${membersOfPerson(community.id, sql`${actor.person}::uuid`)})`,
      sql`verdict as (select case
        when ${nearest(THEIRS)} = 10 then 'unchanged'
        when ${nearest(THEIRS)} = 1 and not ${isOwnedBesides(community.id, THEIRS)} then 'last-owner'
        else 'ok' end as value)`,
      sql`gone as (
        delete from ${memberRoles} r using verdict where verdict.value = 'ok' and r.member_id in (${THEIRS}) returning r.role)`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    changesSettings: sql`exists (select from gone)`,
    audit: {
      action: 'member.leave',
      happened: sql`exists (select from gone)`,
      target: sql`${`person:${actor.person}`}::text`,
      before: sql`(select jsonb_build_object('role', min(role)) from gone)`,
      after: sql`null::jsonb`,
    },
  });
  requireVerdict(verdict);
}
