import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { cn } from './cn.ts';

const TONES = { accent: 'bg-accent', ok: 'bg-ok', warning: 'bg-warning', danger: 'bg-danger' } as const;

export interface ProgressBarProps {
  /** How far, of `max`; null: nobody knows. */
  value: number | null;
  max?: number;
  label?: string;
  /** The number in words: "412 of 500 messages". */
  text?: string;
  tone?: keyof typeof TONES;
  className?: string;
}

/** How far something is, or how much of something is used. */
export function ProgressBar({ value, max = 100, label, text, tone = 'accent', className }: ProgressBarProps) {
  const w = useWords(kit);
  const share = value === null ? null : Math.min(1, Math.max(0, max > 0 ? value / max : 0));
  return (
    <div
      role="progressbar"
      aria-label={label ?? w.progress}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value ?? undefined}
      aria-valuetext={text}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-pressed', className)}
    >
      <div
        className={cn('h-full rounded-full transition-[width]', TONES[tone], share === null && 'w-1/3 animate-shimmer')}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
