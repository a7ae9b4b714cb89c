import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** Each reminder counted by what became of it. */
export const reminderCounts = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'reminders', 'counts'],
    queryFn: ({ signal }) =>
      read(api.reminders[':communityId'].stats.$get({ param: { communityId: slug } }, { init: { signal } })),
  });

/** By month: set, said and missed. */
export const reminderSeries = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'reminders', 'series'],
    queryFn: ({ signal }) =>
      read(api.reminders[':communityId'].stats.series.$get({ param: { communityId: slug } }, { init: { signal } })),
    staleTime: 60_000,
  });
