import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { timers } from '../../../db/schema/index.ts';
import type { ChannelKey, CommunityId } from '../../core/ids.ts';
import type { TimerDue } from '../../core/timers.ts';
import { dueIn } from './due.ts';
import { snapshotOf, type Timer, timerName } from './state.ts';

/** Which timer, in which channel, and when, ms since epoch. */
interface Asked {
  readonly community: CommunityId;
  /** Null: the first by name. */
  readonly name: string | null;
  readonly channel: ChannelKey;
  readonly now: number;
}

/** A timer as a channel would be told of it if it were due now, switched on or off; null where there is none of that name. */
export async function timerDueNow(
  { run }: Pick<Database, 'run'>,
  { community, name, channel, now }: Asked,
): Promise<TimerDue | null> {
  const named = name === null ? sql`true` : sql`t.name = ${timerName(name) ?? ''}`;
  const { rows } = await run('timers.due-now', (db) =>
    db.execute<{ timer: Timer; round: number }>(sql`
      select ${snapshotOf(sql`t`)} as timer, t.round from ${timers} t
      where t.community_id = ${community}::uuid and ${named} order by t.name limit 1`),
  );
  const [found] = rows;
  if (!found) return null;
  // Nobody who tries it out waits for the delay by chance.
  return { ...dueIn(found, now, channel), speakAt: now };
}
