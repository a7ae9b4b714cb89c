import { ApiError } from '../../api/errors.ts';
import { Alert } from '../../design/alert.tsx';
import { simulator } from '../../words/simulator.ts';
import { useWords } from '../../words/use-words.ts';

/** Why something was not even tried out; the line is back in its field. */
export function Failure({ error, onDismiss }: { error: unknown; onDismiss: () => void }) {
  const w = useWords(simulator);
  if (!error) return null;
  const told = error instanceof ApiError ? error : null;
  return (
    <Alert tone="danger" title={w.failedTitle} onDismiss={onDismiss}>
      <p>{told?.status === 0 ? w.offline : (told?.message ?? String(error))}</p>
      {told?.requestId && (
        <p className="mt-1 text-sm">
          {w.request} <code className="font-mono">{told.requestId}</code>
        </p>
      )}
    </Alert>
  );
}
