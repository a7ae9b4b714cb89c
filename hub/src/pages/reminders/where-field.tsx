import { useQuery } from '@tanstack/react-query';
import { communityQuery } from '../../api/community.ts';
import { useCommunity } from '../../app/use-community.ts';
import { channelsQuery } from '../../channels/queries.ts';
import { Code } from '../../design/code.tsx';
import { Field } from '../../design/field.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Select } from '../../design/select.tsx';
import { reminderEditor } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import { platformOf } from './told.ts';

/** Platforms whose channels have but one room: elsewhere a reminder is set from the room in which it is to be said. */
const ONE_ROOM = ['twitch', 'kick', 'youtube'];
export const hasOneRoom = (channel: string): boolean => ONE_ROOM.includes(platformOf(channel));

/** In which channel it is said, and how it is done where that cannot be chosen here. */
export function WhereField({
  channel,
  error,
  example,
  onChange,
}: {
  readonly channel: string;
  readonly error: string | undefined;
  /** What it is to say, for the line to type. */
  readonly example: string;
  readonly onChange: (channel: string) => void;
}) {
  const w = useWords(reminderEditor);
  const { slug } = useCommunity();
  const { data: channels = [] } = useQuery(channelsQuery(slug));
  const { data: community } = useQuery(communityQuery(slug));
  const prefix = community?.prefix ?? '!';
  const open = channels.filter((one) => hasOneRoom(one.channel));
  const hasRooms = channels.some((one) => !hasOneRoom(one.channel));
  return (
    <div className="space-y-2">
      {open.length > 0 ? (
        <Field label={w.where} hint={w.whereHint} error={error} required>
          {(control) => (
            <Select
              {...control}
              className="max-w-sm"
              value={channel}
              placeholder={w.choose}
              options={open.map((one) => ({
                value: one.channel,
                label: `${platformLabel(one.platform)} · ${one.login}`,
              }))}
              onChange={onChange}
            />
          )}
        </Field>
      ) : (
        <p className="text-ink-soft">{w.noChannels}</p>
      )}
      {hasRooms && (
        <div className="space-y-1 text-ink-faint text-sm">
          <p>{w.noRooms}</p>
          <Code copy>{`${prefix}remind here in 2h ${(example || 'tea').slice(0, 60)}`}</Code>
        </div>
      )}
    </div>
  );
}
