import { sql } from 'drizzle-orm';
import { accounts, members, memberZones } from '../../../db/schema/index.ts';
import { personOf } from '../../core/actors.ts';
import type { VerbCtx } from '../../core/modules.ts';

/** The actor's own time zone in this community; null where they have none. */
export async function ownZone(ctx: VerbCtx): Promise<string | null> {
  const person = personOf(ctx.actor);
  if (person === null) return null;
  const { rows } = await ctx.read('zone.own', (db) =>
    db.execute<{ zone: string }>(sql`
      select z.zone from ${memberZones} z join ${members} m on m.id = z.member_id join ${accounts} a on a.id = m.account_id
      where m.community_id = ${ctx.community.id}::uuid and a.platform = ${person.platform} and a.platform_id = ${person.account}`),
  );
  return rows[0]?.zone ?? null;
}

/** In which zone the actor's times are meant: their own, else the community's. */
export const zoneOf = async (ctx: VerbCtx): Promise<string> => (await ownZone(ctx)) ?? ctx.community.zone;

/** Sets the actor's own zone (IANA), or removes it. What was set in another zone stays in that one. */
export async function setZone(ctx: VerbCtx, zone: string | null): Promise<string | null> {
  return ctx.effect<string | null>({
    ctes: [
      zone === null
        ? sql`zoned as (delete from ${memberZones} where member_id in (select id from member))`
        : sql`zoned as (
            insert into ${memberZones} (member_id, zone) select id, ${zone} from member
            on conflict (member_id) do update set zone = excluded.zone)`,
    ],
    outcome: sql`to_jsonb(${zone}::text)`,
  });
}

/** Somebody who was seen in this community, by the platform's own id; null where nobody was. */
export async function knownAccount(
  ctx: VerbCtx,
  { platform, account }: { readonly platform: string; readonly account: string },
): Promise<{ readonly account: string; readonly displayName: string } | null> {
  const { rows } = await ctx.read('reminder.mentioned', (db) =>
    db.execute<{ name: string }>(sql`
      select coalesce(nullif(a.display_name, ''), a.login) as name from ${accounts} a join ${members} m on m.account_id = a.id
      where m.community_id = ${ctx.community.id}::uuid and a.platform = ${platform} and a.platform_id = ${account}`),
  );
  return rows[0] ? { account, displayName: rows[0].name } : null;
}

/** The account by which whoever acts is known on a platform; null where they have none there, as far as they linked it. */
export async function ownAccountOn(
  ctx: VerbCtx,
  platform: string,
): Promise<{ readonly account: string; readonly displayName: string } | null> {
  const person = personOf(ctx.actor);
  if (person === null) return null;
  if (person.platform === platform) return { account: person.account, displayName: person.displayName || person.login };
  const { rows } = await ctx.read('reminder.own-account', (db) =>
    db.execute<{ account: string; name: string }>(sql`
      select o.platform_id as account, coalesce(nullif(o.display_name, ''), o.login) as name
      from ${accounts} a join ${accounts} o on o.person_id = a.person_id
      where a.platform = ${person.platform} and a.platform_id = ${person.account} and o.platform = ${platform}
      order by o.id limit 1`),
  );
  const [own] = rows;
  return own ? { account: own.account, displayName: own.name } : null;
}
