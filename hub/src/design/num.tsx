import { useLanguage } from '../words/use-words.ts';
import { cn } from './cn.ts';
import { localeOf } from './time.tsx';

export interface NumProps {
  value: number;
  /** `compact`: "12.4K" where room is short; the whole number is on hover. */
  compact?: boolean;
  /** "+12" and "−3". */
  signed?: boolean;
  /** 0.42 as "42 %". */
  percent?: boolean;
  className?: string;
}

/** A number, grouped as the language does it. */
export function Num({ value, compact, signed, percent, className }: NumProps) {
  const locale = localeOf(useLanguage());
  const text = value.toLocaleString(locale, {
    ...(compact ? { notation: 'compact', maximumFractionDigits: 1 } : { maximumFractionDigits: percent ? 1 : 2 }),
    ...(signed ? { signDisplay: 'exceptZero' } : {}),
    ...(percent ? { style: 'percent' } : {}),
  });
  return (
    <span
      title={compact ? value.toLocaleString(locale) : undefined}
      className={cn('tabular whitespace-nowrap', className)}
    >
      {text.replace('-', '−')}
    </span>
  );
}
