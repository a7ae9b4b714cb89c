import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** A page's length. */
const PAGE = '50';

export type QuoteStatus = 'approved' | 'pending';

export interface QuoteFilter {
  readonly status: QuoteStatus;
  readonly q?: string | undefined;
  readonly category?: string | undefined;
  readonly author?: string | undefined;
}

const of = (slug: string) => [...ofCommunity(slug), 'quotes'] as const;
const following = { initialPageParam: undefined as string | undefined } as const;

const quotesPage = (
  slug: string,
  { status, q, category, author }: QuoteFilter,
  cursor?: string,
  signal?: AbortSignal,
) =>
  read(
    api.quotes[':communityId'].$get(
      {
        param: { communityId: slug },
        query: {
          limit: PAGE,
          status,
          ...(q ? { q } : {}),
          ...(category ? { category } : {}),
          ...(author ? { author } : {}),
          ...(cursor ? { cursor } : {}),
        },
      },
      { init: { ...(signal ? { signal } : {}) } },
    ),
  );
export type QuotesPage = Awaited<ReturnType<typeof quotesPage>>;
export type Quote = QuotesPage['data'][number];

/** Every list of quotes, whatever it is narrowed by. */
export const everyQuotePage = (slug: string) => [...of(slug), 'pages'] as const;

export const quotePages = (slug: string, filter: QuoteFilter) =>
  infiniteQueryOptions({
    ...following,
    queryKey: [...everyQuotePage(slug), filter],
    queryFn: ({ pageParam, signal }) => quotesPage(slug, filter, pageParam, signal),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const quoteQuery = (slug: string, number: string) =>
  queryOptions({
    queryKey: [...of(slug), 'one', number],
    queryFn: async ({ signal }): Promise<Quote> => {
      const at = api.quotes[':communityId'][':number'];
      return (await read(at.$get({ param: { communityId: slug, number } }, { init: { signal } }))).quote;
    },
  });

export const quoteChanges = (slug: string, number: string) =>
  infiniteQueryOptions({
    ...following,
    queryKey: [...of(slug), 'changes', number],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.quotes[':communityId'][':number'].changes.$get(
          { param: { communityId: slug, number }, query: { limit: '20', ...(pageParam ? { cursor: pageParam } : {}) } },
          { init: { signal } },
        ),
      ),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** How many there are, and how many wait. */
export const quoteCounts = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'counts'],
    queryFn: ({ signal }) =>
      read(api.quotes[':communityId'].stats.$get({ param: { communityId: slug } }, { init: { signal } })),
  });

export type QuoteCounts = Awaited<ReturnType<NonNullable<ReturnType<typeof quoteCounts>['queryFn']>>>;

export const quoteCategories = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'categories'],
    queryFn: async ({ signal }) =>
      (await read(api.quotes[':communityId'].categories.$get({ param: { communityId: slug } }, { init: { signal } })))
        .data,
  });

/** By month, category and author, and the best of them. */
export const quoteSeries = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'series'],
    queryFn: ({ signal }) =>
      read(api.quotes[':communityId'].stats.series.$get({ param: { communityId: slug } }, { init: { signal } })),
    staleTime: 60_000,
  });
export type QuoteSeries = Awaited<ReturnType<NonNullable<ReturnType<typeof quoteSeries>['queryFn']>>>;
