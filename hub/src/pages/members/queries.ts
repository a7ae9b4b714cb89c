import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import type { PlatformName } from './platforms.ts';
import type { Role } from './roles.ts';

/** A page's length. */
const PAGE = '50';

/** Orders that the API knows; `joined` is as it is left out. */
export const SORTS = ['joined', 'newest', 'name', 'role'] as const;
export type MemberSort = (typeof SORTS)[number];

/** What members are narrowed by. */
export interface MemberFilter {
  readonly q?: string;
  readonly role?: Role | undefined;
  readonly platform?: PlatformName | undefined;
  readonly sort?: MemberSort | undefined;
}

const membersPage = (slug: string, filter: MemberFilter, limit: string, cursor?: string, signal?: AbortSignal) => {
  const { q, role, platform, sort } = filter;
  return read(
    api.communities[':communityId'].members.$get(
      {
        param: { communityId: slug },
        query: {
          limit,
          ...(q ? { q } : {}),
          ...(role ? { role } : {}),
          ...(platform ? { platform } : {}),
          ...(sort ? { sort } : {}),
          ...(cursor ? { cursor } : {}),
        },
      },
      { init: { ...(signal ? { signal } : {}) } },
    ),
  );
};
export type Member = Awaited<ReturnType<typeof membersPage>>['data'][number];

/** Members by a part of their name: for choosing one. */
export const membersFound = (slug: string, q: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'members', 'found', q],
    queryFn: async ({ signal }) => (await membersPage(slug, { q }, '20', undefined, signal)).data,
  });

export const memberPages = (slug: string, filter: MemberFilter) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'members', 'pages', filter],
    queryFn: ({ pageParam, signal }) => membersPage(slug, filter, PAGE, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const memberQuery = (slug: string, member: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'members', 'one', member],
    queryFn: ({ signal }) =>
      read(
        api.communities[':communityId'].members[':member'].$get(
          { param: { communityId: slug, member } },
          { init: { signal } },
        ),
      ),
  });
export type MemberDetail = Awaited<ReturnType<NonNullable<ReturnType<typeof memberQuery>['queryFn']>>>;
export type Note = MemberDetail['notes'][number];

const following = { initialPageParam: undefined as string | undefined } as const;
const cursorIn = (cursor: string | undefined) => ({ limit: PAGE, ...(cursor ? { cursor } : {}) });

export const requestPages = (slug: string) =>
  infiniteQueryOptions({
    ...following,
    queryKey: [...ofCommunity(slug), 'members', 'requests'],
    queryFn: ({ pageParam }) =>
      read(
        api.communities[':communityId']['join-requests'].$get({
          param: { communityId: slug },
          query: cursorIn(pageParam),
        }),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const invitePages = (slug: string) =>
  infiniteQueryOptions({
    ...following,
    queryKey: [...ofCommunity(slug), 'members', 'invites'],
    queryFn: ({ pageParam }) =>
      read(api.communities[':communityId'].invites.$get({ param: { communityId: slug }, query: cursorIn(pageParam) })),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const banPages = (slug: string) =>
  infiniteQueryOptions({
    ...following,
    queryKey: [...ofCommunity(slug), 'members', 'bans'],
    queryFn: ({ pageParam }) =>
      read(api.communities[':communityId'].bans.$get({ param: { communityId: slug }, query: cursorIn(pageParam) })),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
