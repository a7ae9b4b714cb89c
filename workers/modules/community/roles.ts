import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { membersBy } from '../../../db/members.ts';
import { isOvertaken } from '../../../db/newest-line.ts';
import { accounts, memberRoles, members } from '../../../db/schema/index.ts';
import { personOf } from '../../core/actors.ts';
import type { Platform } from '../../core/ids.ts';
import { ROLES, type Role } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import {
  distanceOf,
  distanceOfActor,
  isBanned,
  isOwnedBesides,
  nearest,
  requireVerdict,
  type Verdict,
} from './standing.ts';

/** One user of one platform, by the platform's own id. */
export interface AccountRef {
  readonly platform: Platform;
  readonly account: string;
}

export interface HeldRole extends AccountRef {
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
  readonly since: Date;
}

export const nameOf = ({ platform, account }: AccountRef): string => `${platform}:${account}`;

/** @param name as `nameOf` has it */
export function accountOf(name: string): AccountRef {
  const colon = name.indexOf(':');
  return { platform: name.slice(0, colon) as Platform, account: name.slice(colon + 1) };
}

/** Who has a role, by platform and id. @param after the last one seen */
export async function listRoles(ctx: VerbCtx, limit: number, after?: AccountRef): Promise<readonly HeldRole[]> {
  const rows = await ctx.read('role.list', (db) =>
    db
      .select({
        platform: accounts.platform,
        account: accounts.platformId,
        login: accounts.login,
        displayName: accounts.displayName,
        role: memberRoles.role,
        since: memberRoles.createdAt,
      })
      .from(memberRoles)
      .innerJoin(members, eq(members.id, memberRoles.memberId))
      .innerJoin(accounts, eq(accounts.id, members.accountId))
      .where(
        and(
          eq(members.communityId, ctx.community.id),
          after && sql`(${accounts.platform}, ${accounts.platformId}) > (${after.platform}, ${after.account})`,
        ),
      )
      .orderBy(asc(accounts.platform), asc(accounts.platformId))
      .limit(limit),
  );
  return rows.map((row) => ({ ...row, platform: row.platform as Platform }));
}

/** Actions of the audit log about an account's role. */
export const ROLE_CHANGES = ['role.give', 'role.take'] as const;

/** A line of the audit log that a change takes back, and the role that it left its account with. */
export interface RoleLine {
  readonly id: string;
  readonly role: Role | null;
}

/** Whether the role was changed since a line, by whichever door: looked at where it is changed. Over the cte `held`. */
const isChangedSince = ({ community }: VerbCtx, account: AccountRef, line: RoleLine | null): SQL =>
  line === null
    ? sql`false`
    : sql`(${isOvertaken(community.id, targetOf(account), ROLE_CHANGES, line.id)}
        or held.role is distinct from ${line.role}::text)`;

const targetOf = (account: AccountRef): string => `account:${nameOf(account)}`;

/**
 * Gives an account's person a role in place of the one they had. The account need not have been seen: until it speaks, its
 * login is its id.
 * @param line what is taken back by it: nothing happens where the role was changed since
 * @returns whether anything was changed
 * @throws FORBIDDEN for a role as high as one's own, taken or given, CONFLICT for the last owner's and for who is banned
 */
