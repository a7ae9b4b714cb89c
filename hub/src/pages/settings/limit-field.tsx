import {
  DEFAULT_CHANNEL_LIMIT,
  DEFAULT_COMMAND_LIMIT,
  DEFAULT_COMMUNITY_LIMIT,
  DEFAULT_REPLY_LIMIT,
} from '@waddlebot/core/channel-settings.ts';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Switch } from '../../design/switch.tsx';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';

const USUAL = {
  command: DEFAULT_COMMAND_LIMIT,
  channel: DEFAULT_CHANNEL_LIMIT,
  community: DEFAULT_COMMUNITY_LIMIT,
  reply: DEFAULT_REPLY_LIMIT,
} as const;

export interface OwnLimit {
  readonly count: number;
  readonly windowMs: number;
}

/** How often something may be: as usual, or as often as the community says. */
export function LimitField({
  which,
  limit,
  readOnly,
  error,
  onType,
  onChoose,
}: {
  readonly which: keyof typeof USUAL;
  readonly limit: OwnLimit | null;
  readonly readOnly: boolean;
  readonly error: string | undefined;
  readonly onType: (limit: OwnLimit) => void;
  readonly onChoose: (limit: OwnLimit | null) => void;
}) {
  const w = useWords(settings);
  const usual = USUAL[which];
  const [label, hint] = {
    command: [w.limitCommand, w.limitCommandHint],
    channel: [w.limitChannel, w.limitChannelHint],
    community: [w.limitCommunity, w.limitCommunityHint],
    reply: [w.limitReply, w.limitReplyHint],
  }[which] as [string, string];
  return (
    <div className="space-y-2">
      <Field
        layout="row"
        label={label}
        hint={limit ? hint : `${hint} ${w.asUsual(usual.count, usual.windowMs / 1_000)}`}
        error={error}
      >
        {(control) => (
          <Switch
            id={control.id}
            aria-describedby={control['aria-describedby']}
            title={w.ownLimit}
            disabled={readOnly}
            checked={limit !== null}
            onChange={(own) => onChoose(own ? usual : null)}
          />
        )}
      </Field>
      {limit && (
        <div className="flex flex-wrap items-center gap-2 text-ink-soft">
          <Input
            type="number"
            min={1}
            max={10_000}
            aria-label={w.timesOf(label)}
            readOnly={readOnly}
            value={Number.isNaN(limit.count) ? '' : limit.count}
            onChange={({ target }) => onType({ ...limit, count: target.valueAsNumber })}
            className="w-24"
          />
          {w.times}
          <Input
            type="number"
            min={1}
            max={3_600}
            aria-label={w.secondsOf(label)}
            readOnly={readOnly}
            value={Number.isNaN(limit.windowMs) ? '' : limit.windowMs / 1_000}
            onChange={({ target }) => onType({ ...limit, windowMs: Math.round(target.valueAsNumber * 1_000) })}
            className="w-24"
          />
          {w.seconds}
        </div>
      )}
    </div>
  );
}
