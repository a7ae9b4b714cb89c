import { Search } from 'lucide-react';
import { useState } from 'react';
import { Card } from '../../design/card.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import { Combobox } from '../../design/combobox.tsx';
import { Field } from '../../design/field.tsx';
import { Input, Textarea } from '../../design/input.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { Section } from '../../design/section.tsx';
import { Select } from '../../design/select.tsx';
import { Switch } from '../../design/switch.tsx';
import { kit } from '../../words/kit.ts';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';

const CHANNELS = [
  { value: 'tw', platform: 'twitch', label: 'rockhopper_live' },
  { value: 'dc', platform: 'discord', label: '#general' },
  { value: 'sl', platform: 'slack', label: '#stream-team' },
  { value: 'yt', platform: 'youtube', label: 'Rockhopper' },
  { value: 'kk', platform: 'kick', label: 'rockhopper' },
] as const;

export function FieldSamples() {
  const w = useWords(kitPage);
  const own = useWords(kit);
  const [level, setLevel] = useState<'everyone' | 'subscribers' | 'moderators'>('everyone');
  const [channel, setChannel] = useState<string | null>(null);
  const [isOpen, setOpen] = useState<'open' | 'closed'>('open');
  return (
    <Section title={w.fields}>
      <div className="grid gap-4 lg:grid-cols-2">
        <Card>
          <div className="space-y-5">
            <Field label={w.name} hint={w.nameHint} required>
              {(control) => <Input {...control} mono defaultValue="waddle" before="!" />}
            </Field>
            <Field label={w.name} error={w.nameError}>
              {(control) => <Input {...control} mono defaultValue="hello" />}
            </Field>
            <Field label={w.reply} hint={w.replyHint} optional>
              {(control) => <Textarea {...control} mono defaultValue="{user} waddles over and waves a flipper." />}
            </Field>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label={w.level}>
                {(control) => (
                  <Select
                    {...control}
                    value={level}
                    onChange={setLevel}
                    options={[
                      { value: 'everyone', label: w.everyone },
                      { value: 'subscribers', label: w.subscribers },
                      { value: 'moderators', label: w.moderators },
                    ]}
                  />
                )}
              </Field>
              <Field label={w.channel}>
                {(control) => (
                  <Combobox
                    {...control}
                    value={channel}
                    onChange={setChannel}
                    placeholder={w.chooseChannel}
                    options={CHANNELS.map(({ platform, ...option }) => ({
                      ...option,
                      icon: <PlatformMark platform={platform}>{''}</PlatformMark>,
                      keywords: [platform],
                    }))}
                  />
                )}
              </Field>
            </div>
          </div>
        </Card>
        <Card>
          <div className="space-y-5">
            <Field label={w.greet} hint={w.greetHint} layout="row">
              {(control) => <Switch {...control} defaultChecked />}
            </Field>
            <Field label={w.cooldown} hint={w.cooldownHint} layout="row">
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  defaultValue={30}
                  after={<span className="pr-1.5">s</span>}
                  className="w-24"
                />
              )}
            </Field>
            <div className="flex flex-wrap gap-4">
              <Switch aria-label={own.yes} />
              <Switch aria-label={own.yes} disabled />
              <Switch aria-label={own.yes} defaultChecked disabled />
            </div>
            <div className="space-y-2">
              <Checkbox label={w.agree} defaultChecked />
              <Checkbox label={w.some} checked="indeterminate" />
              <Checkbox label={w.greet} hint={w.greetHint} />
              <Checkbox label={w.notNow} disabled />
            </div>
            <Field label={w.visibility}>
              {(control) => (
                <RadioGroup
                  {...control}
                  label={w.visibility}
                  cards
                  value={isOpen}
                  onChange={setOpen}
                  options={[
                    { value: 'open', label: w.open, hint: w.openHint },
                    { value: 'closed', label: w.closed, hint: w.closedHint },
                  ]}
                />
              )}
            </Field>
            <div className="grid gap-2 sm:grid-cols-3">
              <Input size="sm" aria-label={own.search} placeholder={own.search} before={<Search />} />
              <Input aria-label={own.search} placeholder={own.search} disabled />
              <Input size="lg" aria-label={own.search} placeholder={own.search} />
            </div>
          </div>
        </Card>
      </div>
    </Section>
  );
}
