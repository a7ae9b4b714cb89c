import { localeOf } from '../../design/time.tsx';
import type { timers } from '../../words/timers.ts';
import type { Language } from '../../words/words.ts';

type TimerWords = (typeof timers)['en'];

/** One field of a cron expression, as far as it is a plain one. */
type Part =
  | { readonly is: 'any' }
  | { readonly is: 'every'; readonly n: number }
  | { readonly is: 'range'; readonly from: number; readonly to: number }
  | { readonly is: 'list'; readonly values: readonly number[] }
  | { readonly is: 'other'; readonly typed: string };

const NAMES: Readonly<Record<string, number>> = Object.fromEntries([
  ...['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((name, i) => [name, i]),
  ...['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, i) => [
    name,
    i + 1,
  ]),
]);
const numberIn = (typed: string): number =>
  NAMES[typed.toLowerCase()] ?? (/^\d+$/.test(typed) ? Number(typed) : Number.NaN);

function partOf(typed: string): Part {
  if (typed === '*') return { is: 'any' };
  const [, every] = /^\*\/(\d+)$/.exec(typed) ?? [];
  if (every !== undefined) return Number(every) === 1 ? { is: 'any' } : { is: 'every', n: Number(every) };
  const [from = Number.NaN, to = Number.NaN, ...more] = typed.split('-').map(numberIn);
  if (more.length === 0 && Number.isFinite(from) && Number.isFinite(to)) return { is: 'range', from, to };
  const values = typed.split(',').map(numberIn);
  return values.every(Number.isFinite) ? { is: 'list', values } : { is: 'other', typed };
}

const listed = (items: readonly string[], language: Language): string =>
  new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(items);
const clock = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
/** Told one by one up to here; more are told as the fields have them. */
const MOST_TIMES = 6;

function timesOf(
  minute: Part,
  hour: Part,
  [minuteTyped, hourTyped]: readonly string[],
  w: TimerWords,
  language: Language,
): string {
  if (minute.is === 'any' && hour.is === 'any') return w['cron.everyMinute'];
  if (minute.is === 'every' && hour.is === 'any') return w['cron.everyNMinutes'](minute.n);
  if (minute.is === 'every' && hour.is === 'range')
    return w['cron.everyNMinutesBetween'](minute.n, clock(hour.from, 0), clock(hour.to, 59));
  if (minute.is === 'list') {
    const minutes = listed(minute.values.map(String), language);
    if (hour.is === 'any') return w['cron.atMinutes'](minutes);
    if (hour.is === 'every') return w['cron.everyNHours'](hour.n, minutes);
    const [only] = minute.values;
    if (hour.is === 'range' && minute.values.length === 1 && only !== undefined)
      return w['cron.hourly'](clock(hour.from, only), clock(hour.to, only));
    if (hour.is === 'list' && hour.values.length * minute.values.length <= MOST_TIMES)
      return w['cron.at'](
        listed(
          hour.values.flatMap((at) => minute.values.map((past) => clock(at, past))),
          language,
        ),
      );
  }
  return w['cron.fields'](minuteTyped ?? '*', hourTyped ?? '*');
}

/** A name of the calendar; 0 and 7 are Sunday, January is 1. */
const weekday = (day: number, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', timeZone: 'UTC' }).format(
    Date.UTC(2023, 0, 1 + (day % 7)),
  );
const monthName = (month: number, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2023, month - 1, 1));

function named(part: Part, name: (value: number) => string, w: TimerWords, language: Language): string | null {
  if (part.is === 'range') return w['cron.fromTo'](name(part.from), name(part.to));
  return part.is === 'list' ? listed(part.values.map(name), language) : null;
}

function daysOf(day: Part, week: Part, w: TimerWords, language: Language): string | null {
  const ofWeek = named(week, (value) => weekday(value, language), w, language);
  const numbers = named(day, String, w, language);
  const ofMonth =
    day.is === 'other' && day.typed.toUpperCase() === 'L'
      ? w['cron.lastOfMonth']
      : numbers === null
        ? null
        : w['cron.ofMonth'](numbers);
  const onDays = ofWeek === null ? null : w['cron.onDays'](ofWeek);
  if (onDays && ofMonth) return w['cron.or'](ofMonth, onDays);
  return onDays ?? ofMonth ?? (day.is === 'any' && week.is === 'any' ? w['cron.daily'] : null);
}

/** A cron expression in words; null where it is none, or says more than words of ours do. */
export function cronInWords(typed: string, w: TimerWords, language: Language): string | null {
  const fields = typed.trim().split(/\s+/);
  if (fields.length !== 5) return null;
  const [minute, hour, day, month, week] = fields.map(partOf) as [Part, Part, Part, Part, Part];
  const days = daysOf(day, week, w, language);
  const months = month.is === 'any' ? '' : named(month, (value) => monthName(value, language), w, language);
  if (days === null || months === null) return null;
  const times = timesOf(minute, hour, fields, w, language);
  const repeats = (minute.is === 'any' || minute.is === 'every' || hour.is === 'any') && days === w['cron.daily'];
  return [times, ...(repeats ? [] : [days]), ...(months === '' ? [] : [w['cron.in'](months)])].join(', ');
}
