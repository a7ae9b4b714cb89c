import type { Kind, Tally } from './tally.ts';

/**
 * US dollars per million, above what a plan includes. Cloudflare's pricing pages as of November 2026: Workers, Durable
 * Objects (SQLite), Queues, Workers Logs.
 */
const DOLLARS_PER_MILLION = {
  request: 0.3,
  /** Per ms of CPU. */
  cpu: 0.02,
  call: 0.15,
  /** Per ms: an object is billed as 128 MB, 0.128 GB × $12.50 per million GB-s. */
  busy: (0.128 * 12.5) / 1_000,
  /** A row; an index's row, a delete and a `setAlarm` are one, too. */
  write: 1,
  read: 0.001,
  /** A message: written, read and deleted, at $0.40 each. */
  queue: 3 * 0.4,
  /** Neon bills the time it is awake, not queries. */
  trip: 0,
  log: 0.6,
} as const satisfies Record<Kind, number>;

/** `head_sampling_rate` in wrangler.toml: the share of requests whose lines are kept. */
const LOGS_KEPT = 0.05;

/**
 * CPU of a Worker's request, ms, from the first table of docs/benchmarks.md (ratios to the bare Worker) and its second (the
 * bare Worker's 201 µs). Measured on two cores of a shared machine, not at the edge: a whole ms more is 2 cents a million.
 */
const BARE_MS = 0.201;
export const CPU_MS = {
  /** "a plain Twitch message in a channel that wants none", CPU : bare 1.2–1.8. */
  plain: 1.8 * BARE_MS,
  /** "a Slack command, answered in its own request", CPU : bare 3.9; the queue's consumer, not told there, counts as much. */
  command: 3.9 * BARE_MS,
} as const;

/** How long an object is kept busy, ms. Not measured here, because time stands still in this test. */
export const BUSY_MS = {
  /** One call with its row (docs/deploy.md, "2 calls of Durable Objects of 3 ms"). */
  call: 3,
  /** Until a queue has accepted, which a Channel awaits: Cloudflare's own median of `send()` (blog on Queues, 2024). */
  queue: 60,
} as const;

/** US dollars per million of what the tally is of one. */
export const dollars = (tally: Tally): number =>
  (Object.entries(DOLLARS_PER_MILLION) as [Kind, number][]).reduce(
    (sum, [kind, price]) => sum + tally.sum(kind) * price * (kind === 'log' ? LOGS_KEPT : 1),
    0,
  );

/** What Workers Paid includes each month, in the units of the prices; `busy` is 400,000 GB-s. */
const INCLUDED = {
  request: 10e6,
  cpu: 30e6,
  call: 1e6,
  busy: (400_000 / 0.128) * 1_000,
  write: 50e6,
  read: 25_000e6,
  queue: 1e6 / 3,
  trip: 0,
  log: 20e6,
} as const satisfies Record<Kind, number>;

/** Workers Paid, a month. */
const PLAN_DOLLARS = 5;

/** US dollars of a month in which this happened. */
export const dollarsOfMonth = (happened: Tally): number =>
  (Object.entries(DOLLARS_PER_MILLION) as [Kind, number][]).reduce((sum, [kind, price]) => {
    const billed = happened.sum(kind) * (kind === 'log' ? LOGS_KEPT : 1) - INCLUDED[kind];
    return sum + (Math.max(0, billed) / 1e6) * price;
  }, PLAN_DOLLARS);
