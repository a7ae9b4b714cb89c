import { sql } from 'drizzle-orm';
import { accounts } from '../../db/schema/index.ts';
import type { PersonId } from '../core/ids.ts';
import type { Services } from '../router/services.ts';

/** What came of a claim; `other`: whose the account is already. */
export interface Claimed {
  readonly result: 'joined' | 'own-already' | 'other-person';
  readonly other?: PersonId;
}

/**
 * Makes an account somebody's, once they have proved that it is: only where it is nobody's. Of two who claim it at once one
 * gets it, and the other hears whose it is.
 */
export async function claimAccount(
  { db }: Pick<Services, 'db' | 'clock' | 'log'>,
  { person, accountId }: { readonly person: PersonId; readonly accountId: string },
): Promise<Claimed> {
  const [joined, { rows }] = await db.run('account.claim', (d) =>
    d.batch([
      d.execute(sql`
        update ${accounts} set person_id = ${person}::uuid,
          is_primary = not exists (select from ${accounts} o where o.person_id = ${person}::uuid and o.is_primary)
        where id = ${accountId}::uuid and person_id is null returning id`),
      // A statement of its own: it sees who was faster.
      d.execute<{ person_id: PersonId | null }>(sql`select person_id from ${accounts} where id = ${accountId}::uuid`),
    ]),
  );
  if (joined.rows.length > 0) return { result: 'joined' };
  const other = rows[0]?.person_id;
  if (!other) throw new Error('the account is gone');
  return other === person ? { result: 'own-already' } : { result: 'other-person', other };
}
