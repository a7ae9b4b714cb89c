import { eq, sql } from 'drizzle-orm';
import { changeSettings, storedSettings } from '../../../db/module-settings.ts';
import { type Cheers, hype } from '../../../db/schema/index.ts';
import { requirePerson } from '../../core/actors.ts';
import type { ChannelKey } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { type HypeSettings, MODULE, settings, settingsFrom } from './settings.ts';

/** How long a cheer counts, ms. */
export const WINDOW_MS = 60_000;

const BUILT_IN = JSON.stringify(settings.parse({}));

/**
 * Counts the actor on a channel's meter. The one cheer that reaches the goal learns the names of those who made it, the
 * first to cheer first; every other gets null.
 */
export async function cheer(ctx: VerbCtx, channel: ChannelKey): Promise<readonly string[] | null> {
  const { displayName, login } = requirePerson(ctx.actor);
  const now = sql`${new Date(ctx.now).toISOString()}::timestamptz`;
  const cheers = await ctx.effect<Cheers | null>({
    ctes: [
      sql`setting as (
        select s.* from jsonb_to_record(${BUILT_IN}::jsonb || coalesce((${storedSettings(ctx.community.id, MODULE)}), '{}'))
          as s (goal integer, "restMinutes" integer))`,
      // Worked out from the row as it is once it is locked: what is read beside it is as it was when the statement began.
      sql`cheered as (
        insert into ${hype} (community_id, channel, cheers)
        select ${ctx.community.id}::uuid, ${channel},
          jsonb_build_object(id, jsonb_build_object('name', ${displayName || login}::text, 'at', ${ctx.now}::bigint))
        from member
        on conflict (community_id, channel) do update set (cheers, rests_until) = (
          select met.cheers, case when met.people >= goal then ${now} + make_interval(mins => "restMinutes") end
          from setting, (
            select jsonb_object_agg(key, value) as cheers, count(*) as people
            from jsonb_each(hype.cheers || excluded.cheers)
            where (value ->> 'at')::bigint > ${ctx.now - WINDOW_MS}::bigint) as met)
        where hype.rests_until is null or hype.rests_until <= ${now}
        returning cheers, rests_until)`,
    ],
    outcome: sql`(select cheers from cheered where rests_until is not null)`,
  });
  const inOrder = Object.values(cheers ?? {}).toSorted((one, other) => one.at - other.at);
  return cheers && inOrder.map(({ name }) => name);
}

export interface Standing {
  /** `platform:id`. */
  readonly channel: string;
  /** Who cheered within the last minute. */
  readonly people: number;
  /** When the next meter begins; null while one is open. */
  readonly restsUntil: Date | null;
}

/** How far each channel is, and what is set. A channel where nobody has cheered yet is left out. */
export async function readHype(
  ctx: VerbCtx,
): Promise<{ readonly settings: HypeSettings; readonly channels: readonly Standing[] }> {
  const [stored, rows] = await ctx.read('hype.standing', (db) =>
    db.batch([
      db.execute<{ value: unknown }>(storedSettings(ctx.community.id, MODULE)),
      db.select().from(hype).where(eq(hype.communityId, ctx.community.id)).orderBy(hype.channel),
    ]),
  );
  const channels = rows.map(({ channel, cheers, restsUntil }) => {
    if (restsUntil !== null && restsUntil.getTime() > ctx.now) return { channel, people: 0, restsUntil };
    const people = Object.values(cheers).filter(({ at }) => at > ctx.now - WINDOW_MS).length;
    return { channel, people, restsUntil: null };
  });
  return { settings: settingsFrom(stored.rows[0]?.value), channels };
}

/** Changes what is named, and leaves the rest as it is. */
export const setHype = async (ctx: VerbCtx, change: Partial<HypeSettings>): Promise<HypeSettings> =>
  settingsFrom((await changeSettings(ctx, MODULE, change)).value);
