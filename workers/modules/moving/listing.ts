import { sql } from 'drizzle-orm';
import { auditLog } from '../../../db/schema/index.ts';
import type { Actor } from '../../core/actors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { Draft, Source } from './lines.ts';
import { APPLIED, UNDONE } from './undo.ts';

/** An import as the audit log has it. */
export interface PastImport {
  readonly id: string;
  readonly at: string;
  readonly actor: Actor;
  readonly source: Source;
  /** What the file was called; empty where it was pasted. */
  readonly file: string;
  /** What was made of it. */
  readonly counts: Readonly<Partial<Record<Draft['is'], number>>>;
  /** Lines that were wanted and stayed behind. */
  readonly left: number;
  readonly undone: { readonly at: string; readonly removed: number; readonly kept: number } | null;
}

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** Past imports, newest first. @param before the id of one: only older ones */
export async function listImports(
  ctx: VerbCtx,
  { id, before, limit }: { readonly id?: string; readonly before?: string; readonly limit: number },
): Promise<readonly PastImport[]> {
  const { rows } = await ctx.read('import.list', (db) =>
    db.execute<{ import: PastImport }>(sql`
      select jsonb_build_object('id', substr(l.target, 8), 'at', ${iso('l.created_at')}, 'actor', l.actor,
        'source', l.after ->> 'source', 'file', l.after ->> 'file', 'counts', l.after -> 'counts', 'left', l.after -> 'left',
        'undone', u.undone) as import
      from ${auditLog} l left join lateral (
        select jsonb_build_object('at', ${iso('b.created_at')}, 'removed', b.after -> 'removed', 'kept', b.after -> 'kept') as undone
        from ${auditLog} b where b.community_id = l.community_id and b.target = l.target and b.action in ${UNDONE}
        order by b.id limit 1) u on true
      where l.community_id = ${ctx.community.id}::uuid and l.action in ${APPLIED}
        ${id === undefined ? sql`` : sql`and l.target = ${`import:${id}`}`}
        ${before === undefined ? sql`` : sql`and l.target < ${`import:${before}`}`}
      order by l.target desc limit ${limit}`),
  );
  return rows.map((row) => row.import);
}
