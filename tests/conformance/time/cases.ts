import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Recurrence } from '../../../workers/core/time/recurrence.ts';
import { nextAfter, occurrences } from '../../../workers/core/time/recurrence.ts';

/** A line of `recurrences.json`; `generate.py` says what is in it. */
interface Case {
  readonly recurrence: Recurrence;
  /** ms since epoch. */
  readonly from: number;
  /** The how manieth the first one is. */
  readonly n: number;
  readonly expected: readonly number[];
  readonly isEnd: boolean;
}

const { cases: LINES } = JSON.parse(readFileSync(path.join(import.meta.dirname, 'recurrences.json'), 'utf8')) as {
  readonly cases: readonly string[];
};

function readCase(line: string): Case {
  const [wall, zone, rule, exdates, from, n, moments] = line.split(' ') as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    recurrence: { wall, zone, rule, exdates: exdates === '-' ? [] : exdates.split(',') },
    from: from === '-' ? 0 : Number(from) * 1000,
    n: Number(n),
    expected: expand(moments.replace('.', '')),
    isEnd: moments.endsWith('.'),
  };
}

function expand(moments: string): number[] {
  const [first, ...steps] = moments.split('+');
  if (!first) return [];
  const all = [Number(first) * 1000];
  for (const step of steps) {
    const [size, times = '1'] = step.split('*');
    for (let i = 0; i < Number(times); i++) all.push((all.at(-1) as number) + Number(size) * 1000);
  }
  return all;
}

/** What does not come out as python-dateutil and zoneinfo have it. */
export function mismatches(): { readonly cases: number; readonly wrong: readonly string[] } {
  const wrong = LINES.flatMap((line) => {
    const fault = faultOf(readCase(line));
    return fault ? [`${line}\n  ${fault}`] : [];
  });
  return { cases: LINES.length, wrong };
}

const print = (moments: readonly number[]): string => moments.map((at) => new Date(at).toISOString()).join(' ');

function faultOf({ recurrence, from, n, expected, isEnd }: Case): string | null {
  // One more than is expected, where the series is to end.
  const found = occurrences(recurrence, { fromMs: from, count: expected.length + (isEnd ? 1 : 0) });
  if (print(found) !== print(expected)) return `expected ${print(expected)}\n  found    ${print(found)}`;
  const next = nextAfter(recurrence, from - 1);
  if (next?.at !== expected[0]) return `next is ${next && print([next.at])}`;
  if (next && next.n !== n) return `the first is number ${next.n}, expected ${n}`;
  return null;
}
