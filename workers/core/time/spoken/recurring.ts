import type { Wall } from '../calendar.ts';
import { DAY, HOUR, MINUTE, printWall } from '../calendar.ts';
import { momentAt, wallAt } from '../offsets.ts';
import type { Recurrence } from '../recurrence.ts';
import { nextAfter, printRule } from '../recurrence.ts';
import type { Rule } from '../rule.ts';
import { isElapsed } from '../rule.ts';
import { wallOccurrences } from '../walls.ts';
import { takesAnother } from './another.ts';
import type { Clock } from './clock.ts';
import { looksLikeHour, takeClock } from './clock.ts';
import type { Day } from './day.ts';
import { takeDay } from './day.ts';
import type { End } from './ends.ts';
import { takeEnd } from './ends.ts';
import { takeSchedule, takeScheduleBehind, takeYearly } from './every.ts';
import type { Length } from './length.ts';
import { later, roughly } from './length.ts';
import { daysOfMonth, takeOnOfMonth } from './nth.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Spoken } from './resolve.ts';
import { momentOfDay, timeWithin, withinReach } from './resolve.ts';
import { takeRule } from './rule-text.ts';
import type { Schedule } from './schedule.ts';
import { takeOnOfWeek } from './weekdays.ts';

/** All that was said of a series, in any order. */
interface Said {
  readonly schedule: Schedule;
  readonly clock: Clock | null;
  readonly start: { readonly day: Day | null; readonly clock: Clock | null } | null;
  readonly end: End | null;
  /** Of a rule that was written out. */
  readonly exdates: readonly string[];
}

/** Something that recurs; null, and perhaps a refusal, where it does not. */
export const takeRecurring = (reader: Reader, spoken: Spoken): Recurrence | null =>
  reader.attempt(() => {
    const rule = takeRule(reader, spoken);
    if (reader.refusal) return null;
    if (rule && 'recurrence' in rule) return checked(reader, rule.recurrence, spoken);
    // "At 9 every day" as well as "every day at 9".
    const clock = rule ? null : takeClock(reader);
    const schedule = rule?.schedule ?? (clock ? takeScheduleBehind(reader) : takeSchedule(reader));
    if (!schedule || reader.refusal) return null;
    const exdates = rule?.exdates ?? [];
    const said = takeMore(reader, { schedule, clock, start: null, end: null, exdates }, spoken);
    if (reader.refusal) return null;
    if (!said.clock && looksLikeHour(reader))
      return reader.refuse('bare-number', { typed: reader.rest.split(/\s/)[0] ?? '' });
    if (takesAnother(reader, said.clock !== null)) return reader.refuse('two-times');
    return recurrenceOf(reader, said, spoken);
  });

const START = word(
  'starting(?:\\s+(?:on|at|from))?|beginning(?:\\s+(?:on|at))?|from|beginnend(?:\\s+(?:am|ab))?|ab|startend',
);

/** Times, days, beginnings and ends behind "every …". */
function takeMore(reader: Reader, first: Said, spoken: Spoken): Said {
  let said = first;
  while (!reader.refusal) {
    const { schedule } = said;
    const clock = said.clock ? null : takeClock(reader);
    if (clock) {
      said = { ...said, clock };
      continue;
    }
    const days = schedule.namesDays ? null : takeDays(reader, schedule.rule);
    if (days) {
      said = { ...said, schedule: days };
      continue;
    }
    const start = said.start ? null : takeStart(reader);
    if (start) {
      said = { ...said, start };
      continue;
    }
    const end = takeEnd(reader, spoken, roughly(stepOf(schedule.rule)));
    if (!end) break;
    if (said.end || schedule.rule.count !== null || schedule.rule.until) reader.refuse('two-ends');
    said = { ...said, end };
  }
  return said;
}

/** Behind `every 2 weeks`, `every month`, `every year`: on which of their days. */
function takeDays(reader: Reader, rule: Rule): Schedule | null {
  if (rule.freq === 'WEEKLY') return takeOnOfWeek(reader, rule);
  const found = reader.attempt(() => {
    if (rule.freq === 'MONTHLY') return takeOnOfMonth(reader);
    if (rule.freq !== 'YEARLY') return null;
    reader.take(ON);
    return takeYearly(reader);
  });
  return found && { ...found, rule: { ...found.rule, interval: rule.interval } };
}
const ON = word('on(?:\\s+the)?|am');

const takeStart = (reader: Reader): Said['start'] =>
  reader.attempt(() => {
    if (!reader.take(START)) return null;
    const day = takeDay(reader);
    const clock = takeClock(reader);
    return day || clock ? { day, clock } : null;
  });

