import { queryOptions } from '@tanstack/react-query';
import type { InferRequestType } from 'hono/client';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

const simulate = api.communities[':communityId'].simulations.$post;

/** What is tried out, as the API takes it. */
export type Trial = InferRequestType<typeof simulate>['json'];

/** Has it tried out. @throws ApiError */
export const tryOut = (slug: string, trial: Trial) => read(simulate({ param: { communityId: slug }, json: trial }));

export type Simulation = Awaited<ReturnType<typeof tryOut>>;
export type Step = Simulation['steps'][number];
export type StepOf<Kind extends Step['step']> = Extract<Step, { readonly step: Kind }>;
export type Reply = Simulation['replies'][number];

/** Its prefix, and whether it is a test community. */
export const communityQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'simulator', 'community'],
    queryFn: () => read(api.communities[':communityId'].$get({ param: { communityId: slug } })),
  });

/** Channels that are linked to it; more than a page of them no chooser holds. */
export const channelsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'simulator', 'channels'],
    queryFn: async () => (await read(api.channels.$get({ query: { community: slug, limit: '100' } }))).data,
  });
export type Channel = Awaited<ReturnType<NonNullable<ReturnType<typeof channelsQuery>['queryFn']>>>[number];

/** Pages of commands that are suggested from: each has a hundred. */
const MOST_PAGES = 5;

async function allCommands(slug: string) {
  const pageAfter = (cursor: string | null) =>
    read(
      api.commands[':communityId'].$get({
        param: { communityId: slug },
        query: { limit: '100', ...(cursor === null ? {} : { cursor }) },
      }),
    );
  let { data, next } = await pageAfter(null);
  for (let page = 1; page < MOST_PAGES && next !== null; page++) {
    const more = await pageAfter(next);
    data = [...data, ...more.data];
    next = more.next;
  }
  return data;
}

/** What is suggested while somebody types. */
export const commandsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'simulator', 'commands'],
    queryFn: () => allCommands(slug),
    staleTime: 60_000,
  });
export type Command = Awaited<ReturnType<typeof allCommands>>[number];

/** Every kind of event, with the schema of what it says. */
export const eventsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'simulator', 'events'],
    queryFn: async () =>
      (await read(api.communities[':communityId'].simulations.events.$get({ param: { communityId: slug } }))).data,
    staleTime: Number.POSITIVE_INFINITY,
  });
