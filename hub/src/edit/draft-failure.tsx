import { ApiError } from '../api/errors.ts';
import { Alert } from '../design/alert.tsx';
import { Button } from '../design/button.tsx';
import { edit } from '../words/edit.ts';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import type { Draft } from './use-draft.ts';

/** Why something was not saved, where no field says it. */
export function DraftFailure<Value>({ draft }: { readonly draft: Draft<Value> }) {
  const w = useWords(edit);
  const k = useWords(kit);
  const { failure } = draft;
  if (failure === null) return null;
  const told = failure instanceof ApiError ? failure : null;
  const atFields = Object.keys(draft.errors).length;
  const request = told?.requestId ? ` (${k.reference} ${told.requestId})` : '';
  return (
    <Alert
      tone="danger"
      title={w.notSaved}
      action={
        <span className="flex gap-2">
          <Button size="sm" onClick={draft.discard}>
            {w.discard}
          </Button>
          <Button size="sm" onClick={draft.save}>
            {k.tryAgain}
          </Button>
        </span>
      }
    >
      {atFields > 0 ? w.fixFields(atFields) : told && told.status !== 0 ? `${told.message}${request}` : w.unreachable}
    </Alert>
  );
}
