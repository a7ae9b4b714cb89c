import { inject } from 'vitest';
import { connectNeon } from '../../db/neon.ts';

/** 0000 sets timeouts for the whole database, which others of this run share. */
const migrations = import.meta.glob<string>(['../../db/migrations/*.sql', '!**/0000_*.sql'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Gives the run's database, of which other tests want no tables, those that the Worker knows. */
export async function migrateForCost(): Promise<void> {
  const { http } = connectNeon(inject('databaseUrl'));
  const isMigrated = async () => (await http`select to_regclass('communities') as name`)[0]?.name != null;
  if (await isMigrated()) return;
  const files = Object.entries(migrations).sort(([one], [other]) => (one < other ? -1 : 1));
  const statements = files.flatMap(([, file]) => file.split('--> statement-breakpoint')).filter((text) => text.trim());
  await http.transaction(statements.map((statement) => http.query(statement))).catch(async (error: unknown) => {
    // Files of tests run beside each other: another one may have been quicker.
    if (!(await isMigrated())) throw error;
  });
}
