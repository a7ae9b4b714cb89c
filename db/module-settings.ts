import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../workers/core/actors.ts';
import { whoOf } from '../workers/core/changes.ts';
import { WaddleError } from '../workers/core/errors.ts';
import type { CommunityId } from '../workers/core/ids.ts';
import type { VerbCtx } from '../workers/core/modules.ts';
import { newestLine } from './newest-line.ts';
import { auditLog, moduleSettings } from './schema/index.ts';

/** A query for what a community has set for a module, as jsonb; no row where it has set nothing. */
export const storedSettings = (community: CommunityId, module: string): SQL =>
  sql`select value from ${moduleSettings} where community_id = ${community}::uuid and module = ${module}`;

/** What is stored of a module's settings after a change. */
export interface ChangedSettings {
  readonly value: unknown;
  readonly version: number;
}

/**
 * Changes settings of a module: what is named is changed, the rest stays as it is, so that two who set two things at once set
 * both. It comes to everything that is stored then, and its Channels are told.
 * @param version what whoever changes them has seen (0: nothing was set); null: whatever they are
 * @throws CONFLICT where they were changed since, with who did that
 */
export async function changeSettings(
  ctx: VerbCtx,
  module: string,
  change: Readonly<object>,
  version: number | null = null,
): Promise<ChangedSettings> {
  const community = sql`${ctx.community.id}::uuid`;
  const changed = await ctx.effect<ChangedSettings | null>({
    ctes: [
      sql`was as (select value, version from ${moduleSettings} where community_id = ${community} and module = ${module})`,
      sql`changed as (
        insert into ${moduleSettings} (community_id, module, value)
        select ${community}, ${module}, ${JSON.stringify(change)}::jsonb
        where coalesce(${version}::integer = coalesce((select version from was), 0), true)
        on conflict (community_id, module) do update set value = ${moduleSettings.value} || excluded.value,
          version = ${moduleSettings.version} + 1, updated_at = now()
        returning value, version)`,
    ],
    outcome: sql`(select jsonb_build_object('value', value, 'version', version) from changed)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: `${module}.set`,
      happened: sql`exists (select from changed)`,
      target: sql`${`module:${module}`}::text`,
      before: sql`(select value from was)`,
      after: sql`(select value from changed)`,
    },
  });
  if (!changed) throw await overtaken(ctx, { action: `${module}.set`, target: `module:${module}` });
  return changed;
}

/**
 * Sets a module's settings back to what they were before a line of the audit log, where that is the last that was changed of
 * them. False where it is not.
 */
export function restoreSettings(
  ctx: VerbCtx,
  { line, module, value }: { readonly line: string; readonly module: string; readonly value: unknown },
): Promise<boolean> {
  const community = sql`${ctx.community.id}::uuid`;
  const target = `module:${module}`;
  return ctx.effect<boolean>({
    alone: true,
    ctes: [
      sql`last as (${newestLine(
        sql`select l.id from ${auditLog} l where l.community_id = ${community} and l.target = ${target} order by l.id desc limit 1`,
        line,
      )})`,
      sql`was as (select value from ${moduleSettings} where community_id = ${community} and module = ${module})`,
      sql`changed as (
        update ${moduleSettings} set value = ${JSON.stringify(value ?? {})}::jsonb, version = version + 1, updated_at = now()
        where community_id = ${community} and module = ${module} and exists (select from last) returning value)`,
    ],
    outcome: sql`to_jsonb(exists (select from changed))`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: `${module}.set`,
      happened: sql`exists (select from changed)`,
      target: sql`${target}::text`,
      before: sql`(select value from was)`,
      after: sql`(select value from changed)`,
    },
  });
}

/**
 * The error for who changes what somebody else has changed since they looked at it.
 * @param change as the audit log has it: what else is noted of the same thing, as that it was exported, changed nothing of it
 */
export async function overtaken(
  ctx: VerbCtx,
  { action, target }: { readonly action: string; readonly target: string },
): Promise<WaddleError> {
  const { rows } = await ctx.read('settings.changed-by', (db) =>
    db.execute<{ actor: Actor; at: string }>(sql`
      select actor, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from ${auditLog}
      where community_id = ${ctx.community.id}::uuid and target = ${target} and action = ${action}
      order by id desc limit 1`),
  );
  const [last] = rows;
  const who = (last && whoOf(last.actor)?.displayName) ?? 'Somebody';
  return new WaddleError(
    'CONFLICT',
    `${who} changed this${last ? ` at ${last.at}` : ''}, after you had looked at it. Nothing of yours was saved. Look at it again, then change it.`,
  );
}
