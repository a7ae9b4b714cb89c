import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { channels } from '../../../db/schema/index.ts';
import { stateOf } from '../../../db/states.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import type { LastChange } from '../../core/if-match.ts';
import { isZone } from '../../core/templates/time/zones.ts';
import { codePoints, stripInvisibleEnd, stripInvisibleStart } from '../../core/text.ts';
import type { TimerSchedule, TimerTarget } from '../../core/timers.ts';
import { MAX_CRON, MAX_EVERY, nextOf, readCron } from './schedule.ts';

/** Timers of one community. */
export const MAX_TIMERS = 50;
export const MAX_TEXTS = 10;
/** Longest text, in code points. */
export const MAX_TEXT = 500;
/** Most lines of people that a timer may wait for. */
export const MAX_LINES = 1_000;
/** Longest delay by chance, s. */
export const MAX_JITTER = 300;

/** What may be set on a timer. */
export const timerOptions = z.strictObject({
  order: z.enum(['rotate', 'random']).describe('Which of several texts is next.'),
  minLines: z
    .int()
    .min(0)
    .max(MAX_LINES)
    .describe('Lines of people in the channel since it last spoke there; with fewer it stays silent.'),
  live: z
    .enum(['live', 'offline'])
    .nullable()
    .describe('Only while the channel is live, or only while it is not; null: always. Discord and Slack are neither.'),
  jitter: z.int().min(0).max(MAX_JITTER).describe('It speaks up to so many seconds later than it is due, by chance.'),
  enabled: z.boolean(),
});

const interval = z.strictObject({ every: z.int().min(1).max(MAX_EVERY).describe('Minutes.') });
const cron = z.strictObject({
  cron: z.string().max(MAX_CRON).describe('Five fields, as crontab(5) has them: `0 18 * * 5`.'),
  zone: z
    .string()
    .max(64)
    .refine(isZone, 'is no time zone of the IANA list, as Europe/Berlin is one')
    .optional()
    .describe('IANA time zone, as `Europe/Berlin`; the community’s where none is given.'),
});
export const timerSchedule = z.union([interval, cron]);

/** A timer as its editors and the audit log have it. */
export interface Timer extends z.infer<typeof timerOptions> {
  readonly id: string;
  readonly name: string;
  readonly texts: readonly string[];
  readonly schedule: TimerSchedule;
  /** Null: every channel of the community that has but one room. */
  readonly target: TimerTarget | null;
}

export interface ListedTimer extends Timer {
  /** When it is due next, ms since epoch; null where it is off, or not planned yet. */
  readonly nextAt: number | null;
  /** Named anew by every change. */
  readonly state: string;
}

/** A timer without what is only listed of it. */
export function keptOf({ nextAt: _, state: __, ...timer }: ListedTimer): Timer {
  return timer;
}

/** Why a timer cannot be as it was asked for. */
export type TimerRefusal =
  | {
      readonly result:
        | 'exists'
        | 'missing'
        | 'full'
        | 'bad-name'
        | 'empty'
        | 'many-texts'
        | 'last-text'
        | 'bad-number'
        | 'bad-every'
        | 'bad-cron'
        | 'never'
        | 'bad-zone'
        | 'zone-without-cron'
        | 'no-channel'
        | 'foreign-room'
        | 'off'
        | 'nothing'
        | 'raced';
      readonly name: string;
    }
  | { readonly result: 'too-long'; readonly name: string; readonly length: number }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

export type TimerChange =
  | {
      readonly result: 'done';
      readonly name: string;
      /** As it is now; null where it is not there any more. */
      readonly timer: ListedTimer | null;
    }
  | TimerRefusal;

/** A timer's name in its one form, or null where it cannot be one. */
export function timerName(typed: string): string | null {
  const name = normaliseName(typed);
  return isCommandName(name) ? name : null;
}

const isSeen = (text: string): boolean => stripInvisibleEnd(stripInvisibleStart(text)) !== '';

function textRefusal({ name, texts }: Pick<Timer, 'name' | 'texts'>): TimerRefusal | null {
  if (texts.length === 0 || !texts.every(isSeen)) return { result: 'empty', name };
  if (texts.length > MAX_TEXTS) return { result: 'many-texts', name };
  const length = Math.max(...texts.map(codePoints));
  return length > MAX_TEXT ? { result: 'too-long', name, length } : null;
}

/** A schedule in the form in which it is kept, or what is wrong with it. */
export function scheduleIn(
  { name, schedule }: Pick<Timer, 'name' | 'schedule'>,
  now: number,
): TimerSchedule | TimerRefusal {
  if ('every' in schedule) return interval.safeParse(schedule).success ? schedule : { result: 'bad-every', name };
  const { zone } = schedule;
  if (zone !== undefined && !isZone(zone)) return { result: 'bad-zone', name };
  const read = readCron(schedule.cron, now);
  return 'fault' in read ? { result: read.fault, name } : { ...schedule, ...read };
}

/** A timer in the form in which it is kept, or what is wrong with it. */
export function checked<T extends Omit<Timer, 'id'>>(timer: T, now: number): T | TimerRefusal {
  const trimmed = { ...timer, texts: timer.texts.map((text) => text.trim()) };
  const refused = textRefusal(trimmed);
  if (refused) return refused;
  const schedule = scheduleIn(timer, now);
  return 'result' in schedule ? schedule : { ...trimmed, schedule };
}

export const sameSchedule = (one: TimerSchedule, other: TimerSchedule): boolean =>
  'every' in one
    ? 'every' in other && one.every === other.every
    : 'cron' in other && one.cron === other.cron && one.zone === other.zone;

/** When a timer that begins now is due first, ms since epoch. */
export const firstOf = (schedule: TimerSchedule, now: number, zone: string): number | null =>
  nextOf(schedule, { after: now, beat: now, zone });

/** What Channels have to know of a timer: where it speaks, and whether it asks how much people wrote there. */
export const settingOf = ({ enabled, minLines, target }: Timer): string =>
  enabled ? `${minLines > 0 ? 'counting' : 'speaking'} ${target?.channel ?? 'everywhere'}` : 'off';

/** A `Timer` as jsonb; `row` names the table or cte it is read from. */
export const snapshotOf = (row: SQL): SQL =>
  sql`jsonb_build_object('id', ${row}.id, 'name', ${row}.name, 'texts', ${row}.texts, 'order', ${row}."order",
    'schedule', ${row}.schedule, 'target', ${row}.target, 'minLines', ${row}.min_lines, 'live', ${row}.live,
    'jitter', ${row}.jitter, 'enabled', ${row}.enabled)`;

/** A `ListedTimer` as jsonb. */
export const listedOf = (row: SQL): SQL =>
  sql`${snapshotOf(row)} || jsonb_build_object('nextAt', (extract(epoch from ${row}.next_at) * 1000)::bigint,
    'state', ${stateOf(row)})`;

/** Whether a target's channel is linked to the community of the cte `room`. */
export const isLinked = (target: TimerTarget | null): SQL =>
  target === null
    ? sql`true`
    : sql`exists (select from ${channels} c, room
        where c.community_id = room.id and c.platform || ':' || c.platform_id = ${target.channel})`;
