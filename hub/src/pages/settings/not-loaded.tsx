import { ApiError } from '../../api/errors.ts';
import { ErrorState } from '../../design/error-state.tsx';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';

/** Something of the settings that did not come. */
export function NotLoaded({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const w = useWords(settings);
  const told = error instanceof ApiError && error.status !== 0 ? error : null;
  return (
    <ErrorState title={w.notLoaded} requestId={told?.requestId ?? null} onRetry={onRetry}>
      {told?.message}
    </ErrorState>
  );
}
