import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { allPages } from '../rules/all-pages.ts';

const at = api.aliases[':communityId'];

export const aliasList = (slug: string) => ({
  queryKey: [...ofCommunity(slug), 'aliases', 'all'],
  ask: () => allPages((query) => read(at.$get({ param: { communityId: slug }, query }))),
});
export const aliasesQuery = (slug: string) =>
  queryOptions({
    queryKey: aliasList(slug).queryKey,
    queryFn: aliasList(slug).ask,
  });
export type Alias = Awaited<ReturnType<NonNullable<ReturnType<typeof aliasesQuery>['queryFn']>>>[number];

export const aliasHistoryQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'aliases', 'history', name],
    queryFn: async () =>
      (await read(at[':name'].history.$get({ param: { communityId: slug, name }, query: { limit: '50' } }))).data,
  });

/** What an alias would come to, kept or not. */
export const unfoldedQuery = (
  slug: string,
  of: { readonly name: string; readonly command: string; readonly args: string; readonly user: string },
) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'aliases', 'preview', of],
    queryFn: () => {
      const { name, ...rest } = of;
      const isName = /^[\p{L}\p{N}_-]{1,40}$/u.test(name);
      return read(at.preview.$post({ param: { communityId: slug }, json: { ...rest, ...(isName ? { name } : {}) } }));
    },
    staleTime: 30_000,
  });
export type Unfolded = Awaited<ReturnType<NonNullable<ReturnType<typeof unfoldedQuery>['queryFn']>>>;
