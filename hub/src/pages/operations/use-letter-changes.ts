import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, read } from '../../api/client.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { toast } from '../../design/toast.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { lettersKey, type Scope } from './queries.ts';

export type LetterAction = 'replay' | 'discard' | 'reopen';

/** One that could not be changed, with why. */
export interface Failed {
  readonly id: string;
  readonly message: string;
}

/** What one call changes. */
const AT_ONCE = 50;

async function change(action: LetterAction, letters: readonly string[]) {
  const done: string[] = [];
  const failed: Failed[] = [];
  for (let i = 0; i < letters.length; i += AT_ONCE) {
    const json = { action, letters: letters.slice(i, i + AT_ONCE) };
    const { data } = await read(api['dead-letters'].changes.$post({ json }));
    for (const { id, done: isDone, message } of data)
      if (isDone) done.push(id);
      else failed.push({ id, message: message ?? '' });
  }
  return { done, failed };
}

/** Replays, discards or takes back letters; a discard can be taken back for ten seconds, and in the list for good. */
export function useLetterChanges(scope: Scope) {
  const w = useWords(operations);
  const client = useQueryClient();
  const [failed, setFailed] = useState<readonly Failed[]>([]);
  const settle = () => client.invalidateQueries({ queryKey: lettersKey(scope) });
  const said = { replay: w.didReplay, discard: w.didDiscard, reopen: w.didReopen };
  const mutation = useMutation({
    mutationFn: ({ action, letters }: { readonly action: LetterAction; readonly letters: readonly string[] }) =>
      change(action, letters),
    onSuccess: ({ done, failed: left }, { action }) => {
      setFailed(left);
      if (done.length === 0) return;
      const undo = async () => {
        const back = await change('reopen', done).catch(tellFailure);
        if (back) setFailed(back.failed);
        await settle();
      };
      toast({ key: 'letters', title: said[action](done.length), ...(action === 'discard' ? { undo } : {}) });
    },
    onSettled: settle,
  });
  return { ...mutation, failed, forget: () => setFailed([]) };
}
