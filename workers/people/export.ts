import { sql } from 'drizzle-orm';
import type { PersonId } from '../core/ids.ts';
import type { Services } from '../router/services.ts';
import { personTables, scopeOf } from './hooks.ts';

export type Exported = Readonly<Record<string, readonly unknown[]>>;

/** Everything of a person that all modules hold, by table, as it is at one moment. Secrets are left out. */
export async function exportPerson({ db }: Pick<Services, 'db'>, person: PersonId): Promise<Exported> {
  const of = scopeOf(person);
  const parts = personTables.flatMap(({ table, export: rows }) =>
    rows ? [sql`select ${table}::text as name, x.row from (${rows(of)}) x`] : [],
  );
  const { rows } = await db.run('person.export', (d) =>
    d.execute<{ tables: Exported }>(sql`
      select coalesce(jsonb_object_agg(name, found), '{}') as tables
      from (select name, jsonb_agg(distinct row) as found from (${sql.join(parts, sql` union all `)}) parts group by name) of_table`),
  );
  return rows[0]?.tables ?? {};
}
