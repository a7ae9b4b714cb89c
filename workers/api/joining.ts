import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import {
  accounts,
  communities,
  communityBans,
  invites,
  joinRequests,
  memberRoles,
  members,
} from '../../db/schema/index.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId, PersonId } from '../core/ids.ts';
import { ROLES, type Role } from '../core/levels.ts';
import { hashOfToken } from '../core/random.ts';
import { mayHandOut } from '../core/rights.ts';
import type { Acting } from './acting.ts';
import { noCommunity } from './auth.ts';

/** Who was declined may ask again after this, ms. */
const ASK_AGAIN_AFTER_MS = 7 * 24 * 3600_000;

export type Joined = { readonly status: 'joined'; readonly role: Role } | { readonly status: 'requested' };

/** A query for the members that a person is in a community: `id`. */
const membersOf = (community: SQL, person: PersonId): SQL =>
  sql`select m.id from ${accounts} a join ${members} m on m.account_id = a.id and m.community_id = ${community}
    where a.person_id = ${person}::uuid`;
const banned = (theirs: SQL): SQL => sql`exists (select from ${communityBans} b where b.member_id in (${theirs}))`;
/** The strongest role of theirs; null where they have none. */
const roleOf = (theirs: SQL): SQL => sql`(select r.role from ${memberRoles} r where r.member_id in (${theirs})
  order by array_position(${`{${ROLES.join(',')}}`}::text[], r.role) limit 1)`;
const at = (ms: number): SQL => sql`${new Date(ms).toISOString()}::timestamptz`;
/** Whether a community is there, over its row `c`. */
const isThere = sql`c.deleted_at is null`;

const keptOut = (): WaddleError =>
  new WaddleError('FORBIDDEN', 'This community does not let you in. Ask one of its owners.');

/**
 * Joins a community that lets people in, or asks to. Who belongs to it already changes nothing.
 * @param named id or slug
 * @throws NOT_FOUND for one that is not there and, in the same words, for a private one; FORBIDDEN where only who is invited
 * joins, and for who is banned; CONFLICT for who was declined a short while ago
 */
export async function join(
  db: Database,
  { signedIn, now, effect }: Acting,
  named: string,
  message: string,
): Promise<Joined> {
  const { person } = signedIn;
  const { rows } = await db.run('join.look', (d) =>
    d.execute<{ id: CommunityId; role: Role | null; banned: boolean; is_private: boolean }>(sql`
      select c.id, ${roleOf(membersOf(sql`c.id`, person))} as role, ${banned(membersOf(sql`c.id`, person))} as banned,
        c.visibility = 'private' as is_private
      from ${communities} c where (c.slug = ${named} or c.id::text = lower(${named})) and ${isThere}`),
  );
  const [found] = rows;
  if (!found || (found.is_private && found.role === null)) throw noCommunity(named);
  if (found.role !== null && !found.banned) return { status: 'joined', role: found.role };
  if (found.banned) throw keptOut();
  const outcome = await effect<'joined' | 'requested' | 'invited' | 'declined' | 'banned' | 'gone'>(
    found.id,
    joinEffect(found.id, person, message, now),
  );
  switch (outcome) {
    case 'joined':
      return { status: 'joined', role: 'viewer' };
    case 'requested':
      return { status: 'requested' };
    case 'banned':
      throw keptOut();
    case 'gone':
      throw noCommunity(named);
    case 'invited':
      throw new WaddleError('FORBIDDEN', 'Only who is invited joins this community. Ask one of its people for a link.');
    case 'declined':
      throw new WaddleError('CONFLICT', 'You were not let in a short while ago. A week after that you can ask again.');
  }
}

