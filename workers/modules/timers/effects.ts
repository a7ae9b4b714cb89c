import { type SQL, sql } from 'drizzle-orm';
import { timers } from '../../../db/schema/index.ts';
import type { Audit, VerbCtx } from '../../core/modules.ts';
import type { TimerTarget } from '../../core/timers.ts';
import { samePlace } from '../places.ts';
import type { ListedTimer, Timer, TimerChange, TimerRefusal } from './state.ts';
import { firstOf, isLinked, keptOf, listedOf, MAX_TIMERS, sameSchedule, settingOf, snapshotOf } from './state.ts';

/** The kind of due work, and how long before a timer is due it is looked for, ms: whoever looks does so once a minute. */
export const AGENDA = 'timers';
export const LOOK_AHEAD_MS = 60_000;

const room = (ctx: VerbCtx): SQL => sql`room as (select ${ctx.community.id}::uuid as id)`;
const named = (name: string): SQL =>
  sql`exists (select from ${timers} t, room where t.community_id = room.id and t.name = ${name})`;
const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;
const timestamp = (at: number | null): SQL => sql`${at === null ? null : new Date(at).toISOString()}::timestamptz`;

interface Outcome {
  readonly result: 'done' | Exclude<TimerRefusal['result'], 'too-long' | 'stale'>;
  readonly timer: ListedTimer | null;
}

const changeOf = ({ result, timer }: Outcome, name: string): TimerChange =>
  result === 'done' ? { result, name, timer } : { result, name };

const audit = (action: string, name: string, parts: Pick<Audit, 'happened' | 'before' | 'after'>): Audit => ({
  action: `timer.${action}`,
  target: sql`${`timer:${name}`}::text`,
  ...parts,
});

/** Tells the agenda of a time before there is a row for it. */
async function announced(ctx: VerbCtx, timer: Timer): Promise<number | null> {
  if (!timer.enabled) return null;
  const at = firstOf(timer.schedule, ctx.now, ctx.community.zone);
  if (at !== null) await ctx.agenda(AGENDA, at - LOOK_AHEAD_MS);
  return at;
}

/**
 * Refuses for good: what was refused for how things stood is refused the same way where it runs again, and they stand
 * differently.
 */
export async function refuse(ctx: VerbCtx, refusal: TimerRefusal): Promise<TimerChange> {
  return ctx.effect<TimerRefusal>({ ctes: [], outcome: json(refusal) });
}

/** Makes a timer; a name is taken once per community. */
export async function insertTimer(ctx: VerbCtx, action: string, timer: Timer): Promise<TimerChange> {
  const { id, name, texts, order, schedule, target, minLines, live, jitter, enabled } = timer;
  const nextAt = await announced(ctx, timer);
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      room(ctx),
      sql`held as (select count(*) as n from ${timers} t, room where t.community_id = room.id)`,
      sql`added as (
        insert into ${timers} (id, community_id, name, texts, "order", schedule, target, min_lines, live, jitter, enabled,
          next_at, created_by)
        select ${id}::uuid, room.id, ${name}, ${json(texts)}, ${order}, ${json(schedule)}, ${jsonOrNull(target)},
          ${minLines}::integer, ${live}::text, ${jitter}::integer, ${enabled}::boolean, ${timestamp(nextAt)}, (select id from member)
        from room, held where held.n < ${MAX_TIMERS} and ${isLinked(target)}
        on conflict do nothing
        returning *)`,
    ],
    outcome: sql`jsonb_build_object('timer', (select ${listedOf(sql`added`)} from added), 'result', case
      when exists (select from added) then 'done'
      when ${named(name)} then 'exists'
      when not ${isLinked(target)} then 'no-channel'
      when (select n from held) >= ${MAX_TIMERS} then 'full'
      else 'exists' end)`,
    ...(timer.enabled ? { changesSettings: sql`exists (select from added)` } : {}),
    audit: audit(action, name, {
      happened: sql`exists (select from added)`,
      before: sql`null::jsonb`,
      after: sql`(select ${snapshotOf(sql`added`)} from added)`,
    }),
  });
  return changeOf(outcome, name);
}

