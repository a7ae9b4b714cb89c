import { queryOptions } from '@tanstack/react-query';
import type { InferRequestType } from 'hono/client';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { allPages } from '../rules/all-pages.ts';

const at = api.timers[':communityId'];

export const timerList = (slug: string) => ({
  queryKey: [...ofCommunity(slug), 'timers', 'all'],
  ask: () => allPages((query) => read(at.$get({ param: { communityId: slug }, query }))),
});
export const timersQuery = (slug: string) =>
  queryOptions({
    queryKey: timerList(slug).queryKey,
    queryFn: timerList(slug).ask,
    // What is due next moves on by itself.
    refetchInterval: 60_000,
  });
export type Timer = Awaited<ReturnType<NonNullable<ReturnType<typeof timersQuery>['queryFn']>>>[number];
export type TimerInput = InferRequestType<(typeof at)[':name']['$put']>['json'];
export type Schedule = TimerInput['schedule'];

/** One timer, with more of its next times. */
export const timerQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'timers', 'one', name],
    queryFn: () => read(at[':name'].$get({ param: { communityId: slug, name } })),
    refetchInterval: 60_000,
  });

export const timerHistoryQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'timers', 'history', name],
    queryFn: async () =>
      (await read(at[':name'].history.$get({ param: { communityId: slug, name }, query: { limit: '50' } }))).data,
  });

/** When a timer of that schedule would be due. */
export const schedulePreviewQuery = (slug: string, schedule: Schedule) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'timers', 'preview', schedule],
    queryFn: () => read(at.preview.$post({ param: { communityId: slug }, json: { schedule } })),
    retry: false,
    refetchInterval: 60_000,
  });
