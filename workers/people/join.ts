import { type SQL, sql } from 'drizzle-orm';
import { accounts, communities, memberRoles, members, outbox, personMerges, persons } from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';
import type { PersonTable } from '../core/people.ts';
import { nameOf, personTables, timestamp } from './hooks.ts';

export interface Joining {
  /** uuidv7 of the row in `person_merges` that remembers it. */
  readonly merge: string;
  readonly kept: PersonId;
  /** Who becomes the same person: one account that is nobody's, or all that another person has. */
  readonly from: { readonly account: string } | { readonly person: PersonId };
  /** ctes and a boolean over them, on which it depends: what else has to be so in the same transaction. */
  readonly provided?: { readonly ctes: readonly SQL[]; readonly holds: SQL };
  /** ms since epoch */
  readonly now: number;
}

/** A query for the ids of the accounts that come. */
const comingOf = (from: Joining['from']): SQL =>
  'account' in from
    ? sql`select c.id from ${accounts} c where c.id = ${from.account}::uuid`
    : sql`select c.id from ${accounts} c where c.person_id = ${from.person}::uuid`;

/**
 * Locks who is concerned, so that of two that join the same account one comes second and sees it. Communities first, as effects take
 * them: what counts votes waits, and is not waited for.
 */
export function locksOn(people: readonly string[], coming: readonly string[]): readonly SQL[] {
  const listed = (ids: readonly string[]): SQL =>
    sql`(${sql.join(
      [null, ...ids].map((id) => sql`${id}::uuid`),
      sql`, `,
    )})`;
  const whose = sql`(a.id in ${listed(coming)} or a.person_id in ${listed(people)})`;
  return [
    sql`select from ${persons} p where p.id in ${listed(people)} order by p.id for no key update`,
    sql`select from ${communities} c where c.id in (
      select m.community_id from ${members} m join ${accounts} a on a.id = m.account_id where ${whose})
      order by c.id for no key update`,
    sql`select from ${accounts} a where ${whose} order by a.id for no key update`,
  ];
}

/**
 * Statements of one transaction that make accounts a person's. Nothing happens where `person_merges` gets no row. Versions of
 * communities are counted where roles count for more accounts now.
 */
export function joinStatements(joining: Joining): readonly SQL[] {
  const { merge, kept, from } = joining;
  const done = sql`exists (select from ${personMerges} p where p.id = ${merge}::uuid)`;
  return [
    ...locksOn('person' in from ? [kept, from.person] : [kept], 'account' in from ? [from.account] : []),
    remembering(joining),
    ...personTables.flatMap((table) => moving(table, merge)),
    pointingOn(merge, kept, from),
    sql`delete from ${members} m using (${pairsOf(merge)}) pairs where m.id = pairs.gone`,
    sql`update ${accounts} a set person_id = p.person_id, updated_at = a.updated_at,
        is_primary = a.id = (p.account_ids)[1] and not exists (
          select from ${accounts} o where o.person_id = p.person_id and o.is_primary)
      from ${personMerges} p where p.id = ${merge}::uuid and a.id = any (p.account_ids)`,
    ...('person' in from ? [sql`delete from ${persons} p where p.id = ${from.person}::uuid and ${done}`] : []),
    telling(sql`select a.id from ${accounts} a where a.person_id = ${kept}::uuid and ${done}`),
  ];
}

/** A query for (`community`, `gone`, `kept`) of members. */
const pairsOf = (merge: string): SQL => sql`
  select x.community, x.gone, x.kept from ${personMerges} p,
    jsonb_to_recordset(p.moved -> 'members') as x (community uuid, gone uuid, kept uuid) where p.id = ${merge}::uuid`;

/** The same of persons: one, or none. */
const personsOf = (merge: string): SQL => sql`
  select null::uuid as community, (p.moved #>> '{person,id}')::uuid as gone, p.person_id as kept from ${personMerges} p
  where p.id = ${merge}::uuid and p.moved ? 'person'`;

