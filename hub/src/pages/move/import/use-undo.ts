import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ofCommunity } from '../../../api/use-live.ts';
import { useCommunity } from '../../../app/use-community.ts';
import { toast } from '../../../design/toast.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useWords } from '../../../words/use-words.ts';
import { undoImport } from './queries.ts';

/** Takes an import back, and tells what of it stays. */
export function useUndo() {
  const w = useWords(moveIn);
  const { slug } = useCommunity();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => undoImport(slug, id),
    onSuccess: ({ removed, kept }) =>
      toast({
        key: 'import',
        title: w.goneAgain(removed),
        ...(kept.length > 0
          ? { tone: 'warning', description: w.keptChanged(kept.map(({ name }) => name).join(', ')) }
          : {}),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ofCommunity(slug) }),
  });
}
