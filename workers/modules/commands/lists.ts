import { type SQL, sql } from 'drizzle-orm';
import { commandOverrides, commandPermits, commands } from '../../../db/schema/index.ts';
import { MAX_LISTED } from '../../core/command-options.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { CommandChange } from './custom.ts';
import { lockedRoom, snapshotOf } from './custom.ts';
import { builtinPath, type Named } from './names.ts';

/** Where somebody is put: among those who may whatever their level, those who may not, or neither. */
export type Listing = 'allow' | 'deny' | 'neither';

/** What became of it; `unchanged`: they stood there already. */
export type ListChange =
  | CommandChange
  | { readonly result: 'unchanged'; readonly name: string; readonly id: string }
  | { readonly result: 'list-full'; readonly name: string };

const named = (was: SQL, list: 'allow' | 'deny'): SQL => sql`coalesce(${was} -> ${list}::text, '[]'::jsonb)`;

/** Options in which one account stands in one list at most; a list without anybody is none. */
function listed(was: SQL, account: string, to: Listing): SQL {
  const next = (list: 'allow' | 'deny'): SQL => {
    if (to !== list) return sql`${named(was, list)} - ${account}::text`;
    return sql`case when ${named(was, list)} ? ${account}::text then ${named(was, list)}
      else ${named(was, list)} || to_jsonb(${account}::text) end`;
  };
  const whole = (list: 'allow' | 'deny'): SQL => sql`nullif(${next(list)}, '[]'::jsonb)`;
  return sql`jsonb_strip_nulls(${was} || jsonb_build_object('allow', ${whole('allow')}, 'deny', ${whole('deny')}))`;
}

/** Puts an account (`platform:id`) on a command's list of those who may or may not use it, or takes it off. */
export async function listAccount(
  ctx: VerbCtx,
  { command, account, to }: { readonly command: Named; readonly account: string; readonly to: Listing },
): Promise<ListChange> {
  const path = await builtinPath(ctx, command);
  const { name, subcommand } = command;
  if (path === null && subcommand !== undefined) return { result: 'missing', name: `${name} ${subcommand}` };
  const { result, id } = await ctx.effect<{ result: ListChange['result']; id: string | null }>({
    ctes: [
      lockedRoom(ctx),
      path === null
        ? sql`was as (
            select c.id::text, c.name, c.replies, c.options from ${commands} c, room where c.community_id = room.id and c.name = ${name})`
        : sql`was as (
            select ${path}::text as id, ${path}::text as name, null::jsonb as replies, coalesce((
              select options from ${commandOverrides} o where o.community_id = room.id and o.command = ${path}), '{}'::jsonb) as options
            from room)`,
      sql`listed as (select was.*, ${listed(sql`was.options`, account, to)} as next from was)`,
      sql`judged as (
        select listed.*, jsonb_array_length(${named(sql`next`, 'allow')}) > ${MAX_LISTED}
          or jsonb_array_length(${named(sql`next`, 'deny')}) > ${MAX_LISTED} as is_full
        from listed where next <> options)`,
      path === null
        ? sql`changed as (
            update ${commands} c set options = judged.next, updated_at = now()
            from judged, room where c.community_id = room.id and c.id::text = judged.id and not judged.is_full
            returning c.id::text, c.name, c.replies, c.options)`
        : sql`changed as (
            insert into ${commandOverrides} (community_id, command, options)
            select room.id, judged.id, judged.next from room, judged where not judged.is_full
            on conflict (community_id, command) do update set options = excluded.options, updated_at = now()
            returning command as id, command as name, null::jsonb as replies, options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from was), 'result', case
      when exists (select from changed) then 'done'
      when exists (select from judged) then 'list-full'
      when exists (select from was) then 'unchanged' else 'missing' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: `command.${to === 'neither' ? 'unlist' : to}`,
      happened: sql`exists (select from changed)`,
      target: sql`'command:' || (select id from changed)`,
      before: sql`(select jsonb_strip_nulls(${snapshotOf(sql`was`)}) from was)`,
      after: sql`(select jsonb_strip_nulls(${snapshotOf(sql`changed`)}) from changed)`,
    },
  });
  if (result === 'unchanged' || result === 'done') return { result, name, id: id ?? '' };
  return result === 'list-full' ? { result, name } : { result: 'missing', name };
}

/** Lets an account use a command for a while, whatever its level; a longer permit than it has replaces that. */
export async function permitAccount(
  ctx: VerbCtx,
  { command, account, seconds }: { readonly command: Named; readonly account: string; readonly seconds: number },
): Promise<CommandChange> {
  const { name } = command;
  const entry = (await ctx.registry()).get(name);
  const builtin = entry?.kind === 'builtin' ? entry.id : null;
  const until = new Date(ctx.now + seconds * 1000).toISOString();
  const { result, id } = await ctx.effect<{ result: 'done' | 'missing'; id: string | null }>({
    ctes: [
      sql`target as (${
        builtin === null
          ? sql`select id::text as id from ${commands} where community_id = ${ctx.community.id}::uuid and name = ${name}`
          : sql`select ${builtin}::text as id`
      })`,
      sql`forgotten as (
        delete from ${commandPermits} where community_id = ${ctx.community.id}::uuid and until < now() - interval '1 day')`,
      sql`permitted as (
        insert into ${commandPermits} (community_id, account, command, until)
        select ${ctx.community.id}::uuid, ${account}, target.id, ${until}::timestamptz from target
        on conflict (community_id, account, command) do update
          set until = greatest(${commandPermits}.until, excluded.until)
        returning command, until)`,
    ],
    outcome: sql`jsonb_build_object('id', (select command from permitted),
      'result', case when exists (select from permitted) then 'done' else 'missing' end)`,
    changesSettings: sql`exists (select from permitted)`,
    audit: {
      action: 'command.permit',
      happened: sql`exists (select from permitted)`,
      target: sql`'command:' || (select command from permitted)`,
      before: sql`null::jsonb`,
      after: sql`(select jsonb_build_object('name', ${name}::text, 'account', ${account}::text, 'until', until) from permitted)`,
    },
  });
  return result === 'done' ? { result, name, id: id ?? '' } : { result, name };
}
