import { isZone } from '../templates/time/zones.ts';
import type { Language } from '../words.ts';
import { speak } from '../words.ts';
import type { Stamp } from './calendar.ts';
import { DAY, printStamp, printWall, readStamp } from './calendar.ts';
import { momentAt } from './offsets.ts';
import type { Rule } from './rule.ts';
import { isElapsed } from './rule.ts';
import { RuleRefused, readParts, shown } from './rule-parts.ts';
import { RULE_WORDS } from './rule-words.ts';
import { placesOf, wallOccurrences } from './walls.ts';

/** Longest text of a rule, in characters: more than every minute of an hour and every day of a month. */
const MAX_RULE = 1_000;

export type RuleReading =
  | {
      readonly ok: true;
      readonly rule: Rule;
      /** DTSTART, where there is one; `zone` is null where it names none. */
      readonly start: { readonly wall: string; readonly zone: string | null } | null;
      /** As a recurrence has them. */
      readonly exdates: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/**
 * A recurrence rule as people, calendars and programs write it: `FREQ=WEEKLY;BYDAY=MO`, with `RRULE:` before it or without,
 * with lines of DTSTART and EXDATE or without (RFC 5545 §3.3.10, §3.8.5). Refuses in words what is no rule, what is forbidden
 * there, what comes more often than once a minute and what never occurs. Never throws.
 */
export function parseRule(text: string, language: Language = 'en'): RuleReading {
  const read = readRule(text, language);
  return read.ok && isNever(read.rule) ? { ok: false, message: speak(RULE_WORDS, language)('never') } : read;
}

/** The same without asking whether it ever occurs, which takes its time where the answer is no. */
export function readRule(text: string, language: Language): RuleReading {
  try {
    return readLines(text);
  } catch (error) {
    if (!(error instanceof RuleRefused)) throw error;
    return { ok: false, message: speak(RULE_WORDS, language)(error.key, error.values) };
  }
}

const LINE = /^(RRULE|DTSTART|EXDATE)((?:;[^:;=]+=[^:;]+)*):(.*)$/i;

function readLines(text: string): RuleReading {
  if (text.length > MAX_RULE) throw new RuleRefused('too-long', { length: text.length, most: MAX_RULE });
  let rule: Rule | null = null;
  let start: { readonly wall: string; readonly zone: string | null } | null = null;
  const exdates: (readonly [zone: string | null, stamp: Stamp])[] = [];
  // A line that begins with a blank goes on with the one before (RFC 5545 §3.1). In chat, blanks stand between the lines.
  for (const line of text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\s+/)
    .filter(Boolean)) {
    const [, name = 'RRULE', parameters = '', value = line] = LINE.exec(line) ?? [];
    const kind = name.toUpperCase();
    if ((kind === 'RRULE' && rule) || (kind === 'DTSTART' && start)) throw new RuleRefused('two-rules', { name: kind });
    if (kind === 'RRULE') rule = readParts(value);
    else if (kind === 'DTSTART') start = readStart(parameters, value);
    else exdates.push(...value.split(',').map((each) => [zoneOf(parameters), readExdate(each)] as const));
  }
  if (!rule) throw new RuleRefused('empty');
  const home = start?.zone ?? null;
  return { ok: true, rule, start, exdates: exdates.map(([zone, stamp]) => printStamp(inZone(stamp, zone, home))) };
}

function readExdate(value: string): Stamp {
  const stamp = readStamp(value);
  if (!stamp) throw new RuleRefused('bad-exdate', { exdate: shown(value) });
  return stamp;
}

/** A wall time of another zone than DTSTART's as the moment that it is. */
const inZone = (stamp: Stamp, zone: string | null, home: string | null): Stamp =>
  stamp.is === 'wall' && zone !== null && zone !== home ? { is: 'utc', wall: momentAt(stamp.wall, zone) } : stamp;

function zoneOf(parameters: string): string | null {
  const zone = /;TZID=([^;]+)/i.exec(parameters)?.[1] ?? null;
  if (zone !== null && !isZone(zone)) throw new RuleRefused('bad-zone', { zone: shown(zone) });
  return zone;
}

function readStart(parameters: string, value: string): { readonly wall: string; readonly zone: string | null } {
  const stamp = readStamp(value);
  if (!stamp) throw new RuleRefused('dtstart', { value: shown(value) });
  return { wall: printWall(stamp.wall), zone: stamp.is === 'utc' ? 'UTC' : zoneOf(parameters) };
}

/** The calendar begins again after 400 years, which are a whole number of weeks. */
const CALENDAR = 146_097 * DAY;
const SOME_DAY = Date.UTC(2000, 0, 1);

/** Whether no day and no time is ever as a rule says, whenever it begins. */
function isNever(rule: Rule): boolean {
  const { freq, byHour, byMinute, bySetPos } = rule;
  const search = { start: SOME_DAY, from: SOME_DAY, to: SOME_DAY + CALENDAR };
  const isFound = (days: Rule): boolean =>
    !wallOccurrences({ ...days, interval: 1, count: null, until: null }, search).next().done;
  if (freq !== 'DAILY' && !isElapsed(rule)) return !isFound(rule);
  // Shorter than days, each set is as large as the next; its hours and minutes come on any day, its days by and by.
  const hours = freq === 'DAILY' ? Math.max(1, byHour.length) : 1;
  const minutes = freq === 'MINUTELY' ? 1 : Math.max(1, byMinute.length);
  if (bySetPos.length > 0 && placesOf(bySetPos, hours * minutes).length === 0) return true;
  return !isFound({ ...rule, freq: 'YEARLY', byHour: [], byMinute: [], bySetPos: [] });
}
