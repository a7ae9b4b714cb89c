import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { newestLine } from '../../../db/newest-line.ts';
import { auditLog, counters } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';

/** Counters of one community. */
export const MAX_COUNTERS = 500;
/** The largest amount either way; JavaScript counts exactly up to nine times that. */
export const MAX_VALUE = 1_000_000_000_000_000;

const NAME = /^[a-z0-9_-]{1,40}$/;

/** A counter's name in its one form, or null where it cannot be one. */
export function counterName(typed: string): string | null {
  const name = typed.trim().toLowerCase();
  return NAME.test(name) ? name : null;
}

const clamped = (value: SQL): SQL => sql`greatest(${-MAX_VALUE}::bigint, least(${MAX_VALUE}::bigint, ${value}))`;

export type CounterChange =
  | { readonly result: 'done'; readonly name: string; readonly value: number; readonly before: number }
  | { readonly result: 'bad-name' | 'full' | 'missing'; readonly name: string };

/** Sets a counter, or adds to it; one that is not there begins at 0. */
export async function changeCounter(
  ctx: VerbCtx,
  { name: typed, ...change }: { readonly name: string; readonly set?: number; readonly add?: number },
): Promise<CounterChange> {
  const name = counterName(typed);
  if (name === null) return { result: 'bad-name', name: typed };
  const next = change.set === undefined ? sql`was.value + ${change.add ?? 1}::bigint` : sql`${change.set}::bigint`;
  const { value, before } = await ctx.effect<{ value: number | null; before: number }>({
    alone: true,
    ctes: [
      sql`room as (select ${ctx.community.id}::uuid as id)`,
      sql`held as (select count(*) as n, max(value) filter (where name = ${name}) as value from ${counters}, room where community_id = room.id)`,
      sql`was as (select coalesce(held.value, 0) as value, held.value is not null as there, held.n as n from held)`,
      sql`changed as (
        insert into ${counters} (community_id, name, value)
        select room.id, ${name}, ${clamped(next)} from room, was where was.there or was.n < ${MAX_COUNTERS}
        on conflict (community_id, name) do update set value = excluded.value, updated_at = now()
        returning value)`,
    ],
    outcome: sql`jsonb_build_object('value', (select value from changed), 'before', (select value from was))`,
    audit: {
      action: 'counter.set',
      happened: sql`exists (select from changed)`,
      target: sql`${`counter:${name}`}::text`,
      before: sql`(select case when there then jsonb_build_object('name', ${name}::text, 'value', value) end from was)`,
      after: sql`(select jsonb_build_object('name', ${name}::text, 'value', value) from changed)`,
    },
  });
  return value === null ? { result: 'full', name } : { result: 'done', name, value, before };
}

/** What a counter stands at; 0 for one that is not there. */
export async function readCounter(ctx: VerbCtx, typed: string): Promise<number | null> {
  const name = counterName(typed);
  if (name === null) return null;
  const rows = await ctx.read('counter.value', (db) =>
    db.execute<{ value: string }>(
      sql`select value from ${counters} where community_id = ${ctx.community.id}::uuid and name = ${name}`,
    ),
  );
  return Number(rows.rows[0]?.value ?? 0);
}

/** Whether a line of the audit log is of a counter. */
export const isOfCounter = (typed: string): SQL => eq(auditLog.target, `counter:${counterName(typed) ?? ''}`);

/**
 * Takes the last change of a counter by `!counter` or the API back; an undo is a change like any other.
 * @param line the audit log's line that is to be taken back; another one that is newer stays, and so does everything
 */
export async function undoCounter(ctx: VerbCtx, typed: string, line: string | null = null): Promise<CounterChange> {
  const name = counterName(typed);
  if (name === null) return { result: 'bad-name', name: typed };
  const { value, before } = await ctx.effect<{ value: number | null; before: number }>({
    alone: true,
    ctes: [
      sql`room as (select ${ctx.community.id}::uuid as id)`,
      sql`last as (${newestLine(
        sql`select a.id, a.before from audit_log a, room
          where a.community_id = room.id and a.target = ${`counter:${name}`} order by a.id desc limit 1`,
        line,
      )})`,
      sql`was as (select value from ${counters}, room where community_id = room.id and name = ${name})`,
      sql`changed as (
        insert into ${counters} (community_id, name, value)
        select room.id, ${name}, coalesce((last.before ->> 'value')::bigint, 0) from room, last
        on conflict (community_id, name) do update set value = excluded.value, updated_at = now()
        returning value)`,
    ],
    outcome: sql`jsonb_build_object('value', (select value from changed), 'before', coalesce((select value from was), 0))`,
    audit: {
      action: 'counter.undo',
      happened: sql`exists (select from changed)`,
      target: sql`${`counter:${name}`}::text`,
      before: sql`(select jsonb_build_object('name', ${name}::text, 'value', value) from was)`,
      after: sql`(select jsonb_build_object('name', ${name}::text, 'value', value) from changed)`,
    },
  });
  return value === null ? { result: 'missing', name } : { result: 'done', name, value, before };
}

/** Forgets a counter; one that is not there is as good as forgotten. */
export async function removeCounter(ctx: VerbCtx, typed: string): Promise<CounterChange> {
  const name = counterName(typed);
  if (name === null) return { result: 'bad-name', name: typed };
  const { before } = await ctx.effect<{ before: number }>({
    alone: true,
    ctes: [
      sql`removed as (
        delete from ${counters} where community_id = ${ctx.community.id}::uuid and name = ${name} returning value)`,
    ],
    outcome: sql`jsonb_build_object('before', coalesce((select value from removed), 0))`,
    audit: {
      action: 'counter.remove',
      happened: sql`exists (select from removed)`,
      target: sql`${`counter:${name}`}::text`,
      before: sql`(select jsonb_build_object('name', ${name}::text, 'value', value) from removed)`,
      after: sql`null::jsonb`,
    },
  });
  return { result: 'done', name, value: 0, before };
}

/** @param after the name that the page before ended with */
export function listCounters(
  ctx: VerbCtx,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly { readonly name: string; readonly value: number; readonly updatedAt: Date }[]> {
  return ctx.read('counter.list', (db) =>
    db
      .select({ name: counters.name, value: counters.value, updatedAt: counters.updatedAt })
      .from(counters)
      .where(and(eq(counters.communityId, ctx.community.id), gt(counters.name, after)))
      .orderBy(counters.name)
      .limit(limit),
  );
}
