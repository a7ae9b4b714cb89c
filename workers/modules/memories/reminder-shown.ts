import { utcOf, wallTime } from '../../core/templates/time/zones.ts';
import { nameClock, nameShortDate } from '../../core/time/names.ts';
import { describe } from '../../core/time/spoken.ts';
import type { Language, Say } from '../../core/words.ts';
import type { Schedule } from './reminder-schedule.ts';
import { upcoming } from './reminder-schedule.ts';

/** How many of the next times of a series are told. */
const NEXT = 3;

/** How a moment is told: whose words, and what "tomorrow" counts from, ms since epoch. */
export interface Telling {
  readonly language: Language;
  readonly now: number;
}

/** `Mon 30 Nov 09:00`, with the year where it is another one. */
export function dateInWords(at: number, zone: string, { language, now }: Telling): string {
  const wall = utcOf(wallTime(at, zone));
  return `${nameShortDate(wall, wallTime(now, zone).year, language)} ${nameClock(wall)}`;
}

/** What a zone's clocks show, `18:00`. */
export const clockIn = (zone: string, at: number): string => nameClock(utcOf(wallTime(at, zone)));

/** The next times of a series. */
export const nextInWords = (schedule: Schedule, telling: Telling): string =>
  upcoming(schedule, NEXT)
    .map((at) => dateInWords(at, schedule.zone, telling))
    .join(', ');

/** `tomorrow at 18:00 (Fri 27 Nov, Europe/Berlin), in 23 h`; of a series how it goes, and its next times. */
export function scheduleInWords(schedule: Schedule, telling: Telling, say: Say): string {
  const { at, recurrence, zone } = schedule;
  if (recurrence === null) return describe({ kind: 'once', at }, { ...telling, zone });
  const when = describe({ kind: 'recurring', recurrence }, { ...telling, zone });
  return say('remind.series', { when, next: nextInWords(schedule, telling), zone });
}
