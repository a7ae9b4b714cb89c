import { queryOptions } from '@tanstack/react-query';
import { api, read } from './client.ts';
import { ofCommunity } from './use-live.ts';

/** A community and its settings: language, zone, prefix and the rest. */
export const communityQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'community'],
    queryFn: () => read(api.communities[':communityId'].$get({ param: { communityId: slug } })),
    staleTime: 60_000,
  });
