import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { allPages } from '../rules/all-pages.ts';

const at = api.counters[':communityId'];

export const counterList = (slug: string) => ({
  queryKey: [...ofCommunity(slug), 'counters', 'all'],
  ask: () => allPages((query) => read(at.$get({ param: { communityId: slug }, query }))),
});
export const countersQuery = (slug: string) =>
  queryOptions({
    queryKey: counterList(slug).queryKey,
    queryFn: counterList(slug).ask,
    // What commands count is no change that anybody is told of.
    refetchInterval: 30_000,
  });
export type Counter = Awaited<ReturnType<NonNullable<ReturnType<typeof countersQuery>['queryFn']>>>[number];

export const counterHistoryQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'counters', 'history', name],
    queryFn: async () =>
      (await read(at[':name'].history.$get({ param: { communityId: slug, name }, query: { limit: '50' } }))).data,
  });
