/** When something is to come, as the editor holds it: what people say, what they choose, or a rule as calendars write it. */
export const WAYS = ['phrase', 'choice', 'rule'] as const;
export type Way = (typeof WAYS)[number];

export const REPEATS = ['once', 'hours', 'days', 'weeks', 'months', 'years'] as const;
export type Repeat = (typeof REPEATS)[number];

/** As RFC 5545 has them, from Monday on. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Choice {
  readonly repeat: Repeat;
  /** Every so many of them. */
  readonly every: number;
  /** Of weeks. */
  readonly weekdays: readonly Weekday[];
  /** Of months: the day of the month, or its n-th weekday. */
  readonly monthly: 'date' | 'weekday';
  /** The first day, `2026-11-30`, and the time of the day, `09:00`. */
  readonly date: string;
  readonly time: string;
  readonly ends: 'never' | 'after' | 'on';
  readonly times: number;
  readonly last: string;
}

export interface When {
  readonly way: Way;
  readonly phrase: string;
  readonly choice: Choice;
  readonly rule: string;
  /** IANA. */
  readonly zone: string;
}

/** A recurrence as the API tells it. */
export interface Recurrence {
  readonly wall: string;
  readonly zone: string;
  readonly rule: string;
  readonly exdates: readonly string[];
}

/** What the API is asked with: the time, in one of its ways. */
export type Asked =
  | { readonly when: string; readonly timezone: string }
  | { readonly at: string; readonly timezone: string }
  | { readonly rrule: string; readonly timezone: string; readonly start?: string };

/** Null while nothing is said that could be asked. */
export function askedOf({ way, phrase, choice, rule, zone: timezone }: When): Asked | null {
  if (way === 'phrase') return phrase.trim() === '' ? null : { when: phrase.trim(), timezone };
  if (way === 'rule') return rule.trim() === '' ? null : { rrule: rule.trim(), timezone };
  if (choice.date === '' || choice.time === '') return null;
  const start = `${choice.date}T${choice.time}:00`;
  if (choice.repeat === 'once') return { at: start, timezone };
  return { rrule: rruleOf(choice), start, timezone };
}

const FREQUENCIES = {
  hours: 'HOURLY',
  days: 'DAILY',
  weeks: 'WEEKLY',
  months: 'MONTHLY',
  years: 'YEARLY',
} as const satisfies Record<Exclude<Repeat, 'once'>, string>;

/** `FREQ=WEEKLY;INTERVAL=2;BYDAY=FR`. */
export function rruleOf(choice: Choice): string {
  const { repeat, every, ends, times, last } = choice;
  if (repeat === 'once') return '';
  return [
    `FREQ=${FREQUENCIES[repeat]}`,
    every > 1 && `INTERVAL=${every}`,
    daysOf(choice),
    ends === 'after' && `COUNT=${times}`,
    ends === 'on' && last !== '' && `UNTIL=${last.replaceAll('-', '')}`,
  ]
    .filter(Boolean)
    .join(';');
}

function daysOf({ repeat, weekdays, monthly, date }: Choice): string | null {
  if (repeat === 'weeks') return `BYDAY=${weekdays.length > 0 ? inOrder(weekdays).join(',') : weekdayOf(date)}`;
  if (repeat !== 'months') return null;
  return monthly === 'weekday' ? `BYDAY=${placeInMonth(date)}` : `BYMONTHDAY=${Number(date.slice(8))}`;
}

const inOrder = (weekdays: readonly Weekday[]): readonly Weekday[] =>
  WEEKDAYS.filter((weekday) => weekdays.includes(weekday));

