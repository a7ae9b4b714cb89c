import { queryOptions } from '@tanstack/react-query';
import { api, read } from './client.ts';
import { ofCommunity } from './use-live.ts';

/** The channels that are linked to a community. */
export const linkedQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'channels'],
    queryFn: async () => (await read(api.channels.$get({ query: { community: slug, limit: '100' } }))).data,
    staleTime: 60_000,
  });
