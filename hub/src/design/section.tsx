import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { DeeperHeadings, Heading } from './heading.tsx';

export interface SectionProps {
  title: ReactNode;
  /** One sentence of why. */
  description?: ReactNode;
  actions?: ReactNode;
  /** The words to the left, the content to the right where there is room: for settings. */
  aside?: boolean;
  className?: string;
  children: ReactNode;
}

/** A named part of a page. */
export function Section({ title, description, actions, aside, className, children }: SectionProps) {
  return (
    <section
      className={cn(
        'min-w-0',
        aside ? 'grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,16rem)_minmax(0,1fr)]' : 'space-y-3',
        className,
      )}
    >
      <header className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <Heading className="font-semibold text-ink text-lg">{title}</Heading>
          {description && <p className="mt-0.5 max-w-prose text-ink-faint">{description}</p>}
        </div>
        {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
      </header>
      <div className="min-w-0">
        <DeeperHeadings>{children}</DeeperHeadings>
      </div>
    </section>
  );
}
