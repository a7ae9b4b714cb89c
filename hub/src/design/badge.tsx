import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

const style = cva(
  'inline-flex h-5 max-w-full shrink-0 items-center gap-1 whitespace-nowrap rounded-md px-1.5 font-medium text-sm [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        neutral: 'bg-hover text-ink-soft',
        accent: 'bg-accent-soft text-accent-ink',
        ok: 'bg-ok-soft text-ok',
        warning: 'bg-warning-soft text-warning',
        danger: 'bg-danger-soft text-danger',
        info: 'bg-info-soft text-info',
        outline: 'border border-line text-ink-soft',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export interface BadgeProps extends ComponentProps<'span'>, VariantProps<typeof style> {
  icon?: ReactNode;
}

/** A word about a thing: its kind, its role, its state. The word says it, the colour only helps. */
export const Badge = ({ tone, icon, className, children, ...rest }: BadgeProps) => (
  <span {...rest} className={cn(style({ tone }), className)}>
    {icon}
    <span className="truncate">{children}</span>
  </span>
);
