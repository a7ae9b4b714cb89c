import { useSuspenseQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { meQuery } from '../../api/session.ts';
import { platformOf } from '../../channels/places.ts';
import { platformLabel } from '../../design/platform-mark.tsx';
import { RadioGroup, type RadioGroupProps } from '../../design/radio-group.tsx';
import { reminderEditor } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import { isKnownIn, type Mention, type Mentioned, mentionThere, ownAccountIn } from './mentions.ts';

/** Longest name that is shown. */
const MOST_NAME = 60;

/** Who is mentioned when it is said: nobody in particular, whoever sets it, by their account there, or whom it was set for. */
export function MentionField({
  channel,
  mention,
  mentioned,
  onChange,
}: {
  readonly channel: string;
  readonly mention: Mention;
  readonly mentioned: Mentioned | null;
  readonly onChange: (mention: Mention) => void;
}) {
  const w = useWords(reminderEditor);
  const id = useId();
  const { data: me } = useSuspenseQuery(meQuery);
  const platform = platformOf(channel);
  const own = ownAccountIn(me, channel);
  const them = mentioned && isKnownIn(mentioned, channel) ? mentioned : null;
  const isMe = them !== null && own?.account === them.account;
  const named = (name: string) => ({ hint: w.meHint(name.slice(0, MOST_NAME)) });
  const options: RadioGroupProps<Mention>['options'] = [
    { value: 'here', label: w.here, hint: w.hereHint },
    ...(them
      ? [{ value: 'them' as const, label: isMe ? w.me : them.name.slice(0, MOST_NAME), ...named(them.name) }]
      : []),
    ...(isMe
      ? []
      : [{ value: 'me' as const, label: w.me, ...(own ? named(own.displayName || own.login) : { disabled: true }) }]),
  ];
  return (
    <div>
      <p id={id} className="mb-2 font-medium text-ink">
        {w.forWhom}
      </p>
      <RadioGroup
        label={w.forWhom}
        value={mentionThere(mention, channel, me, mentioned)}
        options={options}
        onChange={onChange}
      />
      {!own && platform !== '' && <p className="mt-2 text-ink-faint text-sm">{w.meNot(platformLabel(platform))}</p>}
    </div>
  );
}
