import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';

/** While a code waits, and while somebody's answer waits, it is looked at again after this, ms. */
const LOOK_EVERY_MS = 2_500;

export const waysInQuery = queryOptions({
  queryKey: ['me', 'ways-in'],
  queryFn: () => read(api.me['ways-in'].$get()),
});
export type WaysIn = Awaited<ReturnType<NonNullable<typeof waysInQuery.queryFn>>>;

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: async () => (await read(api.me.sessions.$get())).data,
});

export const mergesQuery = queryOptions({
  queryKey: ['me', 'merges'],
  queryFn: async () => (await read(api.me.merges.$get())).data,
});

export const linkCodesQuery = queryOptions({
  queryKey: ['me', 'link-codes'],
  queryFn: async () => (await read(api.me['link-codes'].$get())).data,
  refetchInterval: ({ state: { data } }) =>
    data?.some(({ status }) => status === 'open' || status === 'typed') ? LOOK_EVERY_MS : false,
});
export type SeenCode = Awaited<ReturnType<NonNullable<typeof linkCodesQuery.queryFn>>>[number];
