import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { apiKeys, auditLog, communities } from '../../db/schema/index.ts';
import { UNDO_FOR_MS } from '../core/communities.ts';
import type { Services } from '../router/services.ts';

/** Communities of one night: all that is in one goes with it, which takes its time. */
const MOST_A_NIGHT = 100;

/**
 * Deletes for good what was deleted a week ago, one community at a time, with all that is in it and the keys that went nowhere
 * else. That it was there is kept in the installation's own audit log, by its id.
 */
export async function forgetDeletedCommunities({ db }: Pick<Services, 'db'>, now: number): Promise<void> {
  const until = sql`${new Date(now - UNDO_FOR_MS).toISOString()}::timestamptz`;
  for (let i = 0; i < MOST_A_NIGHT; i++) {
    const { rows } = await db.run('community.forget', (d) =>
      d.execute(sql`
        with due as (
          select id from ${communities} where deleted_at <= ${until} order by deleted_at limit 1 for update skip locked),
        closed as (delete from ${apiKeys} k using due where k.community_ids = array[due.id]),
        gone as (delete from ${communities} c using due where c.id = due.id returning c.id)
        insert into ${auditLog} (id, actor, action, target)
        select ${uuidv7()}::uuid, '{"kind":"system"}'::jsonb, 'community.forget', 'community:' || id from gone
        returning target`),
    );
    if (rows.length === 0) return;
  }
}
