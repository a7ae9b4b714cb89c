import { PLATFORMS } from '@waddlebot/core/ids.ts';
import { LEVELS } from '@waddlebot/core/levels.ts';
import { Checkbox } from '../../design/checkbox.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { Section } from '../../design/section.tsx';
import { Select } from '../../design/select.tsx';
import { Switch } from '../../design/switch.tsx';
import type { Draft } from '../../edit/use-draft.ts';
import { httpModules } from '../../words/http-modules.ts';
import { levels } from '../../words/levels.ts';
import { useWords } from '../../words/use-words.ts';
import { type ModuleDraft, withOption, withWait } from './draft.ts';
import { SecondsInput } from './seconds-input.tsx';

const MOST_CACHE = 3_600;
const MOST_WAIT = 86_400;

interface FormProps {
  readonly draft: Draft<ModuleDraft>;
  readonly prefix: string;
  readonly isNew: boolean;
  readonly readOnly: boolean;
}

/** What is called, who may ask, and how often. */
export function ModuleForm(props: FormProps) {
  const w = useWords(httpModules);
  return (
    <div className="space-y-8">
      <Section title={w.whatItIs}>
        <What {...props} />
      </Section>
      <Section title={w.who}>
        <Who {...props} />
      </Section>
    </div>
  );
}

function What({ draft, prefix, isNew, readOnly }: FormProps) {
  const w = useWords(httpModules);
  const { value, errors, set } = draft;
  return (
    <div className="space-y-5">
      {isNew && (
        <Field label={w.name} hint={w.nameHint} error={errors.name} required>
          {(control) => (
            <Input
              {...control}
              mono
              className="max-w-sm"
              before={<span className="text-ink-faint">{prefix}</span>}
              value={value.name}
              maxLength={40}
              autoCapitalize="off"
              spellCheck={false}
              onChange={({ target }) => set(['name'], target.value)}
            />
          )}
        </Field>
      )}
      <Field label={w.address} hint={w.addressHint} error={errors.url} required>
        {(control) => (
          <Input
            {...control}
            mono
            type="url"
            disabled={readOnly}
            value={value.url}
            maxLength={2048}
            placeholder="https://"
            spellCheck={false}
            onChange={({ target }) => set(['url'], target.value)}
          />
        )}
      </Field>
      <Field label={w.summary} hint={w.summaryHint} error={errors.summary} optional>
        {(control) => (
          <Input
            {...control}
            disabled={readOnly}
            value={value.summary}
            maxLength={200}
            onChange={({ target }) => set(['summary'], target.value)}
          />
        )}
      </Field>
      <Field label={w.enabled} hint={w.enabledHint} layout="row">
        {({ id, 'aria-describedby': described }) => (
          <Switch
            id={id}
            aria-describedby={described}
            disabled={readOnly}
            checked={value.enabled}
            onChange={(on) => set(['enabled'], on)}
          />
        )}
      </Field>
      <Field label={w.cache} hint={w.cacheHint} error={errors.cacheSeconds}>
        {(control) => (
          <SecondsInput
            {...control}
            disabled={readOnly}
            most={MOST_CACHE}
            value={value.cacheSeconds}
            onChange={(seconds) => set(['cacheSeconds'], seconds ?? 0)}
          />
        )}
      </Field>
    </div>
  );
}

function Who({ draft, readOnly }: FormProps) {
  const w = useWords(httpModules);
  const l = useWords(levels);
  const { value, errors } = draft;
  const { options } = value;
  const { cooldown = {}, platforms = [] } = options;
  const setAll = (next: typeof options) => draft.set(['options'], next);
  return (
    <div className="space-y-5">
      <Field label={w.level} className="max-w-sm">
        {(control) => (
          <Select
            {...control}
            disabled={readOnly}
            value={options.level ?? 'everyone'}
            options={LEVELS.map((level) => ({ value: level, label: l[level] }))}
            onChange={(level) => setAll(withOption(options, 'level', level === 'everyone' ? undefined : level))}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-x-8 gap-y-5">
        <Field label={w.waitUser} hint={w.waitUserHint} error={errors['options.cooldown.user']}>
          {(control) => (
            <SecondsInput
              {...control}
              disabled={readOnly}
              most={MOST_WAIT}
              usual={3}
              value={cooldown.user}
              onChange={(seconds) => setAll(withWait(options, 'user', seconds))}
            />
          )}
        </Field>
        <Field label={w.waitChannel} hint={w.waitChannelHint} error={errors['options.cooldown.channel']}>
          {(control) => (
            <SecondsInput
              {...control}
              disabled={readOnly}
              most={MOST_WAIT}
              usual={0}
              value={cooldown.channel}
              onChange={(seconds) => setAll(withWait(options, 'channel', seconds))}
            />
          )}
        </Field>
      </div>
      <Field label={w.live} className="max-w-sm">
        {(control) => (
          <Select
            {...control}
            disabled={readOnly}
            value={options.live ?? 'always'}
            options={[
              { value: 'always', label: w.always },
              { value: 'live', label: w.whileLive },
              { value: 'offline', label: w.whileOffline },
            ]}
            onChange={(live) => setAll(withOption(options, 'live', live === 'always' ? undefined : live))}
          />
        )}
      </Field>
      <fieldset>
        <legend className="font-medium text-ink">{w.platforms}</legend>
        <p className="mb-2 text-ink-faint text-sm">{w.platformsHint}</p>
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {PLATFORMS.map((platform) => (
            <Checkbox
              key={platform}
              label={platformLabel(platform)}
              disabled={readOnly}
              checked={platforms.includes(platform)}
              onChange={(on) => {
                const next = on ? [...platforms, platform] : platforms.filter((one) => one !== platform);
                setAll(withOption(options, 'platforms', next.length > 0 ? next : undefined));
              }}
            />
          ))}
        </div>
      </fieldset>
      <Checkbox
        label={w.hidden}
        disabled={readOnly}
        checked={options.hidden ?? false}
        onChange={(on) => setAll(withOption(options, 'hidden', on ? true : undefined))}
      />
    </div>
  );
}
