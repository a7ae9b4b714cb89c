import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { auditLog, timers } from '../../../db/schema/index.ts';
import { lastChangeOf } from '../../../db/states.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { TimerSchedule, TimerTarget } from '../../core/timers.ts';
import { placeRefusal, samePlace } from '../places.ts';
import { deleteTimer, hastenTimer, insertTimer, refuse, replaceTimer } from './effects.ts';
import type { ListedTimer, Timer, TimerChange, TimerRefusal } from './state.ts';
import { checked, keptOf, listedOf, timerName } from './state.ts';

/** A community's timers by name. @param after the name that the page before ended with */
export async function listTimers(
  ctx: VerbCtx,
  { name, after, limit }: { readonly name?: string; readonly after?: string; readonly limit: number },
): Promise<readonly ListedTimer[]> {
  const { rows } = await ctx.read('timer.list', (db) =>
    db.execute<{ timer: ListedTimer }>(sql`
      select ${listedOf(sql`t`)} as timer from ${timers} t
      where t.community_id = ${ctx.community.id}::uuid
        ${name === undefined ? sql`` : sql`and t.name = ${name}`} ${after === undefined ? sql`` : sql`and t.name > ${after}`}
      order by t.name limit ${limit}`),
  );
  return rows.map(({ timer }) => timer);
}

export async function findTimer(ctx: VerbCtx, typed: string): Promise<ListedTimer | null> {
  const name = timerName(typed);
  if (name === null) return null;
  const [found] = await listTimers(ctx, { name, limit: 1 });
  return found ?? null;
}

type Wished = Omit<Timer, 'id' | 'texts' | 'name' | 'schedule' | 'target'>;
const USUAL: Wished = { order: 'rotate', minLines: 0, live: null, jitter: 0, enabled: true };

export interface TimerInput extends Partial<Wished> {
  readonly name: string;
  readonly texts: readonly string[];
  readonly schedule: TimerSchedule;
  readonly target: TimerTarget | null;
}

/**
 * Adds a timer, which is due first after one interval, or when its cron expression says so.
 *
 * @param here the room that it is asked for in, where a platform's signature says so
 */
export async function addTimer(ctx: VerbCtx, input: TimerInput, here?: TimerTarget): Promise<TimerChange> {
  const name = timerName(input.name);
  if (name === null) return { result: 'bad-name', name: input.name };
  const timer = checked({ ...USUAL, ...input, name, id: uuidv7() }, ctx.now);
  if ('result' in timer) return timer;
  const refused = await placeRefusal(ctx, timer.target, here);
  if (refused) return { result: refused, name };
  return insertTimer(ctx, 'add', timer);
}

/** What is to be another schedule; a cron expression and its zone can be changed one by one. */
export type SchedulePatch =
  | { readonly every: number }
  | { readonly every?: never; readonly cron?: string; readonly zone?: string | null };

export interface TimerPatch extends Partial<Wished> {
  readonly texts?: readonly string[];
  readonly schedule?: SchedulePatch;
  readonly target?: TimerTarget | null;
}

/** Null where a zone is given to what has no use for one. */
function mergedSchedule(was: TimerSchedule, patch: SchedulePatch): TimerSchedule | null {
  if (patch.every !== undefined) return { every: patch.every };
  const held = 'cron' in was ? was : undefined;
  const cron = patch.cron ?? held?.cron;
  if (cron === undefined) return null;
  const zone = patch.zone === undefined ? held?.zone : patch.zone;
  return { cron, ...(zone ? { zone } : {}) };
}

/** Whether a timer is in another state than was seen. */
const isOther = ({ state }: ListedTimer, seen: Seen): boolean => seen !== null && !seen.includes(state);

/** That somebody was faster, and who. */
async function stale(ctx: VerbCtx, name: string): Promise<TimerRefusal> {
  const { rows } = await ctx.read('timer.changed-by', (db) =>
    db.execute<{ last: LastChange | null }>(
      sql`select ${lastChangeOf(ctx.community.id, sql`${`timer:${name}`}`)} as last`,
    ),
  );
  return { result: 'stale', name, last: rows[0]?.last ?? null };
}

/** Changes a timer to what comes of it as it is now; should somebody else change it in this moment, nothing is changed. */
async function rewrite(
  ctx: VerbCtx,
  typed: string,
  action: string,
  change: (was: Timer) => Timer | TimerRefusal | Promise<Timer | TimerRefusal>,
  seen: Seen = null,
): Promise<TimerChange> {
  const name = timerName(typed);
  if (name === null) return { result: 'missing', name: typed };
  const was = await findTimer(ctx, name);
  if (was === null) return refuse(ctx, { result: 'missing', name });
  if (isOther(was, seen)) return refuse(ctx, await stale(ctx, name));
  const next = await change(was);
  const kept = 'result' in next ? next : checked(next, ctx.now);
  return 'result' in kept ? refuse(ctx, kept) : replaceTimer(ctx, action, { was, next: kept });
}

