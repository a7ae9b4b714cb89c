import type { Stamp } from './calendar.ts';
import { readStamp, WEEKDAYS } from './calendar.ts';
import type { Frequency, Rule, Weekday } from './rule.ts';
import { FREQUENCIES, NUMBER_LISTS } from './rule.ts';
import type { RULE_WORDS } from './rule-words.ts';

/** Most occurrences that COUNT may ask for. */
export const MAX_COUNT = 1_000_000;

/** Longest steps: a hundred years. */
const MAX_INTERVAL: Readonly<Record<Frequency, number>> = {
  YEARLY: 100,
  MONTHLY: 1_200,
  WEEKLY: 5_200,
  DAILY: 36_500,
  HOURLY: 876_000,
  MINUTELY: 52_560_000,
};

/** The lowest and the highest number of a list, and whether it may count from the end, too. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number, fromEnd: boolean]>> = {
  BYMONTH: [1, 12, false],
  BYWEEKNO: [1, 53, true],
  BYYEARDAY: [1, 366, true],
  BYMONTHDAY: [1, 31, true],
  BYHOUR: [0, 23, false],
  BYMINUTE: [0, 59, false],
  // 60 is a leap second.
  BYSECOND: [0, 60, false],
  BYSETPOS: [1, 366, true],
};

/** Parts that RFC 5545 §3.3.10 forbids with a frequency. */
const FORBIDDEN: readonly (readonly [part: string, key: keyof Rule, frequencies: readonly Frequency[]])[] = [
  ['BYWEEKNO', 'byWeekNo', ['MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY']],
  ['BYYEARDAY', 'byYearDay', ['MONTHLY', 'WEEKLY', 'DAILY']],
  ['BYMONTHDAY', 'byMonthDay', ['WEEKLY']],
];

