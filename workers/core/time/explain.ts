import type { Language } from '../words.ts';
import type { Wall } from './calendar.ts';
import { DAY, HOUR, MINUTE, readStamp } from './calendar.ts';
import { describeInFull } from './describe.ts';
import { listed, nameClock, nameDate } from './names.ts';
import { momentAt, wallAt } from './offsets.ts';
import { readRule } from './parse-rule.ts';
import type { Recurrence } from './recurrence.ts';
import type { Rule } from './rule.ts';
import { isElapsed } from './rule.ts';
import { timesOf } from './walls.ts';

/** What is to be known of a series besides when it comes. */
export interface Note {
  /**
   * `skipped`: the clocks leave its time out, `twice`: they show it twice, `left-out`: a person took times out, `short-months`: not
   * every month (or year) has its day, `hours-pass`: it counts hours, whatever the clocks do.
   */
  readonly is: 'skipped' | 'twice' | 'left-out' | 'short-months' | 'hours-pass';
  readonly words: string;
}

export interface Explained {
  /** `every 2 weeks on Friday at 17:00, Europe/Berlin, 5 times`. */
  readonly words: string;
  readonly notes: readonly Note[];
}

/** Times of a day that are looked at for what the clocks do to them: nobody needs to read of more. */
const MOST_TIMES = 24;
/** Times left out that are told by name. */
const MOST_LEFT_OUT = 5;
/** How far clocks are turned back: Lord Howe by half an hour, Troll by two. */
const TURNED_BACK = [30 * MINUTE, HOUR, 2 * HOUR];

const WORDS = {
  en: {
    and: 'and',
    skipped: (date: string, wanted: string, shown: string) =>
      `On ${date} the clocks skip ${wanted}: it comes at ${shown}.`,
    twice: (date: string, clock: string) =>
      `On ${date} the clocks show ${clock} twice: it comes the first time, and not again.`,
    leftOut: (dates: string) => `Left out: ${dates}.`,
    more: (count: number) => `${count} more`,
    shortMonth: (day: number) => `Months without a ${day}${day === 31 ? 'st' : 'th'} are passed over.`,
    leapDay: 'It comes in leap years only.',
    hoursPass:
      'It counts the time that passes: when the clocks are changed, it comes an hour earlier or later by the clock.',
  },
  de: {
    and: 'und',
    skipped: (date: string, wanted: string, shown: string) =>
      `Am ${date} überspringen die Uhren ${wanted}: sie kommt um ${shown}.`,
    twice: (date: string, clock: string) =>
      `Am ${date} zeigen die Uhren ${clock} zweimal: sie kommt beim ersten Mal und kein zweites.`,
    leftOut: (dates: string) => `Ausgelassen: ${dates}.`,
    more: (count: number) => `${count} weitere`,
    shortMonth: (day: number) => `Monate ohne einen ${day}. werden übersprungen.`,
    leapDay: 'Sie kommt nur in Schaltjahren.',
    hoursPass:
      'Sie zählt die Zeit, die vergeht: Wenn die Uhren umgestellt werden, kommt sie nach der Uhr eine Stunde früher oder später.',
  },
} as const;

/**
 * A series in words, with what its zone's clocks do to the times that come next.
 *
 * @param next those times, ms since epoch
 * @param now ms since epoch; what was left out before it is past
 */
export function explain(
  recurrence: Recurrence,
  { next, now, language }: { readonly next: readonly number[]; readonly now: number; readonly language: Language },
): Explained {
  const words = describeInFull(recurrence, language);
  const read = readRule(recurrence.rule, language);
  const start = readStamp(recurrence.wall)?.wall;
  if (!read.ok || start === undefined) return { words, notes: [] };
  const { rule } = read;
  const ofClocks = isElapsed(rule)
    ? hoursPassing(rule, language)
    : next.flatMap((at) => clockNotes(at, recurrence.zone, timesOf(rule, start), language));
  return { words, notes: [...shortMonths(rule, language), ...ofClocks, ...leftOut(recurrence, now, language)] };
}