/**
 * Changes what is given of a timer.
 *
 * @param here the room that it is asked for in, where a platform's signature says so
 */
export const changeTimer = (
  ctx: VerbCtx,
  name: string,
  { schedule, ...patch }: TimerPatch,
  {
    action = 'edit',
    here,
    seen = null,
  }: { readonly action?: string; readonly here?: TimerTarget; readonly seen?: Seen } = {},
): Promise<TimerChange> =>
  rewrite(
    ctx,
    name,
    action,
    async (was) => {
      const merged = schedule === undefined ? was.schedule : mergedSchedule(was.schedule, schedule);
      if (merged === null) return { result: 'zone-without-cron', name: was.name };
      const next = { ...was, ...patch, schedule: merged };
      // Where it speaks already is not asked about again: a room that is gone is lost by no other change.
      const refused = samePlace(next.target, was.target) ? null : await placeRefusal(ctx, next.target, here);
      return refused ? { result: refused, name: was.name } : next;
    },
    seen,
  );

/** Gives a timer one more text. */
export const addText = (ctx: VerbCtx, name: string, text: string): Promise<TimerChange> =>
  rewrite(ctx, name, 'edit', (was) => ({ ...was, texts: [...was.texts, text] }));

/** Takes one of several texts away, by its number from 1. */
export const removeText = (ctx: VerbCtx, name: string, number: number): Promise<TimerChange> =>
  rewrite(ctx, name, 'edit', (was) => {
    if (was.texts[number - 1] === undefined) return { result: 'bad-number', name: was.name };
    if (was.texts.length === 1) return { result: 'last-text', name: was.name };
    return { ...was, texts: was.texts.toSpliced(number - 1, 1) };
  });

/** Switches a timer on, from when its interval counts, or off. */
export const switchTimer = (ctx: VerbCtx, name: string, enabled: boolean): Promise<TimerChange> =>
  changeTimer(ctx, name, { enabled }, { action: enabled ? 'on' : 'off' });

/** Makes a timer due now: it speaks within a minute, if it may, and its interval counts from then. */
export async function sayNow(ctx: VerbCtx, typed: string): Promise<TimerChange> {
  const name = timerName(typed);
  return name === null ? { result: 'missing', name: typed } : hastenTimer(ctx, name);
}

export async function removeTimer(ctx: VerbCtx, typed: string, seen: Seen = null): Promise<TimerChange> {
  const name = timerName(typed);
  if (name === null) return { result: 'missing', name: typed };
  if (seen === null) return deleteTimer(ctx, 'remove', { name });
  const was = await findTimer(ctx, name);
  if (was === null) return refuse(ctx, { result: 'missing', name });
  return isOther(was, seen)
    ? refuse(ctx, await stale(ctx, name))
    : deleteTimer(ctx, 'remove', { name, was: keptOf(was) });
}

/**
 * Takes the last change of a timer back, an undo as well: done twice, everything is as it was.
 * @param line the audit log's line that is to be taken back; another one that is newer stays, and so does everything
 */
export async function undoTimer(
  ctx: VerbCtx,
  typed: string,
  seen: Seen = null,
  line: string | null = null,
): Promise<TimerChange> {
  const name = timerName(typed);
  if (name === null) return { result: 'nothing', name: typed };
  const [last, current] = await Promise.all([lastChange(ctx, name), findTimer(ctx, name)]);
  if (!last || (line !== null && last.id !== line)) return refuse(ctx, { result: 'nothing', name });
  if (current === null ? seen !== null : isOther(current, seen)) return refuse(ctx, await stale(ctx, name));
  if (last.before === null) {
    if (current === null) return refuse(ctx, { result: 'nothing', name });
    return deleteTimer(ctx, 'undo', { name, was: keptOf(current) });
  }
  if (current === null) return insertTimer(ctx, 'undo', last.before);
  return replaceTimer(ctx, 'undo', { was: current, next: { ...last.before, id: current.id } });
}

/** Whether a line of the audit log tells of a change of a timer; that it was hastened is none. */
export const isOfTimer = (typed: string): SQL =>
  sql`${auditLog.target} = ${`timer:${timerName(typed) ?? ''}`} and ${auditLog.action} <> 'timer.now'`;

/** The last change that there is anything to take back of. */
async function lastChange(
  ctx: VerbCtx,
  name: string,
): Promise<{ readonly id: string; readonly before: Timer | null } | undefined> {
  const { rows } = await ctx.read('timer.last-change', (db) =>
    db.execute<{ id: string; before: Timer | null }>(sql`
      select id, before from ${auditLog}
      where community_id = ${ctx.community.id}::uuid and target = ${`timer:${name}`} and action <> 'timer.now'
      order by id desc limit 1`),
  );
  return rows[0];
}
