import { type SQL, sql } from 'drizzle-orm';
import { isOfMember, madeBy, shownRows } from '../../../db/person-tables.ts';
import { communityBans, invites, joinRequests, memberNotes, memberRoles } from '../../../db/schema/index.ts';
import { ROLES } from '../../core/levels.ts';
import type { PersonHooks, PersonTable } from '../../core/people.ts';

/** From 1, the strongest; null for no role. */
const rank = (role: SQL): SQL => sql`array_position(${sql.raw(`array['${ROLES.join("','")}']`)}, ${role})`;

/**
 * The stronger role counts. A split gives back no more than is still held: who lost a role while they were one person does not find it
 * again by becoming two.
 */
const rolesOfPeople: PersonTable = {
  table: 'member_roles',
  columns: ['member_id'],
  by: 'member',
  export: (of) => shownRows(memberRoles, isOfMember(sql`t.member_id`, of)),
  merge: {
    ctes: [
      sql`theirs as (
        select pairs.gone, pairs.kept, t.role, t.created_at, o.role as own, o.created_at as own_since,
          o.role is null or ${rank(sql`t.role`)} < ${rank(sql`o.role`)} as raised
        from ${memberRoles} t join pairs on t.member_id = pairs.gone left join ${memberRoles} o on o.member_id = pairs.kept)`,
      sql`taken as (
        insert into ${memberRoles} (member_id, role, created_at) select kept, role, created_at from theirs where raised
        on conflict (member_id) do update set role = excluded.role, created_at = excluded.created_at)`,
    ],
    moved: sql`select gone, jsonb_build_object('role', role, 'since', created_at, 'own', own, 'ownSince', own_since, 'raised', raised) as item
      from theirs`,
  },
  split: (back) => [
    sql`insert into ${memberRoles} (member_id, role, created_at)
      select b.gone, case when ${rank(sql`t.role`)} <= ${rank(sql`b.item ->> 'role'`)} then b.item ->> 'role' else t.role end,
        (b.item ->> 'since')::timestamptz
      from (${back}) b join ${memberRoles} t on t.member_id = b.kept on conflict do nothing`,
    // What they had by the other's role alone goes with the other.
    sql`update ${memberRoles} t set role = b.item ->> 'own', created_at = (b.item ->> 'ownSince')::timestamptz from (${back}) b
      where t.member_id = b.kept and (b.item ->> 'raised')::boolean and b.item ->> 'own' is not null
        and t.role = b.item ->> 'role' and t.created_at = (b.item ->> 'since')::timestamptz`,
    sql`delete from ${memberRoles} t using (${back}) b
      where t.member_id = b.kept and (b.item ->> 'raised')::boolean and b.item ->> 'own' is null
        and t.role = b.item ->> 'role' and t.created_at = (b.item ->> 'since')::timestamptz`,
  ],
};

/**
 * Who is banned with one account is banned with all. A split frees who was banned for the other's sake, and bans both where it was
 * decided on while they were one person.
 */
const bansOfPeople: PersonTable = {
  table: 'community_bans',
  columns: ['member_id', 'reason'],
  by: 'member',
  export: (of) => shownRows(communityBans, isOfMember(sql`t.member_id`, of)),
  merge: {
    ctes: [
      sql`theirs as (
        select pairs.gone, pairs.kept, t.reason, t.banned_by, t.created_at,
          exists (select from ${communityBans} o where o.member_id = pairs.kept) as clashes
        from ${communityBans} t join pairs on t.member_id = pairs.gone)`,
      sql`taken as (
        insert into ${communityBans} (member_id, reason, banned_by, created_at)
        select kept, reason, banned_by, created_at from theirs where not clashes)`,
    ],
    // One for each pair: a ban that comes later concerns those, too, that had none.
    moved: sql`select pairs.gone, jsonb_build_object('at', theirs.created_at, 'reason', theirs.reason, 'by', theirs.banned_by,
        'clashes', coalesce(theirs.clashes, false)) as item
      from pairs left join theirs on theirs.gone = pairs.gone`,
  },
  split: (back) => [
    sql`insert into ${communityBans} (member_id, reason, banned_by, created_at)
      select b.gone, coalesce(b.item ->> 'reason', t.reason),
        (select p.id from persons p where p.id = coalesce((b.item ->> 'by')::uuid, t.banned_by)),
        coalesce((b.item ->> 'at')::timestamptz, t.created_at)
      from (${back}) b join ${communityBans} t on t.member_id = b.kept
      where b.item ->> 'at' is not null or t.created_at >= b.merged_at on conflict do nothing`,
    sql`delete from ${communityBans} t using (${back}) b
      where t.member_id = b.kept and not (b.item ->> 'clashes')::boolean and t.created_at = (b.item ->> 'at')::timestamptz`,
  ],
};

