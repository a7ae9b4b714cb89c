import { Switch as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

export interface SwitchProps extends Omit<ComponentProps<typeof Radix.Root>, 'onCheckedChange' | 'onChange'> {
  onChange?: (checked: boolean) => void;
}

/** On or off, in effect at once. Its place says which as well as its colour. Inside a Field, or with `aria-label`. */
export const Switch = ({ onChange, className, ...rest }: SwitchProps) => (
  <Radix.Root
    {...rest}
    onCheckedChange={onChange}
    className={cn(
      'touch-target group inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-edge bg-field px-0.5 transition-colors',
      'hover:border-ink-faint data-[state=checked]:border-accent data-[state=checked]:bg-accent',
      'disabled:cursor-not-allowed disabled:opacity-50',
      className,
    )}
  >
    <Radix.Thumb className="block size-3.5 rounded-full bg-edge transition-[translate,background-color] group-hover:bg-ink-faint data-[state=checked]:translate-x-4 data-[state=checked]:bg-on-accent group-hover:data-[state=checked]:bg-on-accent" />
  </Radix.Root>
);
