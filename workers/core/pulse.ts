import type { Grid } from './count-ring.ts';
import { startOf } from './count-ring.ts';
import type { Histogram } from './histogram.ts';
import { addDuration, mergeHistogram } from './histogram.ts';
import type { RefusalReason } from './invocation.ts';

const MINUTE_MS = 60_000;

/** A day, and the last hour, in the buckets that charts draw. The last bucket of each is the one that is going on. */
export const GRIDS = {
  minutes: { widthMs: MINUTE_MS, size: 60 },
  fives: { widthMs: 5 * MINUTE_MS, size: 288 },
  quarters: { widthMs: 15 * MINUTE_MS, size: 96 },
  hours: { widthMs: 60 * MINUTE_MS, size: 24 },
} as const satisfies Record<string, Grid>;

/** Why commands are refused, as few as fit into a chart. */
export const REFUSAL_GROUPS = ['permission', 'cooldown', 'limit', 'off', 'late', 'alias', 'unknown'] as const;
export type RefusalGroup = (typeof REFUSAL_GROUPS)[number];

export const GROUP_OF = {
  level: 'permission',
  denied: 'permission',
  cooldown: 'cooldown',
  'command-limit': 'limit',
  'channel-limit': 'limit',
  'community-limit': 'limit',
  'reply-limit': 'limit',
  'webhook-limit': 'limit',
  disabled: 'off',
  expired: 'off',
  live: 'off',
  unlinked: 'off',
  late: 'late',
  'alias-loop': 'alias',
  'alias-depth': 'alias',
  'alias-length': 'alias',
  'unknown-command': 'unknown',
} as const satisfies Record<RefusalReason, RefusalGroup>;

export type RefusedCounts = Partial<Record<RefusalGroup, number>>;

/** What became of a command's answer. */
export interface Answer {
  /** When the command was received, ms since epoch. */
  readonly askedAt: number;
  /** From then until the platform had the answer, ms; null: it will never have it. */
  readonly waitedMs: number | null;
}

/** Answers to commands, by when they were asked for: numbers of buckets since the epoch. */
export interface AnswerCounts {
  /** How long answers took, by the quarter of an hour. */
  readonly times: Record<number, Histogram>;
  /** Answers that were never shown, by the hour. */
  readonly unsent: Record<number, number>;
  /** The last that was. */
  last: LastAnswer | null;
}

/** When the platform had it, ms since epoch, and how long that took, ms. */
export interface LastAnswer {
  readonly at: number;
  readonly tookMs: number;
}

export const laterOf = (one: LastAnswer | null, other: LastAnswer | null): LastAnswer | null =>
  (one?.at ?? 0) >= (other?.at ?? 0) ? one : other;

export const noAnswers = (): AnswerCounts => ({ times: {}, unsent: {}, last: null });

export const hasAnswers = ({ times, unsent }: AnswerCounts): boolean =>
  Object.keys(times).length > 0 || Object.keys(unsent).length > 0;

export function countAnswer(counts: AnswerCounts, { askedAt, waitedMs }: Answer): void {
  const { times, unsent } = counts;
  if (waitedMs === null) {
    const hour = Math.floor(askedAt / GRIDS.hours.widthMs);
    unsent[hour] = (unsent[hour] ?? 0) + 1;
    return;
  }
  const quarter = Math.floor(askedAt / GRIDS.quarters.widthMs);
  times[quarter] ??= {};
  addDuration(times[quarter], waitedMs);
  counts.last = laterOf(counts.last, { at: askedAt + waitedMs, tookMs: waitedMs });
}

/** Adds counts to others, and forgets of both what no chart shows any more. */
export function mergeAnswers(into: AnswerCounts, other: AnswerCounts, now: number): void {
  for (const [quarter, histogram] of Object.entries(other.times)) {
    into.times[Number(quarter)] ??= {};
    mergeHistogram(into.times[Number(quarter)] as Histogram, histogram);
  }
  for (const [hour, count] of Object.entries(other.unsent))
    into.unsent[Number(hour)] = (into.unsent[Number(hour)] ?? 0) + count;
  into.last = laterOf(into.last, other.last);
  forgetBefore(into.times, GRIDS.quarters, now);
  forgetBefore(into.unsent, GRIDS.hours, now);
}

/** Forgets buckets, by their number, that are no longer in a grid. */
export function forgetBefore(buckets: Record<number, unknown>, grid: Grid, now: number): void {
  const first = startOf(grid, now) / grid.widthMs;
  for (const bucket of Object.keys(buckets)) if (Number(bucket) < first) delete buckets[Number(bucket)];
}

/** Commands of an hour, by what became of them. */
export interface CommandCounts {
  readonly answered: number;
  readonly failed: number;
  readonly refused: Readonly<RefusedCounts>;
}

/** What a channel counted in a day. Null: it was not linked then, or its lines were not counted. */
export interface ChannelPulse {
  /** Lines of people, a minute. */
  readonly minutes: readonly (number | null)[];
  readonly fives: readonly (number | null)[];
  /** Whether lines are counted now. */
  readonly counts: boolean;
  readonly hours: readonly (CommandCounts | null)[];
  /** How long answers took, by the number of the quarter since the epoch. */
  readonly times: Readonly<Record<number, Histogram>>;
  readonly lastAnswer: LastAnswer | null;
}
