import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { newestLine } from '../../../db/newest-line.ts';
import { aliases, auditLog, commands } from '../../../db/schema/index.ts';
import { isStale, lastChangeOf, stateOf } from '../../../db/states.ts';
import type { Actor } from '../../core/actors.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { lockedRoom, MAX_ALIASES, snapshotOf } from './aliases.ts';

/** One change of an alias. `before` and `after` hold its id, name, text and options; null where it was not there. */
export interface Change {
  readonly id: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** An alias out of one side of an audit line: an import holds a list of them. */
const sideOf = (side: SQL, name: string): SQL => sql`(case when jsonb_typeof(${side}) = 'array'
  then (select each from jsonb_array_elements(${side}) each where each ->> 'name' = ${name}) else ${side} end)`;

const isOfAlias = sql`(${auditLog.target} like 'alias:%' or ${auditLog.target} = 'aliases')`;

/** Whether a side of an audit line tells of an alias of this name. */
const names = (side: SQL, name: string): SQL => sql`${sideOf(side, name)} ->> 'name' = ${name}`;

/** All changes of what goes or went by this name, newest first. @param before the id of a change: only older ones */
export async function historyOf(
  ctx: VerbCtx,
  { name, before, limit }: { readonly name: string; readonly before?: string; readonly limit: number },
): Promise<readonly Change[]> {
  const isOurs = eq(auditLog.communityId, ctx.community.id);
  const named = or(names(sql`${auditLog.before}`, name), names(sql`${auditLog.after}`, name));
  return ctx.read('alias.history', (db) =>
    db
      .select({
        id: auditLog.id,
        at: auditLog.createdAt,
        actor: auditLog.actor,
        action: auditLog.action,
        before: sql<unknown>`case when ${auditLog.target} = 'aliases' then ${sideOf(sql`${auditLog.before}`, name)} else ${auditLog.before} end`,
        after: sql<unknown>`case when ${auditLog.target} = 'aliases' then ${sideOf(sql`${auditLog.after}`, name)} else ${auditLog.after} end`,
      })
      .from(auditLog)
      .where(
        and(
          isOurs,
          isOfAlias,
          before === undefined ? undefined : lt(auditLog.id, before),
          or(
            and(eq(auditLog.target, 'aliases'), named),
            inArray(
              auditLog.target,
              db
                .selectDistinct({ target: auditLog.target })
                .from(auditLog)
                .where(and(isOurs, sql`${auditLog.target} like 'alias:%'`, named)),
            ),
          ),
        ),
      )
      .orderBy(desc(auditLog.id))
      .limit(limit),
  );
}

export type Undone =
  | { readonly result: 'done'; readonly name: string; readonly action: string }
  | { readonly result: 'nothing' | 'exists' | 'full'; readonly name: string }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

/**
 * Takes the last change of an alias back, an undo as well: done twice, everything is as it was. It changes nothing where
 * another alias or a command of the old name has come meanwhile.
 * @param line the audit log's line that is to be taken back; another one that is newer stays, and so does everything
 */
export async function undoChange(
  ctx: VerbCtx,
  name: string,
  seen: Seen = null,
  line: string | null = null,
): Promise<Undone> {
  const community = sql`${ctx.community.id}::uuid`;
  const stale = isStale(sql`(select ${stateOf(sql`was`)} from was)`, seen);
  const target = sql`(select 'alias:' || id from target)`;
  const { result, action, wanted, last } = await ctx.effect<{
    readonly result: Undone['result'];
    readonly action: string | null;
    readonly wanted: string | null;
    readonly last: LastChange | null;
  }>({
    ctes: [
      lockedRoom(ctx),
      sql`last as (${newestLine(
        sql`select l.id, l.action, ${sideOf(sql`l.before`, name)} as before, ${sideOf(sql`l.after`, name)} as after
          from ${auditLog} l, room
          where l.community_id = room.id and (l.target like 'alias:%' or l.target = 'aliases')
            and (${names(sql`l.before`, name)} or ${names(sql`l.after`, name)})
          order by l.id desc limit 1`,
        line,
      )})`,
      sql`target as (select coalesce(last.before ->> 'id', last.after ->> 'id')::uuid as id from last)`,
      sql`was as (select a.* from ${aliases} a, target where a.community_id = ${community} and a.id = target.id)`,
      sql`taken as (
        select 1 from ${aliases} a, last, target
        where a.community_id = ${community} and a.name = last.before ->> 'name' and a.id <> target.id
        union all
        select 1 from ${commands} c, last where c.community_id = ${community} and c.name = last.before ->> 'name')`,
      sql`held as (select count(*) as n from ${aliases} a, target, room where a.community_id = room.id and a.id <> target.id)`,
      sql`removed as (
        delete from ${aliases} a using last, target
        where last.before is null and not ${stale} and a.community_id = ${community} and a.id = target.id returning a.id)`,
      sql`put_back as (
        insert into ${aliases} (id, community_id, name, expansion, options)
        select target.id, room.id, last.before ->> 'name', last.before ->> 'expansion', last.before -> 'options'
        from last, target, room, held
        where last.before is not null and not ${stale} and not exists (select from taken) and held.n < ${MAX_ALIASES}
        on conflict (id) do update
          set name = excluded.name, expansion = excluded.expansion, options = excluded.options, updated_at = now()
        returning id, name, expansion, options)`,
      sql`undone as (select 1 from removed union all select 1 from put_back)`,
    ],
    outcome: sql`jsonb_build_object('action', (select action from last), 'wanted', (select before ->> 'name' from last),
      'last', case when ${stale} then ${lastChangeOf(ctx.community.id, target)} end,
      'result', case when exists (select from undone) then 'done'
        when ${stale} and exists (select from last) then 'stale' when exists (select from taken) then 'exists'
        when exists (select from last where before is not null) then 'full' else 'nothing' end)`,
    changesSettings: sql`exists (select from undone)`,
    audit: {
      action: 'alias.undo',
      happened: sql`exists (select from undone)`,
      target,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`put_back`)} from put_back)`,
    },
  });
  if (result === 'done') return { result, name, action: action ?? '' };
  if (result === 'stale') return { result, name, last };
  return { result, name: result === 'exists' ? (wanted ?? name) : name };
}