export const weekdayOf = (date: string): Weekday =>
  WEEKDAYS[(new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO';

/** `2FR`, the second Friday; a fifth one, which not every month has, is the last. */
export function placeInMonth(date: string): string {
  const place = Math.ceil(Number(date.slice(8)) / 7);
  return `${place > 4 ? -1 : place}${weekdayOf(date)}`;
}

const REPEAT_OF: Readonly<Record<string, Repeat>> = Object.fromEntries(
  Object.entries(FREQUENCIES).map(([repeat, frequency]) => [frequency, repeat as Repeat]),
);

/** The choices that come to a rule; null for one that says more than can be chosen. */
export function choiceOf({ wall, rule, exdates }: Recurrence, now: Choice): Choice | null {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const {
    FREQ = '',
    INTERVAL = '1',
    COUNT,
    UNTIL,
    BYDAY = '',
    BYMONTHDAY,
    WKST: _,
    ...more
  } = Object.fromEntries(parts);
  const repeat = REPEAT_OF[FREQ];
  const [date = '', clock = ''] = wall.split('T');
  if (!repeat || exdates.length > 0 || !clock.endsWith(':00') || (UNTIL?.length ?? 8) > 8) return null;
  const chosen: Choice = {
    ...now,
    repeat,
    every: Number(INTERVAL),
    weekdays: inOrder(BYDAY.split(',') as Weekday[]),
    monthly: repeat === 'months' && BYDAY !== '' ? 'weekday' : 'date',
    date,
    time: clock.slice(0, 5),
    ends: COUNT ? 'after' : UNTIL ? 'on' : 'never',
    times: COUNT ? Number(COUNT) : now.times,
    last: UNTIL ? UNTIL.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : now.last,
  };
  // Whatever it says besides would be lost.
  const said = { FREQ, INTERVAL, COUNT, UNTIL, BYDAY: BYDAY || undefined, BYMONTHDAY, ...more };
  return isSame(said, partsOf(rruleOf(chosen)), repeat) ? chosen : null;
}

type Parts = Readonly<Record<string, string | undefined>>;
const partsOf = (rule: string): Parts => ({
  INTERVAL: '1',
  ...Object.fromEntries(rule.split(';').map((part) => part.split('='))),
});

/** Whether two rules say the same, where one may leave to the first day what the other says. */
function isSame(said: Parts, chosen: Parts, repeat: Repeat): boolean {
  const names = new Set([...Object.keys(said), ...Object.keys(chosen)]);
  const isLeft = (name: string) =>
    said[name] === undefined &&
    ((repeat === 'weeks' && name === 'BYDAY') || (repeat === 'months' && name === 'BYMONTHDAY'));
  return [...names].every((name) => said[name] === chosen[name] || isLeft(name));
}

/** A recurrence as calendars write it: all of it, with its first day and what was left out. */
export function ruleTextOf({ wall, zone, rule, exdates }: Recurrence): string {
  const basic = (stamp: string): string => stamp.replaceAll(/[-:]/g, '');
  return [
    `DTSTART;TZID=${zone}:${basic(wall)}`,
    `RRULE:${rule}`,
    ...exdates.map((exdate) => {
      if (!exdate.includes('T')) return `EXDATE;VALUE=DATE:${basic(exdate)}`;
      return exdate.endsWith('Z') ? `EXDATE:${basic(exdate)}` : `EXDATE;TZID=${zone}:${basic(exdate)}`;
    }),
  ].join('\n');
}

/** What a zone's clocks show at a moment: `2026-11-30` and `09:00`. */
export function clockIn(zone: string, at: number): { readonly date: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return { date: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

/** What is chosen before anything is: tomorrow at this hour. @param now ms since epoch */
function freshChoice(zone: string, now: number): Choice {
  const { date, time } = clockIn(zone, now + 24 * 3600_000);
  return {
    repeat: 'once',
    every: 1,
    weekdays: [],
    monthly: 'date',
    date,
    time: `${time.slice(0, 2)}:00`,
    ends: 'never',
    times: 10,
    last: '',
  };
}

export const freshWhen = (zone: string, now: number): When => ({
  way: 'phrase',
  phrase: '',
  choice: freshChoice(zone, now),
  rule: '',
  zone,
});

/** The time of a reminder as it is kept, to be changed. */
export function whenOf(
  { recurrence, nextAt, timezone }: { recurrence: Recurrence | null; nextAt: string | null; timezone: string },
  now: number,
): When {
  const fresh = freshWhen(timezone, now);
  if (recurrence === null) {
    const at = nextAt === null ? {} : clockIn(timezone, Date.parse(nextAt));
    return { ...fresh, way: 'choice', choice: { ...fresh.choice, ...at } };
  }
  const choice = choiceOf(recurrence, fresh.choice);
  return {
    ...fresh,
    zone: recurrence.zone,
    rule: ruleTextOf(recurrence),
    ...(choice ? { way: 'choice', choice } : { way: 'rule' }),
  };
}

/** The same time said in another way, as far as the other way can say it: what was understood so far is not typed again. */
export function inWay(
  when: When,
  way: Way,
  understood: { recurrence: Recurrence | null; next: readonly string[] } | null,
): When {
  if (way === when.way || !understood) return { ...when, way };
  const { recurrence, next } = understood;
  const [first] = next;
  if (way === 'rule') return { ...when, way, ...(recurrence ? { rule: ruleTextOf(recurrence) } : {}) };
  if (way === 'phrase') return { ...when, way };
  if (recurrence) return { ...when, way, choice: choiceOf(recurrence, when.choice) ?? when.choice };
  return {
    ...when,
    way,
    choice: first ? { ...when.choice, repeat: 'once', ...clockIn(when.zone, Date.parse(first)) } : when.choice,
  };
}
