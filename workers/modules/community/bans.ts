import { type SQL, sql } from 'drizzle-orm';
import { isOvertaken } from '../../../db/newest-line.ts';
import { accounts, communityBans, joinRequests, memberRoles, members } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { distanceOfActor, membersBeside, membersOfPerson, nearest, requireVerdict, type Verdict } from './standing.ts';

const THEIRS = sql`select id from theirs`;

/** The cte `theirs`: all that whoever is this member is in the community. */
const theirs = ({ community }: VerbCtx, member: string): SQL => sql`theirs as (${membersBeside(community.id, member)})`;

/** The person who acts, for what notes them. */
const actingPerson = ({ actor }: VerbCtx): SQL => sql`${actor.kind === 'session' ? actor.person : null}::uuid`;

/** Whether one of `theirs` is whoever acts. */
const isActor = ({ actor, community }: VerbCtx): SQL =>
  actor.kind === 'session'
    ? sql`exists (${membersOfPerson(community.id, sql`${actor.person}::uuid`)} and m.id in (${THEIRS}))`
    : sql`false`;

/** Whether a member was banned or let back since a line of the audit log: looked at where that is changed. */
const isChangedSince = ({ community }: VerbCtx, member: string, line: string | null): SQL =>
  isOvertaken(community.id, `member:${member}`, ['member.ban', 'member.unban'], line);

/**
 * Keeps a member out of the hub: their role is gone, what they asked for is declined, and they cannot come back by any door.
 * In chat they are who their platform says.
 * @param line a line of the audit log that is taken back by it: nothing happens where it is not the last of its kind
 * @returns whether anything was changed
 * @throws NOT_FOUND, FORBIDDEN for oneself and for a role as high as one's own
 */
export async function ban(ctx: VerbCtx, member: string, reason: string, line: string | null = null): Promise<boolean> {
  const verdict = await ctx.effect<Verdict | 'self'>({
    ctes: [
      theirs(ctx, member),
      sql`verdict as (select case
        when not exists (${THEIRS}) then 'missing'
        when ${isChangedSince(ctx, member, line)} then 'unchanged'
        when ${isActor(ctx)} then 'self'
        when not exists (select from theirs where id not in (select member_id from ${communityBans})) then 'unchanged'
        when ${nearest(THEIRS)} <= ${distanceOfActor(ctx.community.id, ctx.actor, 'moderator')} then 'rank'
        else 'ok' end as value)`,
      sql`banned as (
        insert into ${communityBans} (member_id, reason, banned_by)
        select theirs.id, ${reason}, ${actingPerson(ctx)} from theirs, verdict where verdict.value = 'ok'
        on conflict do nothing returning member_id)`,
      sql`lost as (
        delete from ${memberRoles} r using verdict where verdict.value = 'ok' and r.member_id in (${THEIRS}) returning r.role)`,
      sql`declined as (
        update ${joinRequests} j set status = 'declined', decided_at = ${new Date(ctx.now).toISOString()}::timestamptz,
          decided_by = ${actingPerson(ctx)}
        from verdict where verdict.value = 'ok' and j.community_id = ${ctx.community.id}::uuid and j.status = 'open'
          and j.person_id in (select a.person_id from ${members} m join ${accounts} a on a.id = m.account_id
            where m.id in (${THEIRS})))`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    changesSettings: sql`exists (select from lost)`,
    alone: true,
    audit: {
      action: 'member.ban',
      happened: sql`exists (select from banned)`,
      target: sql`${`member:${member}`}::text`,
      before: sql`(select jsonb_build_object('role', min(role)) from lost)`,
      after: sql`jsonb_build_object('reason', ${reason}::text)`,
    },
  });
  if (verdict === 'self') throw new WaddleError('FORBIDDEN', 'You cannot ban yourself. You can leave.');
  requireVerdict(verdict);
  return verdict === 'ok';
}

/**
 * Lets somebody come back, as anybody may; their role does not.
 * @param line a line of the audit log that is taken back by it: nothing happens where it is not the last of its kind
 * @returns whether they were banned
 */
export function unban(ctx: VerbCtx, member: string, line: string | null = null): Promise<boolean> {
  return ctx.effect<boolean>({
    ctes: [
      theirs(ctx, member),
      sql`lifted as (
        delete from ${communityBans} b where b.member_id in (${THEIRS}) and not ${isChangedSince(ctx, member, line)} returning b.reason)`,
    ],
    outcome: sql`to_jsonb(exists (select from lifted))`,
    alone: true,
    audit: {
      action: 'member.unban',
      happened: sql`exists (select from lifted)`,
      target: sql`${`member:${member}`}::text`,
      before: sql`(select jsonb_build_object('reason', min(reason)) from lifted)`,
      after: sql`null::jsonb`,
    },
  });
}

export interface ListedBan {
  readonly id: string;
  readonly account: string;
  readonly displayName: string;
  readonly reason: string;
  readonly at: number;
}

/** Who is banned, by the member's id. @param after the last one seen */
export async function listBans(ctx: VerbCtx, limit: number, after?: string): Promise<readonly ListedBan[]> {
  const { rows } = await ctx.read('ban.list', (db) =>
    db.execute<{ listed: ListedBan }>(sql`
      select jsonb_build_object('id', m.id, 'account', a.platform || ':' || a.platform_id, 'displayName', a.display_name,
        'reason', b.reason, 'at', round(extract(epoch from b.created_at) * 1000)) as listed
      from ${communityBans} b join ${members} m on m.id = b.member_id join ${accounts} a on a.id = m.account_id
      where m.community_id = ${ctx.community.id}::uuid
        and m.id > coalesce(${after ?? null}::uuid, '00000000-0000-0000-0000-000000000000')
      order by m.id limit ${limit}`),
  );
  return rows.map(({ listed }) => listed);
}
