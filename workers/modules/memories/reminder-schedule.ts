import type { Recurrence } from '../../core/time/recurrence.ts';
import { nextAfter, occurrences } from '../../core/time/recurrence.ts';

/** When a reminder is due: once, or again and again. Times are ms since epoch. */
export interface Schedule {
  readonly at: number;
  readonly recurrence: Recurrence | null;
  /** IANA. */
  readonly zone: string;
}

/** The next times from a moment on, ms since epoch; what was put off comes first. */
export function upcoming({ at, recurrence }: Schedule, count: number): readonly number[] {
  if (recurrence === null) return [at];
  return [at, ...occurrences(recurrence, { fromMs: at + 1, count: count - 1 })];
}

/** A series without its next time, and when it is due then (null: never again). */
export function withoutNext({ at, recurrence }: Schedule & { readonly recurrence: Recurrence }, now: number) {
  // What was put off is no time of the series: leaving it out leaves the series as it is.
  if (nextAfter(recurrence, at - 1)?.at !== at) return { recurrence, next: nextAfter(recurrence, now)?.at ?? null };
  const isAhead = (exdate: string) => !exdate.endsWith('Z') || Date.parse(exdate) > now;
  const exdate = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const without = { ...recurrence, exdates: [...recurrence.exdates.filter(isAhead), exdate] };
  return { recurrence: without, next: nextAfter(without, Math.max(now, at))?.at ?? null };
}
