import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { accounts, deliveries, members, reminderFirings, reminders } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { MAX_NUMBER, ms, namedOwner } from './reminder-state.ts';

/** What became of a time at which a reminder was due. */
export const BECAME = [
  /** It is on its way. */
  'queued',
  'sent',
  /** Nobody knew whether it was posted, so it was said once more. */
  'again',
  /** A program has it. */
  'waiting',
  /** Nobody was there to say it. */
  'missed',
  /** The platform did not take it. */
  'refused',
  /** It may have been posted or not. */
  'unknown',
  /** It was too late for the chat, or nothing was left of it to be said. */
  'withheld',
  /** It is longer ago than deliveries are remembered. */
  'forgotten',
] as const;

/** Why nobody was there: longer away than a reminder is worth saying, a later time of the series was said, its channel is not linked. */
export const WHY_MISSED = ['outage', 'superseded', 'unlinked'] as const;

/** What was to be said longer ago than this is not said any more, ms; as `occurrence.ts` has it. */
const WORTH_SAYING_MS = 24 * 3600_000;

/** A time at which a reminder was due, and what became of it. Times are ms since epoch. */
export interface Firing {
  readonly number: number;
  readonly text: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly channel: string;
  readonly dueAt: number;
  readonly became: (typeof BECAME)[number];
  readonly why: (typeof WHY_MISSED)[number] | null;
  /** What the platform or the road said. */
  readonly reason: string | null;
  /** When it was said, or given up. */
  readonly settledAt: number | null;
}

/** Where a page ended: when it was due, ms, and the reminder's number. */
export const FIRING_POSITION = z.tuple([z.int().min(0), z.int().min(0).max(MAX_NUMBER)]);

/** Joins to a firing `f` what became of it: its delivery `d`, and `again`, that of its repetition. */
const withDeliveries = sql`
  left join ${deliveries} d on d.id = f.delivery_id and f.status = 'queued'
  left join ${deliveries} again on again.id = f.delivery_id || '/again' and f.status = 'queued'`;

const became = sql`case
  when f.status <> 'queued' then f.status
  when again.status = 'sent' then 'again'
  when d.status is null then 'forgotten'
  when coalesce(again.status, d.status) in ('pending', 'claimed') then 'queued'
  when coalesce(again.status, d.status) = 'silent' then 'withheld'
  else coalesce(again.status, d.status) end`;

const TROUBLE = sql`('missed', 'refused', 'unknown', 'again', 'withheld')`;

/** Whether a time of a reminder was not said, or may not have been. */
export const isTroubled = (reminder: SQL): SQL => sql`exists (
  select from ${reminderFirings} f ${withDeliveries} where f.reminder_id = ${reminder} and ${became} in ${TROUBLE})`;

export interface FiringsWanted {
  /** Of one reminder. */
  readonly number?: number;
  /** Only what was not said, or may not have been. */
  readonly troubled?: boolean;
  readonly after?: z.infer<typeof FIRING_POSITION>;
  readonly limit: number;
}

/** Times at which reminders of a community were due, the last one first. */
export async function listFirings(ctx: VerbCtx, wanted: FiringsWanted): Promise<readonly Firing[]> {
  const { number, troubled = false, after, limit } = wanted;
  const only = [
    sql`f.due_at <= ${ctx.now}::bigint`,
    ...(number === undefined ? [] : [sql`r.number = ${number}`]),
    ...(troubled ? [sql`${became} in ${TROUBLE}`] : []),
    ...(after ? [sql`(f.due_at, r.number) < (${after[0]}::bigint, ${after[1]}::integer)`] : []),
  ];
  const { rows } = await ctx.read('reminder.firings', (db) =>
    db.execute<{ firing: Firing }>(sql`
      select jsonb_build_object('number', r.number, 'text', r.text, 'channel', r.target ->> 'channel', 'dueAt', f.due_at,
        'became', ${became}, 'why', ${whyMissed()}, 'reason', coalesce(again.reason, d.reason),
        'settledAt', ${ms(sql`coalesce(again.settled_at, d.settled_at)`)}) || ${namedOwner(sql`a`)} as firing
      from ${reminders} r join ${reminderFirings} f on f.reminder_id = r.id
        join ${members} m on m.id = r.member_id join ${accounts} a on a.id = m.account_id ${withDeliveries}
      where r.community_id = ${ctx.community.id}::uuid and ${sql.join(only, sql` and `)}
      order by f.due_at desc, r.number desc limit ${limit}`),
  );
  return rows.map(({ firing }) => firing);
}

/** What is worked out from what stands beside it: a later time that was fired in the same go took its place. */
const whyMissed = (): SQL => sql`case
  when f.status <> 'missed' then null
  when exists (select from ${reminderFirings} o
    where o.reminder_id = f.reminder_id and o.fired_at = f.fired_at and o.due_at > f.due_at) then 'superseded'
  when ${ms(sql`f.fired_at`)} - f.due_at > ${WORTH_SAYING_MS}::bigint then 'outage'
  else 'unlinked' end`;
