import { printWall, readStamp } from '../../core/time/calendar.ts';
import { momentAt, wallAt } from '../../core/time/offsets.ts';
import type { Recurrence } from '../../core/time/recurrence.ts';
import { checkRecurrence, nextAfter, parseRule, printRule } from '../../core/time/recurrence.ts';
import { parseWhen } from '../../core/time/spoken.ts';
import type { Language } from '../../core/words.ts';
import { speak } from '../../core/words.ts';
import type { Schedule } from './reminder-schedule.ts';
import { reminderWords } from './reminder-words.ts';

/** Nobody waits longer for a single time, ms: 100 years, as long as a series may take to its next. */
const MOST_AHEAD_MS = 100 * 366 * 86_400_000;

export type ScheduleRead =
  | {
      readonly ok: true;
      readonly schedule: Schedule;
      /** What else was said. */
      readonly rest: string;
    }
  | { readonly ok: false; readonly message: string };

export interface Asked {
  /** ms since epoch: what "in 5 minutes" counts from. */
  readonly now: number;
  /** IANA zone in which times are meant that name none. */
  readonly zone: string;
  readonly language: Language;
}

const refuse = (key: string, { language }: Asked, values: Readonly<Record<string, string>> = {}) =>
  ({ ok: false, message: speak(reminderWords, language)(key, values) }) as const;

function once(at: number, asked: Asked, rest = ''): ScheduleRead {
  if (at <= asked.now) return refuse('remind.past', asked);
  if (at - asked.now > MOST_AHEAD_MS) return refuse('remind.far', asked);
  return { ok: true, schedule: { at, recurrence: null, zone: asked.zone }, rest };
}

function recurring(recurrence: Recurrence, asked: Asked, rest = ''): ScheduleRead {
  const checked = checkRecurrence(recurrence, asked.language);
  if (!checked.ok) return checked;
  const next = nextAfter(recurrence, asked.now);
  if (next === null) return refuse('remind.over-already', asked);
  return { ok: true, schedule: { at: next.at, recurrence, zone: recurrence.zone }, rest };
}

/** A time as people say it, with what else they said. */
export function readSpoken(text: string, asked: Asked): ScheduleRead {
  const read = parseWhen(text, asked);
  if (!read.ok) return { ok: false, message: read.message };
  const { when, rest } = read;
  return when.kind === 'once' ? once(when.at, asked, rest) : recurring(when.recurrence, asked, rest);
}

const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?$/i;

/** A moment by an ISO 8601 date and time; without an offset, as the zone's clocks show it. Null for what is none. */
export function momentIn(typed: string, zone: string): number | null {
  const [, day, time, seconds = ':00', offset] = ISO.exec(typed.trim()) ?? [];
  const stamp = readStamp(`${day}T${time}${seconds}`);
  if (!stamp) return null;
  if (offset === undefined) return momentAt(stamp.wall, zone);
  const at = Date.parse(`${printWall(stamp.wall)}${offset.toUpperCase()}`);
  return Number.isNaN(at) ? null : at;
}

/** A single moment by ISO 8601. */
export function readAt(typed: string, asked: Asked): ScheduleRead {
  const at = momentIn(typed, asked.zone);
  return at === null ? refuse('remind.bad-at', asked, { typed: typed.slice(0, 60) }) : once(at, asked);
}

/**
 * A recurrence rule (RFC 5545) and its first day. DTSTART may be in the rule itself; without any the series begins now. UNTIL,
 * COUNT and EXDATE are kept as they are.
 */
export function readRecurring(rrule: string, start: string | undefined, asked: Asked): ScheduleRead {
  const read = parseRule(rrule, asked.language);
  if (!read.ok) return read;
  const zone = read.start?.zone ?? asked.zone;
  const begins = start === undefined ? null : momentIn(start, zone);
  if (start !== undefined && begins === null) return refuse('remind.bad-at', asked, { typed: start.slice(0, 60) });
  const wall =
    begins === null ? (read.start?.wall ?? printWall(wallAt(asked.now, zone))) : printWall(wallAt(begins, zone));
  return recurring({ wall, zone, rule: printRule(read.rule), exdates: read.exdates }, asked);
}
