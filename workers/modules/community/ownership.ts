import { sql } from 'drizzle-orm';
import { accounts, memberRoles, members } from '../../../db/schema/index.ts';
import { UNDO_FOR_MS } from '../../core/communities.ts';
import { WaddleError } from '../../core/errors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { isBanned, membersBeside, membersOfPerson, nearest, requireVerdict, type Verdict } from './standing.ts';

/** The person who does it. @throws ACTOR_REQUIRED, as no program owns anything */
function ownerIn({ actor }: VerbCtx): string {
  if (actor.kind === 'session') return actor.person;
  throw new WaddleError('ACTOR_REQUIRED', 'This is done by an owner of the community, who signs in; no key is enough.');
}

const MINE = sql`select id from mine`;
const THEIRS = sql`select id from theirs`;

/**
 * Makes somebody else the owner in one's own place; who gives it away becomes an admin.
 * @param member the id of the member who gets it: somebody who has signed in once, so that they can take it over
 * @throws NOT_FOUND, FORBIDDEN where one owns it no more, CONFLICT
 */
export async function transfer(ctx: VerbCtx, member: string): Promise<void> {
  const person = ownerIn(ctx);
  const verdict = await ctx.effect<Verdict>({
    ctes: [
      sql`mine as (${membersOfPerson(ctx.community.id, sql`${person}::uuid`)})`,
      sql`theirs as (${membersBeside(ctx.community.id, member)})`,
      sql`verdict as (select case
        when ${nearest(MINE)} <> 1 then 'not-owner'
        when not exists (${THEIRS}) then 'missing'
        when exists (select from theirs join mine on mine.id = theirs.id) then 'unchanged'
        when ${isBanned(THEIRS)} then 'banned'
        when not exists (select from ${members} m join ${accounts} a on a.id = m.account_id
          where m.id in (${THEIRS}) and a.person_id is not null) then 'no-person'
        else 'ok' end as value)`,
      sql`given as (
        insert into ${memberRoles} (member_id, role) select ${member}::uuid, 'owner' from verdict where value = 'ok'
        on conflict (member_id) do update set role = 'owner', created_at = now() returning member_id)`,
      sql`stepped_down as (
        update ${memberRoles} r set role = 'admin', created_at = now() from verdict
        where verdict.value = 'ok' and r.member_id in (${MINE}) and r.role = 'owner' returning r.member_id)`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    changesSettings: sql`exists (select from given)`,
    audit: {
      action: 'community.transfer',
      happened: sql`exists (select from given)`,
      target: sql`${`community:${ctx.community.id}`}::text`,
      before: sql`(select jsonb_build_object('owner', min(member_id::text)) from stepped_down)`,
      after: sql`(select jsonb_build_object('owner', member_id) from given)`,
    },
  });
  requireVerdict(verdict);
}

/** Deletes a community: it is gone to all who see it, and falls silent, at once; for good a week later. @returns when, ms since epoch */
export async function deleteCommunity(ctx: VerbCtx): Promise<number> {
  const person = ownerIn(ctx);
  const mine = membersOfPerson(ctx.community.id, sql`${person}::uuid`);
  const at = sql`${new Date(ctx.now).toISOString()}::timestamptz`;
  const verdict = await ctx.effect<Verdict | 'gone'>({
    ctes: [
      sql`verdict as (select case when ${nearest(mine)} <> 1 then 'not-owner'
        when (select deleted_at from communities where id = ${ctx.community.id}::uuid) is not null then 'gone'
        else 'ok' end as value)`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    changesSettings: sql`(select value = 'ok' from verdict)`,
    sets: sql`deleted_at = ${at}`,
    audit: {
      action: 'community.delete',
      happened: sql`(select changed from outcome)`,
      target: sql`${`community:${ctx.community.id}`}::text`,
      before: sql`null::jsonb`,
      after: sql`jsonb_build_object('deletedAt', ${at})`,
    },
  });
  if (verdict === 'gone') throw new WaddleError('NOT_FOUND', 'Somebody else has deleted it a moment ago.');
  requireVerdict(verdict);
  return ctx.now + UNDO_FOR_MS;
}
