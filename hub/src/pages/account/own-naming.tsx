import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api, read } from '../../api/client.ts';
import { Section } from '../../design/section.tsx';
import { Switch } from '../../design/switch.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { List, Row } from './list.tsx';

export const namingQuery = queryOptions({
  queryKey: ['me', 'naming'],
  queryFn: () => read(api.me.naming.$get()),
});

/** Whether they are named where anybody reads. */
export function OwnNaming() {
  const w = useWords(account);
  const id = useId();
  const client = useQueryClient();
  const { data } = useSuspenseQuery(namingQuery);
  const { queryKey } = namingQuery;
  const choose = useMutation({
    mutationFn: (isNamed: boolean) => read(api.me.naming.$put({ json: { isNamed } })),
    onMutate: (isNamed) => client.setQueryData(queryKey, { isNamed }),
    onError: () => client.invalidateQueries({ queryKey }),
  });
  return (
    <Section aside title={w.naming} description={w.namingWhy}>
      <List>
        <Row
          title={<span id={id}>{w.namedTitle}</span>}
          more={data.isNamed ? w.namedWhy : w.unnamedWhy}
          actions={<Switch aria-labelledby={id} checked={data.isNamed} onChange={(on) => choose.mutate(on)} />}
        />
      </List>
    </Section>
  );
}
