import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { reminderFirings, reminders } from '../../../db/schema/index.ts';
import type { Actor } from '../../core/actors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { Reminder } from './reminder-state.ts';
import { MAX_NUMBER, reminderOf, room } from './reminder-state.ts';

/** A time at which a reminder of an outside deliverer was due, and that it has not told to be sent. */
export interface Waiting {
  /** Names this time: what `sent` is told. */
  readonly id: string;
  readonly dueAt: number;
  readonly reminder: Reminder;
}

/** Where a page ended: when it was due, ms, and the reminder's number. */
export const POSITION = z.tuple([z.int().min(0), z.int().min(0).max(MAX_NUMBER)]);
export type Position = z.infer<typeof POSITION>;

/** `<community>.<number>.<ms since epoch>`. */
const FIRING = /^([0-9a-f-]{36})\.(\d{1,9})\.(\d{1,14})$/;

export interface FiringId {
  readonly community: string;
  readonly number: number;
  readonly dueAt: number;
}

export function readFiring(id: string): FiringId | null {
  const [, community, number, dueAt] = FIRING.exec(id) ?? [];
  if (community === undefined || !z.guid().safeParse(community).success) return null;
  return { community, number: Number(number), dueAt: Number(dueAt) };
}

/** What is due and waits for its outside deliverer, the oldest first. */
export async function waitingFirings(
  ctx: VerbCtx,
  { after, limit }: { readonly after?: Position; readonly limit: number },
): Promise<readonly Waiting[]> {
  const behind = after ? sql`and (f.due_at, r.number) > (${after[0]}::bigint, ${after[1]}::integer)` : sql``;
  const { rows } = await ctx.read('reminder.waiting', (db) =>
    db.execute<{ waiting: Omit<Waiting, 'id'> }>(sql`
      select jsonb_build_object('dueAt', f.due_at, 'reminder', ${reminderOf(sql`r`)}) as waiting
      from ${reminders} r join ${reminderFirings} f on f.reminder_id = r.id
      where r.community_id = ${ctx.community.id}::uuid and r.deliverer = 'external' and f.status = 'waiting'
        and f.due_at <= ${ctx.now}::bigint ${behind}
      order by f.due_at, r.number limit ${limit}`),
  );
  return rows.map(({ waiting }) => ({
    ...waiting,
    id: `${ctx.community.id}.${waiting.reminder.number}.${waiting.dueAt}`,
  }));
}

/** Whose acknowledgement it is; people spoken for do not matter, the program has sent it. */
const delivererOf = (actor: Actor): string =>
  actor.kind === 'key' ? `external:key:${actor.id}` : `external:${actor.kind}`;

/**
 * Notes that an outside deliverer has sent what was due; told twice by the same one, it changes nothing.
 *
 * @returns `other` where another one had sent it, `missing` where nothing waits under that id
 */
export async function acknowledgeFiring(
  ctx: VerbCtx,
  { number, dueAt }: FiringId,
): Promise<'done' | 'other' | 'missing'> {
  const by = delivererOf(ctx.actor);
  return ctx.effect<'done' | 'other' | 'missing'>({
    alone: true,
    ctes: [
      room(ctx),
      sql`held as (
        select f.* from ${reminderFirings} f join ${reminders} r on r.id = f.reminder_id, room
        where r.community_id = room.id and r.number = ${number}::integer and f.due_at = ${dueAt}::bigint
          and r.deliverer = 'external' and f.status in ('waiting', 'sent'))`,
      sql`sent as (
        update ${reminderFirings} f set status = 'sent', delivery_id = ${by} from held
        where f.reminder_id = held.reminder_id and f.due_at = held.due_at and f.status = 'waiting' returning f.due_at)`,
    ],
    outcome: sql`to_jsonb(case
      when exists (select from sent) then 'done'
      when exists (select from held where delivery_id = ${by}) then 'done'
      when exists (select from held) then 'other' else 'missing' end)`,
  });
}
