import { type SQL, sql } from 'drizzle-orm';
import { accounts, members } from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';
import type { PersonScope, PersonTable } from '../core/people.ts';
import { modules } from '../modules/index.ts';

/** What of people all modules hold, in the order in which it is moved. */
export const personTables: readonly PersonTable[] = modules.flatMap(({ person = [] }) => person);

/** Under what a table's things are remembered. */
export const nameOf = ({ table, columns }: PersonTable): string => `${table}.${columns[0]}`;

/** The rows of a person, for statements of a transaction that has locked them. */
export function scopeOf(person: PersonId): PersonScope {
  const own = sql`select a.*, a.platform || ':' || a.platform_id as key from ${accounts} a where a.person_id = ${person}::uuid`;
  const membersOf = sql`select mm.* from ${members} mm join ${accounts} aa on aa.id = mm.account_id where aa.person_id = ${person}::uuid`;
  return {
    person,
    accounts: own,
    members: membersOf,
    communities: sql`select mc.community_id as id from (${membersOf}) mc`,
  };
}

export const timestamp = (at: number): SQL => sql`${new Date(at).toISOString()}::timestamptz`;