export async function giveRole(
  ctx: VerbCtx,
  given: AccountRef,
  role: Role,
  line: RoleLine | null = null,
): Promise<boolean> {
  const wanted = distanceOf(sql`${role}::text`);
  const verdict = await ctx.effect<Verdict>({
    ctes: [
      ...holderOf(ctx, given),
      heldBy(ctx),
      sql`verdict as (select case
        when ${isChangedSince(ctx, given, line)} then 'unchanged'
        when ${isBanned(THEIRS)} then 'banned'
        when held.role = ${role} then 'unchanged'
        when held.actor > 1 and least(held.distance, ${wanted}) <= held.actor then 'rank'
        when held.role = 'owner' and not ${isOwnedBesides(ctx.community.id, THEIRS)} then 'last-owner'
        else 'ok' end as value from held)`,
      sql`granted as (
        insert into ${memberRoles} (member_id, role) select holder.id, ${role} from holder, verdict where verdict.value = 'ok'
        on conflict (member_id) do update set role = excluded.role, created_at = now()
        returning role)`,
      // A person has one role, whichever of their accounts it was given to.
      sql`put_together as (
        delete from ${memberRoles} r using verdict where verdict.value = 'ok' and r.member_id in (${THEIRS})
          and r.member_id not in (select id from holder))`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    changesSettings: sql`exists (select from granted)`,
    audit: {
      action: 'role.give',
      happened: sql`exists (select from granted)`,
      target: sql`${targetOf(given)}::text`,
      before: sql`(select jsonb_build_object('role', role) from held where role is not null)`,
      after: sql`(select jsonb_build_object('role', role) from granted)`,
    },
  });
  requireVerdict(verdict);
  return verdict === 'ok';
}

const THEIRS = sql`select id from theirs`;

/** The cte `held`: the role that `theirs` have and its distance from the top, and the actor's. */
const heldBy = (ctx: VerbCtx): SQL =>
  sql`held as (select (array[${sql.join(
    ROLES.map((role) => sql`${role}`),
    sql`, `,
  )}]::text[])[distance] as role, distance, actor from (
    select ${nearest(THEIRS)} as distance, ${distanceOfActor(ctx.community.id, ctx.actor, 'owner')} as actor) as d)`;

/** The cte `theirs`: the members that whoever has an account is; and `holder`: the one that has or gets the role, made where there is none. */
function holderOf({ actor, community }: VerbCtx, { platform, account }: AccountRef): readonly SQL[] {
  const person = personOf(actor);
  const theirs = sql`theirs as (${membersBy(community.id, platform, account)})`;
  const known = sql`known as (
    select t.id from theirs t left join ${memberRoles} r on r.member_id = t.id
    order by ${distanceOf(sql`r.role`)}, t.id limit 1)`;
  // Who gives themselves a role is a member by the effect itself: one statement writes a row once.
  if (person?.platform === platform && person.account === account)
    return [
      theirs,
      known,
      sql`holder as (select id from known union all select id from member where not exists (select from known))`,
    ];
  return [
    theirs,
    known,
    sql`held_by as (
      insert into ${accounts} (id, platform, platform_id, login, display_name)
      values (${uuidv7()}::uuid, ${platform}, ${account}, ${account}, ${account})
      on conflict (platform, platform_id) do update set platform = excluded.platform
      returning id)`,
    sql`made as (
      insert into ${members} (id, community_id, account_id)
      select ${uuidv7()}::uuid, ${community.id}::uuid, id from held_by where not exists (select from known)
      on conflict (community_id, account_id) do update set account_id = excluded.account_id
      returning id)`,
    sql`holder as (select id from known union all select id from made)`,
  ];
}

/**
 * Takes an account's person's role away. False where they had none.
 * @param line what is taken back by it: nothing happens where the role was changed since
 * @throws FORBIDDEN for a role as high as one's own, CONFLICT for the last owner's
 */
export async function takeRole(ctx: VerbCtx, taken: AccountRef, line: RoleLine | null = null): Promise<boolean> {
  const verdict = await ctx.effect<Verdict>({
    ctes: [
      sql`theirs as (${membersBy(ctx.community.id, taken.platform, taken.account)})`,
      heldBy(ctx),
      sql`verdict as (select case
        when ${isChangedSince(ctx, taken, line)} or held.role is null then 'unchanged'
        when held.actor > 1 and held.distance <= held.actor then 'rank'
        when held.role = 'owner' and not ${isOwnedBesides(ctx.community.id, THEIRS)} then 'last-owner'
        else 'ok' end as value from held)`,
      sql`taken as (
        delete from ${memberRoles} r using verdict where verdict.value = 'ok' and r.member_id in (${THEIRS})
        returning r.role)`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    changesSettings: sql`exists (select from taken)`,
    audit: {
      action: 'role.take',
      happened: sql`exists (select from taken)`,
      target: sql`${targetOf(taken)}::text`,
      before: sql`(select jsonb_build_object('role', role) from held)`,
      after: sql`null::jsonb`,
    },
  });
  requireVerdict(verdict);
  return verdict === 'ok';
}
