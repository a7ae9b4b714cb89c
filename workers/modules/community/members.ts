import { type SQL, sql } from 'drizzle-orm';
import { accounts, communityBans, memberNotes, memberRoles, members } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { AccountPlatform } from '../../core/ids.ts';
import { ROLES, type Role } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { distanceOf, isOwnedBesides, membersOfPerson, nearest, requireVerdict, type Verdict } from './standing.ts';

/** Somebody who belongs to a community, with those of their accounts that were seen in it. Times are ms since epoch. */
export interface ListedMember {
  readonly id: string;
  /** Null: nobody has signed in with any of their accounts. */
  readonly person: string | null;
  /** Null: they only chat. */
  readonly role: Role | null;
  readonly banned: boolean;
  readonly since: number;
  readonly notes: number;
  readonly accounts: readonly {
    readonly account: string;
    readonly platform: AccountPlatform;
    readonly login: string;
    readonly displayName: string;
  }[];
}

/** `joined`: who came first is first; `newest`: last. */
export const MEMBER_ORDERS = ['joined', 'newest', 'name', 'role'] as const;
type Order = (typeof MEMBER_ORDERS)[number];

/** Where a page ended: the member's id, and what of them it was ordered by. */
export interface MemberPosition {
  readonly id: string;
  readonly key: string;
}

export interface MemberQuery {
  readonly role?: Role | undefined;
  readonly platform?: AccountPlatform | undefined;
  /** Part of a login or name, or all of an account: its id, or `platform:id`. */
  readonly search?: string | undefined;
  readonly order: Order;
  readonly after?: MemberPosition | undefined;
  readonly limit: number;
}

export interface FoundMembers {
  readonly rows: readonly (ListedMember & { readonly key: string })[];
  /** How many there are in all. */
  readonly total: number;
}

/** What rows are ordered by, as text that sorts as it does. */
const KEYS: Readonly<Record<Order, SQL>> = {
  joined: sql`p.id::text`,
  newest: sql`p.id::text`,
  name: sql`p.name`,
  // From 1 to 10.
  role: sql`lpad(p.distance::text, 2, '0')`,
};

/** The cte `people`: a row for each person of a community, or account that is nobody's yet. @param which over the rows of one of them */
const peopleOf = (ctx: VerbCtx, which: SQL): SQL => sql`
  people as (
    select coalesce(a.person_id, a.id) as who, (array_agg(m.id order by m.id))[1] as id, (array_agg(a.person_id))[1] as person,
      array_agg(m.id) as ids, min(m.created_at) as since, min(${distanceOf(sql`r.role`)}) as distance,
      bool_or(b.member_id is not null) as banned, lower((array_agg(a.display_name order by a.is_primary desc, a.id))[1]) as name
    from ${members} m join ${accounts} a on a.id = m.account_id
      left join ${memberRoles} r on r.member_id = m.id left join ${communityBans} b on b.member_id = m.id
    where m.community_id = ${ctx.community.id}::uuid
    group by coalesce(a.person_id, a.id) having ${which})`;

/** A row of `people`, named `p`, as it is listed. */
const SHOWN = sql`jsonb_build_object('id', p.id, 'person', p.person, 'distance', p.distance, 'banned', p.banned,
  'since', round(extract(epoch from p.since) * 1000),
  'notes', (select count(*) from ${memberNotes} n where n.member_id = any(p.ids)),
  'accounts', (
    select jsonb_agg(jsonb_build_object('account', c.platform || ':' || c.platform_id, 'platform', c.platform, 'login', c.login,
      'displayName', c.display_name) order by c.is_primary desc, c.id)
    from ${members} n join ${accounts} c on c.id = n.account_id where n.id = any(p.ids)))`;

type Shown = Omit<ListedMember, 'role'> & { readonly distance: number };
const listed = ({ distance, ...member }: Shown): ListedMember => ({ ...member, role: ROLES[distance - 1] ?? null });

/** Who belongs to a community, one row for each person. */
export async function listMembers(ctx: VerbCtx, query: MemberQuery): Promise<FoundMembers> {
  const { role, platform, search, order, after, limit } = query;
  const key = KEYS[order];
  const typed = search?.toLowerCase() ?? '';
  const which = [
    ...(role === undefined ? [] : [sql`min(${distanceOf(sql`r.role`)}) = ${distanceOf(sql`${role}::text`)}`]),
    ...(platform === undefined ? [] : [sql`bool_or(a.platform = ${platform})`]),
    ...(typed === ''
      ? []
      : [
          sql`bool_or(position(${typed} in lower(a.login)) > 0 or position(${typed} in lower(a.display_name)) > 0
            or ${typed} in (lower(a.platform_id), a.platform || ':' || lower(a.platform_id)))`,
        ]),
  ];
  const direction = sql.raw(order === 'newest' ? 'desc' : 'asc');
  const isAfter = after
    ? sql`(${key}, p.id) ${sql.raw(order === 'newest' ? '<' : '>')} (${after.key}::text, ${after.id}::uuid)`
    : sql`true`;
  const { rows } = await ctx.read('member.list', (db) =>
    db.execute<{ total: number; found: (Shown & { readonly key: string })[] }>(sql`
      with ${peopleOf(ctx, sql.join([sql`true`, ...which], sql` and `))}
      select (select count(*)::integer from people) as total, coalesce((
        select jsonb_agg(shown order by key ${direction}, id ${direction}) from (
          select p.id, ${key} as key, ${SHOWN} || jsonb_build_object('key', ${key}) as shown from people p where ${isAfter}
          order by ${key} ${direction}, p.id ${direction} limit ${limit}) of_page), '[]') as found`),
  );
  const { total = 0, found = [] } = rows[0] ?? {};
  return { total, rows: found.map(({ key: at, ...shown }) => ({ ...listed(shown), key: at })) };
}

/** One who belongs to a community, by any of the members that they are, with the ids of them all. @throws NOT_FOUND */
export async function readMember(
  ctx: VerbCtx,
  member: string,
): Promise<{ readonly found: ListedMember; readonly ids: readonly string[] }> {
  const { rows } = await ctx.read('member.one', (db) =>
    db.execute<{ shown: Shown; ids: readonly string[] }>(sql`
      with ${peopleOf(ctx, sql`bool_or(m.id = ${member}::uuid)`)} select ${SHOWN} as shown, to_jsonb(p.ids) as ids from people p`),
  );
  const [row] = rows;
  if (!row) throw new WaddleError('NOT_FOUND', 'There is no such member in this community.');
  return { found: listed(row.shown), ids: row.ids };
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
