import { and, eq, type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { reminderFirings, reminders } from '../../../db/schema/index.ts';
import { isStale, lastChangeOf, stateOf } from '../../../db/states.ts';
import { requirePerson } from '../../core/actors.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { Audit, VerbCtx } from '../../core/modules.ts';
import type { ReminderBefore, ReminderTarget } from '../../core/reminders.ts';
import { nextAfter } from '../../core/time/recurrence.ts';
import { nextNumber } from './numbers.ts';
import { findReminder } from './reminder-reads.ts';
import type { Schedule } from './reminder-schedule.ts';
import { withoutNext } from './reminder-schedule.ts';
import { takeBack } from './reminder-soon.ts';
import type { Reminder, ReminderChange, ReminderRefusal } from './reminder-state.ts';
import {
  AGENDA,
  checkedText,
  isLinked,
  isNumber,
  json,
  jsonOrNull,
  LOOK_AHEAD_MS,
  ms,
  reminderOf,
  room,
  rulesAll,
  setting,
  timestamp,
} from './reminder-state.ts';

interface Outcome {
  readonly result: 'done' | ReminderRefusal['result'];
  readonly reminder: Reminder | null;
  readonly number: number;
  readonly most: number;
  readonly last?: LastChange | null;
}

const changeOf = (outcome: Outcome | ReminderRefusal): ReminderChange => {
  if (!('reminder' in outcome)) return outcome;
  const { result, reminder } = outcome;
  if (result === 'done' && reminder) return { result, reminder };
  return outcome as unknown as ReminderRefusal;
};

const said = (reminder: SQL, result: SQL, number: number, most: SQL = sql`0`, last: SQL = sql`null`): SQL =>
  sql`jsonb_build_object('reminder', ${reminder}, 'result', ${result}, 'number', ${number}::integer, 'most', ${most}, 'last', ${last})`;

/** Refuses for good: what was refused for how things stood is refused the same way where it runs again. */
const refuse = async (ctx: VerbCtx, refusal: ReminderRefusal): Promise<ReminderChange> =>
  changeOf(await ctx.effect<Outcome | ReminderRefusal>({ ctes: [], outcome: json(refusal) }));

const announce = (ctx: VerbCtx, at: number): Promise<void> => ctx.agenda(AGENDA, at - LOOK_AHEAD_MS);

async function woken(ctx: VerbCtx, change: ReminderChange): Promise<ReminderChange> {
  if (change.result === 'done' && change.reminder.status === 'open' && change.reminder.nextAt !== null)
    await ctx.wake(AGENDA, change.reminder.nextAt);
  return change;
}

export interface ReminderInput {
  readonly text: string;
  readonly schedule: Schedule;
  readonly target: ReminderTarget;
  readonly deliverer?: 'bot' | 'external';
}

/**
 * Sets a reminder of the actor's, who may have so many open ones here as the community allows.
 *
 * @param trusted whether the platform itself says that this was asked for in the target's room
 * @throws ACTOR_REQUIRED where the actor is no person
 */
export async function createReminder(ctx: VerbCtx, input: ReminderInput, trusted: boolean): Promise<ReminderChange> {
  const { platform, account, displayName, login } = requirePerson(ctx.actor);
  const { schedule, target, deliverer = 'bot' } = input;
  const checked = checkedText(input.text);
  if ('result' in checked) return refuse(ctx, checked);
  const linked = trusted || target.channel === '' ? sql`true` : isLinked(target);
  await announce(ctx, schedule.at);
  const outcome = await ctx.effect<Outcome>({
    alone: true,
    ctes: [
      room(ctx),
      setting(),
      sql`held as (
        select count(*) as n from ${reminders} r, member, room
        where r.community_id = room.id and r.member_id = member.id and r.status = 'open')`,
      sql`wanted as (
        select member.id as member_id from member, held, setting where held.n < setting.most and ${linked})`,
      nextNumber(sql`(select id from room)`, 'reminder', sql`exists (select from wanted)`),
      sql`added as (
        insert into ${reminders} (id, community_id, number, member_id, text, target, deliverer, recurrence, zone, next_at, created_at)
        select ${uuidv7()}::uuid, room.id, given.number, wanted.member_id, ${checked.text}, ${json(target)}, ${deliverer},
          ${jsonOrNull(schedule.recurrence)}, ${schedule.zone}, ${timestamp(schedule.at)}, ${timestamp(ctx.now)}
        from room, wanted, given
        returning *)`,
    ],
    outcome: said(
      sql`(select ${reminderOf(sql`added`, json({ owner: `${platform}:${account}`, ownerName: displayName || login }))} from added)`,
      sql`case when exists (select from added) then 'done' when not ${linked} then 'no-channel' else 'full' end`,
      0,
      sql`(select most from setting)`,
    ),
  });
  return woken(ctx, changeOf(outcome));
}

/** A `ReminderBefore` as jsonb: what a change can be taken back to. */
const beforeOf = (row: SQL): SQL =>
  sql`jsonb_build_object('text', ${row}.text, 'target', ${row}.target, 'status', ${row}.status, 'recurrence', ${row}.recurrence, 'zone', ${row}.zone,
    'nextAt', ${ms(sql`${row}.next_at`)})`;

/** How many open ones the owner of the one that is picked has, and may have. */
const openOnes = (): readonly SQL[] => [
  setting(),
  sql`held as (
    select count(*) as n from ${reminders} h, picked
    where h.community_id = picked.community_id and h.member_id = picked.member_id and h.status = 'open')`,
];
const HAS_ROOM = sql`(r.status = 'open' or (select n from held) < (select most from setting))`;

interface ChangeParts {
  /** Which one: by its number, or the one of the actor's that was said last. */
  readonly number: number | 'last';
  /** A boolean over `r`: whether it can be changed so. */
  readonly where: SQL;
  readonly sets: SQL;
  /** Why not, where it is there and may be changed: text over `picked`. */
  readonly otherwise: SQL;
  readonly action: string;
  readonly alone?: true;
  readonly ctes?: readonly SQL[];
  /** The state in which it has to be still. */
  readonly seen?: Seen;
}

async function change(ctx: VerbCtx, parts: ChangeParts): Promise<ReminderChange> {
  const { number, where, sets, otherwise, action, seen = null } = parts;
  const may = (row: SQL) => (rulesAll(ctx) ? sql`true` : sql`${row}.member_id in (select id from member)`);
  const isIt = number === 'last' ? sql`p.id = (${lastSaid(ctx)})` : sql`p.number = ${number}`;
  const audit: Audit = {
    action: `reminder.${action}`,
    // What people do with their own is nobody else's business.
    happened: sql`exists (select from changed where member_id not in (select id from member))`,
    target: sql`(select 'reminder:' || number from changed)`,
    before: sql`(select jsonb_build_object('status', status, 'nextAt', next_at) from picked)`,
    after: sql`(select jsonb_build_object('status', status, 'nextAt', next_at) from changed)`,
  };
  // When it is due afterwards is not known yet; what was taken back may be due at once, changed or not.
  await announce(ctx, ctx.now + LOOK_AHEAD_MS);
  const outcome = await ctx.effect<Outcome>({
    ...(parts.alone ? { alone: true } : {}),
    ...(number === 'last' ? {} : { before: takeBack(ctx, number) }),
    ctes: [
      room(ctx),
      sql`picked as (select p.* from ${reminders} p, room where p.community_id = room.id and ${isIt})`,
      ...(parts.ctes ?? []),
      sql`changed as (
        update ${reminders} r set ${sets}, undo = ${beforeOf(sql`picked`)}, updated_at = now() from picked
        where r.id = picked.id and ${may(sql`r`)} and not ${isStale(stateOf(sql`r`), seen)} and ${where} returning r.*)`,
    ],
    outcome: said(
      sql`(select ${reminderOf(sql`changed`)} from changed)`,
      sql`case when exists (select from changed) then 'done'
        when not exists (select from picked) then ${number === 'last' ? 'none-fired' : 'missing'}
        when not exists (select from picked where ${may(sql`picked`)}) then 'not-yours'
        when exists (select from picked where ${isStale(stateOf(sql`picked`), seen)}) then 'stale'
        else ${otherwise} end`,
      number === 'last' ? 0 : number,
      parts.ctes ? sql`(select most from setting)` : sql`0`,
      seen === null ? sql`null` : lastOf(ctx, number === 'last' ? 0 : number),
    ),
    audit,
  });
  return changeOf(outcome);
}

/** Who changed the one that is picked; what people do with their own is nowhere written down. */
const lastOf = (ctx: VerbCtx, number: number): SQL => sql`(
  select case when (l.last ->> 'at')::timestamptz = picked.updated_at then l.last
    else jsonb_build_object('actor', jsonb_build_object('kind', 'system'), 'at', picked.updated_at) end
  from picked, (select ${lastChangeOf(ctx.community.id, sql`${`reminder:${number}`}`)} as last) l)`;

/** The id of the reminder of the actor's that was said last. */
const lastSaid = (ctx: VerbCtx): SQL => sql`
  select l.id from ${reminderFirings} f join ${reminders} l on l.id = f.reminder_id
  where l.community_id = (select id from room) and l.member_id in (select id from member)
    and l.status <> 'cancelled' and f.status <> 'missed' and f.due_at <= ${ctx.now}::bigint
  order by f.due_at desc limit 1`;

const WHY_NOT_OPEN = sql`(select case status when 'cancelled' then 'cancelled' when 'open' then 'raced' else 'over' end from picked)`;

/** Cancels an open reminder: one's own, for moderators anybody's. */
export async function cancelReminder(ctx: VerbCtx, number: number): Promise<ReminderChange> {
  if (!isNumber(number)) return refuse(ctx, { result: 'missing', number });
  return change(ctx, {
    number,
    where: sql`r.status = 'open'`,
    sets: sql`status = 'cancelled', next_at = null, leased_until = null`,
    otherwise: WHY_NOT_OPEN,
    action: 'cancel',
  });
}

/**
 * Makes a reminder due at a time from now: an open one then instead of at its next time, one that was said already once more. A
 * series goes on after it.
 *
 * @param number null: the one of the actor's that was said last
 */
export async function snoozeReminder(ctx: VerbCtx, number: number | null, at: number): Promise<ReminderChange> {
  if (number !== null && !isNumber(number)) return refuse(ctx, { result: 'missing', number });
  const changed = await change(ctx, {
    number: number ?? 'last',
    alone: true,
    ctes: openOnes(),
    where: sql`r.status <> 'cancelled' and ${HAS_ROOM}`,
    sets: sql`status = 'open', next_at = ${timestamp(at)}, leased_until = null`,
    otherwise: sql`(select case status when 'cancelled' then 'cancelled' else 'full' end from picked)`,
    action: 'snooze',
  });
  return woken(ctx, changed);
}

/** Leaves the next time of a series out (EXDATE), or a time to which it was put off. */
export async function skipReminder(ctx: VerbCtx, number: number): Promise<ReminderChange> {
  const was = await findReminder(ctx, number);
  if (was === null) return refuse(ctx, { result: 'missing', number });
  const { recurrence, nextAt: at, zone, status } = was;
  if (status === 'cancelled') return refuse(ctx, { result: 'cancelled', number });
  if (status !== 'open' || at === null) return refuse(ctx, { result: 'over', number });
  if (recurrence === null) return refuse(ctx, { result: 'once', number });
  const after = withoutNext({ at, recurrence, zone }, ctx.now);
  const changed = await change(ctx, {
    number,
    where: sql`r.status = 'open' and ${ms(sql`r.next_at`)} = ${at}::bigint and r.recurrence = ${json(recurrence)}`,
    sets: sql`recurrence = ${json(after.recurrence)}, next_at = ${timestamp(after.next)}, leased_until = null,
      status = ${after.next === null ? 'done' : 'open'}`,
    otherwise: WHY_NOT_OPEN,
    action: 'skip',
  });
  return woken(ctx, changed);
}

/** Where else a reminder is to be said, or to whom; and where it was when that was asked for. */
export interface Moved {
  readonly from: ReminderTarget;
  readonly to: ReminderTarget;
}

export interface ReminderPatch {
  readonly text?: string;
  readonly schedule?: Schedule;
  readonly moved?: Moved;
}

/**
 * Changes what an open reminder says, when it is due, where and to whom. A new text leaves a series as it is.
 *
 * @param trusted whether the platform itself says that this was asked for in the room it is moved to
 */
export async function changeReminder(
  ctx: VerbCtx,
  number: number,
  patch: ReminderPatch,
  { seen = null, trusted = false }: { readonly seen?: Seen; readonly trusted?: boolean } = {},
): Promise<ReminderChange> {
  if (!isNumber(number)) return refuse(ctx, { result: 'missing', number });
  const checked = patch.text === undefined ? null : checkedText(patch.text, number);
  if (checked && 'result' in checked) return refuse(ctx, checked);
  const { schedule, moved } = patch;
  const isThere =
    moved === undefined || trusted || moved.to.channel === moved.from.channel ? sql`true` : isLinked(moved.to);
  const isWhere = moved === undefined ? sql`true` : sql`r.target = ${json(moved.from)}`;
  const sets = [
    ...(moved ? [sql`target = ${json(moved.to)}`] : []),
    ...(checked ? [sql`text = ${checked.text}`] : []),
    ...(schedule
      ? [
          sql`recurrence = ${jsonOrNull(schedule.recurrence)}, zone = ${schedule.zone}, next_at = ${timestamp(schedule.at)}, leased_until = null`,
        ]
      : []),
  ];
  const changed = await change(ctx, {
    number,
    where: sql`r.status = 'open' and ${isWhere} and ${isThere}`,
    sets: sets.length > 0 ? sql.join(sets, sql`, `) : sql`text = r.text`,
    otherwise: sql`(select case when status = 'open' and not ${isThere} then 'no-channel' else ${WHY_NOT_OPEN} end from picked)`,
    action: 'edit',
    seen,
  });
  return woken(ctx, changed);
}

/**
 * Takes the last change of a reminder back, an undo as well: done twice, everything is as it was. What came meanwhile stays said:
 * once a reminder was due, there is nothing to take back. A series whose time passed goes on with its next one.
 */
export async function undoReminder(ctx: VerbCtx, number: number): Promise<ReminderChange> {
  const was = await findReminder(ctx, number);
  if (was === null) return refuse(ctx, { result: 'missing', number });
  const before = await findBefore(ctx, number);
  if (before === null) return refuse(ctx, { result: 'unchanged', number });
  const next = nextOf(before, ctx.now);
  if (before.status === 'open' && next === null) return refuse(ctx, { result: 'passed', number });
  const changed = await change(ctx, {
    number,
    alone: true,
    ctes: openOnes(),
    where: sql`r.undo = ${json(before)} and (${before.status !== 'open'}::boolean or ${HAS_ROOM})`,
    sets: sql`text = ${before.text}, target = coalesce(${jsonOrNull(before.target ?? null)}, r.target), status = ${before.status}, recurrence = ${jsonOrNull(before.recurrence)},
      zone = ${before.zone}, next_at = ${timestamp(next)}, leased_until = null`,
    otherwise: sql`(select case when undo = ${json(before)} then 'full' else 'raced' end from picked)`,
    action: 'undo',
  });
  return woken(ctx, changed);
}

/** When what was before would be due now; null where it was over, or is by now. */
function nextOf({ status, nextAt, recurrence }: ReminderBefore, now: number): number | null {
  if (status !== 'open' || nextAt === null || nextAt > now) return status === 'open' ? nextAt : null;
  return recurrence && (nextAfter(recurrence, now)?.at ?? null);
}

async function findBefore(ctx: VerbCtx, number: number): Promise<ReminderBefore | null> {
  const [row] = await ctx.read('reminder.before', (db) =>
    db
      .select({ undo: reminders.undo })
      .from(reminders)
      .where(and(eq(reminders.communityId, ctx.community.id), eq(reminders.number, number))),
  );
  return row?.undo ?? null;
}
