import { type SQL, sql } from 'drizzle-orm';
import { isOfMember, madeBy, rowsOfAccounts, shownRows } from '../../../db/person-tables.ts';
import {
  accounts,
  archiveImports,
  chatActivity,
  installations,
  localLogins,
  members,
  oauthStates,
  operators,
  passkeys,
  personMerges,
  persons,
  recoveryCodes,
  sessions,
  totps,
  unnamedAccounts,
} from '../../../db/schema/index.ts';
import type { Moving, PersonHooks, PersonScope, PersonTable } from '../../core/people.ts';
import { roadOfPeople } from './person-road.ts';

const isTheirs = (of: PersonScope): SQL => sql`t.person_id = ${of.person}::uuid`;

/** Rows of a person that go over to who stays, by a column that names a row. */
const given = (table: SQL, key: SQL): Moving => ({
  ctes: [
    sql`given as (update ${table} t set person_id = pairs.kept from pairs where t.person_id = pairs.gone
      returning pairs.gone, ${key} as key)`,
  ],
  moved: sql`select gone, jsonb_build_object('key', key) as item from given`,
});
const givenBack =
  (table: SQL, key: SQL) =>
  (back: SQL): readonly SQL[] => [
    sql`update ${table} t set person_id = b.gone from (${back}) b where ${key} = b.item ->> 'key' and t.person_id = b.kept`,
  ];

/** What there is one of for a person: it goes over where who stays has none, and else is gone with who goes. */
const givenIfNone = (table: SQL): Moving => ({
  ctes: [
    sql`given as (
      update ${table} t set person_id = pairs.kept from pairs
      where t.person_id = pairs.gone and not exists (select from ${table} o where o.person_id = pairs.kept)
      returning pairs.gone)`,
  ],
  moved: sql`select gone, '{"key": "one"}'::jsonb as item from given`,
});

/** What somebody signs in with. */
const signInOfPeople: PersonHooks = [
  {
    table: 'sessions',
    columns: ['person_id', 'device'],
    by: 'person',
    export: (of) => shownRows(sessions, isTheirs(of)),
  },
  {
    table: 'oauth_states',
    columns: ['person_id', 'details'],
    by: 'person',
    export: (of) =>
      sql`select jsonb_build_object('purpose', t.purpose, 'platform', t.platform, 'created_at', t.created_at) as row
        from ${oauthStates} t where ${isTheirs(of)}`,
  },
  {
    table: 'local_logins',
    columns: ['person_id', 'name', 'name_key'],
    by: 'person',
    export: (of) => shownRows(localLogins, isTheirs(of)),
    merge: givenIfNone(sql`${localLogins}`),
    split: givenBack(sql`${localLogins}`, sql`'one'`),
  },
  {
    table: 'passkeys',
    columns: ['person_id', 'name'],
    by: 'person',
    export: (of) => sql`select to_jsonb(t) - 'public_key' as row from ${passkeys} t where ${isTheirs(of)}`,
    merge: given(sql`${passkeys}`, sql`t.id`),
    split: givenBack(sql`${passkeys}`, sql`t.id`),
  },
  { table: 'passkey_challenges', columns: ['person_id'], by: 'person' },
  {
    table: 'totps',
    columns: ['person_id'],
    by: 'person',
    export: (of) =>
      sql`select jsonb_build_object('confirmed_at', t.confirmed_at, 'created_at', t.created_at) as row from ${totps} t where ${isTheirs(of)}`,
    merge: givenIfNone(sql`${totps}`),
    split: givenBack(sql`${totps}`, sql`'one'`),
  },
  {
    table: 'recovery_codes',
    columns: ['person_id'],
    by: 'person',
    export: (of) =>
      sql`select jsonb_build_object('used_at', t.used_at) as row from ${recoveryCodes} t where ${isTheirs(of)}`,
    merge: givenIfNone(sql`${recoveryCodes}`),
    split: givenBack(sql`${recoveryCodes}`, sql`'one'`),
  },
  { table: 'one_time_links', columns: ['person_id'], by: 'person' },
  { table: 'link_codes', columns: ['person_id'], by: 'person' },
  { table: 'link_codes', columns: ['account_id', 'typed_by'], by: 'account' },
];

/** Who runs the installation does so as one person, too. */
const operatorsOfPeople: PersonTable = {
  table: 'operators',
  columns: ['person_id'],
  by: 'person',
  export: (of) => shownRows(operators, isTheirs(of)),
  merge: givenIfNone(sql`${operators}`),
  split: givenBack(sql`${operators}`, sql`'one'`),
};

/** Archives that somebody brought, and did not take in yet: forgotten in a day, with the lines. */
const broughtByPeople: PersonTable = {
  table: 'archive_imports',
  columns: ['person_id', 'manifest'],
  by: 'person',
  export: (of) =>
    sql`select jsonb_build_object('manifest', t.manifest, 'created_at', t.created_at) as row from ${archiveImports} t where ${isTheirs(of)}`,
};

/** Accounts, members and persons themselves: who is joined or erased, and so not moved by a table’s own hooks. */
const themselves: PersonHooks = [
  {
    table: 'persons',
    columns: ['display_name'],
    by: 'person',
    export: (of) => shownRows(persons, sql`t.id = ${of.person}::uuid`),
  },
  {
    table: 'accounts',
    columns: ['person_id', 'platform_id', 'login', 'display_name'],
    by: 'person',
    export: (of) => shownRows(accounts, isTheirs(of)),
  },
  {
    table: 'members',
    columns: ['account_id'],
    by: 'account',
    export: (of) => shownRows(members, isOfMember(sql`t.id`, of)),
  },
  {
    table: 'person_merges',
    columns: ['person_id', 'account_ids', 'moved'],
    by: 'person',
    export: (of) =>
      sql`select jsonb_build_object('id', t.id, 'account_ids', t.account_ids, 'created_at', t.created_at, 'undone_at', t.undone_at) as row
        from ${personMerges} t where ${isTheirs(of)}`,
  },
];

export const peopleOfPeople: PersonHooks = [
  ...themselves,
  ...signInOfPeople,
  operatorsOfPeople,
  broughtByPeople,
  {
    ...madeBy(operators, { column: 'named_by', by: 'person', key: sql`t.person_id::text` }),
    export: () => sql`select null::jsonb as row where false`,
  },
  // With the account: a wish is nobody's else, whoever it is joined to or parted from.
  {
    table: 'unnamed_accounts',
    columns: ['account_id'],
    by: 'account',
    export: (of) => shownRows(unnamedAccounts, sql`t.account_id in (select a.id from (${of.accounts}) a)`),
  },
  rowsOfAccounts(chatActivity, ['account'], sql`t.account = a.platform_id and t.channel like a.platform || ':%'`),
  // A token that somebody gave is theirs to take.
  rowsOfAccounts(installations, ['subject', 'details'], sql`t.subject = a.platform_id and t.platform = a.platform`),
  ...roadOfPeople,
];
