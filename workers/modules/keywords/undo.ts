import { type SQL, sql } from 'drizzle-orm';
import { newestLine } from '../../../db/newest-line.ts';
import { auditLog, keywordRules } from '../../../db/schema/index.ts';
import { isStale, lastChangeOf, stateOf } from '../../../db/states.ts';
import { normaliseName } from '../../core/commands.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { MAX_RULES, room, snapshotOf } from './keywords.ts';

/** Whether a line of the audit log is of what goes or went by a name. */
export const isOfKeyword = (ctx: VerbCtx, typed: string): SQL => {
  const name = normaliseName(typed);
  return sql`${auditLog.target} in (
    select l.target from ${auditLog} l
    where l.community_id = ${ctx.community.id}::uuid and l.target like 'keyword:%'
      and (l.before ->> 'name' = ${name} or l.after ->> 'name' = ${name}))`;
};

export type Undone =
  | { readonly result: 'done'; readonly name: string; readonly action: string }
  | { readonly result: 'nothing' | 'exists' | 'full'; readonly name: string }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

/**
 * Takes the last change of what goes or went by a name back, an undo as well: done twice, everything is as it was. It
 * changes nothing where another rule of the old name has come meanwhile.
 * @param line the audit log's line that is to be taken back; another one that is newer stays, and so does everything
 */
export async function undoKeyword(
  ctx: VerbCtx,
  typed: string,
  seen: Seen = null,
  line: string | null = null,
): Promise<Undone> {
  const name = normaliseName(typed);
  const stale = isStale(sql`(select ${stateOf(sql`was`)} from was)`, seen);
  const target = sql`(select 'keyword:' || rule from last)`;
  const { result, action, wanted, last } = await ctx.effect<{
    readonly result: Undone['result'];
    readonly action: string | null;
    readonly wanted: string | null;
    readonly last: LastChange | null;
  }>({
    ctes: [
      room(ctx),
      sql`last as (${newestLine(
        sql`select l.id, l.action, l.before, l.after, coalesce(l.before ->> 'id', l.after ->> 'id')::uuid as rule
          from ${auditLog} l, room
          where l.community_id = room.id and l.target like 'keyword:%'
            and (l.before ->> 'name' = ${name} or l.after ->> 'name' = ${name})
          order by l.id desc limit 1`,
        line,
      )})`,
      sql`was as (select k.* from ${keywordRules} k, room, last where k.community_id = room.id and k.id = last.rule)`,
      sql`taken as (
        select k.id from ${keywordRules} k, room, last
        where k.community_id = room.id and k.name = last.before ->> 'name' and k.id <> last.rule)`,
      sql`held as (select count(*) as n from ${keywordRules} k, room, last where k.community_id = room.id and k.id <> last.rule)`,
      sql`removed as (
        delete from ${keywordRules} k using room, last
        where last.before is null and not ${stale} and k.community_id = room.id and k.id = last.rule returning k.id)`,
      sql`put_back as (
        insert into ${keywordRules} (id, community_id, name, match, pattern, case_sensitive, platforms, priority, cooldown, action, enabled)
        select last.rule, room.id, last.before ->> 'name', last.before ->> 'match', last.before ->> 'pattern',
          (last.before ->> 'caseSensitive')::boolean,
          case when jsonb_typeof(last.before -> 'platforms') = 'array'
            then array(select jsonb_array_elements_text(last.before -> 'platforms')) end,
          (last.before ->> 'priority')::integer, (last.before ->> 'cooldown')::integer, last.before -> 'action',
          (last.before ->> 'enabled')::boolean
        from last, room, held
        where last.before is not null and not ${stale} and not exists (select from taken) and held.n < ${MAX_RULES}
        on conflict (id) do update set name = excluded.name, match = excluded.match, pattern = excluded.pattern,
          case_sensitive = excluded.case_sensitive, platforms = excluded.platforms, priority = excluded.priority,
          cooldown = excluded.cooldown, action = excluded.action, enabled = excluded.enabled, updated_at = now()
        returning *)`,
      sql`undone as (select id from removed union all select id from put_back)`,
    ],
    outcome: sql`jsonb_build_object('action', (select action from last), 'wanted', (select before ->> 'name' from last),
      'last', case when ${stale} then ${lastChangeOf(ctx.community.id, target)} end,
      'result', case when exists (select from undone) then 'done'
        when ${stale} and exists (select from last) then 'stale' when exists (select from taken) then 'exists'
        when exists (select from last where before is not null) then 'full' else 'nothing' end)`,
    changesSettings: sql`exists (select from undone)`,
    audit: {
      action: 'keyword.undo',
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
