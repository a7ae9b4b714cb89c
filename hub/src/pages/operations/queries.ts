import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** A page's length. */
const PAGE = '50';
/** What nobody tells of by itself is asked for again after this, ms. */
const AGAIN_AFTER_MS = 30_000;

/** Whose operations are looked at: a community's by its slug, or the installation's. */
export type Scope = string | null;
const of = (scope: Scope): readonly unknown[] => [
  ...(scope === null ? ['installation'] : ofCommunity(scope)),
  'operations',
];

export const QUEUES = [
  'waddlebot-invocations',
  'waddlebot-deliveries',
  'waddlebot-activity',
  'waddlebot-jobs',
] as const;
export const LETTER_KINDS = [
  'invocation',
  'delivery',
  'reply',
  'run',
  'due',
  'usage',
  'lines',
  'job',
  'unknown',
] as const;
export const UNSEEN = ['unknown', 'refused', 'withheld'] as const;

/** What letters are narrowed to. */
export interface LetterFilter {
  readonly state: 'open' | 'settled' | undefined;
  readonly queue: (typeof QUEUES)[number] | undefined;
  readonly kind: (typeof LETTER_KINDS)[number] | undefined;
  readonly channel: string | undefined;
  readonly command: string | undefined;
  readonly reason: string | undefined;
}

/** Only what is said: a filter that is left out stands nowhere. */
const said = <Filter extends object>(filter: Filter): { [Key in keyof Filter]?: NonNullable<Filter[Key]> } =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')) as never;

const lettersPage = (scope: Scope, filter: LetterFilter, cursor?: string) =>
  read(
    api['dead-letters'].$get({
      query: { limit: PAGE, ...(scope === null ? {} : { community: scope }), ...said(filter), ...said({ cursor }) },
    }),
  );
export type Letter = Awaited<ReturnType<typeof lettersPage>>['data'][number];

const pages = { initialPageParam: undefined as string | undefined, refetchInterval: AGAIN_AFTER_MS } as const;

export const letterPages = (scope: Scope, filter: LetterFilter) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: [...of(scope), 'letters', filter],
    queryFn: ({ pageParam }) => lettersPage(scope, filter, pageParam),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const letterQuery = (scope: Scope, id: string) =>
  queryOptions({
    queryKey: [...of(scope), 'letter', id],
    queryFn: () => read(api['dead-letters'][':id'].$get({ param: { id } })),
  });
export type OpenedLetter = Awaited<ReturnType<NonNullable<ReturnType<typeof letterQuery>['queryFn']>>>;

/** All that is shown of letters. */
export const lettersKey = (scope: Scope) => of(scope);

const at = api.communities[':communityId'].operations;

/** What deliveries and executions are narrowed to. */
export interface KeptFilter {
  readonly channel: string | undefined;
  readonly command: string | undefined;
}

const unseenPage = (
  slug: string,
  filter: KeptFilter & { status: (typeof UNSEEN)[number] | undefined },
  cursor?: string,
) =>
  read(
    at.deliveries.$get({
      param: { communityId: slug },
      query: { limit: PAGE, ...said(filter), ...said({ cursor }) },
    }),
  );
export type Unseen = Awaited<ReturnType<typeof unseenPage>>['data'][number];

export const unseenPages = (slug: string, filter: Parameters<typeof unseenPage>[1]) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: [...of(slug), 'unseen', filter],
    queryFn: ({ pageParam }) => unseenPage(slug, filter, pageParam),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const sayAgain = (slug: string, id: string) =>
  read(at.deliveries[':id'].again.$post({ param: { communityId: slug, id: encodeURIComponent(id) } }));

const executionsPage = (slug: string, filter: KeptFilter, cursor?: string) =>
  read(
    at.executions.$get({ param: { communityId: slug }, query: { limit: PAGE, ...said(filter), ...said({ cursor }) } }),
  );
export type Execution = Awaited<ReturnType<typeof executionsPage>>['data'][number];

export const executionPages = (slug: string, filter: KeptFilter) =>
  infiniteQueryOptions({
    ...pages,
    queryKey: [...of(slug), 'executions', filter],
    queryFn: ({ pageParam }) => executionsPage(slug, filter, pageParam),
    getNextPageParam: ({ next }) => next ?? undefined,
  });

export const executionQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: [...of(slug), 'execution', id],
    queryFn: () => read(at.executions[':id'].$get({ param: { communityId: slug, id: encodeURIComponent(id) } })),
  });
export type OpenedExecution = Awaited<ReturnType<NonNullable<ReturnType<typeof executionQuery>['queryFn']>>>;

export const limitsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...of(slug), 'limits'],
    queryFn: () => read(at.limits.$get({ param: { communityId: slug } })),
    refetchInterval: AGAIN_AFTER_MS,
  });
export type Limits = Awaited<ReturnType<NonNullable<ReturnType<typeof limitsQuery>['queryFn']>>>;

export const refusalsQuery = (slug: string, channel: string) =>
  queryOptions({
    queryKey: [...of(slug), 'refusals', channel],
    queryFn: async () =>
      (await read(api.channels[':id'].refusals.$get({ param: { id: encodeURIComponent(channel) } }))).data,
  });

export const hostsQuery = (scope: Scope) =>
  queryOptions({
    queryKey: [...of(scope), 'hosts'],
    queryFn: async () => {
      if (scope !== null) return (await read(at.hosts.$get({ param: { communityId: scope } }))).data;
      const { data } = await read(api.installation.hosts.$get());
      return data.map(({ modules, ...host }) => ({ ...host, modules: modules as number | string[] }));
    },
    refetchInterval: AGAIN_AFTER_MS,
  });

export const agendaQuery = queryOptions({
  queryKey: [...of(null), 'agenda'],
  queryFn: async () => (await read(api.installation.agenda.$get())).data,
  refetchInterval: AGAIN_AFTER_MS,
});

export const versionsQuery = queryOptions({
  queryKey: [...of(null), 'versions'],
  queryFn: () => read(api.installation.versions.$get()),
});

export const securityQuery = queryOptions({
  queryKey: [...of(null), 'security'],
  queryFn: async () => (await read(api.security.counts.$get({ query: { days: '30' } }))).data,
});
