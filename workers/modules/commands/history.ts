import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { newestLine } from '../../../db/newest-line.ts';
import { auditLog, commandOverrides, commands } from '../../../db/schema/index.ts';
import { isStale, stateOf } from '../../../db/states.ts';
import type { Actor } from '../../core/actors.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { lastOf, lockedRoom, snapshotOf } from './custom.ts';
import { builtinPath, type Named } from './names.ts';
import { overriddenState } from './options.ts';

/** Changes that have a before to go back to; leave for a while just ends. */
export const UNDOABLE = [
  'command.add',
  'command.edit',
  'command.remove',
  'command.options',
  'command.allow',
  'command.deny',
  'command.unlist',
  'command.expire',
  'command.undo',
];

/** One change of a command. `before` and `after` hold its name, replies and options; null where it was not there. */
export interface Change {
  readonly id: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly action: string;
  readonly target: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Whether a line of the audit log (`row`: its table) is about a command: a built-in one by its path, a community's own by any
 * name it has or had. A renamed built-in command leaves its name to others.
 */
const changeOf =
  (path: string | null, { name }: Named) =>
  (row: SQL): SQL =>
    path === null
      ? sql`(${row}.before ? 'replies' or ${row}.after ? 'replies')
          and (${row}.before ->> 'name' = ${name} or ${row}.after ->> 'name' = ${name})`
      : sql`${row}.target = ${`command:${path}`}`;

/** All changes of what goes or went by this name, newest first. @param before the id of a change: only older ones */
export async function historyOf(
  ctx: VerbCtx,
  { command, before, limit }: { readonly command: Named; readonly before?: string; readonly limit: number },
): Promise<readonly Change[]> {
  const changed = changeOf(await builtinPath(ctx, command), command);
  return ctx.read('command.history', (db) =>
    db
      .select({
        id: auditLog.id,
        at: auditLog.createdAt,
        actor: auditLog.actor,
        action: auditLog.action,
        target: auditLog.target,
        before: auditLog.before,
        after: auditLog.after,
      })
      .from(auditLog)
      .where(
        and(
          eq(auditLog.communityId, ctx.community.id),
          before === undefined ? undefined : lt(auditLog.id, before),
          inArray(
            auditLog.target,
            db
              .selectDistinct({ target: auditLog.target })
              .from(auditLog)
              .where(
                and(
                  eq(auditLog.communityId, ctx.community.id),
                  sql`${auditLog.target} like 'command:%'`,
                  changed(sql`${auditLog}`),
                ),
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
  | { readonly result: 'nothing' | 'exists'; readonly name: string }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

/**
 * Takes the last change of a command back, an undo as well: done twice, everything is as it was. It changes nothing
 * where a command of the old name has come meanwhile.
 * @param line the audit log's line that is to be taken back; another one that is newer stays, and so does everything
 */
export async function undoChange(
  ctx: VerbCtx,
  command: Named,
  seen: Seen = null,
  line: string | null = null,
): Promise<Undone> {
  const path = await builtinPath(ctx, command);
  const community = sql`${ctx.community.id}::uuid`;
  const was = sql`coalesce(last.before -> 'options', '{}'::jsonb)`;
  // A time that has passed meanwhile would take it away again at once.
  const restored = sql`(case when ${was} ->> 'expiresAt' <= ${new Date(ctx.now).toISOString()} then ${was} - 'expiresAt' else ${was} end)`;
  const stale = sql`exists (select from standing where stale)`;
  const { result, action, wanted, last } = await ctx.effect<{
    result: Undone['result'];
    last: LastChange | null;
    action: string | null;
    wanted: string | null;
  }>({
    ctes: [
      lockedRoom(ctx),
      sql`last as (${newestLine(
        sql`select a.* from ${auditLog} a, room
          where a.community_id = room.id and a.target like 'command:%' and a.action in ${UNDOABLE}
            and ${changeOf(path, command)(sql`a`)}
          order by a.id desc limit 1`,
        line,
      )})`,
      sql`standing as (
        select case when last.before ? 'replies' or last.after ? 'replies'
          then ${isStale(sql`(select ${stateOf(sql`c`)} from ${commands} c where c.community_id = ${community} and 'command:' || c.id = last.target)`, seen)}
          else ${isStale(
            sql`(select ${overriddenState(sql`o`)} from ${commandOverrides} o
              where o.community_id = ${community} and split_part(o.command, ' ', 1) = split_part(substr(last.target, 9), ' ', 1))`,
            seen,
          )} end as stale
        from last)`,
      sql`is_own as (select last.id from last where coalesce(last.before, last.after) ? 'replies')`,
      sql`was as (
        select c.id::text, c.name, c.replies, c.options from ${commands} c, last, is_own
        where c.community_id = ${community} and 'command:' || c.id = last.target
        union all
        select o.command, o.command, null, o.options from ${commandOverrides} o, last
        where o.community_id = ${community} and 'command:' || o.command = last.target)`,
      sql`wanted as (
        select case when exists (select from is_own) then last.before ->> 'name'
          else coalesce(${was} ->> 'name', substr(last.target, 9)) end as name from last)`,
      sql`taken as (
        select c.id::text from ${commands} c, last, wanted
        where c.community_id = ${community} and c.name = wanted.name and 'command:' || c.id <> last.target
        union all
        select o.command from ${commandOverrides} o, last, wanted
        where o.community_id = ${community} and o.options ->> 'name' = wanted.name and 'command:' || o.command <> last.target)`,
      sql`removed as (
        delete from ${commands} c using last, is_own
        where last.before is null and not ${stale} and c.community_id = ${community} and 'command:' || c.id = last.target
        returning c.id::text, c.name, c.replies, c.options)`,
      sql`put_back as (
        insert into ${commands} (id, community_id, name, replies, options)
        select substr(last.target, 9)::uuid, room.id, last.before ->> 'name', last.before -> 'replies', ${restored}
        from last, is_own, room where last.before is not null and not exists (select from taken) and not ${stale}
        on conflict (id) do update
          set name = excluded.name, replies = excluded.replies, options = excluded.options, updated_at = now()
        returning id::text, name, replies, options)`,
      sql`overridden as (
        insert into ${commandOverrides} (community_id, command, options)
        select room.id, substr(last.target, 9), ${restored} from last, room
        where not exists (select from is_own) and not exists (select from taken) and not ${stale}
        on conflict (community_id, command) do update set options = excluded.options, updated_at = now()
        returning command as id, command as name, null::jsonb as replies, options)`,
      sql`now_is as (select * from put_back union all select * from overridden)`,
      sql`undone as (select 1 where exists (select from removed) or exists (select from now_is))`,
    ],
    outcome: sql`jsonb_build_object('action', (select action from last), 'wanted', (select name from wanted),
      'last', ${lastOf(ctx, stale, sql`(select target from last)`)}, 'result', case
      when exists (select from undone) then 'done' when ${stale} then 'stale' when exists (select from taken) then 'exists' else 'nothing' end)`,
    changesSettings: sql`exists (select from undone)`,
    audit: {
      action: 'command.undo',
      happened: sql`exists (select from undone)`,
      target: sql`(select target from last)`,
      before: sql`(select jsonb_strip_nulls(${snapshotOf(sql`was`)}) from was)`,
      after: sql`(select jsonb_strip_nulls(${snapshotOf(sql`now_is`)}) from now_is)`,
    },
  });
  if (result === 'done') return { result, name: command.name, action: action ?? '' };
  if (result === 'stale') return { result, name: command.name, last };
  return result === 'exists' ? { result, name: wanted ?? command.name } : { result: 'nothing', name: command.name };
}
