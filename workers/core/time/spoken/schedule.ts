import type { Rule } from '../rule.ts';
import { plainRule } from '../rule.ts';
import type { Part } from './vocabulary.ts';

/** How often something recurs, as it was said; at which time and from when on is another matter. */
export interface Schedule {
  readonly rule: Rule;
  /** Whether it says on which days: what does not counts from now. */
  readonly namesDays: boolean;
  readonly part: Part | null;
}

/** Steps that count from now. */
export const plain = (freq: Rule['freq'], interval = 1): Schedule => ({
  rule: plainRule(freq, interval),
  namesDays: false,
  part: null,
});

/** A rule with the days that it names. */
export const onDays = (rule: Rule, days: Partial<Rule>, part: Part | null = null): Schedule => ({
  rule: { ...rule, ...days },
  namesDays: true,
  part,
});
