import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** A key to press: `<Kbd>⌘</Kbd><Kbd>K</Kbd>`. */
export const Kbd = ({ className, children }: { className?: string; children: ReactNode }) => (
  <kbd
    className={cn(
      'inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-hover px-1 font-medium font-sans text-ink-soft text-sm leading-none',
      className,
    )}
  >
    {children}
  </kbd>
);
