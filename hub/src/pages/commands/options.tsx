import { COOLDOWN_NOTICES, MAX_COOLDOWN_SECONDS, REPLY_STYLES } from '@waddlebot/core/command-limits.ts';
import { PLATFORMS } from '@waddlebot/core/ids.ts';
import { LEVELS } from '@waddlebot/core/levels.ts';
import { DIALECTS } from '@waddlebot/core/templates/nodes.ts';
import type { ReactNode } from 'react';
import { Checkbox } from '../../design/checkbox.tsx';
import { useZone } from '../../design/clock.ts';
import { Field, type FieldControl } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { Section } from '../../design/section.tsx';
import { Select } from '../../design/select.tsx';
import { Switch } from '../../design/switch.tsx';
import { commands } from '../../words/commands.ts';
import { levels } from '../../words/levels.ts';
import { useWords } from '../../words/use-words.ts';
import type { SetOptions } from './form.ts';
import type { CommandDetail } from './queries.ts';

export interface OptionsProps {
  readonly set: SetOptions;
  /** Sets an option; `undefined` goes back to what the command has by itself. */
  readonly onSet: <Key extends keyof SetOptions>(key: Key, value: SetOptions[Key] | undefined) => void;
  /** As it is in effect, of the command or of its part; null while it is being made. */
  readonly effective: Pick<CommandDetail, 'level' | 'cooldown'> | null;
  readonly kind: 'whole' | 'part';
  /** Whom its lists name; nothing while it is being made. */
  readonly people?: ReactNode;
  readonly errors: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
}

/** Who may use a command, how often, where, when, and in which lists it stands. */
export function Options(props: OptionsProps) {
  const w = useWords(commands);
  return (
    <>
      <Section title={w.partWho}>
        <div className="space-y-5">
          <Who {...props} />
        </div>
      </Section>
      <Section title={w.partWhere}>
        <div className="space-y-5">
          <Where {...props} />
        </div>
      </Section>
      {props.kind === 'whole' && (
        <Section title={w.partList}>
          <div className="space-y-5">
            <Lists {...props} />
          </div>
        </Section>
      )}
    </>
  );
}

function Who({ set, onSet, effective, people, errors, readOnly }: OptionsProps) {
  const w = useWords(commands);
  const l = useWords(levels);
  const { cooldown = {} } = set;
  const setWait = <Key extends keyof typeof cooldown>(key: Key, value: (typeof cooldown)[Key] | undefined) => {
    const { [key]: _, ...others } = cooldown;
    const next = value === undefined ? others : { ...others, [key]: value };
    onSet('cooldown', Object.keys(next).length > 0 ? next : undefined);
  };
  const noticeWords = { nothing: w.nothingSaid, once: w.once, ephemeral: w.always } as const;
  return (
    <>
      <Field label={w.enabled} hint={w.enabledHint} layout="row">
        {(control) => (
          <Switch
            id={control.id}
            aria-describedby={control['aria-describedby']}
            disabled={readOnly}
            checked={set.enabled !== false}
            onChange={(on) => onSet('enabled', on ? undefined : false)}
          />
        )}
      </Field>
      <Field label={w.levelField} hint={w.levelHint} error={errors['set.level']}>
        {(control) => (
          <Choose
            control={control}
            readOnly={readOnly}
            value={set.level}
            byItself={set.level === undefined && effective ? w.byItself(l[effective.level]) : w.asItIs}
            options={LEVELS.map((level) => ({ value: level, label: l[level] }))}
            onChange={(level) => onSet('level', level)}
          />
        )}
      </Field>
      <fieldset className="min-w-0 space-y-1.5">
        <legend className="font-medium text-ink">{w.cooldowns}</legend>
        <p className="text-ink-faint text-sm">{w.cooldownsHint}</p>
        <div className="grid gap-3 sm:grid-cols-3">
          {(['user', 'channel', 'group'] as const).map((key) => (
            <Field
              key={key}
              label={<span className="font-normal">{key === 'group' ? w.inGroup : w[key]}</span>}
              error={errors[`set.cooldown.${key}`]}
            >
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  min={0}
                  max={MAX_COOLDOWN_SECONDS}
                  readOnly={readOnly}
                  placeholder={cooldown[key] === undefined && effective ? String(effective.cooldown[key]) : undefined}
                  value={cooldown[key] ?? ''}
                  onChange={({ target }) => setWait(key, secondsIn(target.value))}
                />
              )}
            </Field>
          ))}
        </div>
        <div className="grid gap-3 pt-1.5 sm:grid-cols-2">
          <Field label={<span className="font-normal">{w.exempt}</span>}>
            {(control) => (
              <Choose
                control={control}
                readOnly={readOnly}
                value={cooldown.exempt}
                byItself={
                  cooldown.exempt === undefined && effective ? w.byItself(l[effective.cooldown.exempt]) : w.asItIs
                }
                options={LEVELS.map((level) => ({ value: level, label: l[level] }))}
                onChange={(level) => setWait('exempt', level)}
              />
            )}
          </Field>
          <Field label={<span className="font-normal">{w.notice}</span>}>
            {(control) => (
              <Choose
                control={control}
                readOnly={readOnly}
                value={cooldown.notice}
                byItself={
                  cooldown.notice === undefined && effective
                    ? w.byItself(noticeWords[effective.cooldown.notice])
                    : w.asItIs
                }
                options={COOLDOWN_NOTICES.map((notice) => ({ value: notice, label: noticeWords[notice] }))}
                onChange={(notice) => setWait('notice', notice)}
              />
            )}
          </Field>
        </div>
      </fieldset>
      {people}
    </>
  );
}