/** Why a rule is not taken; a sentence of `RULE_WORDS`. Never leaves the reading of a rule. */
export class RuleRefused extends Error {
  readonly key: keyof typeof RULE_WORDS;
  readonly values: Readonly<Record<string, string | number>>;
  constructor(key: keyof typeof RULE_WORDS, values: Readonly<Record<string, string | number>> = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

const WEEKDAY_NAMES: readonly string[] = WEEKDAYS;

/** What was typed, short enough to be said back. */
export const shown = (typed: string): string => (typed.length > 40 ? `${typed.slice(0, 40)}…` : typed);

const OTHER_PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY'];
const isPart = (name: string): boolean => OTHER_PARTS.includes(name) || Object.hasOwn(RANGES, name);

/** `FREQ=WEEKLY;BYDAY=MO` in any case. */
export function readParts(text: string): Rule {
  const parts = new Map<string, string>();
  for (const part of text.split(';').filter(Boolean)) {
    const [, typed = '', value = ''] = /^([a-z]+)=(.+)$/i.exec(part) ?? [];
    const name = typed.toUpperCase();
    if (!isPart(name)) {
      const line = /^([a-z]+)[:;]/i.exec(part)?.[1];
      throw line
        ? new RuleRefused('line', { name: line.toUpperCase() })
        : new RuleRefused('part', { part: shown(part) });
    }
    if (parts.has(name)) throw new RuleRefused('twice', { name });
    parts.set(name, value.toUpperCase());
  }
  if (parts.size === 0) throw new RuleRefused('empty');
  const rule = ruleOf(parts);
  refuseForbidden(rule);
  return rule;
}

function ruleOf(parts: ReadonlyMap<string, string>): Rule {
  const freq = freqOf(parts.get('FREQ'));
  const list = (name: string): readonly number[] => numbersOf(name, parts.get(name));
  const count = parts.get('COUNT');
  const bySecond = list('BYSECOND').map((second) => Math.min(second, 59));
  if (bySecond.length > 1) throw new RuleRefused('too-often');
  return {
    freq,
    interval: numberOf('interval', parts.get('INTERVAL') ?? '1', MAX_INTERVAL[freq]),
    count: count === undefined ? null : numberOf('count', count, MAX_COUNT),
    until: untilOf(parts.get('UNTIL')),
    wkst: weekdayNamed(parts.get('WKST') ?? 'MO'),
    byDay: daysOf(parts.get('BYDAY')),
    byMonth: list('BYMONTH'),
    byMonthDay: list('BYMONTHDAY'),
    byYearDay: list('BYYEARDAY'),
    byWeekNo: list('BYWEEKNO'),
    byHour: list('BYHOUR'),
    byMinute: list('BYMINUTE'),
    bySecond,
    bySetPos: list('BYSETPOS'),
  };
}

function freqOf(value: string | undefined): Frequency {
  if (value === undefined) throw new RuleRefused('no-freq');
  if (value === 'SECONDLY') throw new RuleRefused('too-often');
  const freq = FREQUENCIES.find((each) => each === value);
  if (!freq) throw new RuleRefused('freq', { value: shown(value) });
  return freq;
}

function numberOf(key: 'interval' | 'count', value: string, most: number): number {
  const number = /^\+?\d{1,9}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > most) throw new RuleRefused(key, { value: shown(value), most });
  return number;
}

function numbersOf(name: string, value: string | undefined): readonly number[] {
  const [low, high, fromEnd] = RANGES[name] as (typeof RANGES)[string];
  const range = fromEnd ? `${low}–${high}, -${high}–-${low}` : `${low}–${high}`;
  const numbers = (value?.split(',') ?? []).map((typed) => {
    const number = /^[+-]?\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN;
    const size = fromEnd ? Math.abs(number) : number;
    if (!(size >= low && size <= high)) throw new RuleRefused('range', { name, range, value: shown(typed) });
    return number;
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function untilOf(value: string | undefined): Stamp | null {
  if (value === undefined) return null;
  const stamp = readStamp(value);
  if (!stamp) throw new RuleRefused('until', { value: shown(value) });
  return stamp;
}

function weekdayNamed(value: string): number {
  const weekday = WEEKDAY_NAMES.indexOf(value);
  if (weekday < 0) throw new RuleRefused('wkst', { value: shown(value) });
  return weekday;
}

function daysOf(value: string | undefined): readonly Weekday[] {
  const days = (value?.split(',') ?? []).map((typed) => {
    const [, sign = '', digits = '0', name] = /^([+-]?)(?:(\d{1,2}))?([A-Z]{2})$/.exec(typed) ?? [];
    const weekday = WEEKDAY_NAMES.indexOf(name ?? '');
    const n = (sign === '-' ? -1 : 1) * Number(digits);
    if (weekday < 0 || Math.abs(n) > 53 || (n === 0 && typed.length > 2))
      throw new RuleRefused('day', { value: shown(typed) });
    return { weekday, n };
  });
  const byName = new Map(days.map((day) => [`${day.n} ${day.weekday}`, day]));
  return [...byName.values()].sort((a, b) => a.n - b.n || a.weekday - b.weekday);
}

function refuseForbidden(rule: Rule): void {
  if (rule.count !== null && rule.until) throw new RuleRefused('count-until');
  for (const [name, key, frequencies] of FORBIDDEN) {
    const isThere = (rule[key] as readonly number[]).length > 0;
    if (isThere && frequencies.includes(rule.freq))
      throw new RuleRefused('together', { name, other: `FREQ=${rule.freq}` });
  }
  const nth = rule.byDay.find(({ n }) => n !== 0);
  if (nth && ((rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY') || rule.byWeekNo.length > 0))
    throw new RuleRefused('nth-day', { value: `${nth.n}${WEEKDAYS[nth.weekday]}` });
  const others =
    NUMBER_LISTS.some(([name, key]) => name !== 'BYSETPOS' && rule[key].length > 0) || rule.byDay.length > 0;
  if (rule.bySetPos.length > 0 && !others) throw new RuleRefused('set-alone');
}
