import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, read, readTagged } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** Pages of a hundred: more commands than this a community does not have. */
const MOST_PAGES = 10;

const pageAfter = (slug: string, cursor: string | null, signal: AbortSignal) =>
  read(
    api.commands[':communityId'].$get(
      { param: { communityId: slug }, query: { limit: '100', ...(cursor === null ? {} : { cursor }) } },
      { init: { signal } },
    ),
  );

/** All commands of a community: so few that the page itself searches and sorts them. */
export const commandsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'commands', 'all'],
    queryFn: async ({ signal }) => {
      let { data, next } = await pageAfter(slug, null, signal);
      for (let page = 1; page < MOST_PAGES && next !== null; page++) {
        const more = await pageAfter(slug, next, signal);
        data = [...data, ...more.data];
        next = more.next;
      }
      return data;
    },
  });
export type ListedCommand = Awaited<ReturnType<NonNullable<ReturnType<typeof commandsQuery>['queryFn']>>>[number];

const one = api.commands[':communityId'][':name'];

export const commandQuery = (slug: string, name: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'commands', 'one', name],
    queryFn: ({ signal }) => readTagged(one.$get({ param: { communityId: slug, name } }, { init: { signal } })),
  });
/** A command as it was read, and the tag of that state. */
export type TaggedCommand = Awaited<ReturnType<NonNullable<ReturnType<typeof commandQuery>['queryFn']>>>;
export type CommandDetail = TaggedCommand['value'];

export const changesQuery = (slug: string, name: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'commands', 'changes', name],
    queryFn: ({ pageParam, signal }) =>
      read(
        one.history.$get(
          {
            param: { communityId: slug, name },
            query: { limit: '10', ...(pageParam ? { cursor: pageParam } : {}) },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** Members by a part of their name, to be put on a command's lists. */
export const peopleFound = (slug: string, name: string, q: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'commands', 'people', name, q],
    queryFn: async ({ signal }) =>
      (await read(one.people.$get({ param: { communityId: slug, name }, query: { q } }, { init: { signal } }))).data,
  });