/** One person asks a community once: the request of who stays counts. */
const requestsOfPeople: PersonTable = {
  table: 'join_requests',
  columns: ['person_id', 'message'],
  by: 'person',
  export: (of) => shownRows(joinRequests, sql`t.person_id = ${of.person}::uuid`),
  merge: {
    ctes: [
      sql`theirs as (
        select pairs.gone, pairs.kept, to_jsonb(t) as asked, exists (
          select from ${joinRequests} o where o.person_id = pairs.kept and o.community_id = t.community_id) as clashes
        from ${joinRequests} t join pairs on t.person_id = pairs.gone)`,
      sql`given as (
        update ${joinRequests} t set person_id = theirs.kept from theirs
        where not theirs.clashes and t.person_id = theirs.gone and t.community_id = (theirs.asked ->> 'community_id')::uuid)`,
    ],
    moved: sql`select gone, jsonb_build_object('asked', asked, 'clashes', clashes) as item from theirs`,
  },
  split: (back) => [
    sql`update ${joinRequests} t set person_id = b.gone from (${back}) b
      where not (b.item ->> 'clashes')::boolean and t.person_id = b.kept
        and t.community_id = (b.item #>> '{asked,community_id}')::uuid`,
    sql`insert into ${joinRequests} (community_id, person_id, message, status, created_at, decided_at)
      select c.id, b.gone, b.item #>> '{asked,message}', b.item #>> '{asked,status}',
        (b.item #>> '{asked,created_at}')::timestamptz, (b.item #>> '{asked,decided_at}')::timestamptz
      from (${back}) b join communities c on c.id = (b.item #>> '{asked,community_id}')::uuid
      where (b.item ->> 'clashes')::boolean on conflict do nothing`,
  ],
};

/** Notes about somebody go with them; they read what is written, and not by whom. */
const notesOfPeople: PersonTable = {
  table: 'member_notes',
  columns: ['member_id', 'text'],
  by: 'member',
  export: (of) => sql`
    select jsonb_build_object('member_id', t.member_id, 'text', t.text, 'created_at', t.created_at, 'edited_at', t.edited_at) as row
    from ${memberNotes} t where ${isOfMember(sql`t.member_id`, of)}`,
  merge: {
    ctes: [
      sql`given as (
        update ${memberNotes} t set member_id = pairs.kept from pairs where t.member_id = pairs.gone
        returning pairs.gone, t.id)`,
    ],
    moved: sql`select gone, jsonb_build_object('id', id) as item from given`,
  },
  split: (back) => [
    sql`update ${memberNotes} t set member_id = b.gone from (${back}) b
      where t.id = (b.item ->> 'id')::uuid and t.member_id = b.kept`,
  ],
};

/** What somebody decided about others is others’. */
const NOTHING = sql`select null::jsonb as row where false`;

/** Roles, bans, and how people came in. */
export const communityOfPeople: PersonHooks = [
  rolesOfPeople,
  bansOfPeople,
  {
    ...madeBy(communityBans, { column: 'banned_by', by: 'person', key: sql`t.member_id::text` }),
    export: () => NOTHING,
  },
  notesOfPeople,
  { ...madeBy(memberNotes, { column: 'author_id', by: 'person' }), export: () => NOTHING },
  requestsOfPeople,
  {
    ...madeBy(joinRequests, {
      column: 'decided_by',
      by: 'person',
      key: sql`(t.community_id::text || t.person_id::text)`,
    }),
    export: () => NOTHING,
  },
  madeBy(invites, { by: 'person' }),
];
