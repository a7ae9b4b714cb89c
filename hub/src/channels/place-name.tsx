import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCommunity } from '../app/use-community.ts';
import { PlatformMark, platformLabel } from '../design/platform-mark.tsx';
import { hasOneRoom, type Place, placeOfText, platformOf } from './places.ts';
import { channelsQuery } from './queries.ts';
import { roomsQuery, useRoomName } from './rooms.ts';

/** Where something is said, by the names it goes by: the channel, and which of its rooms, where whoever looks may know. */
export function PlaceName({ place }: { readonly place: Place }) {
  const { slug } = useCommunity();
  const { data: channels } = useQuery(channelsQuery(slug));
  const room = useRoomName(place);
  const login = channels?.find(({ channel }) => channel === place.channel)?.login;
  return (
    <span className="block min-w-0">
      <PlatformMark platform={platformOf(place.channel)}>
        <bdi>{login || place.channel.slice(place.channel.indexOf(':') + 1)}</bdi>
      </PlatformMark>
      {room !== null && (
        <span className="block truncate text-ink-faint text-sm">
          <bdi>{`#${room}`}</bdi>
        </span>
      )}
    </span>
  );
}

/** Names places in words, as far as their names are known already; a place as `placeText` has it. */
export function usePlaceNames(): (text: string) => string {
  const { slug } = useCommunity();
  const client = useQueryClient();
  const { data: channels } = useQuery(channelsQuery(slug));
  return (text) => {
    const place = placeOfText(text);
    if (place === null) return '';
    const { channel, room } = place;
    const login = channels?.find((one) => one.channel === channel)?.login;
    const server = `${platformLabel(platformOf(channel))} · ${login || channel.slice(channel.indexOf(':') + 1)}`;
    if (hasOneRoom(channel)) return server;
    const rooms = client.getQueryData(roomsQuery(slug, channel).queryKey)?.data;
    return `${server} · #${rooms?.find((one) => one.room === room)?.name ?? room}`;
  };
}
