import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';
import { controlStyle } from './input.tsx';

export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps<Value extends string = string>
  extends Omit<ComponentProps<'select'>, 'value' | 'defaultValue' | 'onChange' | 'size'> {
  options: readonly Choice<Value>[];
  value: Value | '';
  onChange: (value: Value) => void;
  /** What stands there while nothing is chosen. */
  placeholder?: string;
  size?: 'sm' | 'md' | 'lg';
}

/** One of a few: the browser's own list, so that phones show theirs. More than a dozen is a Combobox's. */
export function Select<Value extends string>({
  options,
  value,
  onChange,
  placeholder,
  size,
  className,
  ...rest
}: SelectProps<Value>) {
  return (
    <span className={cn('relative inline-flex w-full min-w-0', className)}>
      <select
        {...rest}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={cn(controlStyle({ size }), 'appearance-none truncate pr-8', value === '' && 'text-ink-faint')}
      >
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled} className="bg-raised text-ink">
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-ink-faint"
      />
    </span>
  );
}
