import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** A page's length. */
const PAGE = '50';

export const communityQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'settings', 'community'],
    queryFn: ({ signal }) =>
      read(api.communities[':communityId'].$get({ param: { communityId: slug } }, { init: { signal } })),
  });
export type CommunitySettings = Awaited<ReturnType<NonNullable<ReturnType<typeof communityQuery>['queryFn']>>>;

/** What of the audit log is looked at; what is left out lets all through. */
export interface AuditFilter {
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  /** `platform:id` of an account: what its person did. */
  readonly actor?: string | undefined;
  /** Only from then on, ISO 8601. */
  readonly since?: string | undefined;
  readonly limit?: string;
}

const auditPage = (
  slug: string,
  { action, target, actor, since, limit = PAGE }: AuditFilter,
  cursor: string | undefined,
) =>
  read(
    api.communities[':communityId'].audit.$get({
      param: { communityId: slug },
      query: {
        limit,
        ...(action ? { action } : {}),
        ...(target ? { target } : {}),
        ...(actor ? { actor } : {}),
        ...(since ? { since } : {}),
        ...(cursor ? { cursor } : {}),
      },
    }),
  );
export type AuditLine = Awaited<ReturnType<typeof auditPage>>['data'][number];

export const auditOf = (slug: string, filter: AuditFilter) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'audit', 'last', filter],
    queryFn: () => auditPage(slug, filter, undefined),
  });

/** What the log can be narrowed to. */
export const auditFacets = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'audit', 'facets'],
    queryFn: ({ signal }) =>
      read(api.communities[':communityId'].audit.facets.$get({ param: { communityId: slug } }, { init: { signal } })),
  });

export const undoLine = (slug: string, line: string) =>
  read(api.communities[':communityId'].audit[':line'].undo.$post({ param: { communityId: slug, line } }));

export const auditPages = (slug: string, filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'audit', 'pages', filter],
    queryFn: ({ pageParam }) => auditPage(slug, filter, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const rightsQuery = queryOptions({
  queryKey: ['rights'],
  queryFn: () => read(api.roles.table.$get()),
  staleTime: Number.POSITIVE_INFINITY,
});

export const rolePages = (slug: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'roles'],
    queryFn: ({ pageParam }) =>
      read(
        api.communities[':communityId'].roles.$get({
          param: { communityId: slug },
          query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const keyPages = (slug: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'keys'],
    queryFn: ({ pageParam }) =>
      read(
        api.communities[':communityId'].keys.$get({
          param: { communityId: slug },
          query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** What modules can be set to, and what they are set to. */
export const moduleSettingsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'settings', 'modules'],
    queryFn: async ({ signal }) => {
      const at = api.communities[':communityId'].settings;
      return (await read(at.$get({ param: { communityId: slug } }, { init: { signal } }))).data;
    },
  });
export type ModuleSettings = Awaited<
  ReturnType<NonNullable<ReturnType<typeof moduleSettingsQuery>['queryFn']>>
>[number];
