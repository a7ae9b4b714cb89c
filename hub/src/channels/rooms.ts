import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, read } from '../api/client.ts';
import { ofCommunity } from '../api/use-live.ts';
import { useCommunity } from '../app/use-community.ts';
import { hasOneRoom, type Place } from './places.ts';

/** The rooms of a channel that has many. The platform is asked once a minute at most, and again only by hand where it fails. */
export const roomsQuery = (slug: string, channel: string) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'channels', 'rooms', channel],
    queryFn: () => read(api.channels[':id'].rooms.$get({ param: { id: channel } })),
    staleTime: 60_000,
    retry: false,
  });
export type RoomsAnswer = Awaited<ReturnType<NonNullable<ReturnType<typeof roomsQuery>['queryFn']>>>;

/** Whether whoever is here learns how rooms are called: only who may have the bot speak in them does. */
export const useMayAim = (): boolean => useCommunity().may('commands', 'write');

/** How a room is called; null where nobody knows, and where the channel is the only one. */
export function useRoomName({ channel, room }: Place): string | null {
  const { slug } = useCommunity();
  const mayAim = useMayAim();
  const { data } = useQuery({ ...roomsQuery(slug, channel), enabled: mayAim && !hasOneRoom(channel) });
  return data?.data.find((one) => one.room === room)?.name ?? null;
}
