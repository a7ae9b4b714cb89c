import { type Grid, startOf } from '../workers/core/count-ring.ts';
import {
  type AnswerCounts,
  type ChannelPulse,
  type CommandCounts,
  GRIDS,
  mergeAnswers,
  noAnswers,
  type RefusedCounts,
} from '../workers/core/pulse.ts';
import { type AdmittedEntry, EVENT } from './admission-log.ts';

/** Fewer ms of a bucket tell nothing of a minute. */
const ENOUGH_MS = 60_000;

/** Where a Channel's counts come from. */
export interface PulseSources {
  /** What was admitted in the last 24 h. */
  readonly entries: Iterable<AdmittedEntry>;
  /** By the number of the hour. */
  readonly refused: Readonly<Record<number, RefusedCounts>>;
  /** What isolates told of answers besides what came with a command. */
  readonly answers: AnswerCounts;
  /** Lines, as they were counted. */
  readonly lines: { readonly minutes: readonly number[]; readonly fives: readonly number[] };
  /** How much of a stretch of time lines were counted, ms. */
  readonly covered: (from: number, to: number) => number;
  readonly counts: boolean;
}

/** @param since when the channel was linked: what was before belongs to nobody here, ms since epoch */
export function pulseOf(sources: PulseSources, since: number, now: number): ChannelPulse {
  const { entries, lines, covered, counts } = sources;
  const answers = noAnswers();
  mergeAnswers(answers, sources.answers, now);
  const first = startOf(GRIDS.hours, now);
  const hours = Array.from({ length: GRIDS.hours.size }, (_, i) => {
    const hour = first / GRIDS.hours.widthMs + i;
    return { answered: 0, failed: 0, refused: { ...sources.refused[hour] } as RefusedCounts };
  });
  for (const entry of entries) {
    if (entry.at < since) continue;
    if (entry.answers) mergeAnswers(answers, entry.answers, now);
    const counted = hours[Math.floor((entry.at - first) / GRIDS.hours.widthMs)];
    if (!counted) continue;
    if (!entry.command.startsWith(EVENT)) counted[entry.givenBack ? 'failed' : 'answered']++;
  }
  return {
    minutes: rates(lines.minutes, GRIDS.minutes, covered, since, now),
    fives: rates(lines.fives, GRIDS.fives, covered, since, now),
    counts,
    hours: hours.map((counted, i) => {
      const isOver = first + (i + 1) * GRIDS.hours.widthMs <= since;
      return isOver ? null : withUnsent(counted, answers.unsent[first / GRIDS.hours.widthMs + i] ?? 0);
    }),
    times: answers.times,
    lastAnswer: answers.last,
  };
}

/** A command whose answer was never shown has failed, for whoever typed it. */
const withUnsent = ({ answered, failed, refused }: CommandCounts, unsent: number): CommandCounts => {
  const lost = Math.min(unsent, answered);
  return { answered: answered - lost, failed: failed + lost, refused };
};

/** Counts as a rate of the time in which there was a count at all. */
const rates = (
  counts: readonly number[],
  grid: Grid,
  covered: PulseSources['covered'],
  since: number,
  now: number,
): (number | null)[] =>
  counts.map((count, i) => {
    const begins = startOf(grid, now) + i * grid.widthMs;
    const ms = covered(Math.max(begins, since), Math.min(begins + grid.widthMs, now));
    return ms < Math.min(grid.widthMs / 2, ENOUGH_MS) ? null : Math.round((count / ms) * 60_000 * 100) / 100;
  });
