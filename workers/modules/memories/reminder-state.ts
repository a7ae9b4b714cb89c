import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { accounts, channels, members, moduleSettings } from '../../../db/schema/index.ts';
import { stateOf } from '../../../db/states.ts';
import { personOf } from '../../core/actors.ts';
import type { LastChange } from '../../core/if-match.ts';
import { atLeast } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { ReminderTarget } from '../../core/reminders.ts';
import { codePoints, stripInvisibleEnd, stripInvisibleStart } from '../../core/text.ts';
import type { Recurrence } from '../../core/time/recurrence.ts';

/** The kind of due work, and how long before a reminder is due it is looked for, ms: whoever looks does so once a minute. */
export const AGENDA = 'reminders';
export const LOOK_AHEAD_MS = 60_000;
/** Longest text, in code points. */
export const MAX_TEXT = 500;
/** Largest number that is asked for: Postgres keeps them as integers. */
export const MAX_NUMBER = 2_147_483_647;

export const isNumber = (number: number): boolean => Number.isInteger(number) && number > 0 && number <= MAX_NUMBER;

/** Open reminders of one person, where the community did not set it. */
export const MOST_OPEN = z.int().min(1).max(500).default(50);

export const REMINDER_STATUSES = ['open', 'done', 'cancelled', 'missed'] as const;
export type ReminderStatus = (typeof REMINDER_STATUSES)[number];

/** A reminder as its owner has it. Times are ms since epoch. */
export interface Reminder {
  readonly number: number;
  readonly text: string;
  readonly target: ReminderTarget;
  readonly deliverer: 'bot' | 'external';
  readonly recurrence: Recurrence | null;
  /** IANA zone in which it was set. */
  readonly zone: string;
  readonly nextAt: number | null;
  readonly fired: number;
  readonly status: ReminderStatus;
  /** `platform:id` of whose it is, and how they are called. */
  readonly owner: string;
  readonly ownerName: string;
  /** Whether its last change can be taken back. */
  readonly undoable: boolean;
  readonly createdAt: number;
  /** When somebody changed it last. */
  readonly updatedAt: number;
  /** Names it as it is; another one after every change by somebody. */
  readonly state: string;
}

/** Why nothing came of a change. */
export type ReminderRefusal =
  | {
      readonly result:
        | 'missing'
        | 'not-yours'
        | 'over'
        | 'cancelled'
        | 'once'
        | 'raced'
        | 'no-channel'
        | 'foreign-room'
        | 'empty'
        | 'none-fired'
        | 'unchanged'
        | 'passed';
      readonly number: number;
    }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly number: number; readonly last: LastChange }
  | { readonly result: 'full'; readonly number: number; readonly most: number }
  | { readonly result: 'too-long'; readonly number: number; readonly length: number };

export type ReminderChange = { readonly result: 'done'; readonly reminder: Reminder } | ReminderRefusal;

/** A text in the form in which it is kept, or what is wrong with it. */
export function checkedText(typed: string, number = 0): { readonly text: string } | ReminderRefusal {
  // Neither NUL nor half of a surrogate pair can be kept by Postgres, and chat shows none of it.
  const text = stripInvisibleEnd(stripInvisibleStart(typed.replaceAll('\u0000', '').toWellFormed()));
  if (text === '') return { result: 'empty', number };
  const length = codePoints(text);
  return length > MAX_TEXT ? { result: 'too-long', number, length } : { text };
}

export const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`;
export const jsonOrNull = (value: unknown): SQL => (value === null ? sql`null::jsonb` : json(value));
export const timestamp = (at: number | null): SQL =>
  sql`${at === null ? null : new Date(at).toISOString()}::timestamptz`;
export const room = (ctx: VerbCtx): SQL => sql`room as (select ${ctx.community.id}::uuid as id)`;
export const ms = (time: SQL): SQL => sql`round(extract(epoch from ${time}) * 1000)::bigint`;

/** Whose it is as jsonb: the account behind a row's member. */
const ownerOf = (row: SQL): SQL =>
  sql`(select ${namedOwner(sql`a`)} from ${members} m join ${accounts} a on a.id = m.account_id where m.id = ${row}.member_id)`;

/** The same, over an account's row. */
export const namedOwner = (account: SQL): SQL =>
  sql`jsonb_build_object('owner', ${account}.platform || ':' || ${account}.platform_id,
    'ownerName', coalesce(nullif(${account}.display_name, ''), ${account}.login))`;

/** A `Reminder` as jsonb; `row` names the table or cte it is read from. */
export const reminderOf = (row: SQL, owner: SQL = ownerOf(row)): SQL =>
  sql`jsonb_build_object('number', ${row}.number, 'text', ${row}.text, 'target', ${row}.target, 'deliverer', ${row}.deliverer,
    'recurrence', ${row}.recurrence, 'zone', ${row}.zone, 'nextAt', ${ms(sql`${row}.next_at`)}, 'fired', ${row}.fired,
    'status', ${row}.status, 'undoable', ${row}.undo is not null, 'createdAt', ${ms(sql`${row}.created_at`)},
    'updatedAt', ${ms(sql`${row}.updated_at`)}, 'state', ${stateOf(row)}) || ${owner}`;

/** Whether the actor has a say in everybody's reminders here: moderators, and programs that speak for nobody. */
export function rulesAll({ actor }: VerbCtx): boolean {
  const person = personOf(actor);
  return person === null ? actor.kind !== 'system' : atLeast(person.level, 'moderator');
}

/** The cte `setting (most)`: how many open reminders one person may have. */
export const setting = (): SQL =>
  sql`setting as (
    select coalesce((
      select least(500, greatest(1, (s.value ->> 'remindersPerPerson')::numeric::integer)) from ${moduleSettings} s, room
      where s.community_id = room.id and s.module = 'memories'
        and s.value ->> 'remindersPerPerson' ~ '^[0-9]{1,4}$'), ${MOST_OPEN.parse(undefined)}::integer) as most)`;

/** Whether a target's channel is linked to the community of the cte `room`. */
export const isLinked = ({ channel }: ReminderTarget): SQL =>
  sql`exists (select from ${channels} c, room where c.community_id = room.id and c.platform || ':' || c.platform_id = ${channel})`;
