/** A moment as a clock and a calendar in some zone show it. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MINUTE = 60_000;

/**
 * Abbreviations that people put behind a time, in minutes east of UTC. Where two places share one, the one that streams
 * are announced in counts (CST, IST, BST).
 */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  cest: 120,
  mest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  ist: 330,
  jst: 540,
  kst: 540,
  awst: 480,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  brt: -180,
  art: -180,
  ast: -240,
  adt: -180,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
};

/** Minutes east of UTC of an abbreviation or an offset: `EST`, `GMT-0400`, `UTC+2`, `+05:30`. Null for anything else. */
export function offsetNamed(typed: string): number | null {
  const name = typed.toLowerCase();
  const known = Object.hasOwn(ABBREVIATIONS, name) ? ABBREVIATIONS[name] : undefined;
  if (known !== undefined) return known;
  const [, sign, hours, minutes = '0'] = /^(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?$/.exec(name) ?? [];
  if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Three letters that V8 takes for zones from ICU's old list and no time zone database has: `PST`, `IST`. */
const ICU_ONLY = /^(?!utc|gmt|est|mst|hst|cet|eet|met|wet|uct|prc|roc|rok)[a-z]{3}$/i;

/** What people say when they mean a zone with its summer time. */
const ALIASES: Readonly<Record<string, string>> = {
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  pt: 'America/Los_Angeles',
  mdt: 'America/Denver',
  mt: 'America/Denver',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  ct: 'America/Chicago',
  edt: 'America/New_York',
  et: 'America/New_York',
  bst: 'Europe/London',
  cest: 'Europe/Berlin',
  aest: 'Australia/Sydney',
  aedt: 'Australia/Sydney',
  jst: 'Asia/Tokyo',
  kst: 'Asia/Seoul',
  ist: 'Asia/Kolkata',
  msk: 'Europe/Moscow',
};

const clocks = new Map<string, Intl.DateTimeFormat | null>();

function clockOf(zone: string): Intl.DateTimeFormat | null {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  let clock: Intl.DateTimeFormat | null = null;
  try {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
  } catch {
    // No such zone.
  }
  // People type names, so there is no end to them; the zones that exist fit in.
  if (clocks.size < 1_000) clocks.set(zone, clock);
  return clock;
}

/** Whether the time zone database has it, old names like `US/Eastern` and `EST5EDT` included; any case. */
export const isZone = (name: string): boolean =>
  /^[a-z][\w/+-]+$/i.test(name) && !ICU_ONLY.test(name) && clockOf(name) !== null;

/** A zone by any name that people use for it, or null. */
export function zoneNamed(typed: string): string | null {
  const name = typed.trim();
  const alias = Object.hasOwn(ALIASES, name.toLowerCase()) ? ALIASES[name.toLowerCase()] : undefined;
  if (alias) return alias;
  if (isZone(name)) return name;
  const offset = offsetNamed(name);
  return offset === null ? null : nameOfOffset(offset);
}

/** `+05:30`, which `Intl` takes for a zone. */
const nameOfOffset = (minutes: number): string =>
  `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;

const two = (n: number): string => String(n).padStart(2, '0');

/** What the clocks of a zone show. */
export function wallTime(at: number, zone: string): WallTime {
  const parts: Record<string, string> = {};
  for (const { type, value } of clockOf(zone)?.formatToParts(at) ?? []) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const [month, day, hour, minute, second] = [parts.month, parts.day, parts.hour, parts.minute, parts.second].map(
    Number,
  );
  return { year, month, day, hour, minute, second } as WallTime;
}

/** Minutes east of UTC at a moment. */
export function offsetAt(at: number, zone: string): number {
  const second = Math.floor(at / 1000) * 1000;
  return Math.round((utcOf(wallTime(at, zone)) - second) / MINUTE);
}

/** The moment at which UTC's clocks show this. */
export function utcOf({ year, month, day, hour, minute, second }: WallTime): number {
  const date = new Date(0);
  // `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second, 0);
}

/** The moment at which a zone's clocks show this: the first of two, and past a gap what is as far behind it. */
export function momentOf(wall: WallTime, zone: string): number {
  const utc = utcOf(wall);
  const early = utc - offsetAt(utc - 24 * 60 * MINUTE, zone) * MINUTE;
  if (offsetAt(early, zone) === offsetAt(utc - 24 * 60 * MINUTE, zone)) return early;
  const late = utc - offsetAt(utc + 24 * 60 * MINUTE, zone) * MINUTE;
  return offsetAt(late, zone) === offsetAt(utc + 24 * 60 * MINUTE, zone) ? late : early;
}

/** English of those countries that have a name for their own zones. */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'ja'] as const;

/** `EST`, `CEST`; `GMT+3` where a zone has no short name that people know. */
export function abbreviation(at: number, zone: string): string {
  let plain = 'GMT';
  for (const locale of LOCALES) {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    if (!/^GMT[+-]/.test(name)) return name;
    if (locale === 'en-US') plain = name;
  }
  return plain;
}
