import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { accountKey, archived, byMember, freshId, left } from '../../../db/archive-tables.ts';
import {
  accounts,
  communities,
  communityBans,
  memberNotes,
  memberRoles,
  members,
  moduleSettings,
} from '../../../db/schema/index.ts';
import type { ArchivedTable, ArchiveHooks, Row, TakingIn } from '../../core/archive.ts';
import { ROLES } from '../../core/levels.ts';
import { MAX_NOTE } from './notes.ts';
import { KEPT_SETTINGS } from './settings.ts';

/** Members of one community, and what is theirs. */
const MOST_PEOPLE = 500_000;
/** What is set for one module, as JSON, in characters: 100 sentences of 400. */
const MOST_SET = 100_000;

/** As long as what platforms have called somebody. */
const MOST_NAME = 5_000;

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const asRow = archived(communities, {
  order: [sql`1`],
  most: 1,
  from: (community) => sql`(select * from ${communities} where id = ${community}) t`,
  columns: {
    id: left('ids are an installation’s own'),
    slug: left('whoever takes it in chooses it'),
    settings_version: left('it counts what Channels there were told'),
    deleted_at: left('what is deleted is not exported'),
    ...Object.fromEntries(Object.entries(KEPT_SETTINGS).map(([name, schema]) => [snakeCase(name), schema])),
  },
});

/** The community itself, which is there by then. */
const itself: ArchivedTable = {
  ...asRow,
  import: (into) => [
    sql`update ${communities} c set ${sql.join(
      asRow.columns.map((name) => sql`${sql.identifier(name)} = p.${sql.identifier(name)}`),
      sql`, `,
    )} from (${into.lines(asRow.table)}) r cross join lateral jsonb_populate_record(null::${communities}, r.row) p
      where c.id = ${into.community}`,
  ],
};

const settings = archived(moduleSettings, {
  order: [sql`t.module collate "C"`],
  most: 200,
  columns: {
    module: z.string().regex(/^[a-z-]{1,40}$/),
    // Each module reads what it knows of it, and leaves the rest.
    value: z
      .record(z.string(), z.unknown())
      .refine((value) => JSON.stringify(value).length <= MOST_SET, `is longer than ${MOST_SET} characters`),
    version: left('it counts changes made there'),
  },
});

/** The members that whoever takes it in is. */
const theirs = ({ community, person }: TakingIn): SQL => sql`
  select m.id from ${members} m join ${accounts} a on a.id = m.account_id where m.community_id = ${community} and a.person_id = ${person}`;

/** Accounts travel as the platforms name them; which of them are one person’s is for each installation to find out. */
const people: ArchivedTable = {
  table: 'members',
  columns: ['account_id', 'created_at'],
  left: { id: 'ids are an installation’s own', community_id: 'the archive is of one community' },
  row: z.strictObject({
    account: accountKey,
    login: z.string().max(MOST_NAME),
    display_name: z.string().max(MOST_NAME),
    created_at: z.iso.datetime({ offset: true }),
  }) as unknown as z.ZodType<Row>,
  most: MOST_PEOPLE,
  export: (community) => sql`
    select jsonb_build_object('account', a.platform || ':' || a.platform_id, 'login', a.login, 'display_name', a.display_name,
      'created_at', t.created_at) as row
    from ${members} t join ${accounts} a on a.id = t.account_id where t.community_id = ${community} and a.platform <> 'local'
    order by a.platform collate "C", a.platform_id collate "C"`,
  import: (into) => {
    const key = sql`r.row ->> 'account'`;
    const of = sql`a.platform = split_part(${key}, ':', 1) and a.platform_id = substr(${key}, strpos(${key}, ':') + 1)`;
    return [
      // Who is known here already is called as they are here.
      sql`insert into ${accounts} (id, platform, platform_id, login, display_name)
        select ${freshId(into.now)}, split_part(${key}, ':', 1), substr(${key}, strpos(${key}, ':') + 1), r.row ->> 'login', r.row ->> 'display_name'
        from (${into.lines('members')}) r on conflict (platform, platform_id) do nothing`,
      // Who is one person here is one member.
      sql`insert into ${members} (id, community_id, account_id, created_at)
        select ${freshId(sql`r.created_at`)}, ${into.community}, r.account_id, r.created_at
        from (select distinct on (coalesce(a.person_id, a.id)) r.n, a.id as account_id, (r.row ->> 'created_at')::timestamptz as created_at
          from (${into.lines('members')}) r join ${accounts} a on ${of}
          order by coalesce(a.person_id, a.id), r.row ->> 'created_at', r.n) r`,
      sql`insert into ${members} (id, community_id, account_id)
        select gen_random_uuid(), ${into.community}, own.id from (
          select id from ${accounts} where person_id = ${into.person} order by is_primary desc, id limit 1) own
        where not exists (${theirs(into)})`,
    ];
  },
};

const ofMembers =
  (table: SQL) =>
  (community: SQL): SQL =>
    sql`(select x.* from ${table} x join ${members} m on m.id = x.member_id where m.community_id = ${community}) t`;
const member = byMember('member_id', true);
const byPerson = sql`${member.out} collate "C"`;

const rank = sql`array_position(${sql.raw(`array['${ROLES.join("','")}']`)}, r.row ->> 'role')`;

const roles = archived(memberRoles, {
  order: [byPerson],
  most: MOST_PEOPLE,
  from: ofMembers(sql`${memberRoles}`),
  columns: {
    member_id: member,
    role: {
      out: sql`t.role`,
      check: z.enum(ROLES),
      // An archive is a file that anybody may have written: nobody owns a community by being named in one.
      in: (into) =>
        sql`case when r.row ->> 'role' = 'owner' and person_member_id.id not in (${theirs(into)}) then 'admin' else r.row ->> 'role' end`,
    },
  },
  first: { by: rank },
});

const rolesAndOwner: ArchivedTable = {
  ...roles,
  import: (into) => [
    ...roles.import(into),
    sql`insert into ${memberRoles} (member_id, role) select id, 'owner' from (${theirs(into)} limit 1) mine
      on conflict (member_id) do update set role = 'owner'`,
  ],
};

const bans = archived(communityBans, {
  order: [byPerson],
  most: MOST_PEOPLE,
  from: ofMembers(sql`${communityBans}`),
  columns: { member_id: member, banned_by: left('who decided it is a person of that installation') },
  first: { by: sql`r.n` },
});

const bansOfOthers: ArchivedTable = {
  ...bans,
  import: (into) => [...bans.import(into), sql`delete from ${communityBans} where member_id in (${theirs(into)})`],
};

const notes = archived(memberNotes, {
  order: [byPerson, sql`t.created_at`, sql`t.text collate "C"`],
  most: MOST_PEOPLE,
  from: ofMembers(sql`${memberNotes}`),
  columns: {
    member_id: member,
    text: z.string().max(2 * MAX_NOTE),
    author_id: left('who wrote it is a person of that installation, and only they change its words'),
  },
});

/** The community, its people and what is noted of them. */
export const archiveOfCommunity: ArchiveHooks = [itself, settings, people, rolesAndOwner, bansOfOthers, notes];
