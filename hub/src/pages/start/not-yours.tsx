import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import type { Go } from './steps.ts';

/** The address names a community that is none of theirs to steer. */
export function NotYours({ onGo }: { readonly onGo: Go }) {
  const w = useWords(startWords);
  return (
    <EmptyState
      mood="alert"
      title={w.notYours}
      action={
        <Button variant="primary" onClick={() => onGo({})}>
          {w.makeNew}
        </Button>
      }
    >
      {w.notYoursWhy}
    </EmptyState>
  );
}
