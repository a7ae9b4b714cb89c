import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export interface PageHeaderProps {
  title: ReactNode;
  /** One sentence of what the page is for. */
  description?: ReactNode;
  /** Where it belongs: a link back, or the trail. */
  trail?: ReactNode;
  /** A badge or a light beside the title. */
  mark?: ReactNode;
  /** At most one primary button. */
  actions?: ReactNode;
  className?: string;
}

/** The top of every page. */
export const PageHeader = ({ title, description, trail, mark, actions, className }: PageHeaderProps) => (
  <header className={cn('flex flex-wrap items-end justify-between gap-x-6 gap-y-3 pb-6', className)}>
    <div className="min-w-0 flex-1 basis-72">
      {trail && <div className="mb-1 text-ink-faint text-sm">{trail}</div>}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="wrap-anywhere font-semibold text-ink text-xl">{title}</h1>
        {mark}
      </div>
      {description && <p className="mt-1 max-w-prose text-ink-soft">{description}</p>}
    </div>
    {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
  </header>
);
