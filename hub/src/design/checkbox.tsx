import { Check, Minus } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

export interface CheckboxProps
  extends Omit<ComponentProps<typeof Radix.Root>, 'children' | 'onCheckedChange' | 'onChange'> {
  /** The words beside it; without them give `aria-label`. */
  label?: ReactNode;
  /** One sentence under the words. */
  hint?: ReactNode;
  onChange?: (checked: boolean) => void;
}

/** One of several, or "I agree"; what takes effect at once is a Switch. */
export function Checkbox({ label, hint, id, onChange, className, ...rest }: CheckboxProps) {
  const own = useId();
  const box = (
    <Radix.Root
      {...rest}
      id={id ?? own}
      aria-describedby={hint ? `${own}-hint` : rest['aria-describedby']}
      onCheckedChange={(checked) => onChange?.(checked === true)}
      className={cn(
        'touch-target grid size-4 shrink-0 place-items-center rounded-sm border border-edge bg-field text-on-accent transition-colors',
        'hover:border-ink-faint data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent',
        'aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-50',
        !label && className,
      )}
    >
      <Radix.Indicator className="group grid place-items-center">
        <Check aria-hidden strokeWidth={3} className="size-3 group-data-[state=indeterminate]:hidden" />
        <Minus aria-hidden strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
      </Radix.Indicator>
    </Radix.Root>
  );
  if (!label) return box;
  return (
    <div className={cn('flex items-start gap-2.5', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <div className="min-w-0">
        <label htmlFor={id ?? own} className="text-ink">
          {label}
        </label>
        {hint && (
          <p id={`${own}-hint`} className="text-ink-faint text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
