import { type SQL, sql } from 'drizzle-orm';
import { linkCodes, oauthStates, oneTimeLinks, passkeyChallenges, sessions } from '../../db/schema/index.ts';
import type { Services } from '../router/services.ts';
import { IDLE_MS } from './sessions.ts';

/** Rows of a kind that go at one time: a flood of them is swept away over a few nights, and never in one long statement. */
const AT_MOST = 50_000;

/** Deletes what opens nothing any more: ended sessions, and codes, links and consents that were not used in time. */
export async function forgetExpiredProofs({ db }: Pick<Services, 'db'>, now: number): Promise<void> {
  const over = sql`expires_at < ${new Date(now).toISOString()}::timestamptz`;
  const idle = sql`last_seen_at < ${new Date(now - IDLE_MS).toISOString()}::timestamptz`;
  const gone = (table: SQL, where: SQL): SQL =>
    sql`delete from ${table} where ctid in (select ctid from ${table} where ${where} limit ${AT_MOST})`;
  await db.run('auth.forget', (d) =>
    d.batch([
      d.execute(gone(sql`${sessions}`, sql`${over} or ${idle}`)),
      ...[oauthStates, passkeyChallenges, oneTimeLinks, linkCodes].map((table) => d.execute(gone(sql`${table}`, over))),
    ]),
  );
}