/** Makes of a timer another, if it is still as it was read. What changes nothing about when it is due keeps its beat. */
export async function replaceTimer(
  ctx: VerbCtx,
  action: string,
  { was, next }: { readonly was: ListedTimer; readonly next: Timer },
): Promise<TimerChange> {
  const before = keptOf(was);
  const { name, texts, order, schedule, target, minLines, live, jitter, enabled } = next;
  const keepsBeat = enabled && was.enabled && sameSchedule(was.schedule, schedule);
  const nextAt = keepsBeat ? null : await announced(ctx, next);
  const linked = samePlace(was.target, target) ? sql`true` : isLinked(target);
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      room(ctx),
      sql`changed as (
        update ${timers} t set texts = ${json(texts)}, "order" = ${order}, schedule = ${json(schedule)},
          target = ${jsonOrNull(target)}, min_lines = ${minLines}::integer, live = ${live}::text,
          jitter = ${jitter}::integer, enabled = ${enabled}::boolean, updated_at = now()
          ${keepsBeat ? sql`` : sql`, next_at = ${timestamp(nextAt)}, leased_until = null`}
        from room where t.community_id = room.id and t.id = ${was.id}::uuid and ${snapshotOf(sql`t`)} = ${json(before)}
          and ${linked}
        returning t.*)`,
    ],
    outcome: sql`jsonb_build_object('timer', (select ${listedOf(sql`changed`)} from changed), 'result', case
      when exists (select from changed) then 'done'
      when not ${named(name)} then 'missing'
      when not ${linked} then 'no-channel'
      else 'raced' end)`,
    ...(settingOf(was) === settingOf(next) ? {} : { changesSettings: sql`exists (select from changed)` }),
    audit: audit(action, name, {
      happened: sql`(select ${snapshotOf(sql`changed`)} <> ${json(before)} from changed)`,
      before: json(before),
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    }),
  });
  return changeOf(outcome, name);
}

/** Takes a timer away; with `was`, only if it is still as it was read. */
export async function deleteTimer(
  ctx: VerbCtx,
  action: string,
  { name, was }: { readonly name: string; readonly was?: Timer },
): Promise<TimerChange> {
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      room(ctx),
      sql`removed as (
        delete from ${timers} t using room where t.community_id = room.id and t.name = ${name}
          and ${was === undefined ? sql`true` : sql`${snapshotOf(sql`t`)} = ${json(was)}`}
        returning t.*)`,
    ],
    outcome: sql`jsonb_build_object('timer', null, 'result', case
      when exists (select from removed) then 'done' when ${named(name)} then 'raced' else 'missing' end)`,
    changesSettings: sql`exists (select from removed where enabled)`,
    audit: audit(action, name, {
      happened: sql`exists (select from removed)`,
      before: sql`(select ${snapshotOf(sql`removed`)} from removed)`,
      after: sql`null::jsonb`,
    }),
  });
  return changeOf(outcome, name);
}

/** Makes a timer due this very moment. */
export async function hastenTimer(ctx: VerbCtx, name: string): Promise<TimerChange> {
  await ctx.agenda(AGENDA, ctx.now);
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      room(ctx),
      sql`hastened as (
        update ${timers} t set next_at = ${timestamp(ctx.now)}, leased_until = null
        from room where t.community_id = room.id and t.name = ${name} and t.enabled returning t.*)`,
    ],
    outcome: sql`jsonb_build_object('timer', (select ${listedOf(sql`hastened`)} from hastened), 'result', case
      when exists (select from hastened) then 'done' when ${named(name)} then 'off' else 'missing' end)`,
    audit: audit('now', name, {
      happened: sql`exists (select from hastened)`,
      before: sql`(select ${snapshotOf(sql`hastened`)} from hastened)`,
      after: sql`(select ${snapshotOf(sql`hastened`)} from hastened)`,
    }),
  });
  return changeOf(outcome, name);
}

const jsonOrNull = (target: TimerTarget | null): SQL => (target === null ? sql`null::jsonb` : json(target));
