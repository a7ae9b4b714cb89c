import { type SQL, sql } from 'drizzle-orm';
import { accountsBeside } from '../../../db/members.ts';
import { accounts, members, unnamedAccounts } from '../../../db/schema/index.ts';
import type { CommandOptions } from '../../core/command-options.ts';
import type { Platform } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';

/** Somebody who was seen in a community, by the account that a command's lists name. */
export interface ListedPerson {
  /** `platform:id`. */
  readonly account: string;
  readonly platform: Platform;
  readonly login: string;
  readonly displayName: string;
}

/** How many a search tells: more are found by typing on. */
const MOST_FOUND = 20;

const KEY = sql`a.platform || ':' || a.platform_id`;

/**
 * Accounts `a` of a community's members as they are told. Whoever asked with one of their accounts not to be named is left out with all
 * of them.
 */
const shown = (ctx: VerbCtx, from: SQL, which: SQL): SQL => sql`
  select ${KEY} as account, a.platform, a.login, a.display_name as "displayName"
  from ${from} join ${members} m on m.account_id = a.id and m.community_id = ${ctx.community.id}::uuid
  where ${which} and not exists (
    select from ${unnamedAccounts} u where u.account_id in (${accountsBeside(sql`a`)}))`;

/** Accounts that options of a command name. */
export const accountsIn = (all: readonly CommandOptions[]): readonly string[] => [
  ...new Set(all.flatMap(({ allow = [], deny = [] }) => [...allow, ...deny])),
];

/** Who they are of these accounts that were seen here. Of others nobody learns a name by listing them. */
export async function peopleAmong(ctx: VerbCtx, keys: readonly string[]): Promise<readonly ListedPerson[]> {
  if (keys.length === 0) return [];
  const from = sql`jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) k
    join ${accounts} a on a.platform = split_part(k, ':', 1) and a.platform_id = substr(k, strpos(k, ':') + 1)`;
  const { rows } = await ctx.read('command.people', (db) =>
    db.execute<{ [Key in keyof ListedPerson]: ListedPerson[Key] }>(shown(ctx, from, sql`true`)),
  );
  return rows;
}

/** Members by a part of their name, or all of their id, to be put on a list; those whose name begins so first. */
export async function findPeople(ctx: VerbCtx, search: string): Promise<readonly ListedPerson[]> {
  const typed = search.trim().replace(/^@/, '').toLowerCase();
  const which = sql`a.platform <> 'local' and (strpos(lower(a.login), ${typed}) > 0 or strpos(lower(a.display_name), ${typed}) > 0
    or ${typed} in (lower(a.platform_id), lower(${KEY})))`;
  const { rows } = await ctx.read('command.find-people', (db) =>
    db.execute<{ [Key in keyof ListedPerson]: ListedPerson[Key] }>(sql`
      ${shown(ctx, sql`${accounts} a`, which)}
      order by least(nullif(strpos(lower(a.login), ${typed}), 0), nullif(strpos(lower(a.display_name), ${typed}), 0)) > 1,
        lower(a.display_name), a.id limit ${MOST_FOUND}`),
  );
  return rows;
}
