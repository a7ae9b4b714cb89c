import { type SQL, sql } from 'drizzle-orm';
import { aliases, auditLog, commands, counters, keywordRules, quotes, timers } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { Draft } from './lines.ts';

/** Something that an import made and that stays: it was changed since, or is not there any more. */
export interface Kept {
  readonly kind: Draft['is'];
  readonly name: string;
  readonly why: 'changed' | 'gone';
}

export type Undone =
  | { readonly result: 'done'; readonly removed: number; readonly kept: readonly Kept[] }
  | { readonly result: 'missing' | 'nothing' };

export const APPLIED = sql`('import.apply', 'quote.import')`;
export const UNDONE = sql`('import.undo', 'quote.import-undo')`;

/** Where a row of an import is; what was changed says so itself. */
const TABLES: readonly (readonly [Draft['is'], SQL])[] = [
  ['command', sql`${commands}`],
  ['alias', sql`${aliases}`],
  ['keyword', sql`${keywordRules}`],
  ['timer', sql`${timers}`],
];

const deleting = ([kind, table]: (typeof TABLES)[number]): SQL => sql`${sql.raw(`removed_${kind}`)} as (
  delete from ${table} t using made m, room
  where t.community_id = room.id and m.kind = ${kind}::text and t.id::text = m.id and t.updated_at = t.created_at
  returning m.n)`;

const present = ([kind, table]: (typeof TABLES)[number]): SQL =>
  sql`select m.n from made m, room, ${table} t where t.community_id = room.id and m.kind = ${kind}::text and t.id::text = m.id`;

/** Takes back what an import made, as far as nobody has changed it since. */
export async function undoImport(ctx: VerbCtx, id: string, isQuotes: boolean): Promise<Undone> {
  const { result, removed, kept } = await ctx.effect<{
    readonly result: Undone['result'];
    readonly removed: number;
    readonly kept: readonly Kept[] | null;
  }>({
    alone: true,
    ctes: [
      sql`room as (select id from communities where id = ${ctx.community.id}::uuid)`,
      sql`import as (
        select l.after from ${auditLog} l, room
        where l.community_id = room.id and l.target = ${`import:${id}`} and l.action in ${APPLIED} limit 1)`,
      sql`made as (
        select m.*, row_number() over () as n from import, jsonb_to_recordset(import.after -> 'made')
          as m (kind text, id text, name text, value bigint))`,
      ...TABLES.map(deleting),
      sql`removed_counter as (
        delete from ${counters} t using made m, room
        where t.community_id = room.id and m.kind = 'counter' and t.name = m.name and t.value = m.value returning m.n)`,
      // A quote's number is never another's: it is kept, as one that was deleted.
      sql`removed_quote as (
        update ${quotes} t set deleted_at = now(), updated_at = now() from made m, room
        where t.community_id = room.id and m.kind = 'quote' and t.id::text = m.id and t.updated_at = t.created_at
          and t.deleted_at is null
        returning m.n)`,
      sql`removed as (${sql.join(
        ['command', 'alias', 'keyword', 'timer', 'counter', 'quote'].map((kind) =>
          sql.raw(`select n from removed_${kind}`),
        ),
        sql` union all `,
      )})`,
      sql`there as (${sql.join(TABLES.map(present), sql` union all `)}
        union all select m.n from made m, room, ${counters} t
          where t.community_id = room.id and m.kind = 'counter' and t.name = m.name
        union all select m.n from made m, room, ${quotes} t
          where t.community_id = room.id and m.kind = 'quote' and t.id::text = m.id and t.deleted_at is null)`,
      sql`kept as (
        select m.n, jsonb_build_object('kind', m.kind, 'name', m.name,
          'why', case when m.n in (select n from there) then 'changed' else 'gone' end) as kept
        from made m where m.n not in (select n from removed))`,
    ],
    outcome: sql`jsonb_build_object('removed', (select count(*) from removed),
      'kept', (select jsonb_agg(kept.kept order by n) from kept),
      'result', case when not exists (select from import) then 'missing'
        when exists (select from removed) then 'done' else 'nothing' end)`,
    changesSettings: sql`exists (select from made m where m.n in (select n from removed) and m.kind not in ('counter', 'quote'))`,
    audit: {
      action: isQuotes ? 'quote.import-undo' : 'import.undo',
      happened: sql`exists (select from removed)`,
      target: sql`${`import:${id}`}::text`,
      before: sql`(select after - 'made' from import)`,
      after: sql`jsonb_build_object('removed', (select count(*) from removed), 'kept', (select count(*) from kept))`,
    },
  });
  return result === 'done' ? { result, removed, kept: kept ?? [] } : { result };
}
