import { sql } from 'drizzle-orm';
import { accountsBeside } from '../../../db/members.ts';
import { accounts, unnamedAccounts } from '../../../db/schema/index.ts';
import { requirePerson } from '../../core/actors.ts';
import type { VerbCtx } from '../../core/modules.ts';

/** Whether whoever asks is named where anybody reads. @throws ACTOR_REQUIRED where the actor is no person */
export async function isNamed(ctx: VerbCtx): Promise<boolean> {
  const { platform, account } = requirePerson(ctx.actor);
  const { rows } = await ctx.read('person.naming', (db) =>
    db.execute<{ named: boolean }>(sql`
      select not exists (
        select from ${accounts} own cross join lateral (${accountsBeside(sql`own`)}) mine
          join ${unnamedAccounts} u on u.account_id = mine.id
        where own.platform = ${platform} and own.platform_id = ${account}) as named`),
  );
  return rows[0]?.named ?? true;
}

/** Keeps whether they are to be named there, with this account and all others of theirs. @throws ACTOR_REQUIRED */
export async function chooseNaming(ctx: VerbCtx, named: boolean): Promise<void> {
  requirePerson(ctx.actor);
  const theirs = sql`select mine.id from account cross join lateral (${accountsBeside(sql`account`)}) mine`;
  await ctx.effect<true>({
    ctes: [
      named
        ? sql`named as (delete from ${unnamedAccounts} where account_id in (${theirs}))`
        : sql`unnamed as (insert into ${unnamedAccounts} (account_id) ${theirs} on conflict do nothing)`,
    ],
    outcome: sql`'true'::jsonb`,
  });
}
