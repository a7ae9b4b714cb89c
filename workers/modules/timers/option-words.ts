import { parseDuration } from '../../core/durations.ts';
import { isZone } from '../../core/templates/time/zones.ts';
import type { TimerSchedule, TimerTarget } from '../../core/timers.ts';
import { MAX_EVERY } from './schedule.ts';
import { MAX_JITTER, MAX_LINES, type Timer, timerOptions } from './state.ts';
import type { SchedulePatch, TimerPatch } from './timers.ts';

/** What people type for an option, what it sets, and what its value may be. */
interface Word {
  readonly values: string;
  readonly read: (value: string, here: TimerTarget) => TimerPatch | null;
  /** What goes back to what is usual. */
  readonly unset: TimerPatch | null;
}

const RESET = new Set(['-', 'default', 'reset']);

/** A patch of one option, if the schema takes its value. */
function set(patch: Readonly<Record<string, unknown>>): TimerPatch | null {
  const read = timerOptions.partial().safeParse(patch);
  return read.success ? (read.data as TimerPatch) : null;
}

const whole = (value: string): number => (/^\d{1,6}$/.test(value) ? Number(value) : Number.NaN);

/** Minutes of an interval as it is typed: `10m`, `1h30m`, `10`; null for what is none. */
function readEvery(typed: string): number | null {
  const seconds = parseDuration(typed, 'm');
  if (seconds === null || seconds % 60 !== 0) return null;
  const minutes = seconds / 60;
  return minutes >= 1 && minutes <= MAX_EVERY ? minutes : null;
}

/** An interval or a cron expression, told apart by their fields. */
export function readSchedule(typed: string): TimerSchedule | null {
  if (/\s/.test(typed.trim())) return { cron: typed };
  const every = readEvery(typed);
  return every === null ? null : { every };
}

export const EVERY_VALUES = '1m, 10m, 1h30m, 2d … up to 30d, in whole minutes';

const WORDS: Readonly<Record<string, Word>> = {
  every: {
    values: EVERY_VALUES,
    read: (value) => {
      const every = readEvery(value);
      return every === null ? null : { schedule: { every } };
    },
    unset: null,
  },
  cron: {
    values: 'five fields in quotes, as "0 18 * * 5"',
    read: (cron) => ({ schedule: { cron } }),
    unset: null,
  },
  zone: {
    values: 'a time zone, as Europe/Berlin',
    read: (zone) => (isZone(zone) ? { schedule: { zone } } : null),
    unset: { schedule: { zone: null } },
  },
  where: {
    values: 'here, everywhere',
    read: (value, here) =>
      value.toLowerCase() === 'here'
        ? { target: here }
        : value.toLowerCase() === 'everywhere'
          ? { target: null }
          : null,
    unset: null,
  },
  lines: {
    values: `0 to ${MAX_LINES}`,
    read: (value) => set({ minLines: whole(value) }),
    unset: { minLines: 0 },
  },
  live: {
    values: 'live, offline, always',
    read: (value) => set({ live: value.toLowerCase() === 'always' ? null : value.toLowerCase() }),
    unset: { live: null },
  },
  jitter: {
    values: `0 to ${MAX_JITTER}, in seconds`,
    read: (value) => set({ jitter: parseDuration(value) ?? Number.NaN }),
    unset: { jitter: 0 },
  },
  order: {
    values: 'rotate, random',
    read: (value) => set({ order: value.toLowerCase() }),
    unset: { order: 'rotate' },
  },
};

export const OPTION_NAMES = Object.keys(WORDS).join(', ');

export type ReadOptions =
  | { readonly ok: true; readonly patch: TimerPatch }
  | { readonly ok: false; readonly reason: 'unknown-option'; readonly option: string }
  | {
      readonly ok: false;
      readonly reason: 'bad-value';
      readonly option: string;
      readonly value: string;
      readonly values: string;
    };

/** `every=10m` and `cron="0 18 * * 5"`: what stands in quotes is one value, as phones type them, too. */
const PAIR = /([^\s=]+)(?:=(?:"([^"]*)"|(\S*)))?/g;
const straight = (typed: string): string =>
  typed.replace(/[\u201C\u201D\u201E\u00AB\u00BB]/g, '"').replace(/\u00A0/g, ' ');

/** An interval takes the place of a cron expression typed before it, and the other way round; a zone joins either. */
function joined(held: SchedulePatch | undefined, more: SchedulePatch): SchedulePatch {
  if (more.every !== undefined) return more;
  return { ...(held?.every === undefined ? held : {}), ...more };
}

/**
 * Reads `every=10m lines=5 live=live`, in any order; the last of two that say different things counts.
 *
 * @param here the room it was typed in
 */
export function readOptions(typed: string, here: TimerTarget): ReadOptions {
  let patch: TimerPatch = {};
  for (const [, key = '', quoted, bare = ''] of straight(typed).matchAll(PAIR)) {
    const option = key.toLowerCase();
    const value = quoted ?? bare;
    const word = Object.hasOwn(WORDS, option) ? WORDS[option] : undefined;
    if (!word) return { ok: false, reason: 'unknown-option', option };
    const read = RESET.has(value.toLowerCase()) ? word.unset : value === '' ? null : word.read(value, here);
    if (!read) return { ok: false, reason: 'bad-value', option, value, values: word.values };
    patch = { ...patch, ...read, ...(read.schedule ? { schedule: joined(patch.schedule, read.schedule) } : {}) };
  }
  return { ok: true, patch };
}

/** Minutes as they would be typed: `1h30m`. */
export function printEvery(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'm'],
  ] as const;
  return parts.map(([n, unit]) => (n > 0 ? `${n}${unit}` : '')).join('');
}

/** A timer's options as they would be typed, apart from what is usual. */
export function printOptionWords({ schedule, target, minLines, live, jitter, order, texts }: Timer): string {
  const shown: readonly (readonly [string, unknown])[] = [
    ['every', 'every' in schedule && printEvery(schedule.every)],
    ['cron', 'cron' in schedule && `"${schedule.cron}"`],
    ['zone', 'cron' in schedule && schedule.zone],
    ['where', target === null ? 'everywhere' : target.channel],
    ['lines', minLines],
    ['live', live],
    ['jitter', jitter],
    ['order', texts.length > 1 && order],
  ];
  return shown
    .filter(([, value]) => Boolean(value))
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
