import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Card } from '../../design/card.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { type HistoryLine, HistoryList } from '../../history/history-list.tsx';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';

/** Who changed something and how, with the last of it to be taken back. */
export function HistoryCard({
  name,
  query,
  description,
  undo,
  onUndone,
}: {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: queries of four kinds; what matters is what they bring
  readonly query: any;
  readonly description?: string;
  readonly undo: () => Promise<unknown>;
  readonly onUndone?: () => void;
}) {
  const w = useWords(rules);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const { data } = useQuery<readonly HistoryLine[]>(query);
  const frame = useRef<HTMLDivElement>(null);
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const taking = useMutation({
    mutationFn: (_: string) => undo(),
    onSuccess: () => {
      // An undo is a change as well: done twice, everything is as it was.
      toast({ key: 'rules', title: w.tookBack(name), undo: () => void undo().finally(settle) });
      onUndone?.();
    },
    onSettled: async () => {
      await settle();
      // The button is gone with the line's place: who pressed it goes on at what is the newest line now.
      frame.current?.querySelector('summary')?.focus();
    },
  });
  return (
    <Card title={w.history} description={description} flush>
      {data ? (
        data.length === 0 ? (
          <div className="p-4">
            <HistoryList label={w.history} changes={data} />
          </div>
        ) : (
          <div ref={frame}>
            <HistoryList
              label={w.history}
              changes={data}
              undoing={taking.isPending ? taking.variables : null}
              {...(may('commands', 'write') ? { onUndo: ({ id }) => taking.mutate(id) } : {})}
            />
          </div>
        )
      ) : (
        <div className="p-4">
          <Skeleton lines={3} />
        </div>
      )}
    </Card>
  );
}
