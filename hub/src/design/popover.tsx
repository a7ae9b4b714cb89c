import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { useFloatContainer } from './theme.tsx';

/** The box of what floats above the page: menus, popovers, lists of choices. */
export const FLOAT_BOX =
  'z-(--layer-popover) animate-rise rounded-lg border border-line bg-raised text-ink shadow-float outline-none';

export interface PopoverProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The button that opens it. */
  trigger: ReactNode;
  /** What it is; read aloud when it opens. */
  label: string;
  align?: 'start' | 'center' | 'end';
  className?: string;
  children: ReactNode;
}

/** A little more, beside the button that opened it; the page stays in use. */
export function Popover({ open, onOpenChange, trigger, label, align = 'start', className, children }: PopoverProps) {
  const container = useFloatContainer();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={container}>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className={cn(
            FLOAT_BOX,
            'max-h-(--radix-popover-content-available-height) w-72 overflow-y-auto p-4',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
