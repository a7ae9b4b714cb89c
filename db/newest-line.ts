import { type SQL, sql } from 'drizzle-orm';
import type { CommunityId } from '../workers/core/ids.ts';
import { auditLog } from './schema/index.ts';

/**
 * A query for the newest line of the audit log about something, which has a column `id`.
 * @param line where it is to be this one and no other: a row that is another's is none
 */
export const newestLine = (query: SQL, line: string | null): SQL =>
  line === null ? query : sql`select newest.* from (${query}) newest where newest.id = ${line}::uuid`;

/**
 * Whether a line that is to be taken back is not the newest of these actions about its thing any more: a boolean, for the
 * statement that takes it back, which is alone in its community then. @param line null: nothing is taken back
 */
export const isOvertaken = (
  community: CommunityId,
  target: string,
  actions: readonly string[],
  line: string | null,
): SQL =>
  line === null
    ? sql`false`
    : sql`not exists (${newestLine(
        sql`select l.id from ${auditLog} l where l.community_id = ${community}::uuid and l.target = ${target}
          and l.action in (${sql.join(
            actions.map((action) => sql`${action}`),
            sql`, `,
          )}) order by l.id desc limit 1`,
        line,
      )})`;
