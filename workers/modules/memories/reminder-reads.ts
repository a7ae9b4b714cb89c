import { type SQL, sql } from 'drizzle-orm';
import { membersBy } from '../../../db/members.ts';
import { accounts, members, reminders } from '../../../db/schema/index.ts';
import type { AccountPlatform } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { isTroubled } from './reminder-history.ts';
import { asSeen } from './reminder-soon.ts';
import type { Reminder } from './reminder-state.ts';
import { isNumber, ms, namedOwner, reminderOf } from './reminder-state.ts';

export interface Wanted {
  readonly number?: number;
  /** Whose: an account by the platform's own id, with what its person set by others of theirs. */
  readonly owner?: { readonly platform: AccountPlatform; readonly account: string };
  readonly status?: Reminder['status'];
  /** Those that come again and again, or those that come once. */
  readonly recurring?: boolean;
  /** `platform:id` of where they are said. */
  readonly channel?: string;
  /** Words that are in the text. */
  readonly q?: string;
  /** Those of which a time was not said, or may not have been. */
  readonly troubled?: boolean;
  /** `next`: what is due first is first; `newest`: the largest number; else by number. */
  readonly order?: 'next' | 'number' | 'newest';
  /** Where the page before ended: its last number; with `next`, when that is due, too. */
  readonly after?: number | readonly [nextAt: number | null, number: number];
  readonly limit: number;
}

/** What is over stands behind all that is to come. */
const dueAt = sql`coalesce(${ms(sql`r.next_at`)}, ${Number.MAX_SAFE_INTEGER}::bigint)`;

function isBehind(after: NonNullable<Wanted['after']>, order: NonNullable<Wanted['order']>): SQL {
  if (typeof after === 'number') return order === 'newest' ? sql`r.number < ${after}` : sql`r.number > ${after}`;
  const [at, number] = after;
  return sql`(${dueAt}, r.number) > (${at ?? Number.MAX_SAFE_INTEGER}::bigint, ${number}::integer)`;
}

const ORDERS = { next: sql`${dueAt}, r.number`, number: sql`r.number`, newest: sql`r.number desc` } as const;

/** A community's reminders. */
export async function listReminders(ctx: VerbCtx, wanted: Wanted): Promise<readonly Reminder[]> {
  const { number, owner, status, recurring, channel, q, troubled, order = 'number', after, limit } = wanted;
  const only = [
    ...(number === undefined ? [] : [sql`r.number = ${number}`]),
    ...(after === undefined ? [] : [isBehind(after, order)]),
    ...(status === undefined ? [] : [sql`r.status = ${status}`]),
    ...(recurring === undefined ? [] : [sql`(r.recurrence is not null) = ${recurring}::boolean`]),
    ...(channel === undefined ? [] : [sql`r.target ->> 'channel' = ${channel}`]),
    ...(q === undefined ? [] : [sql`strpos(lower(r.text), lower(${q})) > 0`]),
    ...(troubled === undefined ? [] : [sql`${isTroubled(sql`r.id`)} = ${troubled}::boolean`]),
    ...(owner === undefined ? [] : [sql`m.id in (${membersBy(ctx.community.id, owner.platform, owner.account)})`]),
  ];
  const { rows } = await ctx.read('reminder.list', (db) =>
    db.execute<{ reminder: Reminder }>(sql`
      select ${reminderOf(sql`r`, namedOwner(sql`a`))} as reminder
      from ${asSeen(ctx)} r join ${members} m on m.id = r.member_id join ${accounts} a on a.id = m.account_id
      where ${sql.join([sql`true`, ...only], sql` and `)}
      order by ${ORDERS[order]} limit ${limit}`),
  );
  return rows.map(({ reminder }) => reminder);
}

export async function findReminder(ctx: VerbCtx, number: number): Promise<Reminder | null> {
  if (!isNumber(number)) return null;
  const [found] = await listReminders(ctx, { number, limit: 1 });
  return found ?? null;
}

export interface ReminderStats {
  readonly open: number;
  readonly recurring: number;
  readonly done: number;
  readonly cancelled: number;
  readonly missed: number;
  /** People who have open ones. */
  readonly people: number;
  /** How many times any of them was due. */
  readonly fired: number;
}

export async function reminderStats(ctx: VerbCtx): Promise<ReminderStats> {
  const counted = (which: SQL): SQL => sql`count(*) filter (where ${which})`;
  const { rows } = await ctx.read('reminder.stats', (db) =>
    db.execute<{ stats: ReminderStats }>(sql`
      select jsonb_build_object('open', ${counted(sql`r.status = 'open'`)},
        'recurring', ${counted(sql`r.status = 'open' and r.recurrence is not null`)}, 'done', ${counted(sql`r.status = 'done'`)},
        'cancelled', ${counted(sql`r.status = 'cancelled'`)}, 'missed', ${counted(sql`r.status = 'missed'`)},
        'people', count(distinct r.member_id) filter (where r.status = 'open'), 'fired', coalesce(sum(r.fired), 0)) as stats
      from ${reminders} r where r.community_id = ${ctx.community.id}::uuid`),
  );
  return rows[0]?.stats as ReminderStats;
}
