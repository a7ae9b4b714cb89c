import { cpuSeconds } from './cpu.ts';
import { type Job, type Load, type LoadResult, targetOf } from './load.ts';
import { median } from './stats.ts';

/** One that is measured: what is sent where, and which processes do the work. */
export interface Contestant extends Pick<Job, 'recipe' | 'expect'> {
  readonly name: string;
  readonly url: string;
  readonly pids: readonly number[];
}

/** Medians over the rounds. */
export interface Standing {
  readonly name: string;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of all its processes' CPU time a request; NaN where it cannot be told. */
  readonly cpuMicros: number;
  readonly generatorBusy: number;
  readonly requests: number;
  readonly unexpected: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests per second of each round. */
  readonly rounds: readonly number[];
}

export interface Conditions {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

type Round = LoadResult & { readonly cpuMicros: number };

/** Measures each in turn, round after round, so that a noisy minute of the machine falls on all of them. */
export async function contest(
  load: Load,
  contestants: readonly Contestant[],
  { rounds, seconds, connections }: Conditions,
): Promise<Standing[]> {
  const results = new Map<Contestant, Round[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [contestant, done] of results) {
      const { recipe, expect, url, pids } = contestant;
      const before = cpuSeconds(pids);
      const result = await load.run({
        target: targetOf(url),
        recipe,
        expect,
        connections,
        seconds,
        // The first round also pays for what is loaded and compiled once.
        warmupSeconds: round === 0 ? 2 : 0.5,
        requests: Number.POSITIVE_INFINITY,
      });
      done.push({ ...result, cpuMicros: ((cpuSeconds(pids) - before) / result.sentInAll) * 1e6 });
    }
  }
  return Array.from(results, ([{ name }, done]) => standing(name, done));
}

export function standing(name: string, rounds: readonly Round[]): Standing {
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  const statuses: Record<string, number> = {};
  for (const round of rounds) {
    for (const [status, count] of Object.entries(round.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  }
  return {
    name,
    perSecond: of((round) => round.perSecond),
    p50: of((round) => round.p50),
    p99: of((round) => round.p99),
    cpuMicros: of((round) => round.cpuMicros),
    generatorBusy: Math.max(...rounds.map((round) => round.generatorBusy)),
    requests: rounds.reduce((sum, round) => sum + round.requests, 0),
    unexpected: rounds.reduce((sum, round) => sum + round.unexpected, 0),
    statuses,
    rounds: rounds.map((round) => round.perSecond),
  };
}
