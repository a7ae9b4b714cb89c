import { type SQL, sql } from 'drizzle-orm';
import { isOfMember, madeBy, shownRows } from '../../../db/person-tables.ts';
import {
  bookmarks,
  deliveries,
  invocations,
  memberZones,
  quotes,
  reminderFirings,
  reminders,
} from '../../../db/schema/index.ts';
import type { PersonHooks, PersonScope, PersonTable } from '../../core/people.ts';
import { votesOfPeople } from './person-votes.ts';

const addedQuotes = madeBy(quotes);
const addedBookmarks = madeBy(bookmarks);

/** What they said goes with them, whoever wrote it down; what they wrote down of others stays the community's. */
const isSaidBy = (of: PersonScope): SQL => sql`t.community_id in (${of.communities}) and exists (
  select from (${of.accounts}) a where ltrim(lower(t.author), '@') in (lower(a.login), lower(a.display_name)))`;

const quotesOfPeople: PersonTable = {
  ...addedQuotes,
  columns: ['created_by', 'text', 'author'],
  export: (of) => shownRows(quotes, sql`${isOfMember(sql`t.created_by`, of)} or ${isSaidBy(of)}`),
  erase: (of) => [
    sql`delete from ${quotes} t where (${isSaidBy(of)}) or (t.author = '' and ${isOfMember(sql`t.created_by`, of)})`,
    ...(addedQuotes.erase?.(of, '') ?? []),
  ],
};

const bookmarksOfPeople: PersonTable = {
  ...addedBookmarks,
  columns: ['created_by', 'title', 'description'],
  // A note is what somebody wrote; a page is what somebody found.
  erase: (of) => [
    sql`delete from ${bookmarks} t where t.url is null and ${isOfMember(sql`t.created_by`, of)}`,
    ...(addedBookmarks.erase?.(of, '') ?? []),
  ],
};

const remindersOfPeople: PersonTable = {
  table: 'reminders',
  columns: ['member_id', 'text', 'target', 'undo'],
  by: 'member',
  export: (of) => shownRows(reminders, isOfMember(sql`t.member_id`, of)),
  erase: (of) => [
    ...[deliveries, invocations].map(
      (table) => sql`delete from ${table} d using ${reminderFirings} f, ${reminders} t
        where d.id = f.delivery_id and f.reminder_id = t.id and ${isOfMember(sql`t.member_id`, of)}`,
    ),
    sql`delete from ${reminders} t where ${isOfMember(sql`t.member_id`, of)}`,
    // Others' reminders of them are others': they are said to nobody in particular.
    sql`update ${reminders} t set target = jsonb_set(t.target, '{mentions}', 'null') from (${of.accounts}) a
      where t.target #>> '{mentions,account}' = a.platform_id and split_part(t.target ->> 'channel', ':', 1) = a.platform`,
  ],
  merge: {
    ctes: [
      sql`given as (
        update ${reminders} t set member_id = pairs.kept from pairs where t.member_id = pairs.gone
        returning pairs.gone, t.id)`,
    ],
    moved: sql`select gone, jsonb_build_object('id', id) as item from given`,
  },
  split: (back) => [
    sql`update ${reminders} t set member_id = b.gone from (${back}) b
      where t.id = (b.item ->> 'id')::uuid and t.member_id = b.kept`,
  ],
};

/** The zone of who stays counts; who has none takes the other's. */
const zonesOfPeople: PersonTable = {
  table: 'member_zones',
  columns: ['member_id'],
  by: 'member',
  export: (of) => shownRows(memberZones, isOfMember(sql`t.member_id`, of)),
  merge: {
    ctes: [
      sql`theirs as (
        select pairs.gone, pairs.kept, t.zone, exists (select from ${memberZones} o where o.member_id = pairs.kept) as clashes
        from ${memberZones} t join pairs on t.member_id = pairs.gone)`,
      sql`taken as (insert into ${memberZones} (member_id, zone) select kept, zone from theirs where not clashes)`,
    ],
    moved: sql`select gone, jsonb_build_object('zone', zone, 'clashes', clashes) as item from theirs`,
  },
  split: (back) => [
    sql`insert into ${memberZones} (member_id, zone) select b.gone, b.item ->> 'zone' from (${back}) b on conflict do nothing`,
    sql`delete from ${memberZones} t using (${back}) b
      where t.member_id = b.kept and not (b.item ->> 'clashes')::boolean and t.zone = b.item ->> 'zone'`,
  ],
};

/** A time at which a reminder was due goes with the reminder. */
export const memoriesOfPeople: PersonHooks = [
  quotesOfPeople,
  votesOfPeople,
  bookmarksOfPeople,
  remindersOfPeople,
  zonesOfPeople,
];
