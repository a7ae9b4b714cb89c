import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { auditLog, bookmarks, quotes } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { instant } from './quote-rows.ts';

export const change = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.record(z.string(), z.unknown()).describe('Who did it.'),
  action: z.string().describe('Area and verb, as `quote.edit`.'),
  before: z.record(z.string(), z.unknown()).nullable().describe('How it was; null where it was not there.'),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type Change = z.infer<typeof change>;

const TABLES = { quote: quotes, bookmark: bookmarks } as const;
/** What undoing needs and nobody has to read. */
const OWN_BUSINESS = sql`array['normalised', 'given', 'urlKey']`;

/**
 * All changes of what has this number, newest first, also after it was deleted; null where nothing ever had it.
 * @param before the id of a change: only older ones
 */
export async function changesOf(
  ctx: VerbCtx,
  kind: keyof typeof TABLES,
  number: number,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<readonly Change[] | null> {
  const side = (of: SQL): SQL => sql`nullif(${of}, 'null'::jsonb) - ${OWN_BUSINESS}`;
  const { rows } = await ctx.read(`${kind}.changes`, (db) =>
    db.execute<{ changes: readonly Change[] }>(sql`
      select coalesce((
        select jsonb_agg(line.told order by line.id desc) from (
          select l.id, jsonb_build_object('id', l.id, 'at', ${instant(sql`l.created_at`)}, 'actor', l.actor, 'action', l.action,
            'before', ${side(sql`l.before`)}, 'after', ${side(sql`l.after`)}) as told
          from ${auditLog} l
          where l.community_id = t.community_id and l.target = ${`${kind}:`}::text || t.id
            ${before === undefined ? sql`` : sql`and l.id < ${before}::uuid`}
          order by l.id desc limit ${limit}) line), '[]'::jsonb) as changes
      from ${TABLES[kind]} t where t.community_id = ${ctx.community.id}::uuid and t.number = ${number}::integer`),
  );
  return rows[0]?.changes ?? null;
}
