import { type SQL, sql } from 'drizzle-orm';
import { accounts, communities, localLogins, members, passkeys, personMerges, persons } from '../../db/schema/index.ts';
import type { CommunityId, PersonId } from '../core/ids.ts';
import { communitiesOf } from './communities-of.ts';
import { nameOf, personTables, timestamp } from './hooks.ts';
import { locksOn, telling } from './join.ts';
import { inOneGo, type PeopleServices, tellChannels } from './run.ts';

/** What leaves a person: one account, which is nobody's then, or all that came with one merge, as who they were. */
export type Leaving = { readonly account: string } | { readonly merge: string };

/**
 * Parts what was joined: accounts leave, and what `person_merges` remembers of them goes back. What came since stays with the person. An
 * account that was theirs from the beginning leaves alone. The last way to sign in stays.
 * @returns false where nothing of the kind is theirs, or it is the last way in
 */
export async function partFrom(services: PeopleServices, person: PersonId, leaving: Leaving): Promise<boolean> {
  const mark = crypto.randomUUID();
  const before = await services.db.run('person.communities', (d) =>
    d.execute<{ communities: readonly CommunityId[] }>(sql`select ${communitiesOf(person)} as communities`),
  );
  const rows = await inOneGo(services, 'person.part', partStatements(person, leaving, mark, services.clock()));
  const { parted } = rows[0] as { readonly parted: boolean };
  if (parted) await tellChannels(services, before.rows[0]?.communities ?? []);
  return parted;
}

/** ids of the accounts that leave, in the rows that are marked. */
const leavers = (mark: string): SQL => sql`
  select l.id::uuid as id from ${personMerges} p, jsonb_array_elements_text(p.moved -> 'leaving') as l (id)
  where p.moved ->> 'mark' = ${mark}`;

/** Things (`gone`, `kept`, `item`) that go back, as a table remembered them under `name`. */
const goingBack = (mark: string, name: string): SQL => sql`
  select (b.value ->> 'gone')::uuid as gone, (b.value ->> 'kept')::uuid as kept, i.value -> 'item' as item, p.created_at as merged_at
  from ${personMerges} p, jsonb_array_elements(p.moved -> 'back') b, jsonb_array_elements(p.moved -> ${name}::text) i
  where p.moved ->> 'backMark' = ${mark} and i.value ->> 'gone' = b.value ->> 'gone'
    and (exists (select from ${members} m where m.id = (b.value ->> 'gone')::uuid)
      or exists (select from ${persons} q where q.id = (b.value ->> 'gone')::uuid))`;

function partStatements(person: PersonId, leaving: Leaving, mark: string, now: number): readonly SQL[] {
  return [
    ...locksOn([person], []),
    ...marking(person, leaving, mark, now),
    leftBehind(person, mark),
    goingBackMarked(person, mark),
    sql`insert into ${persons} (id, display_name, created_at)
      select (p.moved #>> '{person,id}')::uuid, p.moved #>> '{person,displayName}', (p.moved #>> '{person,since}')::timestamptz
      from ${personMerges} p where ${isMarked(mark)} and ${restores} on conflict do nothing`,
    sql`insert into ${members} (id, community_id, account_id, created_at)
      select (b.value ->> 'gone')::uuid, c.id, a.id, (b.value ->> 'since')::timestamptz
      from ${personMerges} p, jsonb_array_elements(p.moved -> 'back') b
        join ${communities} c on c.id = (b.value ->> 'community')::uuid
        join ${accounts} a on a.id = (b.value ->> 'account')::uuid
      where p.moved ->> 'backMark' = ${mark} on conflict do nothing`,
    ...personTables.flatMap((table) => table.split?.(goingBack(mark, nameOf(table))) ?? []),
    pointingBack(person, mark),
    telling(sql`select a.id from ${accounts} a where a.person_id = ${person}::uuid and exists (${leavers(mark)})`),
    sql`update ${accounts} a set person_id = case when ${restores} then (p.moved #>> '{person,id}')::uuid end,
        is_primary = ${restores} and a.id = (p.account_ids)[1]
      from ${personMerges} p where ${isMarked(mark)} and a.id in (${leavers(mark)})`,
    sql`update ${accounts} a set is_primary = true where not a.is_primary and a.id = (
      select o.id from ${accounts} o where o.person_id = ${person}::uuid order by o.is_primary desc, o.created_at, o.id limit 1)`,
    ...finishing(mark, now),
  ];
}

const isMarked = (mark: string): SQL => sql`p.moved ->> 'mark' = ${mark}`;

/** Whether all that came with a person leaves: they are who they were again. One account alone is nobody's. */
const restores = sql`(p.moved ? 'person' and p.moved -> 'whole' = 'true')`;

/** Marks the merge that is undone, in whole or for one account. An account that came with none gets a row for as long as this takes. */
function marking(person: PersonId, leaving: Leaving, mark: string, now: number): readonly SQL[] {
  const mine = sql`p.person_id = ${person}::uuid and p.undone_at is null`;
  const leaves =
    'merge' in leaving
      ? sql`a.id = any (p.account_ids) and p.id = ${leaving.merge}::uuid`
      : sql`a.id = ${leaving.account}::uuid and a.id = any (p.account_ids)`;
  const beginning =
    'account' in leaving
      ? [
          sql`insert into ${personMerges} (id, person_id, account_ids, moved, created_at)
            select ${mark}::uuid, a.person_id, array[a.id], '{"members": [], "own": true}'::jsonb, ${timestamp(now)}
            from ${accounts} a where a.id = ${leaving.account}::uuid and a.person_id = ${person}::uuid and not exists (
              select from ${personMerges} p where ${mine} and a.id = any (p.account_ids))`,
        ]
      : [];
  return [
    ...beginning,
    sql`with leaving as (
        select p.id, jsonb_agg(a.id) as ids from ${personMerges} p join ${accounts} a on ${leaves}
        where ${mine} and a.person_id = ${person}::uuid group by p.id, p.created_at order by p.created_at desc, p.id desc limit 1)
      update ${personMerges} p set moved = p.moved || jsonb_build_object('mark', ${mark}::text, 'leaving', leaving.ids,
        'whole', ${'merge' in leaving}::boolean)
      from leaving where p.id = leaving.id and ${staysReachable(person, 'merge' in leaving)}`,
  ];
}

