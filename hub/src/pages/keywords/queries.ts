import { queryOptions } from '@tanstack/react-query';
import type { InferRequestType } from 'hono/client';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { allPages } from '../rules/all-pages.ts';

const at = api.keywords[':communityId'];

export const keywordList = (slug: string) => ({
  queryKey: [...ofCommunity(slug), 'keywords', 'all'],
  ask: async () => {
    const rules = await allPages((query) => read(at.$get({ param: { communityId: slug }, query })));
    // As they are tried: the highest priority first, of equals the oldest.
    return rules.toSorted((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
  },
});
export const keywordsQuery = (slug: string) =>
  queryOptions({ queryKey: keywordList(slug).queryKey, queryFn: keywordList(slug).ask });
export type Keyword = Awaited<ReturnType<NonNullable<ReturnType<typeof keywordsQuery>['queryFn']>>>[number];
export type KeywordInput = InferRequestType<(typeof at)[':name']['$put']>['json'];
export type KeywordAction = KeywordInput['action'];

export const keywordHistoryQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'keywords', 'history', name],
    queryFn: async () =>
      (await read(at[':name'].history.$get({ param: { communityId: slug, name }, query: { limit: '50' } }))).data,
  });

export type Trial = InferRequestType<typeof at.test.$post>['json'];
export const trialQuery = (slug: string, trial: Trial) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'keywords', 'trial', trial],
    queryFn: () => read(at.test.$post({ param: { communityId: slug }, json: trial })),
    retry: false,
  });
export type Tried = Awaited<ReturnType<NonNullable<ReturnType<typeof trialQuery>['queryFn']>>>;
export type TriedLine = Tried['lines'][number];
