import { sql } from 'drizzle-orm';
import { accounts, unnamedAccounts } from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';
import type { Services } from '../router/services.ts';

/** Whether a person lets themselves be named where anybody reads: a wish with one account goes for all of theirs. */
export async function isNamed({ db }: Pick<Services, 'db'>, person: PersonId): Promise<boolean> {
  const { rows } = await db.run('person.naming', (d) =>
    d.execute<{ named: boolean }>(sql`
      select not exists (
        select from ${unnamedAccounts} u join ${accounts} a on a.id = u.account_id where a.person_id = ${person}::uuid) as named`),
  );
  return rows[0]?.named ?? true;
}

/** Keeps a person's wish, with each of their accounts: what is parted from them goes on to be as they wished. */
export async function chooseNaming({ db }: Pick<Services, 'db'>, person: PersonId, named: boolean): Promise<void> {
  const theirs = sql`select a.id from ${accounts} a where a.person_id = ${person}::uuid`;
  await db.run('person.choose-naming', (d) =>
    d.execute(
      named
        ? sql`delete from ${unnamedAccounts} where account_id in (${theirs})`
        : sql`insert into ${unnamedAccounts} (account_id) ${theirs} on conflict do nothing`,
    ),
  );
}
