import { queryOptions } from '@tanstack/react-query';
import { RIGHTS } from '@waddlebot/core/rights.ts';
import { api, read } from './client.ts';

/** Who is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => read(api.me.$get()),
  staleTime: 60_000,
});
export type Me = Awaited<ReturnType<NonNullable<typeof meQuery.queryFn>>>;

/** The communities they belong to, and those they can still have back. */
export const ownCommunitiesQuery = queryOptions({
  queryKey: ['communities', 'mine'],
  queryFn: async () => (await read(api.communities.mine.$get())).data,
  staleTime: 60_000,
});
export type OwnCommunity = Awaited<ReturnType<NonNullable<typeof ownCommunitiesQuery.queryFn>>>[number];

export type Area = keyof (typeof RIGHTS)['owner'];
export type Right = 'read' | 'write';

/** Whether somebody of this role may do this: the same table the server asks (`workers/core/rights.ts`). */
export function may(role: OwnCommunity['role'], area: Area, right: Right = 'read'): boolean {
  const held = RIGHTS[role][area];
  return held === 'write' || (right === 'read' && held === 'read');
}