function Where({ set, onSet, kind, errors, readOnly }: OptionsProps) {
  const w = useWords(commands);
  const zone = useZone();
  const chosen = set.platforms ?? [];
  return (
    <>
      {kind === 'whole' && (
        <fieldset className="min-w-0 space-y-1.5">
          <legend className="font-medium text-ink">{w.platforms}</legend>
          <p className="text-ink-faint text-sm">{w.platformsHint}</p>
          <div className="flex flex-wrap gap-x-5 gap-y-2">
            {PLATFORMS.map((platform) => (
              <Checkbox
                key={platform}
                disabled={readOnly}
                label={<PlatformMark platform={platform}>{platformLabel(platform)}</PlatformMark>}
                checked={chosen.includes(platform)}
                onChange={(on) => {
                  const next = PLATFORMS.filter((one) => (one === platform ? on : chosen.includes(one)));
                  onSet('platforms', next.length > 0 ? next : undefined);
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
      <Field label={w.live} hint={w.liveHint}>
        {(control) => (
          <Choose
            control={control}
            readOnly={readOnly}
            value={set.live}
            byItself={w.always2}
            options={[
              { value: 'live', label: w.liveOnly },
              { value: 'offline', label: w.offlineOnly },
            ]}
            onChange={(live) => onSet('live', live)}
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={w.expires} hint={w.expiresHint(zone)} error={errors['set.expiresAt']} optional>
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              readOnly={readOnly}
              value={localIn(set.expiresAt)}
              onChange={({ target }) => onSet('expiresAt', momentIn(target.value))}
            />
          )}
        </Field>
        {set.expiresAt !== undefined && (
          <Field label={w.onExpiry} className="self-end">
            {(control) => (
              <Select
                {...control}
                disabled={readOnly}
                value={set.onExpiry ?? 'disable'}
                options={[
                  { value: 'disable', label: w.disable },
                  { value: 'delete', label: w.delete },
                ]}
                onChange={(then) => onSet('onExpiry', then === 'disable' ? undefined : then)}
              />
            )}
          </Field>
        )}
      </div>
    </>
  );
}

function Lists({ set, onSet, errors, readOnly }: OptionsProps) {
  const w = useWords(commands);
  const styleWords = { say: w.say, mention: w.mention, reply: w.inReply, ephemeral: w.ephemeral } as const;
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        {(['group', 'category'] as const).map((key) => (
          <Field
            key={key}
            label={w[key]}
            hint={key === 'group' ? w.groupHint : w.categoryHint}
            error={errors[`set.${key}`]}
            optional
          >
            {(control) => (
              <Input
                {...control}
                readOnly={readOnly}
                spellCheck={false}
                value={set[key] ?? ''}
                onChange={({ target }) => onSet(key, target.value === '' ? undefined : target.value)}
              />
            )}
          </Field>
        ))}
      </div>
      <Field label={w.hidden} hint={w.hiddenHint} layout="row">
        {(control) => (
          <Switch
            id={control.id}
            aria-describedby={control['aria-describedby']}
            disabled={readOnly}
            checked={set.hidden === true}
            onChange={(on) => onSet('hidden', on ? true : undefined)}
          />
        )}
      </Field>
      <Field label={w.style} hint={w.styleHint}>
        {(control) => (
          <Choose
            control={control}
            readOnly={readOnly}
            value={set.style}
            byItself={w.asItIs}
            options={REPLY_STYLES.map((style) => ({ value: style, label: styleWords[style] }))}
            onChange={(style) => onSet('style', style)}
          />
        )}
      </Field>
    </>
  );
}

/** Whose rules a text follows. */
export function DialectField({ set, onSet, readOnly }: Pick<OptionsProps, 'set' | 'onSet' | 'readOnly'>) {
  const w = useWords(commands);
  return (
    <Field label={w.dialect} hint={w.dialectHint}>
      {(control) => (
        <Select
          {...control}
          disabled={readOnly}
          value={set.dialect ?? 'native'}
          options={DIALECTS.map((dialect) => ({ value: dialect, label: w[dialect] }))}
          onChange={(dialect) => onSet('dialect', dialect === 'native' ? undefined : dialect)}
        />
      )}
    </Field>
  );
}

/** One of a few, or as the command has it by itself. */
function Choose<Value extends string>({
  control,
  value,
  byItself,
  options,
  onChange,
  readOnly,
}: {
  readonly control: FieldControl;
  readonly value: Value | undefined;
  readonly byItself: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value | undefined) => void;
  readonly readOnly: boolean;
}) {
  const none = 'by-itself';
  return (
    <Select<Value | typeof none>
      {...control}
      disabled={readOnly}
      value={value ?? none}
      options={[{ value: none, label: byItself }, ...options]}
      onChange={(chosen) => onChange(chosen === none ? undefined : chosen)}
    />
  );
}

/** Whole seconds as typed; nothing where nothing is. */
const secondsIn = (typed: string): number | undefined => {
  const seconds = Math.trunc(Number(typed));
  return typed.trim() === '' || Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
};

/** A moment as the browser's field has it, in the zone of whoever looks. */
function localIn(at: string | undefined): string {
  if (at === undefined) return '';
  const date = new Date(at);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

const momentIn = (local: string): string | undefined => {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};
