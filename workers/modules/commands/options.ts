import { type SQL, sql } from 'drizzle-orm';
import { commandOverrides, commands } from '../../../db/schema/index.ts';
import { isStale, stateOf, stateOfAll } from '../../../db/states.ts';
import type { CommandOptions, CommandReply } from '../../core/command-options.ts';
import type { Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { CommandChange, Outcome } from './custom.ts';
import { BYTES_HELD, changeOf, lastOf, lockedRoom, MAX_BYTES, snapshotOf, tooLong } from './custom.ts';
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
export function patched(was: SQL, { cooldown, ...rest }: OptionsPatch): SQL {
  const merged = sql`${was} || ${JSON.stringify(rest)}::jsonb`;
  if (cooldown === undefined) return sql`jsonb_strip_nulls(${merged})`;
  const waits =
    cooldown === null
      ? sql`'{"cooldown": null}'::jsonb`
      : sql`jsonb_build_object('cooldown', coalesce(${was} -> 'cooldown', '{}'::jsonb) || ${JSON.stringify(cooldown)}::jsonb)`;
  return sql`jsonb_strip_nulls(${merged} || ${waits})`;
}

/**
 * Sets options of a command, built in or the community's own; one of a built-in command's parts as `quote add`. One of the
 * community's own can be given other replies in the same step.
 */
export async function setOptions(
  ctx: VerbCtx,
  {
    command,
    patch: given,
    replies,
    seen = null,
  }: {
    readonly command: Named;
    readonly patch: OptionsPatch;
    readonly replies?: readonly CommandReply[];
    readonly seen?: Seen;
  },
): Promise<CommandChange> {
  const patch = inUtc(given);
  const long = replies && tooLong(command.name, replies);
  if (long) return long;
  const registry = await ctx.registry();
  const path = await builtinPath(ctx, command);
  // Set back, a built-in command takes the name again that it was declared by.
  const wanted = patch.name === null && command.subcommand === undefined ? path : patch.name;
  if (wanted) {
    const refused = nameRefusal(registry, wanted);
    const keepsItsName = registry.get(wanted)?.id === registry.get(command.name)?.id;
    if (refused && !(refused === 'builtin' && keepsItsName)) return { result: refused, name: wanted };
  }
  if (path !== null && replies) return { result: 'builtin', name: command.name };
  if (patch.expiresAt) await ctx.agenda('commands', Date.parse(patch.expiresAt));
  if (path !== null) return overrideBuiltin(ctx, { shown: command.name, path, patch, wanted, seen });
  if (command.subcommand !== undefined) return { result: 'missing', name: `${command.name} ${command.subcommand}` };
  return setOnCustom(ctx, command.name, { patch, replies: replies ?? null, seen });
}

const nameTaken = (name: string): SQL =>
  sql`exists (select from ${commands} c, room where c.community_id = room.id and c.name = ${name})`;

interface Override {
  readonly shown: string;
  readonly path: string;
  readonly patch: OptionsPatch;
  /** The name it is to have, where that changes. */
  readonly wanted: string | null | undefined;
  readonly seen: Seen;
}

/** A built-in command's name in a path: `quote` of `quote add`. */
const wholeOf = (path: SQL): SQL => sql`split_part(${path}, ' ', 1)`;

/** The state of a built-in command with all of its parts, over a table or cte of overrides. */
export const overriddenState = (overrides: SQL): SQL => stateOfAll(overrides, sql`${overrides}.command`);

async function overrideBuiltin(ctx: VerbCtx, { shown, path, patch, wanted, seen }: Override): Promise<CommandChange> {
  const taken = wanted ? nameTaken(wanted) : sql`false`;
  const stale = sql`exists (select from standing where stale)`;
  const { result, last } = await ctx.effect<Outcome>({
    ctes: [
      lockedRoom(ctx),
      sql`standing as (
        select ${isStale(overriddenState(sql`o`), seen)} as stale from ${commandOverrides} o
        where o.community_id = ${ctx.community.id}::uuid and ${wholeOf(sql`o.command`)} = ${wholeOf(sql`${path}::text`)})`,
      sql`held as (
        select options from ${commandOverrides} o, room where o.community_id = room.id and o.command = ${path})`,
      sql`was as (select coalesce((select options from held), '{}'::jsonb) as options)`,
      sql`changed as (
        insert into ${commandOverrides} (community_id, command, options)
        select room.id, ${path}, ${patched(sql`was.options`, patch)} from room, was where not ${taken} and not ${stale}
        on conflict (community_id, command) do update set options = excluded.options, updated_at = now()
        returning options)`,
    ],
    outcome: sql`jsonb_build_object('last', ${lastOf(ctx, stale, sql`any (${builtinTargets(ctx, path)})`)},
      'result', case when exists (select from changed) then 'done' when ${stale} then 'stale' else 'exists' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: 'command.options',
      happened: sql`exists (select from changed)`,
      target: sql`${`command:${path}`}::text`,
      before: sql`(select jsonb_build_object('name', ${path}::text, 'options', options) from was)`,
      after: sql`(select jsonb_build_object('name', ${path}::text, 'options', options) from changed)`,
    },
  });
  return changeOf(result, result === 'exists' ? (wanted ?? shown) : shown, path, last);
}

/** What the audit log calls a built-in command and its parts. */
const builtinTargets = (ctx: VerbCtx, path: string): SQL =>
  sql`select 'command:' || o.command from ${commandOverrides} o
    where o.community_id = ${ctx.community.id}::uuid and ${wholeOf(sql`o.command`)} = ${wholeOf(sql`${path}::text`)}`;

async function setOnCustom(
  ctx: VerbCtx,
  name: string,
  {
    patch: { name: renamed, ...patch },
    replies,
    seen,
  }: { readonly patch: OptionsPatch; readonly replies: readonly CommandReply[] | null; readonly seen: Seen },
): Promise<CommandChange> {
  const next = renamed || name;
  const taken = next === name ? sql`false` : nameTaken(next);
  const says = replies ? sql`${JSON.stringify(replies)}::jsonb` : sql`was.replies`;
  const stale = sql`exists (select from was where ${isStale(stateOf(sql`was`), seen)})`;
  const { result, id, last } = await ctx.effect<Outcome>({
    ctes: [
      lockedRoom(ctx),
      sql`was as (select c.* from ${commands} c, room where c.community_id = room.id and c.name = ${name})`,
      sql`held as (select ${BYTES_HELD} as bytes from ${commands}, room where community_id = room.id)`,
      sql`fits as (
        select ${replies === null} or
          held.bytes + octet_length((${says})::text) - octet_length(was.replies::text) <= ${MAX_BYTES} as it
        from was, held)`,
      sql`changed as (
        update ${commands} c
          set name = ${next}, replies = ${says}, options = ${patched(sql`was.options`, patch)}, updated_at = now()
        from was, fits where c.id = was.id and fits.it and not ${taken} and not ${stale}
        returning c.id, c.name, c.replies, c.options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from changed),
      'last', ${lastOf(ctx, stale, sql`(select 'command:' || id from was)`)},
      'result', case
      when exists (select from changed) then 'done' when ${stale} then 'stale'
      when exists (select from was) and ${taken} then 'exists'
      when exists (select from was) then 'full' else 'missing' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: replies ? 'command.edit' : 'command.options',
      happened: sql`exists (select from changed)`,
      target: sql`'command:' || (select id from changed)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  return changeOf(result, result === 'done' || result === 'exists' ? next : name, id, last);
}
