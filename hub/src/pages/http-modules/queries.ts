import { queryOptions } from '@tanstack/react-query';
import { api, read, readTagged } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** A community has at most 50: all of them are one page. */
const ALL = '100';
/** How calls and breakers stand is looked at this often: the feed does not tell of them, ms. */
const AGAIN_MS = 15_000;

export const modulesQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'http-modules', 'all'],
    queryFn: async ({ signal }) =>
      (
        await read(
          api.modules[':communityId'].$get(
            { param: { communityId: slug }, query: { limit: ALL, health: 'true' } },
            { init: { signal } },
          ),
        )
      ).data,
    refetchInterval: AGAIN_MS,
  });
export type ListedModule = Awaited<ReturnType<NonNullable<ReturnType<typeof modulesQuery>['queryFn']>>>[number];
export type Options = ListedModule['options'];

/** One module with its tag: what is changed is changed as it was seen. */
export const moduleQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'http-modules', 'one', name],
    queryFn: ({ signal }) =>
      readTagged(
        api.modules[':communityId'][':name'].$get({ param: { communityId: slug, name } }, { init: { signal } }),
      ),
  });

/** How its host stands, and its last calls. */
export const callsQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'http-modules', 'calls', name],
    queryFn: ({ signal }) =>
      read(
        api.modules[':communityId'][':name'].calls.$get({ param: { communityId: slug, name } }, { init: { signal } }),
      ),
    refetchInterval: AGAIN_MS,
  });
export type Calls = Awaited<ReturnType<NonNullable<ReturnType<typeof callsQuery>['queryFn']>>>;
export type Call = Calls['data'][number];
