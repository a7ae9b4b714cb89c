import type { Recurrence } from '../recurrence.ts';
import { parseRule, printRule } from '../recurrence.ts';
import type { Rule } from '../rule.ts';
import { plainRule } from '../rule.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';
import type { Spoken } from './resolve.ts';
import type { Schedule } from './schedule.ts';

const EVERY = word('every|each|jede[nrms]?|alle');
const LINE = '(?:RRULE|DTSTART|EXDATE)[:;]\\S+';
const RULE = new RegExp(
  `(?:${LINE}|(?:FREQ|INTERVAL|COUNT|UNTIL|WKST|BY[A-Z]{3,8})=\\S+)(?:\\s+${LINE})*(?=\\s|$)`,
  'iuy',
);

/** `every RRULE:FREQ=…`: a whole recurrence where DTSTART is said, too; otherwise when it begins is still to be said. */
export function takeRule(
  reader: Reader,
  { zone }: Spoken,
): { readonly recurrence: Recurrence } | { readonly schedule: Schedule; readonly exdates: readonly string[] } | null {
  return reader.attempt(() => {
    reader.take(EVERY);
    const text = reader.take(RULE)?.[0];
    if (text === undefined) return null;
    const read = parseRule(text, reader.language);
    if (!read.ok) return reader.refuse('bad-rule', { message: read.message });
    const { rule, start, exdates } = read;
    if (!start) return { schedule: { rule: withWholeHours(rule), namesDays: namesDays(rule), part: null }, exdates };
    return { recurrence: { wall: start.wall, zone: start.zone ?? zone, rule: printRule(rule), exdates } };
  });
}

const namesDays = (rule: Rule): boolean => {
  const { freq, interval, count, until, wkst } = rule;
  return printRule(rule) !== printRule({ ...plainRule(freq, interval), count, until, wkst });
};

/** A rule that names hours and no minutes means whole ones, where there is no DTSTART to take them from. */
const withWholeHours = (rule: Rule): Rule =>
  rule.byHour.length > 0 && rule.byMinute.length === 0 && rule.freq !== 'MINUTELY' && rule.freq !== 'HOURLY'
    ? { ...rule, byMinute: [0] }
    : rule;
