import { type SQL, sql } from 'drizzle-orm';
import { commandOverrides, commandPermits, commands } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { CommandChange } from './custom.ts';
import { lockedRoom, snapshotOf } from './custom.ts';
import { builtinPath, type Named } from './names.ts';

/** Where somebody is put: among those who may whatever their level, those who may not, or neither. */
export type Listing = 'allow' | 'deny' | 'neither';

/** Options in which one account stands in one list at most. */
function listed(was: SQL, account: string, to: Listing): SQL {
  const without = (list: string) => sql`coalesce(${was} -> ${list}::text, '[]'::jsonb) - ${account}::text`;
  const withIt = (list: 'allow' | 'deny') =>
    to === list ? sql`(${without(list)}) || to_jsonb(${account}::text)` : sql`(${without(list)})`;
  return sql`${was} || jsonb_build_object('allow', ${withIt('allow')}, 'deny', ${withIt('deny')})`;
}

/** Puts an account (`platform:id`) on a command's list of those who may or may not use it, or takes it off. */
export async function listAccount(
  ctx: VerbCtx,
  { command, account, to }: { readonly command: Named; readonly account: string; readonly to: Listing },
): Promise<CommandChange> {
  const path = await builtinPath(ctx, command);
  const { name } = command;
  const { result, id } = await ctx.effect<{ result: 'done' | 'missing'; id: string | null }>({
    ctes: [
      lockedRoom(ctx),
      ...(path === null
        ? [
            sql`was as (select c.* from ${commands} c, room where c.community_id = room.id and c.name = ${name})`,
            sql`changed as (
              update ${commands} c set options = ${listed(sql`was.options`, account, to)}, updated_at = now()
              from was where c.id = was.id returning c.id::text, c.name, c.replies, c.options)`,
          ]
        : [
            sql`held as (
              select options from ${commandOverrides} o, room where o.community_id = room.id and o.command = ${path})`,
            sql`was as (
              select ${path}::text as id, ${path}::text as name, null::jsonb as replies,
                coalesce((select options from held), '{}'::jsonb) as options)`,
            sql`changed as (
              insert into ${commandOverrides} (community_id, command, options)
              select room.id, ${path}, ${listed(sql`was.options`, account, to)} from room, was
              on conflict (community_id, command) do update set options = excluded.options, updated_at = now()
              returning command as id, command as name, null::jsonb as replies, options)`,
          ]),
    ],
    outcome: sql`jsonb_build_object('id', (select id from changed),
      'result', case when exists (select from changed) then 'done' else 'missing' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: `command.${to === 'neither' ? 'unlist' : to}`,
      happened: sql`exists (select from changed)`,
      target: sql`'command:' || (select id from changed)`,
      before: sql`(select jsonb_strip_nulls(${snapshotOf(sql`was`)}) from was)`,
      after: sql`(select jsonb_strip_nulls(${snapshotOf(sql`changed`)}) from changed)`,
    },
  });
  return result === 'done' ? { result, name, id: id ?? '' } : { result, name };
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
