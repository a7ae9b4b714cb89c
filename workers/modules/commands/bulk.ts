import { sql } from 'drizzle-orm';
import { commandOverrides, commands } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { lockedRoom, snapshotOf } from './custom.ts';
import { nameOf } from './names.ts';
import { type OptionsPatch, patched } from './options.ts';

/** Commands that can be changed at once. */
export const MOST_AT_ONCE = 100;

/** What is the same for many: not a name, and nothing that is due at some time. */
export type SharedPatch = Pick<OptionsPatch, 'enabled' | 'level' | 'group' | 'category' | 'hidden'>;

export interface BulkChange {
  readonly changed: readonly string[];
  /** They were so already. */
  readonly unchanged: readonly string[];
  /** Not there, or no commands of their own: aliases and modules have their own switches. */
  readonly missing: readonly string[];
}

/** On is what every command is by itself. */
const sparing = (patch: SharedPatch): OptionsPatch => (patch.enabled === true ? { ...patch, enabled: null } : patch);

const listOf = (texts: readonly string[]) =>
  sql`array[${sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  )}]::text[]`;

/** Sets the same options on many commands, all in one step; each has its own line in the audit log, and its own undo. */
export async function setOptionsOfMany(
  ctx: VerbCtx,
  { names, patch }: { readonly names: readonly string[]; readonly patch: SharedPatch },
): Promise<BulkChange> {
  const registry = await ctx.registry();
  const wanted = [...new Set(names.map((name) => nameOf(name, ctx.prefix)))];
  const found = new Map(
    wanted.flatMap((name) => {
      const entry = registry.get(name);
      return entry?.kind === 'builtin' || entry?.kind === 'custom' ? [[entry.id, entry] as const] : [];
    }),
  );
  const missing = wanted.filter((name) => !found.has(registry.get(name)?.id ?? ''));
  if (found.size === 0) return { changed: [], unchanged: [], missing };
  const idsOf = (kind: 'builtin' | 'custom') =>
    [...found.values()].filter((one) => one.kind === kind).map(({ id }) => id);
  const next = patched(sql`was.options`, sparing(patch));
  const { ids } = await ctx.effect<{ ids: readonly string[] }>({
    ctes: [
      lockedRoom(ctx),
      sql`was as (
        select c.id::text, c.name, c.replies, c.options from ${commands} c, room
        where c.community_id = room.id and c.id::text = any (${listOf(idsOf('custom'))})
        union all
        select b.id, b.id, null, coalesce(o.options, '{}'::jsonb)
        from room, unnest(${listOf(idsOf('builtin'))}) b (id)
          left join ${commandOverrides} o on o.community_id = ${ctx.community.id}::uuid and o.command = b.id)`,
      sql`differing as (select was.*, ${next} as next from was where ${next} <> was.options)`,
      sql`own as (
        update ${commands} c set options = differing.next, updated_at = now() from differing
        where c.id::text = differing.id and differing.replies is not null
        returning c.id::text)`,
      sql`overridden as (
        insert into ${commandOverrides} (community_id, command, options)
        select room.id, differing.id, differing.next from differing, room where differing.replies is null
        on conflict (community_id, command) do update set options = excluded.options, updated_at = now()
        returning command as id)`,
      sql`changed as (
        select row_number() over (order by differing.name) as n, differing.id, differing.name, differing.replies,
          differing.options as before, differing.next as options
        from differing where differing.id in (select id from own union all select id from overridden))`,
    ],
    outcome: sql`jsonb_build_object('ids', coalesce((select jsonb_agg(id order by n) from changed), '[]'::jsonb))`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: 'command.options',
      each: { of: sql`changed`, most: found.size },
      happened: sql`true`,
      target: sql`'command:' || changed.id`,
      before: sql`jsonb_strip_nulls(jsonb_build_object('name', changed.name, 'replies', changed.replies, 'options', changed.before))`,
      after: sql`jsonb_strip_nulls(${snapshotOf(sql`changed`)})`,
    },
  });
  const nameById = (id: string): string => found.get(id)?.name ?? id;
  const changed = new Set(ids);
  return {
    changed: ids.map(nameById),
    unchanged: [...found.keys()].filter((id) => !changed.has(id)).map(nameById),
    missing,
  };
}
