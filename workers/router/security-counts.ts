import { sql } from 'drizzle-orm';
import { securityCounts } from '../../db/schema/index.ts';
import { describeError } from '../core/errors.ts';
import type { Services } from './services.ts';

export type SecurityCount = (typeof securityCounts.$inferSelect)['kind'];

/** Counts something that was refused for safety's sake. Never throws: what is refused is refused either way. */
export async function countSecurity(
  { db, log, clock }: Pick<Services, 'db' | 'log' | 'clock'>,
  kind: SecurityCount,
): Promise<void> {
  log('warn', 'security', { kind });
  const day = new Date(clock()).toISOString().slice(0, 10);
  await db
    .run('security.count', (d) =>
      d.execute(sql`
        insert into ${securityCounts} (kind, day, count) values (${kind}, ${day}::date, 1)
        on conflict (kind, day) do update set count = ${securityCounts.count} + 1`),
    )
    .catch((error: unknown) => log('warn', 'security.not-counted', { kind, error: describeError(error) }));
}
