import { type SQL, sql } from 'drizzle-orm';
import {
  accounts,
  communities,
  localLogins,
  memberRoles,
  members,
  persons,
  quoteVotes,
  totps,
} from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';
import type { Role } from '../core/levels.ts';
import type { NamedAccount } from '../core/people.ts';
import type { Services } from '../router/services.ts';
import { personTables, scopeOf } from './hooks.ts';

export interface SideOfMerge {
  readonly displayName: string;
  readonly accounts: readonly NamedAccount[];
  readonly communities: readonly { readonly name: string; readonly role: Role | null }[];
  /** Rows by table, as an export would hold them. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface MergePreview {
  readonly kept: SideOfMerge;
  readonly gone: SideOfMerge;
  readonly collides: {
    /** Communities where both are members: of two roles the stronger counts, of two time zones who stays’. */
    readonly communities: readonly string[];
    /** Quotes on which both voted: who stays’ vote counts. */
    readonly votes: number;
    /** Name and password, or second factor, of who goes: they do not work any more. */
    readonly signIn: readonly ('password' | 'second-factor')[];
  };
}

/** Tells what it would mean if two persons became one, and changes nothing. @returns null where one of them is not there */
export async function previewMerge(
  { db }: Pick<Services, 'db'>,
  { person, other }: { readonly person: PersonId; readonly other: PersonId },
): Promise<MergePreview | null> {
  const { rows } = await db.run('person.merge-preview', (d) =>
    d.execute<{ kept: SideOfMerge | null; gone: SideOfMerge | null; collides: MergePreview['collides'] }>(
      sql`select (${side(person)}) as kept, (${side(other)}) as gone, ${collisions(person, other)} as collides`,
    ),
  );
  const { kept = null, gone = null, collides } = rows[0] ?? {};
  return kept && gone && collides ? { kept, gone, collides } : null;
}

function side(person: PersonId): SQL {
  const of = scopeOf(person);
  const counted = personTables.flatMap(({ table, export: found }) =>
    found ? [sql`select ${table}::text as name, x.row from (${found(of)}) x`] : [],
  );
  return sql`
    select jsonb_build_object('displayName', p.display_name,
      'accounts', (select coalesce(jsonb_agg(jsonb_build_object('platform', a.platform, 'login', a.login,
        'displayName', a.display_name) order by a.is_primary desc, a.id), '[]') from (${of.accounts}) a),
      'communities', (select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'role', r.role) order by c.name), '[]')
        from (${of.members}) m join ${communities} c on c.id = m.community_id and c.deleted_at is null
          left join ${memberRoles} r on r.member_id = m.id),
      'counts', (select coalesce(jsonb_object_agg(name, n), '{}') from (
        select name, count(distinct row) as n from (${sql.join(counted, sql` union all `)}) found group by name) of_table))
    from ${persons} p where p.id = ${person}::uuid`;
}

const collisions = (person: PersonId, other: PersonId): SQL => {
  const both = (table: SQL): SQL =>
    sql`(select count(distinct t.person_id) = 2 from ${table} t where t.person_id in (${person}::uuid, ${other}::uuid))`;
  const ofPerson = (id: PersonId): SQL =>
    sql`select m.* from ${members} m join ${accounts} a on a.id = m.account_id where a.person_id = ${id}::uuid`;
  return sql`jsonb_build_object(
    'communities', (select coalesce(jsonb_agg(distinct c.name), '[]')
      from (${ofPerson(person)}) k join (${ofPerson(other)}) g on g.community_id = k.community_id
        join ${communities} c on c.id = k.community_id and c.deleted_at is null),
    'votes', (select count(*) from (${ofPerson(person)}) k join ${quoteVotes} v on v.member_id = k.id
      join ${quoteVotes} w on w.quote_id = v.quote_id join (${ofPerson(other)}) g on g.id = w.member_id),
    'signIn', (case when ${both(sql`${localLogins}`)} then '["password"]'::jsonb else '[]' end)
      || (case when ${both(sql`${totps}`)} then '["second-factor"]'::jsonb else '[]' end))`;
};
