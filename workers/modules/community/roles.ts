import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { accounts, memberRoles, members } from '../../../db/schema/index.ts';
import { personOf } from '../../core/actors.ts';
import type { Platform } from '../../core/ids.ts';
import type { Role } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';

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

/**
 * Gives an account a role in place of the one it had. It need not have been seen: until it speaks, its login is its id.
 */
export async function giveRole(ctx: VerbCtx, given: AccountRef, role: Role): Promise<void> {
  const { platform, account } = given;
  await ctx.effect<Role>({
    ctes: [
      ...holderOf(ctx, given),
      sql`held as (select r.role from ${memberRoles} r join holder on holder.id = r.member_id)`,
      sql`granted as (
        insert into ${memberRoles} (member_id, role) select id, ${role} from holder
        on conflict (member_id) do update set role = excluded.role, created_at = now()
          where member_roles.role <> excluded.role
        returning role)`,
    ],
    outcome: sql`to_jsonb(${role}::text)`,
    changesSettings: sql`exists (select from granted)`,
    audit: {
      action: 'role.give',
      happened: sql`exists (select from granted)`,
      target: sql`${`account:${platform}:${account}`}::text`,
      before: sql`(select jsonb_build_object('role', role) from held)`,
      after: sql`(select jsonb_build_object('role', role) from granted)`,
    },
  });
}

/** The cte `holder`: the account's member, made where it did not exist. */
function holderOf(ctx: VerbCtx, { platform, account }: AccountRef): readonly SQL[] {
  const person = personOf(ctx.actor);
  // Who gives themselves a role is a member by the effect itself: one statement writes a row once.
  if (person?.platform === platform && person.account === account) return [sql`holder as (select id from member)`];
  return [
    sql`held_by as (
      insert into ${accounts} (id, platform, platform_id, login, display_name)
      values (${uuidv7()}::uuid, ${platform}, ${account}, ${account}, ${account})
      on conflict (platform, platform_id) do update set platform = excluded.platform
      returning id)`,
    sql`holder as (
      insert into ${members} (id, community_id, account_id)
      select ${uuidv7()}::uuid, ${ctx.community.id}::uuid, id from held_by
      on conflict (community_id, account_id) do update set account_id = excluded.account_id
      returning id)`,
  ];
}

/** Takes an account's role away. False where it had none. */
export async function takeRole(ctx: VerbCtx, { platform, account }: AccountRef): Promise<boolean> {
  const taken = await ctx.effect<Role | null>({
    ctes: [
      sql`taken as (
        delete from ${memberRoles} r using ${members} m, ${accounts} a
        where r.member_id = m.id and m.account_id = a.id and m.community_id = ${ctx.community.id}::uuid
          and a.platform = ${platform} and a.platform_id = ${account}
        returning r.role)`,
    ],
    outcome: sql`to_jsonb((select role from taken))`,
    changesSettings: sql`exists (select from taken)`,
    audit: {
      action: 'role.take',
      happened: sql`exists (select from taken)`,
      target: sql`${`account:${platform}:${account}`}::text`,
      before: sql`(select jsonb_build_object('role', role) from taken)`,
      after: sql`null::jsonb`,
    },
  });
  return taken !== null;
}
