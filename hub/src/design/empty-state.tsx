import type { ReactNode } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { cn } from './cn.ts';
import { Heading } from './heading.tsx';
import { type Mood, Penguin } from './penguin.tsx';

export interface EmptyStateProps {
  title: ReactNode;
  /** What the page is for. */
  children: ReactNode;
  /** A filled example to look at: how it will be. It is not read as content and takes no clicks. */
  example?: ReactNode;
  /** The one button. */
  action?: ReactNode;
  mood?: Mood;
  /** Inside a card or a table: smaller. */
  compact?: boolean;
  className?: string;
}

/** The first visit: what this is for, how it will look, and one thing to do. */
export function EmptyState({ title, children, example, action, mood = 'ok', compact, className }: EmptyStateProps) {
  const w = useWords(kit);
  return (
    <div
      className={cn(
        'mx-auto flex max-w-xl flex-col items-center text-center',
        compact ? 'px-4 py-8' : 'px-4 py-12',
        className,
      )}
    >
      <Penguin mood={mood} className={compact ? 'h-16 w-14' : undefined} />
      <Heading className={cn('mt-4 text-balance font-semibold text-ink', compact ? 'text-base' : 'text-lg')}>
        {title}
      </Heading>
      <div className="mt-1 max-w-md text-pretty text-ink-soft">{children}</div>
      {action && <div className="mt-5">{action}</div>}
      {example && (
        <figure className="mt-8 w-full text-left">
          <figcaption className="mb-2 text-center text-ink-faint text-sm">{w.example}</figcaption>
          <div inert className="pointer-events-none select-none rounded-lg border border-line border-dashed">
            {example}
          </div>
        </figure>
      )}
    </div>
  );
}
