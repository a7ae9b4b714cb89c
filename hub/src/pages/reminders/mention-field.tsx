import { useSuspenseQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { meQuery } from '../../api/session.ts';
import { platformOf } from '../../channels/places.ts';
import { platformLabel } from '../../design/platform-mark.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { reminderEditor } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import type { ReminderDraft } from './draft.ts';

/** Who is mentioned when it is said: nobody in particular, or whoever sets it, by their account there. */
export function MentionField({
  channel,
  mention,
  onChange,
}: {
  readonly channel: string;
  readonly mention: ReminderDraft['mention'];
  readonly onChange: (mention: ReminderDraft['mention']) => void;
}) {
  const w = useWords(reminderEditor);
  const id = useId();
  const { data: me } = useSuspenseQuery(meQuery);
  const platform = platformOf(channel);
  const own = me.accounts.find((account) => account.platform === platform);
  const meHint = own && w.meHint((own.displayName || own.login).slice(0, 60));
  return (
    <div>
      <p id={id} className="mb-2 font-medium text-ink">
        {w.forWhom}
      </p>
      <RadioGroup
        label={w.forWhom}
        value={own ? mention : 'here'}
        options={[
          { value: 'here', label: w.here, hint: w.hereHint },
          { value: 'me', label: w.me, ...(meHint ? { hint: meHint } : {}), disabled: !own },
        ]}
        onChange={onChange}
      />
      {!own && platform !== '' && <p className="mt-2 text-ink-faint text-sm">{w.meNot(platformLabel(platform))}</p>}
    </div>
  );
}
