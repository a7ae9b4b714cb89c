import { and, desc, eq, lt, type SQL } from 'drizzle-orm';
import * as z from 'zod';
import { auditLog } from '../../db/schema/index.ts';
import { decodeCursor, page } from '../core/api.ts';
import type { VerbCtx } from '../core/modules.ts';

/** One change of a thing as the API tells it. @param actions the actions that there are */
export const changeOf = (actions: string) =>
  z.object({
    id: z.string(),
    at: z.string(),
    action: z.string().describe(actions),
    actor: z.record(z.string(), z.unknown()),
    before: z.record(z.string(), z.unknown()).nullable().describe('Null: it was not there.'),
    after: z.record(z.string(), z.unknown()).nullable().describe('Null: it is not there any more.'),
  });

/**
 * A page of a community's audit log, newest first, of the lines that are about one thing.
 * @param about which lines those are: a condition on `auditLog`
 */
export async function changesOf(
  ctx: VerbCtx,
  query: string,
  { about, cursor, limit }: { readonly about: SQL; readonly cursor?: string | undefined; readonly limit: number },
) {
  const before = cursor === undefined ? undefined : decodeCursor(cursor, z.uuid());
  const lines = await ctx.read(query, (db) =>
    db
      .select({
        id: auditLog.id,
        at: auditLog.createdAt,
        actor: auditLog.actor,
        action: auditLog.action,
        before: auditLog.before,
        after: auditLog.after,
      })
      .from(auditLog)
      .where(
        and(
          eq(auditLog.communityId, ctx.community.id),
          about,
          before === undefined ? undefined : lt(auditLog.id, before),
        ),
      )
      .orderBy(desc(auditLog.id))
      .limit(limit + 1),
  );
  const { data, next } = page(lines, limit, ({ id }) => id);
  return { data: data.map(({ at, ...line }) => ({ ...line, at: at.toISOString() })), next };
}
