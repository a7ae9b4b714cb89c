import { sql } from 'drizzle-orm';
import { linkCodes, oauthStates, oneTimeLinks, passkeyChallenges, sessions } from '../../db/schema/index.ts';
import type { Services } from '../router/services.ts';
import { IDLE_MS } from './sessions.ts';

/** Deletes what opens nothing any more: ended sessions, and codes, links and consents that were not used in time. */
export async function forgetExpiredProofs({ db }: Pick<Services, 'db'>, now: number): Promise<void> {
  const over = sql`${new Date(now).toISOString()}::timestamptz`;
  const idle = sql`${new Date(now - IDLE_MS).toISOString()}::timestamptz`;
  await db.run('auth.forget', (d) =>
    d.batch([
      d.execute(sql`delete from ${sessions} where expires_at < ${over} or last_seen_at < ${idle}`),
      ...[oauthStates, passkeyChallenges, oneTimeLinks, linkCodes].map((table) =>
        d.execute(sql`delete from ${table} where expires_at < ${over}`),
      ),
    ]),
  );
}
