import { type Grid, startOf } from '../../core/count-ring.ts';
import { countIn, type Histogram, mergeHistogram, quantile } from '../../core/histogram.ts';
import { type ChannelPulse, type CommandCounts, GRIDS, REFUSAL_GROUPS, type RefusalGroup } from '../../core/pulse.ts';

/** A number for each bucket; null: there was no count. */
type Row = (number | null)[];

/** What charts show of a community: its channels added up. */
export function seriesOf(pulses: readonly ChannelPulse[], now: number) {
  const hours = pulses.map(({ hours }) => hours);
  return {
    minutes: messagesOf(
      pulses.map(({ minutes }) => minutes),
      GRIDS.minutes,
      now,
    ),
    messages: messagesOf(
      pulses.map(({ fives }) => fives),
      GRIDS.fives,
      now,
    ),
    commands: {
      ...axis(GRIDS.hours, now),
      answered: added(hours, ({ answered }) => answered),
      failed: added(hours, ({ failed }) => failed),
      refused: Object.fromEntries(
        REFUSAL_GROUPS.map((group) => [group, added(hours, ({ refused }) => refused[group] ?? 0)] as const),
      ) as Record<RefusalGroup, Row>,
    },
    answers: answersOf(pulses, now),
  };
}

const axis = (grid: Grid, now: number) => ({ startsAt: startOf(grid, now), stepMs: grid.widthMs });

/** Rates of the channels that counted; null where none did. */
function messagesOf(channels: readonly (readonly (number | null)[])[], grid: Grid, now: number) {
  const buckets = Array.from({ length: grid.size }, (_, i) =>
    channels.flatMap((rates) => (typeof rates[i] === 'number' ? [rates[i]] : [])),
  );
  return {
    ...axis(grid, now),
    perMinute: buckets.map((rates): number | null => (rates.length === 0 ? null : hundredths(sum(rates)))),
    channels: buckets.map((rates) => rates.length),
  };
}

const added = (channels: readonly (readonly (CommandCounts | null)[])[], of: (counts: CommandCounts) => number): Row =>
  Array.from({ length: GRIDS.hours.size }, (_, i) => {
    const counted = channels.flatMap((hours) => (hours[i] ? [of(hours[i])] : []));
    return counted.length === 0 ? null : sum(counted);
  });

function answersOf(pulses: readonly ChannelPulse[], now: number) {
  const first = startOf(GRIDS.quarters, now) / GRIDS.quarters.widthMs;
  const day: Histogram = {};
  const quarters = Array.from({ length: GRIDS.quarters.size }, (_, i) => {
    const all: Histogram = {};
    for (const { times } of pulses) mergeHistogram(all, times[first + i] ?? {});
    mergeHistogram(day, all);
    return all;
  });
  return {
    ...axis(GRIDS.quarters, now),
    count: quarters.map(countIn),
    p50Ms: quarters.map((times) => whole(quantile(times, 0.5))),
    p99Ms: quarters.map((times) => whole(quantile(times, 0.99))),
    day: { count: countIn(day), p50Ms: whole(quantile(day, 0.5)), p99Ms: whole(quantile(day, 0.99)) },
  };
}

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
