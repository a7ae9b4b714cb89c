import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { PersonScope, PersonTable } from '../workers/core/people.ts';

/** What nobody reads in an export: secrets, what they are looked up by, and what is worked out from the rest. */
const UNSHOWN = sql.raw(`'{search,normalised,sealed_secret,token_hash,code_hash,password_hash}'::text[]`);

/** A query for all rows of a table of which something holds. @param holds over the row `t` */
export const shownRows = (table: PgTable, holds: SQL): SQL =>
  sql`select to_jsonb(t) - ${UNSHOWN} as row from ${table} t where ${holds}`;

export const isOfMember = (column: SQL, of: PersonScope): SQL => sql`${column} in (select m.id from (${of.members}) m)`;

export interface MadeBy {
  readonly column?: string;
  readonly by?: 'member' | 'person';
  /** Text that names a row `t`. */
  readonly key?: SQL;
}

/** A table whose rows say in a column who made them, and are the community's all the same: they stay when the person goes. */
export function madeBy(
  table: PgTable,
  { column = 'created_by', by = 'member', key = sql`t.id::text` }: MadeBy = {},
): PersonTable {
  const maker = sql.identifier(column);
  const isTheirs = (of: PersonScope): SQL =>
    by === 'member' ? isOfMember(sql`t.${maker}`, of) : sql`t.${maker} = ${of.person}::uuid`;
  return {
    table: getTableName(table),
    columns: [column],
    by,
    export: (of) => shownRows(table, isTheirs(of)),
    erase: (of) => [sql`update ${table} t set ${maker} = null where ${isTheirs(of)}`],
    merge: {
      ctes: [
        sql`given as (
          update ${table} t set ${maker} = pairs.kept from pairs where t.${maker} = pairs.gone
          returning pairs.gone, ${key} as key)`,
      ],
      moved: sql`select gone, jsonb_build_object('key', key) as item from given`,
    },
    split: (back) => [
      sql`update ${table} t set ${maker} = b.gone from (${back}) b where ${key} = b.item ->> 'key' and t.${maker} = b.kept`,
    ],
  };
}

/** A table whose `options` name accounts that may use something, or may not: an erased one is taken off the lists. */
export function namedInOptions(table: PgTable): PersonTable {
  const without = (
    list: 'allow' | 'deny',
    of: PersonScope,
  ): SQL => sql`case when t.options ? ${sql.raw(`'${list}'`)} then
    jsonb_build_object(${sql.raw(`'${list}'`)}, (
      select coalesce(jsonb_agg(named), '[]') from jsonb_array_elements(t.options -> ${sql.raw(`'${list}'`)}) named
      where named #>> '{}' not in (select a.key from (${of.accounts}) a))) else '{}' end`;
  const isNamed = (of: PersonScope): SQL => sql`exists (
    select from (${of.accounts}) a where t.options -> 'allow' ? a.key or t.options -> 'deny' ? a.key)`;
  return {
    table: getTableName(table),
    columns: ['options'],
    by: 'account',
    erase: (of) => [
      sql`update ${table} t set options = t.options || ${without('allow', of)} || ${without('deny', of)} where ${isNamed(of)}`,
    ],
  };
}

/** A table by accounts' keys (`platform:id`) or by their ids, of which an erased one's rows are deleted. @param holds over rows `t` and `a` */
export const rowsOfAccounts = (table: PgTable, columns: readonly string[], holds: SQL): PersonTable => ({
  table: getTableName(table),
  columns,
  by: 'account',
  export: (of) => shownRows(table, sql`exists (select from (${of.accounts}) a where ${holds})`),
  erase: (of) => [sql`delete from ${table} t using (${of.accounts}) a where ${holds}`],
});

/** Whether a row `t` of a community of theirs has one of their names in a column. */
export const isNamedThere = (column: SQL, of: PersonScope): SQL =>
  sql`t.community_id in (${of.communities}) and exists (
    select from (${of.accounts}) a where ${column} in (a.login, a.display_name))`;
