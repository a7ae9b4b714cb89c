import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { oauthStates, oneTimeLinks, passkeyChallenges, sessions } from '../../db/schema/index.ts';
import { IDLE_MS } from './sessions.ts';

/** Rows that go at one time: a flood of them is swept away over a few nights, and never in one long statement. */
const AT_MOST = 50_000;

/** Takes away sessions, consents, challenges and links that open nothing any more; they opened nothing since they ended. */
export async function forgetExpiredSignIns(db: Database, now: number): Promise<void> {
  const over = sql`expires_at < ${new Date(now).toISOString()}::timestamptz`;
  const idle = sql`last_seen_at < ${new Date(now - IDLE_MS).toISOString()}::timestamptz`;
  const gone = (table: SQL, where: SQL): SQL =>
    sql`delete from ${table} where ctid in (select ctid from ${table} where ${where} limit ${AT_MOST})`;
  await db.run('sign-ins.forget', (d) =>
    d.batch([
      d.execute(gone(sql`${sessions}`, sql`${over} or ${idle}`)),
      d.execute(gone(sql`${oauthStates}`, over)),
      d.execute(gone(sql`${passkeyChallenges}`, over)),
      d.execute(gone(sql`${oneTimeLinks}`, over)),
    ]),
  );
}
