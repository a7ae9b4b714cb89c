import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { ApiError } from '../api/errors.ts';
import { useCommunity } from '../app/use-community.ts';
import { Alert } from '../design/alert.tsx';
import { Button } from '../design/button.tsx';
import { Combobox, type ComboboxOption } from '../design/combobox.tsx';
import { Field } from '../design/field.tsx';
import { platformLabel } from '../design/platform-mark.tsx';
import { kit } from '../words/kit.ts';
import { places } from '../words/places.ts';
import { useWords } from '../words/use-words.ts';
import { hasOneRoom, onlyPlaceOf, type Place, placeOfText, placeText, platformOf } from './places.ts';
import { channelsQuery, type LinkedChannel } from './queries.ts';
import { type RoomsAnswer, roomsQuery, useMayAim } from './rooms.ts';

/** Stands for every channel. */
const EVERYWHERE = 'everywhere';

type Words = (typeof places)['en'];
type Room = RoomsAnswer['data'][number];

/** A server or workspace, and what was found out about its rooms. */
interface Server {
  readonly channel: string;
  /** `Discord · Waddle Demo` */
  readonly name: string;
  readonly query: UseQueryResult<RoomsAnswer>;
}

const nameOf = ({ platform, login }: Pick<LinkedChannel, 'platform' | 'login'>): string =>
  `${platformLabel(platform)} · ${login}`;

function roomOption(room: Room, { channel, name }: Server, w: Words): ComboboxOption {
  const signs = [room.silence && w.silent, room.isPrivate && w.private, room.group].filter(Boolean);
  return {
    value: placeText({ channel, room: room.room }),
    label: `#${room.name}`,
    group: name,
    ...(signs.length > 0 ? { hint: signs.join(' · ') } : {}),
  };
}

/** Where something is said: a channel, or a room of a server; those of Discord and Slack are asked for. */
export function PlaceField({
  label,
  hint,
  error,
  required,
  everywhere,
  place,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly required?: boolean;
  /** What null stands for; without it a place has to be chosen. */
  readonly everywhere?: string;
  readonly place: Place | null;
  readonly onChange: (place: Place | null) => void;
}) {
  const w = useWords(places);
  const { slug } = useCommunity();
  const mayAim = useMayAim();
  const { data: linked } = useQuery(channelsQuery(slug));
  const channels = linked ?? [];
  const withRooms = mayAim ? channels.filter(({ channel }) => !hasOneRoom(channel)) : [];
  const asked = useQueries({ queries: withRooms.map(({ channel }) => roomsQuery(slug, channel)) });
  const servers = withRooms.flatMap((of, i): readonly Server[] => {
    const query = asked[i];
    return query ? [{ channel: of.channel, name: nameOf(of), query }] : [];
  });
  const listed: readonly ComboboxOption[] = [
    ...(everywhere === undefined ? [] : [{ value: EVERYWHERE, label: everywhere }]),
    ...channels
      .filter(({ channel }) => hasOneRoom(channel))
      .map((of) => ({ value: placeText(onlyPlaceOf(of.channel)), label: nameOf(of) })),
    ...servers.flatMap((server) => (server.query.data?.data ?? []).map((room) => roomOption(room, server, w))),
  ];
  const value = place === null ? (everywhere === undefined ? null : EVERYWHERE) : placeText(place);
  const server = place && servers.find(({ channel }) => channel === place.channel);
  const isListed = value === null || listed.some((option) => option.value === value);
  const isUnlisted = !isListed && server?.query.data !== undefined;
  const keptOf = channels.find(({ channel }) => channel === place?.channel);
  const keptName = keptOf ? nameOf(keptOf) : (place?.channel ?? '');
  const kept: readonly ComboboxOption[] =
    isListed || value === null
      ? []
      : [{ value, label: isUnlisted ? w.unlisted(keptName) : w.roomOf(keptName), hint: place?.room ?? '' }];
  const silence = server?.query.data?.data.find(({ room }) => room === place?.room)?.silence;
  return (
    <div className="min-w-0 space-y-2">
      <Field label={label} error={error} {...(hint === undefined ? {} : { hint })} {...(required ? { required } : {})}>
        {(control) => (
          <Combobox
            {...control}
            className="max-w-lg"
            value={value}
            options={[...kept, ...listed]}
            loading={asked.some(({ isLoading }) => isLoading)}
            onChange={(chosen) => onChange(chosen === EVERYWHERE ? null : placeOfText(chosen))}
          />
        )}
      </Field>
      {linked?.length === 0 && <p className="text-ink-faint text-sm">{w.noChannels}</p>}
      {isUnlisted && (
        <Alert tone="warning" title={w.unlistedTitle}>
          {w.unlistedWhy}
        </Alert>
      )}
      {silence && (
        <Alert tone="warning" title={w.silentTitle}>
          {w[`silence.${silence.is}`]}
        </Alert>
      )}
      {servers.map((one) => (
        <ServerNote key={one.channel} server={one} />
      ))}
    </div>
  );
}

/** What is to be known of a server's rooms besides their names: that they could not be had, or are not all there. */
function ServerNote({ server: { channel, name, query } }: { readonly server: Server }) {
  const w = useWords(places);
  const k = useWords(kit);
  const { data, error } = query;
  if (data === undefined)
    return error ? (
      <Alert
        tone="warning"
        title={w.failedTitle(name)}
        action={
          <Button size="sm" icon={<RotateCw />} disabled={query.isFetching} onClick={() => void query.refetch()}>
            {k.tryAgain}
          </Button>
        }
      >
        {failureIn(w, error)(platformLabel(platformOf(channel)))}
      </Alert>
    ) : null;
  const notes = [
    data.data.length === 0 && w.none(name),
    data.unseen > 0 && w.unseen(data.unseen, name),
    !data.isWhole && w.notWhole(name),
  ].filter((note) => note !== false);
  return notes.length === 0 ? null : <p className="wrap-anywhere text-ink-faint text-sm">{notes.join(' ')}</p>;
}

function failureIn(w: Words, error: Error): (platform: string) => string {
  switch (error instanceof ApiError ? error.code : '') {
    case 'CONFLICT':
      return w['failed.CONFLICT'];
    case 'LIMITED':
      return w['failed.LIMITED'];
    case 'UNAVAILABLE':
      return w['failed.UNAVAILABLE'];
    default:
      return w.failed;
  }
}
