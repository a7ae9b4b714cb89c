import type { Standing } from './contest.ts';

/** A promise about two standings of one run. */
interface Target {
  readonly of: string;
  readonly to: string;
  /** Left out where nothing was promised and the figure is only told. */
  readonly atLeast?: number;
}

/** Above this the generator itself may have been the limit. */
const BUSY = 0.9;

const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toString() : '-');
const ms = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '-');
const ratio = (value: number, to: number | undefined): string =>
  to !== undefined && Number.isFinite(value / to) ? `${(value / to).toFixed(2)}x` : '-';
const count = (statuses: Readonly<Record<string, number>>): string =>
  Object.entries(statuses)
    .map(([status, times]) => `${status}: ${times}`)
    .join(', ');

/** The standings as a table, each figure with its ratio to the bare Worker of the same run. */
export function printStandings(standings: readonly Standing[], bare: string): void {
  const base = standings.find(({ name }) => name === bare);
  const rows = standings.map((one) => [
    one.name,
    whole(one.perSecond),
    ratio(one.perSecond, base?.perSecond),
    ms(one.p50),
    ratio(one.p50, base?.p50),
    ms(one.p99),
    ratio(one.p99, base?.p99),
    whole(one.cpuMicros),
    ratio(one.cpuMicros, base?.cpuMicros),
  ]);
  printTable(['', 'requests/s', 'bare', 'p50 ms', 'bare', 'p99 ms', 'bare', 'CPU us/request', 'bare'], rows);
  for (const one of standings) {
    const odd = one.unexpected === 0 ? 'all as expected' : `${one.unexpected} NOT AS EXPECTED`;
    console.log(
      `  ${one.name}: ${one.requests} requests in ${one.rounds.length} rounds of ${one.rounds.map(whole).join(', ')}/s; ` +
        `answers ${count(one.statuses)} (${odd}); generator ${whole(one.generatorBusy * 100)}% busy`,
    );
    if (one.generatorBusy > BUSY)
      console.log(`  ${one.name}: the load generator was at its own limit; this figure is a lower bound`);
  }
}

/** Says of each promise whether it was kept. Wrong answers keep none. */
export function printTargets(standings: readonly Standing[], targets: readonly Target[]): void {
  for (const target of targets) {
    const one = standings.find(({ name }) => name === target.of);
    const other = standings.find(({ name }) => name === target.to);
    if (!one || !other) {
      console.log(`  ${target.of} : ${target.to} was not measured`);
      continue;
    }
    const reached = one.perSecond / other.perSecond;
    const sound = one.unexpected === 0 && other.unexpected === 0;
    console.log(`  ${target.of} : ${target.to} = ${reached.toFixed(2)}, ${verdict(reached, target.atLeast, sound)}`);
  }
}

function verdict(reached: number, atLeast: number | undefined, sound: boolean): string {
  if (!sound) return 'VOID: answers were wrong';
  if (atLeast === undefined) return 'no target';
  return `target ${atLeast}: ${reached >= atLeast ? 'met' : 'NOT MET'}`;
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  for (const row of [head, ...rows]) {
    console.log(
      `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`,
    );
  }
}
