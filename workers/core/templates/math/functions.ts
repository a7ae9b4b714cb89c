import { MathError } from './tokens.ts';

type Called = (args: readonly number[], random: () => number) => number;

const one =
  (name: string, compute: (x: number) => number): Called =>
  ([x, ...more]) => {
    if (x === undefined || more.length > 0) throw new MathError(`${name} takes one number`);
    return compute(x);
  };

const some =
  (name: string, compute: (args: readonly number[]) => number): Called =>
  (args) => {
    if (args.length === 0) throw new MathError(`${name} takes at least one number`);
    return compute(args);
  };

const sum = (args: readonly number[]): number => args.reduce((total, x) => total + x, 0);

/** To so many decimals, halves away from zero. */
const round: Called = ([x, decimals = 0]) => {
  if (x === undefined) throw new MathError('round takes a number');
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 15) throw new MathError('round takes 0 to 15 decimals');
  const shifted = Number(`${Math.abs(x)}e${decimals}`);
  return Number.isFinite(shifted) ? Math.sign(x) * Number(`${Math.round(shifted)}e-${decimals}`) : x;
};

const median = (args: readonly number[]): number => {
  const sorted = [...args].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

const bounds = (args: readonly number[]): [number, number] => {
  const [a, b] = args;
  if (a === undefined) return [0, 1];
  return b === undefined ? [0, a] : [a, b];
};

/** The functions of math.js that work on numbers and that chat commands use. */
export const FUNCTIONS: Readonly<Record<string, Called>> = {
  round,
  // From the lower bound up to, but never, the upper one.
  random: (args, random) => {
    const [from, to] = bounds(args);
    return from + random() * (to - from);
  },
  randomInt: (args, random) => {
    const [from, to] = bounds(args);
    return Math.floor(from + random() * (to - from));
  },
  pow: ([x = Number.NaN, y = Number.NaN]) => x ** y,
  atan2: ([y = Number.NaN, x = Number.NaN]) => Math.atan2(y, x),
  // Natural, or to a base: log(8, 2).
  log: ([x = Number.NaN, base]) => (base === undefined ? Math.log(x) : Math.log(x) / Math.log(base)),
  min: some('min', (args) => Math.min(...args)),
  max: some('max', (args) => Math.max(...args)),
  sum: some('sum', sum),
  mean: some('mean', (args) => sum(args) / args.length),
  median: some('median', median),
  mod: ([a = Number.NaN, b = Number.NaN]) => (b === 0 ? a : a - b * Math.floor(a / b)),
  ...Object.fromEntries(
    (
      [
        ['abs', Math.abs],
        ['floor', Math.floor],
        ['ceil', Math.ceil],
        ['fix', Math.trunc],
        ['sign', Math.sign],
        ['sqrt', Math.sqrt],
        ['cbrt', Math.cbrt],
        ['square', (x) => x * x],
        ['cube', (x) => x ** 3],
        ['exp', Math.exp],
        ['log10', Math.log10],
        ['log2', Math.log2],
        ['sin', Math.sin],
        ['cos', Math.cos],
        ['tan', Math.tan],
        ['asin', Math.asin],
        ['acos', Math.acos],
        ['atan', Math.atan],
      ] satisfies [string, (x: number) => number][]
    ).map(([name, compute]) => [name, one(name, compute)]),
  ),
};
