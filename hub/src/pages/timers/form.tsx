import { Plus, X } from 'lucide-react';
import { PlaceField } from '../../channels/place-field.tsx';
import { placeOfText, placeText } from '../../channels/places.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Combobox } from '../../design/combobox.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { Section } from '../../design/section.tsx';
import { Select } from '../../design/select.tsx';
import type { Draft } from '../../edit/use-draft.ts';
import { TemplateField } from '../../templates/template-field.tsx';
import { rules } from '../../words/rules.ts';
import { timers } from '../../words/timers.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { NumberField } from '../rules/number-field.tsx';
import { RuleHead } from '../rules/rule-head.tsx';
import { useZones } from '../settings/zones.ts';
import type { TimerDraft } from './draft.ts';

const MOST_TEXTS = 10;

type Of = { readonly draft: Draft<TimerDraft>; readonly readOnly: boolean };

/** Everything of one timer. @param isNew its name can still be chosen */
export function TimerForm({ draft, readOnly, isNew }: Of & { readonly isNew: boolean }) {
  const w = useWords(timers);
  const r = useWords(rules);
  const { value, errors } = draft;
  const set = <Key extends keyof TimerDraft>(key: Key, to: TimerDraft[Key]) => draft.set([key], to);
  return (
    <fieldset disabled={readOnly} className="min-w-0 space-y-8">
      <RuleHead
        value={value}
        error={errors.name}
        onName={isNew ? (name) => set('name', name) : null}
        onEnabled={(on) => set('enabled', on)}
      />
      <Section title={w.texts} description={w.textHint}>
        <Texts draft={draft} readOnly={readOnly} />
      </Section>
      <Section title={w.schedule}>
        <div className="space-y-4">
          <RadioGroup
            label={w.kind}
            value={value.kind}
            disabled={readOnly}
            onChange={(kind) => set('kind', kind)}
            options={[
              { value: 'interval', label: w.byInterval },
              { value: 'cron', label: w.byCron },
            ]}
          />
          {value.kind === 'interval' ? (
            <NumberField
              label={w.minutes}
              hint={w.minutesHint}
              error={errors['schedule.every'] ?? errors.schedule}
              value={value.every}
              onChange={(every) => set('every', every)}
            />
          ) : (
            <CronFields draft={draft} />
          )}
        </div>
      </Section>
      <Section title={w.conditions}>
        <div className="space-y-4">
          <TargetField draft={draft} />
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              label={w.minLines}
              hint={w.minLinesHint}
              error={errors.minLines}
              value={value.minLines}
              onChange={(minLines) => set('minLines', minLines)}
            />
            <NumberField
              label={w.jitter}
              hint={w.jitterHint}
              error={errors.jitter}
              value={value.jitter}
              onChange={(jitter) => set('jitter', jitter)}
            />
          </div>
          <Field label={r.live}>
            {(control) => (
              <Select
                {...control}
                value={value.live}
                onChange={(live) => set('live', live)}
                options={[
                  { value: 'always', label: r.always },
                  { value: 'live', label: r.whileLive },
                  { value: 'offline', label: r.whileOffline },
                ]}
              />
            )}
          </Field>
        </div>
      </Section>
    </fieldset>
  );
}

function Texts({ draft, readOnly }: Of) {
  const w = useWords(timers);
  const { value, errors } = draft;
  const { texts } = value;
  const change = (next: readonly string[]) => draft.set(['texts'], next);
  return (
    <div className="space-y-5">
      {texts.map((text, i) => (
        <TemplateField
          // biome-ignore lint/suspicious/noArrayIndexKey: a text is known by its number, here as in chat
          key={i}
          label={texts.length === 1 ? w.text : w.textN(i + 1)}
          value={text}
          readOnly={readOnly}
          error={errors[`texts.${i}`] ?? (i === 0 ? errors.texts : undefined)}
          onChange={(next) => change(texts.with(i, next))}
          beside={
            texts.length > 1 &&
            !readOnly && (
              <IconButton
                size="sm"
                label={w.removeText(i + 1)}
                icon={<X />}
                onClick={() => change(texts.toSpliced(i, 1))}
              />
            )
          }
        />
      ))}
      {!readOnly && texts.length < MOST_TEXTS && (
        <Button size="sm" icon={<Plus />} onClick={() => change([...texts, ''])}>
          {w.addText}
        </Button>
      )}
      {texts.length > 1 && (
        <RadioGroup
          label={w.order}
          value={value.order}
          disabled={readOnly}
          onChange={(order) => draft.set(['order'], order)}
          options={[
            { value: 'rotate', label: w.rotate },
            { value: 'random', label: w.random },
          ]}
        />
      )}
    </div>
  );
}

/** Stands for the community's zone, whichever that is. */
const OF_COMMUNITY = 'community';

function CronFields({ draft }: Pick<Of, 'draft'>) {
  const w = useWords(timers);
  const language = useLanguage();
  const { value, errors } = draft;
  const { options, prepare } = useZones(language, value.zone || 'UTC');
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      <Field label={w.cron} hint={w.cronHint} error={errors['schedule.cron'] ?? errors.schedule} required>
        {(control) => (
          <Input
            {...control}
            mono
            spellCheck={false}
            placeholder="0 18 * * 5"
            value={value.cron}
            onChange={({ target }) => draft.set(['cron'], target.value)}
          />
        )}
      </Field>
      <Field label={w.zone} error={errors['schedule.zone']}>
        {(control) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: it hears that somebody comes near, and is nothing to press.
          <div onFocus={prepare} onPointerEnter={prepare}>
            <Combobox
              {...control}
              value={value.zone === '' ? OF_COMMUNITY : value.zone}
              onChange={(zone) => draft.set(['zone'], zone === OF_COMMUNITY ? '' : zone)}
              options={[{ value: OF_COMMUNITY, label: w.zoneOfCommunity }, ...options]}
            />
          </div>
        )}
      </Field>
    </div>
  );
}

function TargetField({ draft }: Pick<Of, 'draft'>) {
  const w = useWords(timers);
  return (
    <PlaceField
      label={w.target}
      hint={w.targetHint}
      error={draft.errors.target}
      everywhere={w.everywhere}
      place={placeOfText(draft.value.target)}
      onChange={(place) => draft.set(['target'], placeText(place))}
    />
  );
}
