import { cn } from '../cn.ts';

export interface SparklineProps {
  /** What it shows and how it went, read aloud: "Members: 480 to 512 in 14 days". */
  label: string;
  /** null: not counted. */
  values: readonly (number | null)[];
  className?: string;
}

const WIDTH = 96;
const HEIGHT = 24;
const INSET = 2;

/** A word-sized line beside a number. Small enough to need no library. */
export function Sparkline({ label, values, className }: SparklineProps) {
  const counted = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...counted), Math.max(...counted)];
  const x = (index: number) => INSET + (index / Math.max(1, values.length - 1)) * (WIDTH - 2 * INSET);
  const y = (value: number) => HEIGHT - INSET - ((value - least) / (most - least || 1)) * (HEIGHT - 2 * INSET);
  const path = values
    .map((value, index) =>
      value === null
        ? ''
        : `${(values[index - 1] ?? null) === null ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('');
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className={cn('h-6 w-24', className)}>
      <path
        d={path}
        fill="none"
        stroke="var(--data-1)"
        strokeWidth={1.5}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {last >= 0 && <circle cx={x(last)} cy={y(values[last] ?? 0)} r={2} fill="var(--data-1)" />}
    </svg>
  );
}
