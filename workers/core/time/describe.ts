import { printDuration } from '../durations.ts';
import type { Language } from '../words.ts';
import type { Wall } from './calendar.ts';
import { DAY, readStamp } from './calendar.ts';
import { withDaysOf } from './days.ts';
import { listed, nameClock, nameDate, nameShortDate } from './names.ts';
import { wallAt } from './offsets.ts';
import { readRule } from './parse-rule.ts';
import type { Recurrence } from './recurrence.ts';
import type { Rule } from './rule.ts';
import { isElapsed, printRule } from './rule.ts';
import { daysInWords, stepsInWords } from './rule-in-words.ts';
import { partsInWords } from './rule-parts-in-words.ts';
import { timesOf } from './walls.ts';

export interface Telling {
  /** IANA; the zone of those who read it. */
  readonly zone: string;
  readonly language: Language;
  /** ms since epoch; what "tomorrow" counts from. */
  readonly now: number;
}

const WORDS = {
  en: {
    today: 'today',
    tomorrow: 'tomorrow',
    on: 'on',
    at: 'at',
    and: 'and',
    times: (count: number) => (count === 1 ? 'once' : `${count} times`),
    until: 'until',
    rule: (rule: string, start: string) => `by the rule ${rule} from ${start} on`,
  },
  de: {
    today: 'heute',
    tomorrow: 'morgen',
    on: 'am',
    at: 'um',
    and: 'und',
    times: (count: number) => `${count}-mal`,
    until: 'bis',
    rule: (rule: string, start: string) => `nach der Regel ${rule} ab ${start}`,
  },
} as const;

/** `in 3 h`, `3 h ago`; the two largest units. */
export function fromNow(at: number, now: number, language: Language): string {
  const length = printDuration(Math.abs(at - now) / 1000);
  if (at >= now) return `in ${length}`;
  return language === 'de' ? `vor ${length}` : `${length} ago`;
}

/** `tomorrow at 18:00 (Fri 27 Nov, Europe/Berlin), in 1 d 5 h`; `on Thu 24 Dec at 18:00 (Europe/Berlin), in 28 d 5 h`. */
export function describeOnce(at: number, { zone, language, now }: Telling): string {
  const words = WORDS[language];
  const [wall, wallNow] = [wallAt(at, zone), wallAt(now, zone)];
  const date = nameShortDate(wall, new Date(wallNow).getUTCFullYear(), language);
  const days = Math.floor(wall / DAY) - Math.floor(wallNow / DAY);
  const time = `${words.at} ${nameClock(wall)}`;
  const near = days === 0 ? words.today : days === 1 ? words.tomorrow : null;
  const when = near ? `${near} ${time} (${date}, ${zone})` : `${words.on} ${date} ${time} (${zone})`;
  return `${when}, ${fromNow(at, now, language)}`;
}

/**
 * `every Monday at 09:00`, `every 2 weeks on Friday at 17:00, 5 times`; the zone, where it is another one than the reader's. A
 * rule that has no short words of its own is told as it is.
 */
export function describeRecurrence(recurrence: Recurrence, { zone, language }: Telling): string {
  const read = readRule(recurrence.rule, language);
  const start = readStamp(recurrence.wall)?.wall;
  if (!read.ok || start === undefined) return recurrence.rule;
  const { rule } = read;
  const isElsewhere = recurrence.zone !== zone && !isElapsed(rule);
  return [
    inWords(rule, start, language) ??
      WORDS[language].rule(
        printRule({ ...rule, count: null, until: null }),
        `${nameDate(start, language)}, ${nameClock(start)}`,
      ),
    isElsewhere ? ` (${recurrence.zone})` : '',
    endInWords(rule, zone, language),
  ].join('');
}

/**
 * The same for whoever has room to read: every rule in words, always with its zone. `every 2 weeks on Friday at 17:00,
 * Europe/Berlin, 5 times`.
 */
export function describeInFull(recurrence: Recurrence, language: Language): string {
  const read = readRule(recurrence.rule, language);
  const start = readStamp(recurrence.wall)?.wall;
  if (!read.ok || start === undefined) return recurrence.rule;
  const { rule } = read;
  const { zone } = recurrence;
  const words = inWords(rule, start, language) ?? partsInWords(rule, start, language);
  return `${words}${isElapsed(rule) ? '' : `, ${zone}`}${endInWords(rule, zone, language)}`;
}

/** Null for what would take too many words. */
function inWords(rule: Rule, start: Wall, language: Language): string | null {
  if (isElapsed(rule)) return stepsInWords(rule, language);
  const days = daysInWords(withDaysOf(rule, start), language);
  const times = timesOf(rule, start);
  if (days === null || times.length > 4) return null;
  const { at, and } = WORDS[language];
  return `${days} ${at} ${listed(times.map(nameClock), and)}`;
}

function endInWords({ count, until }: Rule, zone: string, language: Language): string {
  const words = WORDS[language];
  if (count !== null) return `, ${words.times(count)}`;
  if (!until) return '';
  const wall = until.is === 'utc' ? wallAt(until.wall, zone) : until.wall;
  const isDay = until.is === 'date' || (wall + 1000) % DAY === 0;
  return `, ${words.until} ${nameDate(wall, language)}${isDay ? '' : `, ${nameClock(wall)}`}`;
}
