import type { ReactNode } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { CopyButton } from './code.tsx';
import { Heading } from './heading.tsx';
import { Penguin } from './penguin.tsx';

export interface ErrorStateProps {
  /** What happened. */
  title: ReactNode;
  /** Why. */
  children?: ReactNode;
  /** What to do about it. */
  advice?: ReactNode;
  /** To find it again in the log. */
  requestId?: string | null;
  onRetry?: () => void;
  /** Another way on, instead of trying again. */
  action?: ReactNode;
  /** Inside a card. */
  compact?: boolean;
  className?: string;
}

/** What happened, why, what to do; with the request's id to hand on. */
export function ErrorState({
  title,
  children,
  advice,
  requestId,
  onRetry,
  action,
  compact,
  className,
}: ErrorStateProps) {
  const w = useWords(kit);
  return (
    <div
      role="alert"
      className={cn(
        'mx-auto flex max-w-xl flex-col items-center px-4 text-center',
        compact ? 'py-6' : 'py-12',
        className,
      )}
    >
      {!compact && <Penguin mood="alert" />}
      <Heading className={cn('text-balance font-semibold text-ink', compact ? 'text-base' : 'mt-4 text-lg')}>
        {title}
      </Heading>
      {children && <div className="mt-1 max-w-md text-pretty wrap-anywhere text-ink-soft">{children}</div>}
      {advice && <div className="mt-2 max-w-md text-pretty wrap-anywhere text-ink">{advice}</div>}
      {(onRetry || action) && (
        <div className="mt-5 flex flex-wrap justify-center gap-2">
          {onRetry && <Button onClick={onRetry}>{w.tryAgain}</Button>}
          {action}
        </div>
      )}
      {requestId && (
        <p className="mt-5 flex max-w-full items-center gap-1.5 text-ink-faint text-sm">
          {w.reference}
          <code className="truncate font-mono text-ink-soft">{requestId}</code>
          <CopyButton text={requestId} />
        </p>
      )}
    </div>
  );
}
