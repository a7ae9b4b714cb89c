import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';

export type Action =
  | { readonly do: 'skip' | 'cancel' | 'undo' }
  /** `10m`, `1h`, `1d`. */
  | { readonly do: 'snooze' | 'again'; readonly for: string };

const TOLD = {
  skip: 'skippedNow',
  cancel: 'cancelledNow',
  undo: 'undoneNow',
  snooze: 'snoozedNow',
  again: 'againNow',
} as const;

/** What can be done about a reminder; each of it can be taken back. */
export function useActions(number: number) {
  const w = useWords(reminders);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const run = async (action: Action): Promise<unknown> => {
    const one = api.reminders[':communityId'][':number'];
    const param = { communityId: slug, number: String(number) };
    switch (action.do) {
      case 'skip':
        return read(one.skip.$post({ param }));
      case 'cancel':
        return read(one.$delete({ param }));
      case 'undo':
        return read(one.undo.$post({ param }));
      default:
        return read(one.snooze.$post({ param, json: { for: action.for } }));
    }
  };
  const onSettled = () => client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'reminders'] });
  const key = `reminder ${number}`;
  const undo = useMutation({
    mutationFn: () => run({ do: 'undo' }),
    onSuccess: () => {
      toast({ key, title: w.undoneNow });
    },
    onSettled,
  });
  return useMutation({
    mutationFn: run,
    onSuccess: (_, action) => {
      toast({ key, title: w[TOLD[action.do]], ...(action.do === 'undo' ? {} : { undo: () => undo.mutate() }) });
    },
    onSettled,
  });
}
