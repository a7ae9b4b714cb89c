import { type SQL, sql } from 'drizzle-orm';
import { commandOverrides, commands } from '../../../db/schema/index.ts';
import type { CommandOptions } from '../../core/command-options.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { CommandChange } from './custom.ts';
import { lockedRoom, snapshotOf } from './custom.ts';
import { builtinPath, type Named, nameRefusal } from './names.ts';

/** What is to be set; null goes back to what the command declares. */
export type OptionsPatch = {
  readonly [Key in Exclude<keyof CommandOptions, 'cooldown'>]?: CommandOptions[Key] | null;
} & {
  readonly cooldown?: { readonly [Key in keyof NonNullable<CommandOptions['cooldown']>]?: unknown } | null;
};

/** The expiry cron compares times as text, so that they are stored in one form. */
const inUtc = (patch: OptionsPatch): OptionsPatch =>
  patch.expiresAt ? { ...patch, expiresAt: new Date(patch.expiresAt).toISOString() } : patch;

/** Options as they are after a patch, over options as they were; nulls fall out. */
function patched(was: SQL, { cooldown, ...rest }: OptionsPatch): SQL {
  const merged = sql`${was} || ${JSON.stringify(rest)}::jsonb`;
  if (cooldown === undefined) return sql`jsonb_strip_nulls(${merged})`;
  const waits =
    cooldown === null
      ? sql`'{"cooldown": null}'::jsonb`
      : sql`jsonb_build_object('cooldown', coalesce(${was} -> 'cooldown', '{}'::jsonb) || ${JSON.stringify(cooldown)}::jsonb)`;
  return sql`jsonb_strip_nulls(${merged} || ${waits})`;
}

/** Sets options of a command, built in or the community's own; one of a built-in command's parts as `quote add`. */
export async function setOptions(
  ctx: VerbCtx,
  { command, patch: given }: { readonly command: Named; readonly patch: OptionsPatch },
): Promise<CommandChange> {
  const patch = inUtc(given);
  const registry = await ctx.registry();
  const path = await builtinPath(ctx, command);
  // Set back, a built-in command takes the name again that it was declared by.
  const wanted = patch.name === null && command.subcommand === undefined ? path : patch.name;
  if (wanted) {
    const refused = nameRefusal(registry, wanted);
    const keepsItsName = registry.get(wanted)?.id === registry.get(command.name)?.id;
    if (refused && !(refused === 'builtin' && keepsItsName)) return { result: refused, name: wanted };
  }
  if (patch.expiresAt) await ctx.agenda('commands', Date.parse(patch.expiresAt));
  if (path !== null) return overrideBuiltin(ctx, { shown: command.name, path, patch, wanted });
  if (command.subcommand !== undefined) return { result: 'missing', name: `${command.name} ${command.subcommand}` };
  return setOnCustom(ctx, command.name, patch);
}

const nameTaken = (name: string): SQL =>
  sql`exists (select from ${commands} c, room where c.community_id = room.id and c.name = ${name})`;

interface Override {
  readonly shown: string;
  readonly path: string;
  readonly patch: OptionsPatch;
  /** The name it is to have, where that changes. */
  readonly wanted: string | null | undefined;
}

async function overrideBuiltin(ctx: VerbCtx, { shown, path, patch, wanted }: Override): Promise<CommandChange> {
  const taken = wanted ? nameTaken(wanted) : sql`false`;
  const { result } = await ctx.effect<{ result: 'done' | 'exists' }>({
    ctes: [
      lockedRoom(ctx),
      sql`held as (
        select options from ${commandOverrides} o, room where o.community_id = room.id and o.command = ${path})`,
      sql`was as (select coalesce((select options from held), '{}'::jsonb) as options)`,
      sql`changed as (
        insert into ${commandOverrides} (community_id, command, options)
        select room.id, ${path}, ${patched(sql`was.options`, patch)} from room, was where not ${taken}
        on conflict (community_id, command) do update set options = excluded.options, updated_at = now()
        returning options)`,
    ],
    outcome: sql`jsonb_build_object('result', case when exists (select from changed) then 'done' else 'exists' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: 'command.options',
      happened: sql`exists (select from changed)`,
      target: sql`${`command:${path}`}::text`,
      before: sql`(select jsonb_build_object('name', ${path}::text, 'options', options) from was)`,
      after: sql`(select jsonb_build_object('name', ${path}::text, 'options', options) from changed)`,
    },
  });
  return result === 'done' ? { result, name: shown, id: path } : { result, name: wanted ?? shown };
}

async function setOnCustom(
  ctx: VerbCtx,
  name: string,
  { name: renamed, ...patch }: OptionsPatch,
): Promise<CommandChange> {
  const next = renamed || name;
  const taken = next === name ? sql`false` : nameTaken(next);
  const { result, id } = await ctx.effect<{ result: 'done' | 'exists' | 'missing'; id: string | null }>({
    ctes: [
      lockedRoom(ctx),
      sql`was as (select c.* from ${commands} c, room where c.community_id = room.id and c.name = ${name})`,
      sql`changed as (
        update ${commands} c set name = ${next}, options = ${patched(sql`was.options`, patch)}, updated_at = now()
        from was where c.id = was.id and not ${taken}
        returning c.id, c.name, c.replies, c.options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from changed), 'result', case
      when exists (select from changed) then 'done' when exists (select from was) then 'exists' else 'missing' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: 'command.options',
      happened: sql`exists (select from changed)`,
      target: sql`'command:' || (select id from changed)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  if (result === 'done') return { result, name: next, id: id ?? '' };
  return { result, name: result === 'exists' ? next : name };
}
