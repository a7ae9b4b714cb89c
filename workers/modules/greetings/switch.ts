import { type SQL, sql } from 'drizzle-orm';
import { moduleSettings } from '../../../db/schema/index.ts';
import type { Ctx } from '../../core/modules.ts';
import { GREETED, type Greeted, type GreetingSettings, settings } from './settings.ts';

const MODULE = 'greetings';

/** What is stored now, as jsonb with every field there. */
const STORED = sql`coalesce((select value from ${moduleSettings}, room where community_id = room.id and module = ${MODULE}), '{}'::jsonb)`;

/** Changes the community's settings, one writer at a time, and returns what they are then. */
async function change(ctx: Ctx, next: SQL): Promise<GreetingSettings> {
  const stored = await ctx.effect<unknown>({
    ctes: [
      // Locking the community's row makes reading and writing one step.
      sql`room as (select id from communities where id = ${ctx.community.id}::uuid)`,
      sql`was as (select ${STORED} as value)`,
      sql`changed as (
        insert into ${moduleSettings} (community_id, module, value)
        select room.id, ${MODULE}, ${next} from room, was
        on conflict (community_id, module) do update
          set value = excluded.value, version = ${moduleSettings.version} + 1, updated_at = now()
        returning value)`,
    ],
    outcome: sql`(select value from changed)`,
    changesSettings: sql`exists (select from changed)`,
  });
  return settings.parse(stored);
}

/** Switches all greetings, or one kind of them, on or off. One kind that is switched on switches greetings on. */
export function switchGreetings(ctx: Ctx, to: 'on' | 'off', kind?: Greeted): Promise<GreetingSettings> {
  if (kind === undefined) return change(ctx, sql`was.value || jsonb_build_object('enabled', ${to === 'on'}::boolean)`);
  const others = sql`coalesce(was.value->'off', '[]'::jsonb) - ${kind}::text`;
  if (to === 'off')
    return change(ctx, sql`was.value || jsonb_build_object('off', ${others} || to_jsonb(${kind}::text))`);
  // The first kind alone is what was asked for, not all of them.
  const rest = JSON.stringify(GREETED.filter((other) => other !== kind));
  return change(
    ctx,
    sql`was.value || jsonb_build_object('enabled', true, 'off',
      case when coalesce((was.value->>'enabled')::boolean, false) then ${others} else ${rest}::jsonb end)`,
  );
}

/** Sets a kind's own text; null goes back to the built-in one. */
export function wordGreeting(ctx: Ctx, kind: Greeted, text: string | null): Promise<GreetingSettings> {
  const texts = sql`coalesce(was.value->'texts', '{}'::jsonb)`;
  const next =
    text === null ? sql`${texts} - ${kind}::text` : sql`${texts} || jsonb_build_object(${kind}::text, ${text}::text)`;
  return change(ctx, sql`was.value || jsonb_build_object('texts', ${next})`);
}

export async function showGreetings(ctx: Ctx): Promise<GreetingSettings> {
  const stored = await ctx.effect<unknown>({
    ctes: [sql`room as (select ${ctx.community.id}::uuid as id)`],
    outcome: STORED,
  });
  return settings.parse(stored);
}
