import { AlarmClock } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';

/** What reminders are for, and how one looks. */
export function FirstReminder({ action }: { readonly action: ReactNode }) {
  const w = useWords(reminders);
  return (
    <EmptyState
      title={w.firstTitle}
      action={action}
      example={
        <div className="flex items-center gap-3 p-4">
          <AlarmClock aria-hidden className="size-5 shrink-0 text-accent-ink" />
          <div className="min-w-0">
            <p className="truncate font-medium text-ink">{w.exampleText}</p>
            <p className="truncate text-ink-faint text-sm">{w.exampleRule}</p>
          </div>
        </div>
      }
    >
      {w.first}
    </EmptyState>
  );
}
