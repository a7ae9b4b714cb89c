import { useId } from 'react';
import { Combobox } from '../../design/combobox.tsx';
import { Field } from '../../design/field.tsx';
import { Input, Textarea } from '../../design/input.tsx';
import { reminderEditor } from '../../words/reminders.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useZones } from '../settings/zones.ts';
import { ChoiceFields } from './choice-fields.tsx';
import type { Preview } from './queries.ts';
import { Segments } from './segments.tsx';
import { inWay, WAYS, type When } from './when.ts';

/** When it comes: in words, by choosing, or as a rule; in whose zone. */
export function WhenFields({
  when,
  understood,
  error,
  onChange,
}: {
  readonly when: When;
  readonly understood: Preview | null;
  readonly error: string | undefined;
  readonly onChange: (when: When) => void;
}) {
  const w = useWords(reminderEditor);
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="font-semibold text-ink">
          {w.when}
        </h2>
        <Segments
          label={w.way}
          options={WAYS.map((way) => ({ value: way, label: w[way] }))}
          value={when.way}
          onChange={(way) => onChange(inWay(when, way, understood))}
        />
      </div>
      {when.way === 'phrase' && (
        <Field label={w.phraseLabel} hint={w.phraseHint} error={error}>
          {(control) => (
            <Input
              {...control}
              value={when.phrase}
              maxLength={500}
              autoComplete="off"
              onChange={({ target }) => onChange({ ...when, phrase: target.value })}
            />
          )}
        </Field>
      )}
      {when.way === 'choice' && (
        <ChoiceFields choice={when.choice} error={error} onChange={(choice) => onChange({ ...when, choice })} />
      )}
      {when.way === 'rule' && (
        <Field label={w.ruleLabel} hint={w.ruleHint} error={error}>
          {(control) => (
            <Textarea
              {...control}
              mono
              rows={4}
              maxLength={1000}
              spellCheck={false}
              value={when.rule}
              onChange={({ target }) => onChange({ ...when, rule: target.value })}
            />
          )}
        </Field>
      )}
      <ZoneField zone={when.zone} onChange={(zone) => onChange({ ...when, zone })} />
    </section>
  );
}

function ZoneField({ zone, onChange }: { readonly zone: string; readonly onChange: (zone: string) => void }) {
  const w = useWords(reminderEditor);
  const zones = useZones(useLanguage(), zone);
  return (
    <Field label={w.zone} hint={w.zoneHint}>
      {(control) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that somebody comes near.
        <span className="block max-w-sm" onPointerEnter={zones.prepare} onFocus={zones.prepare}>
          <Combobox {...control} value={zone} options={zones.options} onChange={onChange} />
        </span>
      )}
    </Field>
  );
}
