import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../api/client.ts';
import { ofCommunity } from '../api/use-live.ts';

/** The five platforms: which can be linked here, and what the others lack. */
export const platformsQuery = queryOptions({
  queryKey: ['platforms'],
  queryFn: async () => (await read(api.platforms.$get({ query: {} }))).data,
});
export type PlatformState = Awaited<ReturnType<NonNullable<typeof platformsQuery.queryFn>>>[number];
export type PlatformName = PlatformState['platform'];

type Listed = Awaited<ReturnType<typeof listed>>[number];
export type Problem = NonNullable<Listed['problems']>[number];

/** A channel of a community. */
export interface LinkedChannel {
  /** `twitch:1000001` */
  readonly channel: string;
  readonly platform: PlatformName;
  readonly login: string;
  /** What is wrong with it, the worst first. */
  readonly problems: readonly Problem[];
  /** Whether its stream can be steered; null where there are no streams. */
  readonly steers: boolean | null;
  readonly createdAt: string;
}

const listed = async (slug: string) =>
  (await read(api.channels.$get({ query: { community: slug, limit: '100' } }))).data;

/** A community's channels, with what is wrong with each. */
export const channelsQuery = (slug: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'channels', 'states'],
    queryFn: async (): Promise<readonly LinkedChannel[]> =>
      (await listed(slug)).map(({ channel, platform, login, problems = [], steers = null, createdAt }) => ({
        channel,
        platform: platform as PlatformName,
        login,
        problems,
        steers,
        createdAt,
      })),
  });

/** How one channel does: when something was last heard and said there, and what went wrong. */
export const channelHealthQuery = (slug: string, channel: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'channels', 'health', channel],
    queryFn: () => read(api.channels[':id'].health.$get({ param: { id: channel } })),
  });
