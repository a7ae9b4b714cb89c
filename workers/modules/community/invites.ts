import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { invites } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import { ROLES, type Role } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { hashOfToken, randomToken } from '../../core/random.ts';
import { mayHandOut } from '../../core/rights.ts';
import { distanceOfActor } from './standing.ts';

/** Invites of a community that can still be used, at once. */
const MOST_OPEN = 100;

export interface NewInvite {
  readonly role: Exclude<Role, 'owner'>;
  /** Null: as many as come. */
  readonly mostUses: number | null;
  readonly expiresInHours: number;
}

export interface ListedInvite {
  readonly id: string;
  readonly role: Role;
  readonly mostUses: number | null;
  readonly uses: number;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

/** An invite as jsonb; times are ms since epoch. */
const shown = sql`jsonb_build_object('id', i.id, 'role', coalesce(i.role, 'viewer'), 'mostUses', i.most_uses, 'uses', i.uses,
  'createdAt', round(extract(epoch from i.created_at) * 1000), 'expiresAt', round(extract(epoch from i.expires_at) * 1000),
  'revokedAt', round(extract(epoch from i.revoked_at) * 1000))`;

/** The roles that each distance from the top may hand out by an invite; a viewer's is nobody's to refuse. */
const HANDED_OUT = ROLES.map((held) => ROLES.filter((role) => role === 'viewer' || mayHandOut(held, role)));

/**
 * Makes a link by which people join. A role above viewer is given by whoever may give it by hand; it is looked at again when
 * somebody comes.
 * @returns the invite, and its token: null where it was made before under the same Idempotency-Key, for it is kept nowhere
 * @throws FORBIDDEN, LIMITED
 */
export async function invite(
  ctx: VerbCtx,
  { role, mostUses, expiresInHours }: NewInvite,
): Promise<{ readonly invite: ListedInvite; readonly token: string | null }> {
  const { actor, community, now } = ctx;
  // Nobody answers for what a key gives away, once it is revoked.
  if (role !== 'viewer' && actor.kind !== 'session')
    throw new WaddleError(
      'FORBIDDEN',
      'By a key only viewers are invited. A higher role is given by a person: sign in.',
    );
  const token = randomToken();
  const id = uuidv7();
  const tokenHash = await hashOfToken(token);
  const distance = distanceOfActor(community.id, actor, 'moderator');
  const handsOut = sql.join(
    HANDED_OUT.flatMap((roles, i) => (roles.includes(role) ? [sql`${i + 1}::int`] : [])),
    sql`, `,
  );
  const at = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;
  const outcome = await ctx.effect<ListedInvite | 'rank' | 'full'>({
    ctes: [
      sql`verdict as (select case
        when ${distance} not in (0, ${handsOut}) then 'rank'
        when (select count(*) from ${invites} where community_id = ${community.id}::uuid and revoked_at is null
          and (expires_at is null or expires_at > ${at(now)}) and (most_uses is null or uses < most_uses)) >= ${MOST_OPEN}
          then 'full'
        else 'ok' end as value)`,
      sql`made as (
        insert into ${invites} as i (id, community_id, token_hash, role, most_uses, created_by, created_at, expires_at)
        select ${id}::uuid, ${community.id}::uuid, ${tokenHash}, ${role}, ${mostUses}::int,
          ${actor.kind === 'session' ? actor.person : null}::uuid, ${at(now)}, ${at(now + expiresInHours * 3600_000)}
        from verdict where verdict.value = 'ok' returning ${shown} as shown)`,
    ],
    outcome: sql`coalesce((select shown from made), (select to_jsonb(value) from verdict))`,
    alone: true,
    audit: {
      action: 'invite.add',
      happened: sql`exists (select from made)`,
      target: sql`${`invite:${id}`}::text`,
      before: sql`null::jsonb`,
      after: sql`(select shown from made)`,
    },
  });
  if (outcome === 'rank')
    throw new WaddleError('FORBIDDEN', `You may not give the role ${role}, by an invite as little as by hand.`);
  if (outcome === 'full')
    throw new WaddleError('CONFLICT', `There are ${MOST_OPEN} open invites already. Revoke one first.`);
  return { invite: outcome, token: outcome.id === id ? token : null };
}

/** Invites, newest first, also those that let nobody in any more. @param before the id of the last one seen */
export async function listInvites(ctx: VerbCtx, limit: number, before?: string): Promise<readonly ListedInvite[]> {
  const { rows } = await ctx.read('invite.list', (db) =>
    db.execute<{ listed: ListedInvite }>(sql`
      select ${shown} as listed from ${invites} i where i.community_id = ${ctx.community.id}::uuid
        and (${before ?? null}::uuid is null or i.id < ${before ?? null}::uuid) order by i.id desc limit ${limit}`),
  );
  return rows.map(({ listed }) => listed);
}

/** Closes an invite for good. A second time changes nothing. @throws NOT_FOUND */
export async function revokeInvite(ctx: VerbCtx, id: string): Promise<void> {
  const found = await ctx.effect<boolean>({
    ctes: [
      sql`revoked as (
        update ${invites} i set revoked_at = ${new Date(ctx.now).toISOString()}::timestamptz
        where i.id = ${id}::uuid and i.community_id = ${ctx.community.id}::uuid and i.revoked_at is null returning ${shown} as shown)`,
    ],
    outcome: sql`to_jsonb(exists (select from ${invites} where id = ${id}::uuid and community_id = ${ctx.community.id}::uuid))`,
    alone: true,
    audit: {
      action: 'invite.revoke',
      happened: sql`exists (select from revoked)`,
      target: sql`${`invite:${id}`}::text`,
      before: sql`(select shown from revoked)`,
      after: sql`null::jsonb`,
    },
  });
  if (!found) throw new WaddleError('NOT_FOUND', 'There is no such invite in this community.');
}
