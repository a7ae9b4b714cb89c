import { ApiError } from '../../api/errors.ts';
import { ErrorState } from '../../design/error-state.tsx';

/** Something that did not come, and why. */
export function NotLoaded({
  title,
  error,
  onRetry,
}: {
  readonly title: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  const told = error instanceof ApiError && error.status !== 0 ? error : null;
  return (
    <ErrorState title={title} requestId={told?.requestId ?? null} onRetry={onRetry}>
      {told?.message}
    </ErrorState>
  );
}