function joinEffect(community: CommunityId, person: PersonId, message: string, now: number) {
  const theirs = membersOf(sql`${community}::uuid`, person);
  return {
    alone: true as const,
    ctes: [
      sql`verdict as (select case
        when c.deleted_at is not null or c.visibility = 'private' then 'gone'
        when ${banned(theirs)} then 'banned'
        when c.join_mode = 'open' then 'joined'
        when c.join_mode = 'invite' then 'invited'
        when exists (select from ${joinRequests} j where j.community_id = c.id and j.person_id = ${person}::uuid
          and j.status = 'declined' and j.decided_at > ${at(now - ASK_AGAIN_AFTER_MS)}) then 'declined'
        else 'requested' end as value from ${communities} c where c.id = ${community}::uuid)`,
      sql`let_in as (
        insert into ${memberRoles} (member_id, role) select member.id, 'viewer' from member, verdict
        where verdict.value = 'joined' and ${roleOf(theirs)} is null
        on conflict do nothing returning role)`,
      sql`asked as (
        insert into ${joinRequests} as j (community_id, person_id, message, created_at)
        select ${community}::uuid, ${person}::uuid, ${message}, ${at(now)} from verdict where verdict.value = 'requested'
        on conflict (community_id, person_id) do update
          set status = 'open', message = excluded.message, created_at = excluded.created_at, decided_at = null, decided_by = null
          where j.status <> 'open'
        returning person_id)`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    audit: {
      action: 'member.join',
      happened: sql`exists (select from let_in)`,
      target: sql`${`person:${person}`}::text`,
      before: sql`null::jsonb`,
      after: sql`(select jsonb_build_object('role', role) from let_in)`,
    },
  };
}

/** What somebody is invited to. */
export interface Invitation {
  readonly id: string;
  readonly community: { readonly id: CommunityId; readonly slug: string; readonly name: string };
  readonly role: Role;
  /** The role that they have there now. */
  readonly held: Role | null;
}

/** Over the row `i` of an invite and `c` of its community: whether it lets somebody in at a time. */
const isOpen = (now: number): SQL => sql`(${isThere} and i.revoked_at is null
  and (i.expires_at is null or i.expires_at > ${at(now)}) and (i.most_uses is null or i.uses < i.most_uses)
  and (coalesce(i.role, 'viewer') = 'viewer' or exists (
    select from ${accounts} a join ${members} m on m.account_id = a.id and m.community_id = i.community_id
      join ${memberRoles} r on r.member_id = m.id
    where a.person_id = i.created_by and (${sql.join([...GIVERS], sql` or `)})
      and not exists (select from ${communityBans} b where b.member_id = m.id))))`;

/** Over `r`, a role of who made an invite, and `i`: pairs of which the first may give the second. */
const GIVERS: readonly SQL[] = ROLES.flatMap((held) =>
  ROLES.filter((role) => role !== 'owner' && mayHandOut(held, role)).map(
    (role) => sql`(r.role = ${held} and i.role = ${role})`,
  ),
);

const noInvite = (): WaddleError =>
  new WaddleError(
    'NOT_FOUND',
    'That invitation lets nobody in: it was used up, revoked or is too old. Ask for another one.',
  );

/** What a link invites somebody to. @throws NOT_FOUND for all that is no invitation, or none any more; FORBIDDEN for who is banned */
export async function invitationOf(db: Database, token: string, person: PersonId, now: number): Promise<Invitation> {
  const hash = await hashOfToken(token);
  const { rows } = await db.run('invite.look', (d) =>
    d.execute<{ found: Invitation; banned: boolean }>(sql`
      select jsonb_build_object('id', i.id, 'role', coalesce(i.role, 'viewer'),
        'community', jsonb_build_object('id', c.id, 'slug', c.slug, 'name', c.name),
        'held', ${roleOf(membersOf(sql`c.id`, person))}) as found, ${banned(membersOf(sql`c.id`, person))} as banned
      from ${invites} i join ${communities} c on c.id = i.community_id
      where i.token_hash = ${hash} and ${isOpen(now)}`),
  );
  const [row] = rows;
  if (!row) throw noInvite();
  if (row.banned) throw keptOut();
  return row.found;
}

/**
 * Joins by an invitation, and uses one of its uses up. Who has a role as strong already keeps theirs, and uses none.
 * @throws as `invitationOf`, and where the last use was taken meanwhile
 */
export async function acceptInvite(
  db: Database,
  { signedIn, now, effect }: Acting,
  token: string,
): Promise<Invitation> {
  const { person } = signedIn;
  const invitation = await invitationOf(db, token, person, now);
  const community = invitation.community.id;
  const theirs = membersOf(sql`${community}::uuid`, person);
  const place = (role: SQL) => sql`coalesce(array_position(${`{${ROLES.join(',')}}`}::text[], ${role}), 10)`;
  const outcome = await effect<'ok' | 'already' | 'banned' | 'gone'>(community, {
    ctes: [
      sql`verdict as (select case
        when ${banned(theirs)} then 'banned'
        when not exists (select from ${invites} i join ${communities} c on c.id = i.community_id
          where i.id = ${invitation.id}::uuid and ${isOpen(now)}) then 'gone'
        when ${place(roleOf(theirs))} <= ${place(sql`${invitation.role}::text`)} then 'already'
        else 'ok' end as value)`,
      sql`used as (
        update ${invites} i set uses = i.uses + 1 from verdict where verdict.value = 'ok' and i.id = ${invitation.id}::uuid
        returning i.role)`,
      sql`let_in as (
        insert into ${memberRoles} (member_id, role) select member.id, coalesce(used.role, 'viewer') from member, used
        on conflict (member_id) do update set role = excluded.role, created_at = now() returning role)`,
      sql`answered as (
        update ${joinRequests} j set status = 'accepted', decided_at = ${at(now)} from used
        where j.community_id = ${community}::uuid and j.person_id = ${person}::uuid and j.status = 'open')`,
    ],
    outcome: sql`to_jsonb((select value from verdict))`,
    changesSettings: sql`exists (select from let_in where role <> 'viewer')`,
    audit: {
      action: 'invite.accept',
      happened: sql`exists (select from let_in)`,
      target: sql`${`invite:${invitation.id}`}::text`,
      before: sql`jsonb_build_object('role', ${invitation.held}::text)`,
      after: sql`(select jsonb_build_object('role', role) from let_in)`,
    },
  });
  if (outcome === 'gone') throw noInvite();
  if (outcome === 'banned') throw keptOut();
  return outcome === 'already' ? { ...invitation, role: invitation.held ?? invitation.role } : invitation;
}
