import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import type { SORTS } from './state.ts';

/** A page's length. */
const PAGE = '48';
/** Tags that are offered. */
const MOST_TAGS = '20';

/** How often a page that is being read is looked for, and for how long after it was asked for, ms. */
const LOOKS_MS = 2_000;
const LOOKS_FOR_MS = 120_000;

export interface BookmarkFilter {
  readonly q?: string | undefined;
  readonly tags: readonly string[];
  readonly sort?: (typeof SORTS)[number] | undefined;
}

const of = (slug: string) => [...ofCommunity(slug), 'bookmarks'] as const;
const following = { initialPageParam: undefined as string | undefined } as const;

const bookmarksPage = (slug: string, { q, tags, sort }: BookmarkFilter, cursor?: string, signal?: AbortSignal) =>
  read(
    api.bookmarks[':communityId'].$get(
      {
        param: { communityId: slug },
        query: {
          limit: PAGE,
          match: 'all',
          ...(q ? { q } : {}),
          ...(tags.length > 0 ? { tags: tags.join(',') } : {}),
          ...(sort ? { sort } : {}),
          ...(cursor ? { cursor } : {}),
        },
      },
      { init: { ...(signal ? { signal } : {}) } },
    ),
  );
export type BookmarksPage = Awaited<ReturnType<typeof bookmarksPage>>;
export type Bookmark = BookmarksPage['data'][number];

/** Since when each is known to wait for its page, by its id. */
const waiting = new Map<string, number>();

/** What its page says comes behind, and nobody tells of it: it is looked for. */
function looksAgain(shown: readonly Bookmark[]): number | false {
  const now = Date.now();
  for (const { id, metadata } of shown)
    if (metadata !== 'pending') waiting.delete(id);
    else if (!waiting.has(id)) waiting.set(id, now);
  return shown.some(({ id }) => now - (waiting.get(id) ?? 0) < LOOKS_FOR_MS) ? LOOKS_MS : false;
}

/** Every list of bookmarks, whatever it is narrowed by. */
export const everyBookmarkPage = (slug: string) => [...of(slug), 'pages'] as const;

export const bookmarkPages = (slug: string, filter: BookmarkFilter) =>
  infiniteQueryOptions({
    ...following,
    queryKey: [...everyBookmarkPage(slug), filter],
    queryFn: ({ pageParam, signal }) => bookmarksPage(slug, filter, pageParam, signal),
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) => looksAgain(state.data?.pages.flatMap((page) => page.data) ?? []),
  });

export const bookmarkQuery = (slug: string, number: string) =>
  queryOptions({
    queryKey: [...of(slug), 'one', number],
    queryFn: ({ signal }): Promise<Bookmark> =>
      read(
        api.bookmarks[':communityId'][':number'].$get({ param: { communityId: slug, number } }, { init: { signal } }),
      ),
    refetchInterval: ({ state }) => looksAgain(state.data ? [state.data] : []),
  });

export const bookmarkChanges = (slug: string, number: string) =>
  infiniteQueryOptions({
    ...following,
    queryKey: [...of(slug), 'changes', number],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.bookmarks[':communityId'][':number'].changes.$get(
          { param: { communityId: slug, number }, query: { limit: '20', ...(pageParam ? { cursor: pageParam } : {}) } },
          { init: { signal } },
        ),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** The tags of most bookmarks, with how many have each. */
export const bookmarkTags = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'tags'],
    queryFn: async ({ signal }) =>
      (
        await read(
          api.bookmarks[':communityId'].tags.$get(
            { param: { communityId: slug }, query: { limit: MOST_TAGS } },
            { init: { signal } },
          ),
        )
      ).data,
  });

export const bookmarkCounts = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'counts'],
    queryFn: ({ signal }) =>
      read(api.bookmarks[':communityId'].stats.$get({ param: { communityId: slug } }, { init: { signal } })),
  });

export const popularBookmarks = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'popular'],
    queryFn: async ({ signal }) =>
      (
        await read(
          api.bookmarks[':communityId'].popular.$get(
            { param: { communityId: slug }, query: { limit: '10' } },
            { init: { signal } },
          ),
        )
      ).data,
  });

/** By month, and visits by day. */
export const bookmarkSeries = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'series'],
    queryFn: ({ signal }) =>
      read(api.bookmarks[':communityId'].stats.series.$get({ param: { communityId: slug } }, { init: { signal } })),
    staleTime: 60_000,
  });