/** Whether the person has an account and a way to sign in without those that leave; a name and a password do not leave. */
const staysReachable = (person: PersonId, isWhole: boolean): SQL => sql`exists (
    select from ${accounts} o where o.person_id = ${person}::uuid and not leaving.ids ? o.id::text
      and (o.platform <> 'local'
        or exists (select from ${localLogins} l where l.person_id = ${person}::uuid and l.password_hash is not null)
        or exists (select from ${passkeys} k where k.person_id = ${person}::uuid)))
  and ((${isWhole}::boolean and p.moved ? 'person') or not exists (
    select from ${accounts} o where o.platform = 'local' and leaving.ids ? o.id::text))`;

/** What an account did that was the person's from the beginning is the person's: another account of theirs goes on as that member. */
const leftBehind = (person: PersonId, mark: string): SQL => sql`
  update ${members} m set account_id = (
      select o.id from ${accounts} o where o.person_id = ${person}::uuid and o.id <> m.account_id
      order by o.is_primary desc, o.created_at, o.id limit 1)
  where m.account_id in (select l.id from (${leavers(mark)}) l)
    and exists (select from ${personMerges} p where ${isMarked(mark)} and p.moved ? 'own')
    and not exists (
      select from ${members} o join ${accounts} a on a.id = o.account_id
      where a.person_id = ${person}::uuid and o.id <> m.id and o.community_id = m.community_id)`;

/**
 * Marks the pairs that go back: those of the accounts that leave, and those of others that had become a member which leaves now.
 */
const goingBackMarked = (person: PersonId, mark: string): SQL => sql`
  with leavers as (${leavers(mark)}),
  back as (
    select p.id, jsonb_agg(x.value) as pairs
    from ${personMerges} p, jsonb_array_elements(p.moved -> 'members') x
      join ${members} k on k.id = (x.value ->> 'kept')::uuid
    where p.person_id = ${person}::uuid and p.undone_at is null and exists (select from leavers)
      and case when (x.value ->> 'account')::uuid in (select id from leavers) then ${isMarked(mark)}
        else k.account_id in (select id from leavers) end
    group by p.id)
  update ${personMerges} p set moved = p.moved || jsonb_build_object('backMark', ${mark}::text, 'back',
    coalesce((select pairs from back where back.id = p.id), '[]') || case when ${isMarked(mark)} and ${restores}
      then jsonb_build_array(jsonb_build_object('gone', p.moved #> '{person,id}', 'kept', p.person_id)) else '[]' end)
  where ${isMarked(mark)} or p.id in (select id from back)`;

/** What was joined to who is restored is theirs again. */
const pointingBack = (person: PersonId, mark: string): SQL => sql`
  update ${personMerges} p set person_id = (outer_.moved #>> '{person,id}')::uuid, moved = jsonb_set(p.moved, '{members}', (
    select coalesce(jsonb_agg(case when b.value is null then x.value
      else x.value || jsonb_build_object('kept', b.value -> 'gone') end), '[]')
    from jsonb_array_elements(p.moved -> 'members') x
      left join jsonb_array_elements(outer_.moved -> 'back') b
        on b.value -> 'kept' = x.value -> 'kept' and b.value -> 'community' = x.value -> 'community'))
  from ${personMerges} outer_
  where outer_.moved ->> 'mark' = ${mark} and outer_.moved ? 'person' and outer_.moved -> 'whole' = 'true'
    and p.id <> outer_.id and p.person_id = ${person}::uuid and p.undone_at is null and p.created_at <= outer_.created_at
    and p.account_ids <@ array(select (l #>> '{}')::uuid from jsonb_array_elements(outer_.moved -> 'leaving') l)`;

/** Takes the marks away, and closes what is undone. The last statement tells whether anything was (`parted`). */
const finishing = (mark: string, now: number): readonly SQL[] => [
  sql`update ${personMerges} p set moved = (p.moved - 'back' - 'backMark') || jsonb_build_object('members', (
      select coalesce(jsonb_agg(x.value), '[]') from jsonb_array_elements(p.moved -> 'members') x
      where not exists (
        select from jsonb_array_elements(p.moved -> 'back') b where b.value -> 'gone' = x.value -> 'gone')))
    where p.moved ->> 'backMark' = ${mark}`,
  sql`with left_over as (
      select p.id, array(
        select one from unnest(p.account_ids) one where one not in (select l.id from (${leavers(mark)}) l)) as ids
      from ${personMerges} p where ${isMarked(mark)}),
    closed as (
      update ${personMerges} p set moved = p.moved - 'mark' - 'leaving' - 'whole', account_ids = left_over.ids,
        undone_at = case when cardinality(left_over.ids) = 0 then ${timestamp(now)} end
      from left_over where p.id = left_over.id and not p.moved ? 'own' returning p.id),
    dropped as (delete from ${personMerges} p where ${isMarked(mark)} and p.moved ? 'own' returning p.id)
    select exists (select from closed union all select from dropped) as parted`,
];