function stepOf({ freq, interval }: Rule): Length {
  const one = {
    MINUTELY: { months: 0, days: 0, ms: MINUTE },
    HOURLY: { months: 0, days: 0, ms: HOUR },
    DAILY: { months: 0, days: 1, ms: 0 },
    WEEKLY: { months: 0, days: 7, ms: 0 },
    MONTHLY: { months: 1, days: 0, ms: 0 },
    YEARLY: { months: 12, days: 0, ms: 0 },
  }[freq];
  return { months: one.months * interval, days: one.days * interval, ms: one.ms * interval };
}

function recurrenceOf(reader: Reader, said: Said, spoken: Spoken): Recurrence | null {
  const place = said.clock?.place ?? said.start?.clock?.place ?? null;
  if (place && place.zone === null) return reader.refuse('zone-name');
  const there: Spoken = { ...spoken, zone: place?.zone ?? spoken.zone };
  const begin = isElapsed(said.schedule.rule) ? beginOfSteps(reader, said, there) : beginOfDays(reader, said, there);
  if (!begin) return null;
  const { wall, zone } = begin;
  const rule = printRule(withEnd(begin.rule, said.end, there.zone));
  return checked(reader, { wall: printWall(wall), zone, rule, exdates: said.exdates }, there);
}

/** It comes at all, and not only in years. */
function checked(reader: Reader, made: Recurrence, spoken: Spoken): Recurrence | null {
  const next = nextAfter(made, spoken.now);
  if (!next) return reader.refuse('never');
  return withinReach(reader, next.at, spoken) === null ? null : made;
}

function withEnd(rule: Rule, end: End | null, zone: string): Rule {
  if (!end) return rule;
  if ('count' in end) return { ...rule, count: end.count };
  const { until } = end;
  // A day has its end where it was said, whichever zone the steps are kept in.
  const isDay = until.is === 'date' && isElapsed(rule);
  return { ...rule, until: isDay ? { wall: momentAt(until.wall + DAY, zone) - 1000, is: 'utc' } : until };
}

interface Begin {
  readonly rule: Rule;
  readonly wall: Wall;
  readonly zone: string;
}

/** Steps of time begin one step from now, or when it was said. */
function beginOfSteps(reader: Reader, { schedule, clock, start }: Said, spoken: Spoken): Begin | null {
  const { rule, namesDays } = schedule;
  const { now, zone } = spoken;
  if (clock && !start) return reader.refuse('clock-of-interval');
  // A rule that names hours or minutes picks from whole ones.
  const whole = rule.freq === 'HOURLY' ? HOUR : MINUTE;
  const soon = namesDays ? Math.ceil((now + 1) / whole) * whole : Math.floor((now + stepOf(rule).ms) / 1000) * 1000;
  const at = start ? momentOfDay(reader, start.day, start.clock ?? clock, spoken) : soon;
  if (at === null) return null;
  const wall = wallAt(at, zone);
  // Of a time that clocks show twice, a wall time can only mean the first; UTC shows each once.
  return momentAt(wall, zone) === at || namesDays ? { rule, wall, zone } : { rule, wall: at, zone: 'UTC' };
}

/** A leap day is at most eight years away. */
const MAX_SEARCH = 9 * 366 * DAY;

/** Steps of the calendar begin on the first of their days that is still to come. */
function beginOfDays(reader: Reader, { schedule, start, ...said }: Said, spoken: Spoken): Begin | null {
  const { zone } = spoken;
  const clock = said.clock ?? start?.clock ?? null;
  const now = wallAt(spoken.now, zone);
  if (!clock && !start && !schedule.namesDays) {
    const first = Math.floor(later(now, stepOf(schedule.rule)) / MINUTE) * MINUTE;
    return { rule: keptOn(schedule, now), wall: first, zone };
  }
  const time = timeWithin(schedule.part, clock);
  if (time === null) return reader.refuse('no-clock');
  if (time >= DAY && schedule.rule.freq !== 'DAILY') return reader.refuse('midnight-of-day');
  const from = start ? momentOfDay(reader, start.day, clock, spoken) : spoken.now;
  if (from === null) return null;
  const begin = Math.floor(wallAt(from, zone) / DAY) * DAY + (time % DAY);
  const rule = keptOn(schedule, begin);
  const search = { start: begin, from: begin, to: begin + MAX_SEARCH };
  for (const { wall } of wallOccurrences({ ...rule, interval: 1, count: null, until: null }, search))
    if (momentAt(wall, zone) > spoken.now) return { rule, wall, zone };
  return reader.refuse('never');
}

/** Months and years that name no day keep the one on which they begin, or the last one of a month that is too short. */
function keptOn({ rule, namesDays }: Schedule, begin: Wall): Rule {
  const [month, day] = [new Date(begin).getUTCMonth() + 1, new Date(begin).getUTCDate()];
  if (namesDays || day < 29) return rule;
  if (rule.freq === 'MONTHLY') return { ...rule, ...daysOfMonth([day]) };
  return rule.freq === 'YEARLY' && month === 2 ? { ...rule, byMonth: [2], ...daysOfMonth([day]) } : rule;
}
