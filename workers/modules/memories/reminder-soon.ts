import { type SQL, sql } from 'drizzle-orm';
import { membersBy } from '../../../db/members.ts';
import { deliveries, invocations, reminderFirings, reminders } from '../../../db/schema/index.ts';
import { personOf } from '../../core/actors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { rulesAll } from './reminder-state.ts';

/**
 * Whoever looks a minute ahead takes a time out of its reminder and puts its delivery on a queue. Until it is said, it can be
 * taken back: to people, a reminder is open to its very second.
 */
const isSoon = (
  firing: SQL,
  now: number,
): SQL => sql`${firing}.due_at > ${now}::bigint and (${firing}.status = 'waiting'
  or ${firing}.status = 'queued' and exists (
    select from ${deliveries} d where d.id = ${firing}.delivery_id and d.status = 'pending'))`;

/** A community's reminders as people see them: with the time that was taken, where it is yet to come. Stands for the table. */
export const asSeen = ({ community, now }: VerbCtx): SQL => sql`(
  select t.id, t.community_id, t.number, t.member_id, t.text, t.target, t.deliverer, t.recurrence, t.zone, t.undo,
    t.created_at, t.updated_at,
    coalesce(to_timestamp(soon.due_at / 1000.0), t.next_at) as next_at, t.fired - soon.times as fired,
    case when soon.due_at is null then t.status else 'open' end as status
  from ${reminders} t cross join lateral (
    select min(f.due_at) as due_at, count(*)::integer as times from ${reminderFirings} f
    where f.reminder_id = t.id and ${isSoon(sql`f`, now)}) soon
  where t.community_id = ${community.id}::uuid)`;

/**
 * Statements that give a reminder back the time that was taken out of it, where the actor may change it and nothing of it was
 * said. The first one waits for whoever fires it: what they wrote down is seen by the second.
 */
export function takeBack(ctx: VerbCtx, number: number): readonly SQL[] {
  const person = personOf(ctx.actor);
  const isTheirs = sql`r.member_id in (${membersBy(ctx.community.id, person?.platform ?? '', person?.account ?? '')})`;
  const isIt = sql`r.community_id = ${ctx.community.id}::uuid and r.number = ${number}::integer
    and ${rulesAll(ctx) ? sql`true` : isTheirs}`;
  return [
    sql`select from ${reminders} r where ${isIt} for no key update`,
    sql`
      with unsaid as (
        delete from ${deliveries} d using ${reminders} r, ${reminderFirings} f
        where ${isIt} and f.reminder_id = r.id and f.due_at > ${ctx.now}::bigint and f.status = 'queued'
          and d.id = f.delivery_id and d.status = 'pending'
        returning d.id),
      unasked as (delete from ${invocations} i using unsaid where i.id = unsaid.id),
      unfired as (
        delete from ${reminderFirings} f using ${reminders} r
        where ${isIt} and f.reminder_id = r.id and f.due_at > ${ctx.now}::bigint
          and (f.status = 'waiting' or f.delivery_id in (select id from unsaid))
        returning f.reminder_id, f.due_at),
      back as (select reminder_id, min(due_at) as due_at, count(*)::integer as times from unfired group by reminder_id)
      update ${reminders} r set status = 'open', next_at = to_timestamp(back.due_at / 1000.0), fired = r.fired - back.times,
        leased_until = null
      from back where r.id = back.reminder_id`,
  ];
}
