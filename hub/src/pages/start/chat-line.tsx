import type { ReactNode } from 'react';
import { cn } from '../../design/cn.ts';
import { PenguinMark } from '../../design/penguin.tsx';

export interface ChatLineProps {
  readonly by: string;
  readonly isBot: boolean;
  /** Said about the answer, not by the bot. */
  readonly isQuiet?: boolean;
  readonly children: ReactNode;
}

/** One line of a chat, as it is shown there. */
export const ChatLine = ({ by, isBot, isQuiet, children }: ChatLineProps) => (
  <p className="flex min-w-0 items-start gap-2">
    {isBot ? (
      <PenguinMark className="mt-0.5 size-4 shrink-0" />
    ) : (
      <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-ink-faint mx-1" />
    )}
    <span className="line-clamp-6 min-w-0 overflow-hidden break-words">
      <bdi className={cn('font-medium', isBot ? 'text-accent-ink' : 'text-ink-soft')}>{by}</bdi>
      <span className="hidden-visually">:</span>{' '}
      <bdi className={isQuiet ? 'text-ink-faint italic' : 'text-ink'}>{children}</bdi>
    </span>
  </p>
);