/** Writes down who comes and which members become one: of those that stay, the oldest counts, as everywhere. */
function remembering({ merge, kept, from, provided, now }: Joining): SQL {
  const coming = comingOf(from);
  const isFree =
    'account' in from
      ? sql`exists (select from ${accounts} a where a.id = ${from.account}::uuid and a.person_id is null)`
      : sql`exists (select from ${persons} p where p.id = ${from.person}::uuid and p.id <> ${kept}::uuid)`;
  const person =
    'person' in from
      ? sql`(select jsonb_build_object('person', jsonb_build_object('id', p.id, 'displayName', p.display_name,
          'since', p.created_at)) from ${persons} p where p.id = ${from.person}::uuid)`
      : sql`'{}'::jsonb`;
  const ctes = [
    ...(provided?.ctes ?? []),
    sql`pairs as (
      select distinct on (g.community_id) g.community_id, g.id as gone, g.account_id, g.created_at, k.id as kept
      from ${members} g cross join lateral (
        select m.id from ${members} m join ${accounts} o on o.id = m.account_id
        where o.person_id = ${kept}::uuid and m.community_id = g.community_id order by m.id limit 1) k
      where g.account_id in (${coming}) order by g.community_id, g.id)`,
  ];
  return sql`with ${sql.join(ctes, sql`, `)}
    insert into ${personMerges} (id, person_id, account_ids, moved, created_at)
    select ${merge}::uuid, p.id, array(
        select a.id from ${accounts} a where a.id in (${coming}) order by a.is_primary desc, a.id),
      ${person} || jsonb_build_object('members', (
        select coalesce(jsonb_agg(jsonb_build_object('community', community_id, 'gone', gone, 'account', account_id,
          'since', created_at, 'kept', kept)), '[]') from pairs)), ${timestamp(now)}
    from ${persons} p where p.id = ${kept}::uuid and ${isFree} and ${provided?.holds ?? sql`true`}`;
}

/** Has a table move what is whose, and writes down what it says that it moved. */
function moving(table: PersonTable, merge: string): readonly SQL[] {
  if (!table.merge) return [];
  const pairs = table.by === 'person' ? personsOf(merge) : pairsOf(merge);
  const ctes = [
    sql`pairs as (${pairs})`,
    ...table.merge.ctes,
    sql`told as (select jsonb_agg(jsonb_build_object('gone', t.gone, 'item', t.item)) as things from (${table.merge.moved}) t)`,
  ];
  return [
    sql`with ${sql.join(ctes, sql`, `)}
      update ${personMerges} p set moved = p.moved || jsonb_build_object(${nameOf(table)}::text, told.things)
      from told where p.id = ${merge}::uuid and told.things is not null`,
  ];
}

/** What was joined before to who is gone now belongs to who stays: so a split of that finds its things there. */
const pointingOn = (merge: string, kept: PersonId, from: Joining['from']): SQL => sql`
  update ${personMerges} p set person_id = ${kept}::uuid, moved = jsonb_set(p.moved, '{members}', (
    select coalesce(jsonb_agg(case when pairs.kept is null then x.value
      else x.value || jsonb_build_object('kept', pairs.kept) end), '[]')
    from jsonb_array_elements(p.moved -> 'members') x
      left join (${pairsOf(merge)}) pairs on pairs.gone = (x.value ->> 'kept')::uuid))
  where p.id <> ${merge}::uuid and p.undone_at is null
    and p.person_id in (${kept}::uuid, ${'person' in from ? from.person : kept}::uuid)
    and exists (select from ${personMerges} own where own.id = ${merge}::uuid)`;

/** Counts new versions of the communities where one of these accounts (a query for ids) has a role, which counts for all of a person's. */
export const telling = (accountIds: SQL): SQL => sql`
  with changed as (
    update ${communities} c set settings_version = settings_version + 1
    where c.id in (
      select m.community_id from ${members} m join ${memberRoles} r on r.member_id = m.id where m.account_id in (${accountIds}))
    returning c.id, c.settings_version)
  insert into ${outbox} (community_id, version) select id, settings_version from changed returning community_id as pushed`;
