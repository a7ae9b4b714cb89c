import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** How often what is shown is asked for again, ms; what others change shows sooner. */
export const POLL_MS = 30_000;

export const overviewQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'overview'],
    queryFn: () => read(api.communities[':communityId'].overview.$get({ param: { communityId: slug } })),
    staleTime: 10_000,
  });

export type Overview = Awaited<ReturnType<NonNullable<ReturnType<typeof overviewQuery>['queryFn']>>>;
export type OverviewChannel = Overview['channels'][number];
export type Finding = OverviewChannel['findings'][number];
export type Attention = Overview['attention'][number];
export type Series = Overview['series'];
