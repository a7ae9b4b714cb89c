import { PLATFORMS, type Platform } from '@waddlebot/core/ids.ts';
import type { Level } from '@waddlebot/core/levels.ts';
import { useState } from 'react';
import { Card } from '../../design/card.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Select } from '../../design/select.tsx';
import { simulator } from '../../words/simulator.ts';
import { useWords } from '../../words/use-words.ts';
import type { Channel } from './queries.ts';
import type { ChangeState, SimulatorState } from './state.ts';

/** Who speaks where. */
export interface Setup {
  readonly platform: Platform;
  readonly level: Level;
  /** Empty: whoever the API calls somebody. */
  readonly displayName: string;
  /** The platform's own id of a linked channel; null: one that is made up. */
  readonly channel: string | null;
  /** Whether it counts as live; null: as it is. */
  readonly live: boolean | null;
}

const MADE_UP = 'made-up';
/** The API's own bound. */
const LONGEST_NAME = 50;

export interface SetupFormProps {
  setup: Setup;
  /** As whom somebody may speak, weakest first. */
  levels: readonly Level[];
  channels: readonly Channel[];
  state: SimulatorState;
  onChange: ChangeState;
}

/** Chooses who speaks where; all of it stands in the address. */
export function SetupForm({ setup, levels, channels, state, onChange }: SetupFormProps) {
  const w = useWords(simulator);
  const [name, setName] = useState(state.name ?? '');
  const here = channels.filter(({ platform }) => platform === setup.platform);
  return (
    <Card aria-label={w.setup}>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
        <Field label={w.platform}>
          {(control) => (
            <Select
              {...control}
              value={setup.platform}
              options={PLATFORMS.map((value) => ({ value, label: platformLabel(value) }))}
              onChange={(platform) => onChange({ platform, channel: undefined })}
            />
          )}
        </Field>
        <Field label={w.channel}>
          {(control) => (
            <Select
              {...control}
              value={setup.channel ?? MADE_UP}
              options={[
                { value: MADE_UP, label: w.madeUp },
                ...here.map(({ channel, login }) => ({ value: idOf(channel), label: login || idOf(channel) })),
              ]}
              onChange={(channel) => onChange({ channel: channel === MADE_UP ? undefined : channel })}
            />
          )}
        </Field>
        <Field label={w.as}>
          {(control) => (
            <Select
              {...control}
              title={w.asHint(w[levels.at(-1) ?? 'everyone'])}
              value={setup.level}
              options={levels.map((value) => ({ value, label: w[value] }))}
              onChange={(as) => onChange({ as })}
            />
          )}
        </Field>
        <Field label={w.name}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={LONGEST_NAME}
              placeholder={w.somebody}
              onChange={({ target: { value } }) => {
                setName(value);
                onChange({ name: value.trim() || undefined });
              }}
            />
          )}
        </Field>
        <Field label={w.stream}>
          {(control) => (
            <Select
              {...control}
              value={state.live ?? 'known'}
              options={[
                { value: 'known', label: w.liveKnown },
                { value: 'yes', label: w.liveYes },
                { value: 'no', label: w.liveNo },
              ]}
              onChange={(live) => onChange({ live: live === 'known' ? undefined : live })}
            />
          )}
        </Field>
      </div>
    </Card>
  );
}

/** The platform's own id, of `platform:id`. */
export const idOf = (channel: string): string => channel.slice(channel.indexOf(':') + 1);
