import { RadioGroup as Radix } from 'radix-ui';
import { useId } from 'react';
import { cn } from './cn.ts';
import type { Choice } from './select.tsx';

export interface RadioGroupProps<Value extends string = string> {
  options: readonly (Choice<Value> & { readonly hint?: string })[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  /** The question, for those who hear it. */
  label: string;
  /** Each choice framed, the hint inside: for choices that need thought. */
  cards?: boolean;
  disabled?: boolean;
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  'aria-required'?: true;
  className?: string;
}

/** One of two to five, all in sight. */
export function RadioGroup<Value extends string>({
  options,
  value,
  onChange,
  label,
  cards,
  className,
  ...control
}: RadioGroupProps<Value>) {
  const id = useId();
  return (
    <Radix.Root
      {...control}
      aria-label={label}
      value={value ?? null}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className={cn('flex flex-col', cards ? 'gap-2' : 'gap-2.5', className)}
    >
      {options.map((option, index) => (
        <div
          key={option.value}
          className={cn(
            'relative flex items-start gap-2.5',
            cards &&
              'rounded-lg border border-line p-3 transition-colors hover:border-edge has-[[data-state=checked]]:border-accent has-[[data-state=checked]]:bg-accent-soft',
            option.disabled && 'opacity-50',
          )}
        >
          <span className="flex h-5 items-center">
            <Radix.Item
              id={`${id}-${index}`}
              value={option.value}
              disabled={option.disabled}
              aria-describedby={option.hint ? `${id}-${index}-hint` : undefined}
              className="touch-target grid size-4 shrink-0 place-items-center rounded-full border border-edge bg-field transition-colors hover:border-ink-faint data-[state=checked]:border-accent data-[state=checked]:bg-accent"
            >
              <Radix.Indicator className="size-1.5 rounded-full bg-on-accent" />
            </Radix.Item>
          </span>
          <div className="min-w-0">
            <label
              htmlFor={`${id}-${index}`}
              className={cn('wrap-anywhere text-ink', cards && 'font-medium after:absolute after:inset-0')}
            >
              {option.label}
            </label>
            {option.hint && (
              <p
                id={`${id}-${index}-hint`}
                className={cn('wrap-anywhere text-sm', cards ? 'text-ink-soft' : 'text-ink-faint')}
              >
                {option.hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </Radix.Root>
  );
}