const hoursPassing = ({ interval, freq }: Rule, language: Language): readonly Note[] =>
  freq === 'HOURLY' && interval > 1 ? [{ is: 'hours-pass', words: WORDS[language].hoursPass }] : [];

/** What the clocks do at one time of a series. */
function clockNotes(at: number, zone: string, times: readonly number[], language: Language): readonly Note[] {
  if (times.length > MOST_TIMES) return [];
  const words = WORDS[language];
  const shown = wallAt(at, zone);
  const wanted = skippedFor(at, shown, zone, times);
  if (wanted !== undefined)
    return [
      {
        is: 'skipped',
        words: words.skipped(nameDate(wanted, language), nameClock(wanted), momentOf(wanted, shown, language)),
      },
    ];
  const isTwice = TURNED_BACK.some((by) => wallAt(at + by, zone) === shown);
  return isTwice ? [{ is: 'twice', words: words.twice(nameDate(shown, language), nameClock(shown)) }] : [];
}

/** The time that a rule names, where the clocks of that day show another one when it comes. */
function skippedFor(at: number, shown: Wall, zone: string, times: readonly number[]): Wall | undefined {
  const day = Math.floor(shown / DAY) * DAY;
  // A zone may leave out a whole day.
  return [day, day - DAY]
    .flatMap((from) => times.map((time) => from + time))
    .find((wall) => wall < shown && shown - wall <= DAY && momentAt(wall, zone) === at);
}

/** The clock alone, where the day is the same. */
const momentOf = (wanted: Wall, shown: Wall, language: Language): string =>
  Math.floor(wanted / DAY) === Math.floor(shown / DAY)
    ? nameClock(shown)
    : `${nameClock(shown)}, ${nameDate(shown, language)}`;

/** Days that are not in every month, where the rule does not say what then. */
function shortMonths({ freq, byMonth, byMonthDay, bySetPos }: Rule, language: Language): readonly Note[] {
  const [day = 0] = byMonthDay;
  if (byMonthDay.length !== 1 || day < 29 || bySetPos.length > 0) return [];
  const words = WORDS[language];
  if (byMonth.length === 0 && freq === 'MONTHLY') return [{ is: 'short-months', words: words.shortMonth(day) }];
  const isLeapDay = byMonth.length === 1 && byMonth[0] === 2 && day === 29;
  return isLeapDay ? [{ is: 'short-months', words: words.leapDay }] : [];
}

/** What a person took out of what is still to come. */
function leftOut({ exdates, zone }: Recurrence, now: number, language: Language): readonly Note[] {
  const words = WORDS[language];
  const wallNow = wallAt(now, zone);
  const walls = exdates
    .flatMap((exdate) => {
      const stamp = readStamp(exdate);
      if (!stamp) return [];
      const wall = stamp.is === 'utc' ? wallAt(stamp.wall, zone) : stamp.wall;
      return wall + (stamp.is === 'date' ? DAY : 0) > wallNow ? [{ wall, isDay: stamp.is === 'date' }] : [];
    })
    .sort((a, b) => a.wall - b.wall);
  if (walls.length === 0) return [];
  const named = walls
    .slice(0, MOST_LEFT_OUT)
    .map(({ wall, isDay }) => `${nameDate(wall, language)}${isDay ? '' : `, ${nameClock(wall)}`}`);
  const rest = walls.length - named.length;
  const dates = rest > 0 ? `${named.join('; ')} ${words.and} ${words.more(rest)}` : separated(named, words.and);
  return [{ is: 'left-out', words: words.leftOut(dates) }];
}

/** Dates hold commas of their own. */
const separated = (dates: readonly string[], and: string): string =>
  dates.length > 2 ? dates.join('; ') : listed(dates, and);
