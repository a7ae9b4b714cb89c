import { sql } from 'drizzle-orm';
import { accounts, personMerges } from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';
import type { Services } from '../router/services.ts';

/** Makes an account the one its person goes by. @returns false where it is not theirs */
export async function choosePrimary({ db }: Pick<Services, 'db'>, person: PersonId, account: string): Promise<boolean> {
  const { rows } = await db.run('person.primary', (d) =>
    d.execute(sql`
      with chosen as (select id from ${accounts} where id = ${account}::uuid and person_id = ${person}::uuid)
      update ${accounts} a set is_primary = (a.id = chosen.id) from chosen where a.person_id = ${person}::uuid returning a.id`),
  );
  return rows.length > 0;
}

/** A merge that can be undone. */
export interface OpenMerge {
  readonly id: string;
  readonly accounts: readonly string[];
  /** Who came; null where it was one account of nobody’s. */
  readonly displayName: string | null;
  readonly createdAt: string;
}

/** The merges by which a person came to be, the newest first. */
export async function mergesOf({ db }: Pick<Services, 'db'>, person: PersonId): Promise<readonly OpenMerge[]> {
  const { rows } = await db.run('person.merges', (d) =>
    d.execute<{ merge: OpenMerge }>(sql`
      select jsonb_build_object('id', p.id, 'accounts', to_jsonb(p.account_ids), 'displayName', p.moved #>> '{person,displayName}',
        'createdAt', to_char(p.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as merge
      from ${personMerges} p where p.person_id = ${person}::uuid and p.undone_at is null order by p.created_at desc, p.id desc limit 100`),
  );
  return rows.map(({ merge }) => merge);
}
