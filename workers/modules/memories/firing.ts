import { sql } from 'drizzle-orm';
import {
  channels,
  communities,
  deliveries,
  invocations,
  reminderFirings,
  reminders,
} from '../../../db/schema/index.ts';
import type { DueCtx, DueWork } from '../../core/modules.ts';
import { type DueReminder, due, type Fired } from './occurrence.ts';

/** Reminders taken at one go, and goes in one run: the rest is due again with the next look. */
const BATCH = 200;
const MOST_BATCHES = 60;
/** Whoever takes reminders has this long to fire them, ms; then others may. */
const LEASE_MS = 2 * 60_000;
/** What is due before the next look is fired now, and said at its second, ms. */
const AHEAD_MS = 60_000;
/** A delivery that nobody has looked at by then is woken, ms. */
const WAKE_AFTER_MS = 60_000;
/** Executed invocations are remembered, ms: longer than any queue keeps a message. */
const REMEMBERED_FOR_MS = 30 * 24 * 3600_000;

/**
 * Fires what is due by the next minute: each time once. A time is taken out of its reminder in the statement that also writes
 * the delivery down, so that of several that look at once one finds it, and who dies afterwards leaves a delivery that others
 * wake.
 */
export const dueReminders: DueWork = {
  name: 'reminders',
  run: async (ctx) => {
    for (let batch = 0; batch < MOST_BATCHES; batch++) {
      const taken = await take(ctx);
      if (taken.length > 0) await fire(ctx, taken);
      if (taken.length < BATCH) return next(ctx);
    }
    return ctx.now;
  },
  waiting: (now) =>
    sql`select from ${reminders} where status = 'open' and next_at <= ${new Date(now).toISOString()}::timestamptz`,
};

/** What a row of `take` holds. */
interface Row extends Record<string, unknown> {
  readonly reminder: DueReminder;
}

/** Takes reminders that are due, for this run alone. */
async function take(ctx: DueCtx): Promise<readonly DueReminder[]> {
  const now = sql`${new Date(ctx.now).toISOString()}::timestamptz`;
  const { rows } = await ctx.read('reminders.take', (db) =>
    db.execute<Row>(sql`
      with open as (
        select id from ${reminders} o
        where status = 'open' and next_at <= ${now} + ${`${AHEAD_MS} milliseconds`}::interval
          and (leased_until is null or leased_until < ${now})
          and exists (select from ${communities} c where c.id = o.community_id and c.deleted_at is null)
        order by next_at limit ${BATCH} for update skip locked),
      taken as (
        update ${reminders} r set leased_until = ${now} + ${`${LEASE_MS} milliseconds`}::interval
        from open where r.id = open.id returning r.*)
      select jsonb_build_object(
        'id', t.id, 'number', t.number, 'text', t.text, 'target', t.target, 'deliverer', t.deliverer,
        'recurrence', t.recurrence, 'dueAt', round(extract(epoch from t.next_at) * 1000),
        'community', jsonb_build_object('id', c.id, 'slug', c.slug, 'name', c.name, 'language', c.language, 'zone', c.zone),
        'prefix', c.prefix,
        'linked', (select jsonb_build_object('privileged', h.bot_is_moderator) from ${channels} h
          where h.community_id = t.community_id and h.platform || ':' || h.platform_id = t.target ->> 'channel')) as reminder
      from taken t join ${communities} c on c.id = t.community_id
      order by t.next_at`),
  );
  return rows.map(({ reminder }) => reminder);
}

/** Writes down what each comes to, and has it said at its time. */
async function fire(ctx: DueCtx, taken: readonly DueReminder[]): Promise<void> {
  const watched = await ctx.watched();
  const fired = taken.map((reminder) => due(reminder, ctx.now, watched.has(reminder.community.id)));
  const first = Math.min(...fired.flatMap(({ sayAt }) => (sayAt === null ? [] : [sayAt])));
  // Told before the commit: who dies after it is made up for by whoever looks then.
  if (Number.isFinite(first)) await ctx.agenda('deliveries', first + WAKE_AFTER_MS);
  const said = await commit(ctx, fired);
  const at = new Map(fired.map(({ deliveryId, sayAt }) => [deliveryId, sayAt]));
  await ctx.deliver(said.map((id) => ({ id, at: at.get(id) ?? ctx.now })));
}

/** @returns ids of the deliveries that were made */
async function commit(ctx: DueCtx, fired: readonly Fired[]): Promise<readonly string[]> {
  const expires = new Date(ctx.now + REMEMBERED_FOR_MS).toISOString();
  const firedAt = sql`${new Date(ctx.now).toISOString()}::timestamptz`;
  const { rows } = await ctx.read('reminders.fire', (db) =>
    db.execute<{ id: string }>(sql`
      with f as (
        select * from jsonb_to_recordset(${JSON.stringify(fired)}::jsonb) as f (
          "reminderId" uuid, "communityId" uuid, "dueAt" bigint, "nextAt" timestamptz, "sayAt" bigint, status text,
          missed jsonb, "deliveryId" text, invocation jsonb, trace jsonb)),
      moved as (
        update ${reminders} r set next_at = f."nextAt", fired = r.fired + 1 + jsonb_array_length(f.missed),
          leased_until = null, undo = null,
          status = case when f."nextAt" is not null then 'open' when f.status = 'missed' then 'missed' else 'done' end
        from f where r.id = f."reminderId" and r.status = 'open'
          and round(extract(epoch from r.next_at) * 1000) = f."dueAt"
        returning r.id),
      told as (select f.* from f join moved on moved.id = f."reminderId"),
      firing as (
        insert into ${reminderFirings} (reminder_id, due_at, status, delivery_id, fired_at)
        select "reminderId", coalesce("sayAt", "dueAt"), status, case when status = 'queued' then "deliveryId" end, ${firedAt}
        from told
        union all
        select told."reminderId", m.at::bigint, 'missed', null, ${firedAt} from told, jsonb_array_elements_text(told.missed) as m (at)
        on conflict do nothing),
      invocation as (
        insert into ${invocations} (id, community_id, command, invocation, trace, expires_at)
        select "deliveryId", "communityId", 'remind', invocation, trace, ${expires}::timestamptz
        from told where status = 'queued' on conflict do nothing)
      insert into ${deliveries} (id, community_id, status, outcome, next_at)
      select "deliveryId", "communityId", 'pending', '{}'::jsonb,
        to_timestamp("sayAt" / 1000.0) + ${`${WAKE_AFTER_MS} milliseconds`}::interval
      from told where status = 'queued' on conflict do nothing returning id`),
  );
  return rows.map(({ id }) => id);
}

/** When the earliest of all is due, ms since epoch. */
async function next(ctx: DueCtx): Promise<number | null> {
  const { rows } = await ctx.read('reminders.next', (db) =>
    db.execute<{ at: string | null }>(sql`
      select round(extract(epoch from min(greatest(next_at, coalesce(leased_until, next_at)))) * 1000) as at
      from ${reminders} o where status = 'open'
        and exists (select from ${communities} c where c.id = o.community_id and c.deleted_at is null)`),
  );
  const at = rows[0]?.at;
  // A look a minute ahead takes what is due before the one after it.
  return at == null ? null : Number(at) - AHEAD_MS;
}
