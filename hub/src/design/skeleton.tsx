import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { cn } from './cn.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

export interface SkeletonProps {
  /** The shape of what is coming, so that nothing jumps when it is there. */
  shape?: 'text' | 'table' | 'card';
  /** How many lines or rows. */
  lines?: number;
  className?: string;
}

const WIDTHS = ['w-11/12', 'w-full', 'w-4/5', 'w-2/3', 'w-5/6'] as const;

const Bar = ({ className }: { className?: string | undefined }) => (
  <span className={cn('block h-3 rounded-sm bg-hover', className)} />
);

/** Stands where something is being loaded. */
export function Skeleton({ shape = 'text', lines = 3, className }: SkeletonProps) {
  const w = useWords(kit);
  const numbers = Array.from({ length: lines }, (_, n) => n);
  return (
    <div role="status" className={cn('animate-shimmer', className)}>
      <VisuallyHidden>{w.loading}</VisuallyHidden>
      {shape === 'text' && (
        <div aria-hidden className="space-y-2.5 py-1">
          {numbers.map((n) => (
            <Bar key={n} className={WIDTHS[n % WIDTHS.length]} />
          ))}
        </div>
      )}
      {shape === 'card' && (
        <div aria-hidden className="space-y-3 rounded-lg border border-line bg-surface p-4">
          <Bar className="h-3.5 w-1/3" />
          {numbers.map((n) => (
            <Bar key={n} className={WIDTHS[(n + 1) % WIDTHS.length]} />
          ))}
        </div>
      )}
      {shape === 'table' && (
        <div aria-hidden className="divide-y divide-line">
          {numbers.map((n) => (
            <div key={n} className="flex h-10 items-center gap-6 px-4">
              <Bar className="w-1/4" />
              <Bar className="w-1/3" />
              <Bar className="ml-auto w-16" />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
