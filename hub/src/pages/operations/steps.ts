import type { Execution } from './queries.ts';

export type Trace = Execution['trace'];

/** The steps of a command's way, each by the moment that ends it. */
export const STEPS = ['received', 'admitted', 'executed', 'committed', 'claimed', 'sent'] as const;
export type StepName = (typeof STEPS)[number];

/** Steps in which nobody works: the command is on its way, or in a queue. */
const WAITS: readonly StepName[] = ['received', 'executed'];

export interface Step {
  readonly name: StepName;
  /** Those between the last moment that is known and this one: they are in it. */
  readonly skipped: readonly StepName[];
  /** ms since epoch. */
  readonly from: number;
  readonly tookMs: number;
  readonly waits: boolean;
  /** Whether it ended before it began: two clocks. */
  readonly skewed: boolean;
}

/** What is known of a command's way, in order; a step of which nobody noted the end is a part of the next that has one. */
export function stepsOf(trace: Trace): readonly Step[] {
  const steps: Step[] = [];
  let from = trace.at;
  let skipped: StepName[] = [];
  for (const name of STEPS) {
    const to = trace[name];
    if (to === undefined) {
      skipped.push(name);
      continue;
    }
    steps.push({
      name,
      skipped,
      from,
      tookMs: Math.max(0, to - from),
      waits: WAITS.includes(name) && skipped.length === 0,
      skewed: to < from,
    });
    skipped = [];
    from = to;
  }
  return steps;
}

/** How long all of it took, ms. */
export const tookMs = (trace: Trace): number => stepsOf(trace).reduce((sum, step) => sum + step.tookMs, 0);

export interface PlacedStep extends Step {
  /** Of the chart's width, 0 to 1. */
  readonly begins: number;
  readonly width: number;
  /** Longer than is drawn: else the others would not be seen. */
  readonly cut: boolean;
}

/** A step may be drawn so many times as long as all others together. */
const MOST_TIMES = 4;

/** Where each step stands in the chart. One that is far longer than the rest is drawn shortened. */
export function placed(steps: readonly Step[]): readonly PlacedStep[] {
  const total = steps.reduce((sum, step) => sum + step.tookMs, 0);
  const drawn = steps.map((step) => {
    const rest = total - step.tookMs;
    const most = rest * MOST_TIMES;
    const cut = steps.length > 1 && rest > 0 && step.tookMs > most;
    return { step, cut, ms: cut ? most : step.tookMs };
  });
  const whole = drawn.reduce((sum, { ms }) => sum + ms, 0) || 1;
  let begins = 0;
  return drawn.map(({ step, cut, ms }) => {
    const width = ms / whole;
    const one = { ...step, begins, width, cut };
    begins += width;
    return one;
  });
}
