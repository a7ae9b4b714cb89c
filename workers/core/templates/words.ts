import type { Dialect } from './nodes.ts';

/** What may be done in one rendering. */
export const BUDGET = {
  /** Variables worked out. */
  variables: 100,
  /** Variables inside of variables. */
  depth: 10,
  /** Web requests. */
  fetches: 3,
  /** Scripts. */
  scripts: 3,
  /** People and channels that are asked for. */
  lookUps: 10,
  repeats: 20,
  /** Code points of the answer, and of what any one variable prints. */
  length: 2_000,
} as const;

export type Spent = Exclude<keyof typeof BUDGET, 'length'>;

const SENTENCES: Readonly<Record<Spent, string>> = {
  variables: `Too many variables: ${BUDGET.variables} is the most.`,
  depth: `Nested too deep: ${BUDGET.depth} is the most.`,
  fetches: `Too many web requests: ${BUDGET.fetches} is the most.`,
  scripts: `Too many scripts: ${BUDGET.scripts} is the most.`,
  lookUps: `Too many people and channels to ask for: ${BUDGET.lookUps} is the most.`,
  repeats: `Repeated too often: ${BUDGET.repeats} times is the most.`,
};

/** An error as it stands in the answer. */
export const error = (dialect: Dialect, words: string): string =>
  dialect === 'fossabot' ? `[Error: ${words}]` : `[${words}]`;

export const usedUp = (what: Spent): string => SENTENCES[what];

/** What an unavailable value prints: StreamElements says no more than this, the others in words. */
export const unavailable = (dialect: Dialect, name: string): string =>
  dialect === 'streamelements' ? 'error' : error(dialect, `$(${name}) is not available.`);

/** Where a stream is looked for that is not on; Fossabot's is in its documents, StreamElements' goes for all others. */
export const notLive = (dialect: Dialect): string =>
  dialect === 'fossabot' ? '[Error: Stream is offline.]' : 'not live';
