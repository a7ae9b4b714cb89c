import { kit } from '../words/kit.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import type { Language, Words } from '../words/words.ts';
import { FRESH_MS, useNow, useZone } from './clock.ts';
import { cn } from './cn.ts';

type KitWords = typeof kit extends Words<infer Sentences> ? Words<Sentences>[Language] : never;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From here on the date says more than the number of days. */
const MOST_DAYS = 7;

const LOCALES = { en: 'en-GB', de: 'de-DE' } as const satisfies Record<Language, string>;

/** The locale of numbers and dates: English ones day first, weeks from Monday, 24 hours. */
export const localeOf = (language: Language): string => LOCALES[language];

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date format, made once: making one takes longer than using it. */
export function dateFormat(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], options);
  formats.set(key, known);
  return known;
}

const EXACT = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const;

/** "Thu, 26 Nov 2026, 14:02:11 CET (Europe/Berlin)". */
export const exactTime = (at: number, zone: string, language: Language): string =>
  `${dateFormat(language, { ...EXACT, timeZone: zone }).format(at)} (${zone})`;

/** "3 min ago", "in 2 h", and from a week on the date. */
export function relativeTime(at: number, now: number, zone: string, language: Language, w: KitWords): string {
  const apart = Math.abs(now - at);
  const tell = at <= now ? w.ago : w.ahead;
  // Rounded first: else 59.7 minutes would be told as 60.
  const [minutes, hours, days] = [MINUTE, HOUR, DAY].map((unit) => Math.round(apart / unit)) as [
    number,
    number,
    number,
  ];
  if (apart < 45 * SECOND) return at <= now + FRESH_MS ? w.justNow : w.soon;
  if (minutes < 60) return tell(w.minutes(Math.max(1, minutes)));
  if (hours < 24) return tell(w.hours(hours));
  if (days < MOST_DAYS) return tell(w.daysAgo(days));
  const year = dateFormat(language, { timeZone: zone, year: 'numeric' });
  const sameYear = year.format(at) === year.format(now);
  return dateFormat(language, {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at);
}

export interface TimeProps {
  /** An ISO time, or milliseconds. */
  at: string | number;
  /** `relative`: "3 min ago", by itself kept true; `clock`: "14:02"; `date`: "26 Nov 2026"; `full`: both. */
  as?: 'relative' | 'clock' | 'seconds' | 'date' | 'full';
  /** The zone it is told in; the surrounding one where none is given. */
  zone?: string;
  className?: string;
}

const SHAPES = {
  clock: { hour: '2-digit', minute: '2-digit' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  full: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** When: humane to read, exact on hover, with its zone. */
export function Time({ at, as = 'relative', zone, className }: TimeProps) {
  const w = useWords(kit);
  const language = useLanguage();
  const now = useNow();
  const around = useZone();
  const given = typeof at === 'number' ? at : Date.parse(at);
  if (!Number.isFinite(given)) return <span className={className}>–</span>;
  const told = zone ?? around;
  return (
    <time
      dateTime={new Date(given).toISOString()}
      title={exactTime(given, told, language)}
      className={cn('tabular whitespace-nowrap', className)}
    >
      {as === 'relative'
        ? relativeTime(given, now, told, language, w)
        : dateFormat(language, { ...SHAPES[as], timeZone: told }).format(given)}
    </time>
  );
}

/** "2 h 5 min", "48 s", "320 ms": the two largest parts. */
export function durationText(ms: number, w: KitWords): string {
  if (ms < SECOND) return w.milliseconds(Math.round(ms));
  const parts = [
    [Math.floor(ms / DAY), w.days],
    [Math.floor((ms % DAY) / HOUR), w.hours],
    [Math.floor((ms % HOUR) / MINUTE), w.minutes],
    [Math.floor((ms % MINUTE) / SECOND), w.seconds],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, word]) => word(count))
    .join(' ');
}

/** How long, in words. */
export function Duration({ ms, className }: { ms: number; className?: string }) {
  const w = useWords(kit);
  return (
    <time dateTime={`PT${(ms / SECOND).toFixed(3)}S`} className={cn('tabular whitespace-nowrap', className)}>
      {durationText(ms, w)}
    </time>
  );
}
