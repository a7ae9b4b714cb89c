import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { DeeperHeadings, Heading } from './heading.tsx';

export interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode;
  /** One line under the title. */
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** A quiet line at the bottom. */
  footer?: ReactNode;
  /** No padding inside: for tables and lists that reach the edge. */
  flush?: boolean;
}

/** One thing on a page, framed by a hairline. */
export function Card({ title, description, actions, footer, flush, className, children, ...rest }: CardProps) {
  return (
    <section {...rest} className={cn('min-w-0 rounded-lg border border-line bg-surface', className)}>
      {(title || actions) && (
        <header
          className={cn('flex items-start justify-between gap-4 px-4 pt-4', flush && 'border-line border-b pb-3')}
        >
          <div className="min-w-0">
            {title && <Heading className="truncate font-semibold text-ink">{title}</Heading>}
            {description && <p className="mt-0.5 text-ink-faint text-sm">{description}</p>}
          </div>
          {actions && <div className="-my-1 flex shrink-0 items-center gap-1">{actions}</div>}
        </header>
      )}
      <div className={cn(!flush && 'p-4', !flush && (title || actions) && 'pt-3')}>
        {title ? <DeeperHeadings>{children}</DeeperHeadings> : children}
      </div>
      {footer && <footer className="border-line border-t px-4 py-2.5 text-ink-faint text-sm">{footer}</footer>}
    </section>
  );
}
