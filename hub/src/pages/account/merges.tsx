import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { Button } from '../../design/button.tsx';
import { Section } from '../../design/section.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { List, Row } from './list.tsx';
import { useIsProved } from './proof.tsx';
import { mergesQuery } from './queries.ts';

/** What was joined to them, and can be parted again. */
export function Merges() {
  const w = useWords(account);
  const client = useQueryClient();
  const isProved = useIsProved();
  const { data: merges } = useSuspenseQuery(mergesQuery);
  const split = useMutation({
    mutationFn: (id: string) => api.me.merges[':id'].split.$post({ param: { id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      toast({ title: w.splitDone });
    },
  });
  if (merges.length === 0) return null;
  return (
    <Section aside title={w.merges} description={w.mergesWhy}>
      <List>
        {merges.map(({ id, displayName, createdAt }) => (
          <Row
            key={id}
            title={<bdi>{displayName ?? w.oneAccount}</bdi>}
            more={<Time at={createdAt} as="full" />}
            actions={
              <Button
                variant="ghost"
                disabled={!isProved}
                loading={split.isPending && split.variables === id}
                onClick={() => split.mutate(id)}
              >
                {w.split}
              </Button>
            }
          />
        ))}
      </List>
    </Section>
  );
}
