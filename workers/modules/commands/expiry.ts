import { type SQL, sql } from 'drizzle-orm';
import { commandOverrides, commands } from '../../../db/schema/index.ts';
import type { CommunityId } from '../../core/ids.ts';
import type { DueCtx } from '../../core/modules.ts';
import { snapshotOf } from './custom.ts';

/** Communities done at one go; what is left is due again in the next minute. */
const BATCH = 50;

const expired = (options: SQL, now: string): SQL => sql`(${options} ->> 'expiresAt') <= ${now}`;
/** Commands, and what was set on built-in ones, whose time is over at `now`, ms since epoch. */
export const expiredAt = (now: number): SQL => {
  const at = new Date(now).toISOString();
  return sql`
    select 1 from ${commands} where options ? 'expiresAt' and ${expired(sql`options`, at)}
    union all select 1 from ${commandOverrides} where options ? 'expiresAt' and ${expired(sql`options`, at)}`;
};

/** Off for good, and with nothing left that is due. */
const ended = (options: SQL): SQL => sql`(${options} - 'expiresAt' - 'onExpiry') || '{"enabled": false}'::jsonb`;

/**
 * Switches off, or deletes, the commands whose time is over. Channels refuse them from that very moment by themselves; this
 * makes it last, for all to see.
 */
export async function expireCommands(ctx: DueCtx): Promise<number | null> {
  const now = new Date(ctx.now).toISOString();
  const rows = await ctx.read('commands.expired', (db) =>
    db.execute<{ id: string; next: string }>(sql`
      select community_id as id, min(options ->> 'expiresAt') as next from (
        select community_id, options from ${commands} where options ? 'expiresAt'
        union all select community_id, options from ${commandOverrides} where options ? 'expiresAt') as ending
      group by community_id order by 2 limit ${BATCH + 1}`),
  );
  const due = rows.rows.filter(({ next }) => next <= now);
  for (const { id } of due) await expireIn(ctx, id as CommunityId, now);
  const next = rows.rows.find((row) => row.next > now)?.next;
  if (due.length > BATCH) return ctx.now;
  return next === undefined ? null : Date.parse(next);
}

async function expireIn(ctx: DueCtx, community: CommunityId, now: string): Promise<void> {
  // One at a time, so that each has its line in the audit log.
  for (;;) {
    const { more } = await ctx.effect<{ more: boolean }>(community, {
      ctes: [
        sql`room as (select id from communities where id = ${community}::uuid)`,
        sql`was as (
          select c.id::text, c.name, c.replies, c.options from ${commands} c, room
          where c.community_id = room.id and ${expired(sql`c.options`, now)}
          union all
          select o.command, o.command, null, o.options from ${commandOverrides} o, room
          where o.community_id = room.id and ${expired(sql`o.options`, now)}
          limit 1)`,
        sql`removed as (
          delete from ${commands} c using was
          where c.id::text = was.id and was.options ->> 'onExpiry' = 'delete' returning c.id)`,
        sql`ended as (
          update ${commands} c set options = ${ended(sql`was.options`)}, updated_at = now() from was
          where c.id::text = was.id and was.options ->> 'onExpiry' is distinct from 'delete'
          returning c.id::text, c.name, c.replies, c.options)`,
        // A built-in command cannot be deleted, only be switched off.
        sql`overridden as (
          update ${commandOverrides} o set options = ${ended(sql`o.options`)}, updated_at = now() from was, room
          where o.community_id = room.id and o.command = was.id and was.replies is null
          returning o.command as id, o.command as name, null::jsonb as replies, o.options)`,
        sql`now_is as (select * from ended union all select * from overridden)`,
      ],
      outcome: sql`jsonb_build_object('more', exists (select from was))`,
      changesSettings: sql`exists (select from was)`,
      audit: {
        action: 'command.expire',
        happened: sql`exists (select from was)`,
        target: sql`'command:' || (select id from was)`,
        before: sql`(select jsonb_strip_nulls(${snapshotOf(sql`was`)}) from was)`,
        after: sql`(select jsonb_strip_nulls(${snapshotOf(sql`now_is`)}) from now_is)`,
      },
    });
    if (!more) return;
  }
}
