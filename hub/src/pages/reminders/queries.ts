import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, read, readTagged } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import type { Language } from '../../words/words.ts';
import type { Shown } from './state.ts';
import type { Asked } from './when.ts';

const PAGE = '50';
/** How many of the next dates are told. */
const NEXT = 10;

/** What keeps people's own changes and what fired meanwhile in step, ms: the feed does not tell of them. */
const AGAIN_MS = 30_000;

export interface ReminderFilter {
  readonly q?: string;
  readonly show?: Shown | undefined;
  readonly whose?: 'me' | undefined;
  readonly channel?: string | undefined;
  readonly language: Language;
}

/** What each choice asks the API for. What is open stands in the order in which it comes. */
const ASKED = {
  open: { status: 'open', sort: 'next' },
  recurring: { status: 'open', recurring: 'true', sort: 'next' },
  missed: { troubled: 'true', sort: 'newest' },
  done: { status: 'done', sort: 'newest' },
  cancelled: { status: 'cancelled', sort: 'newest' },
} as const satisfies Record<Shown, unknown>;

const remindersPage = (slug: string, filter: ReminderFilter, cursor: string | undefined, signal: AbortSignal) => {
  const { q, show, whose, channel, language } = filter;
  return read(
    api.reminders[':communityId'].$get(
      {
        param: { communityId: slug },
        query: {
          limit: PAGE,
          language,
          sort: 'newest' as const,
          ...(show ? ASKED[show] : {}),
          ...(q ? { q } : {}),
          ...(whose ? { whose } : {}),
          ...(channel ? { channel } : {}),
          ...(cursor ? { cursor } : {}),
        },
      },
      { init: { signal } },
    ),
  );
};
export type Reminder = Awaited<ReturnType<typeof remindersPage>>['data'][number];

export const reminderPages = (slug: string, filter: ReminderFilter) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'reminders', 'pages', filter],
    queryFn: ({ pageParam, signal }) => remindersPage(slug, filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });

/** When it is worth asking again: shortly after the next one has come, ms. */
function untilNext(first: string | undefined): number {
  const left = first === undefined ? AGAIN_MS : Date.parse(first) - Date.now() + 1_500;
  return Math.min(AGAIN_MS, Math.max(1_000, left));
}

/** What fires in the next days, and in whose zones. */
export const upcomingQuery = (slug: string, language: Language) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'reminders', 'upcoming', language],
    queryFn: ({ signal }) =>
      read(
        api.reminders[':communityId'].upcoming.$get(
          { param: { communityId: slug }, query: { days: '7', limit: '20', language } },
          { init: { signal } },
        ),
      ),
    refetchInterval: ({ state: { data } }) => untilNext(data?.data[0]?.at),
  });
export type Upcoming = Awaited<ReturnType<NonNullable<ReturnType<typeof upcomingQuery>['queryFn']>>>;

/** One reminder with its tag: what is changed is changed as it was seen. */
export const reminderQuery = (slug: string, number: string, language: Language) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'reminders', 'one', number, language],
    queryFn: ({ signal }) =>
      readTagged(
        api.reminders[':communityId'][':number'].$get(
          { param: { communityId: slug, number }, query: { language, count: String(NEXT) } },
          { init: { signal } },
        ),
      ),
    refetchInterval: ({ state: { data } }) => untilNext(data?.value.next[0]),
  });
export type ReminderDetail = Awaited<ReturnType<NonNullable<ReturnType<typeof reminderQuery>['queryFn']>>>['value'];

/** Times at which reminders were due: of one, or all that did not arrive. */
export const firingPages = (slug: string, only: { readonly number?: string; readonly troubled?: true }) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'reminders', 'firings', only],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.reminders[':communityId'].firings.$get(
          {
            param: { communityId: slug },
            query: {
              limit: only.number === undefined ? PAGE : '10',
              ...(only.number === undefined ? {} : { number: only.number }),
              ...(only.troubled ? { troubled: 'true' } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: AGAIN_MS,
  });
export type Firing = Awaited<ReturnType<NonNullable<ReturnType<typeof firingPages>['queryFn']>>>['data'][number];

export const statsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'reminders', 'stats'],
    queryFn: () => read(api.reminders[':communityId'].stats.$get({ param: { communityId: slug } })),
  });

/** How a time would be understood, in words and dates. */
export const previewQuery = (asked: Asked | null, language: Language) =>
  queryOptions({
    queryKey: ['reminders', 'preview', asked, language],
    queryFn: ({ signal }) =>
      read(api.reminders.preview.$post({ json: { ...(asked as Asked), count: NEXT, language } }, { init: { signal } })),
    enabled: asked !== null,
    retry: false,
    staleTime: 30_000,
    // Whoever types sees what is wrong where they type.
    meta: { quiet: true },
    placeholderData: keepPreviousData,
  });
export type Preview = Awaited<ReturnType<NonNullable<ReturnType<typeof previewQuery>['queryFn']>>>;
