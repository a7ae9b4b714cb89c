import { useRef } from 'react';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import { DropdownMenu } from '../../design/dropdown-menu.tsx';
import { Field } from '../../design/field.tsx';
import { Textarea } from '../../design/input.tsx';
import { Section } from '../../design/section.tsx';
import { Select } from '../../design/select.tsx';
import type { Draft } from '../../edit/use-draft.ts';
import { aliases } from '../../words/aliases.ts';
import { levels } from '../../words/levels.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { NumberField } from '../rules/number-field.tsx';
import { PlatformChoice } from '../rules/platform-choice.tsx';
import { RuleHead } from '../rules/rule-head.tsx';
import { usePrefix } from '../rules/use-prefix.ts';
import { type AliasDraft, LEVELS } from './draft.ts';

/** What is filled in, and the sentence that says with what. */
const PLACEHOLDERS = [
  ['{user}', 'is.user'],
  ['{target}', 'is.target'],
  ['{args}', 'is.args'],
  ['{arg1}', 'is.arg1'],
  ['{random:a|b}', 'is.random'],
  ['{count}', 'is.count'],
  ['{date}', 'is.date'],
] as const;

/** Everything of one alias. */
export function AliasForm({ draft, readOnly }: { readonly draft: Draft<AliasDraft>; readonly readOnly: boolean }) {
  const w = useWords(aliases);
  const r = useWords(rules);
  const l = useWords(levels);
  const prefix = usePrefix();
  const { value, errors } = draft;
  const set = <Key extends keyof AliasDraft>(key: Key, to: AliasDraft[Key]) => draft.set([key], to);
  return (
    <fieldset disabled={readOnly} className="min-w-0 space-y-8">
      <RuleHead
        value={value}
        error={errors.name}
        prefix={prefix}
        onName={(name) => set('name', name)}
        onEnabled={(on) => set('enabled', on)}
      />
      <CommandField draft={draft} readOnly={readOnly} />
      <Section title={w.options} description={w.optionsHint}>
        <div className="space-y-4">
          <Field label={w.level} hint={w.levelHint} error={errors['options.level']}>
            {(control) => (
              <Select
                {...control}
                value={value.level}
                onChange={(level) => set('level', level)}
                options={LEVELS.map((level) => ({ value: level, label: l[level] }))}
              />
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              label={w.cooldownUser}
              unit={r.seconds}
              error={errors['options.cooldown.user']}
              value={value.cooldownUser}
              onChange={(seconds) => set('cooldownUser', seconds)}
            />
            <NumberField
              label={w.cooldownChannel}
              unit={r.seconds}
              error={errors['options.cooldown.channel']}
              value={value.cooldownChannel}
              onChange={(seconds) => set('cooldownChannel', seconds)}
            />
          </div>
          <PlatformChoice
            value={value.platforms}
            disabled={readOnly}
            onChange={(platforms) => set('platforms', platforms)}
          />
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
          <Checkbox
            label={w.hidden}
            checked={value.hidden}
            disabled={readOnly}
            onChange={(hidden) => set('hidden', hidden)}
          />
        </div>
      </Section>
    </fieldset>
  );
}

/** What it stands for, with what can be filled in. */
function CommandField({ draft, readOnly }: { readonly draft: Draft<AliasDraft>; readonly readOnly: boolean }) {
  const w = useWords(aliases);
  const field = useRef<HTMLTextAreaElement>(null);
  const insert = (placeholder: string) => {
    const { current } = field;
    if (!current) return;
    current.setRangeText(placeholder, current.selectionStart, current.selectionEnd, 'end');
    draft.set(['command'], current.value);
    current.focus();
  };
  return (
    <div className="space-y-2">
      <Field label={w.command} hint={w.commandHint} error={draft.errors.command} required>
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            mono
            rows={2}
            spellCheck={false}
            value={draft.value.command}
            onChange={({ target }) => draft.set(['command'], target.value)}
          />
        )}
      </Field>
      {!readOnly && (
        <DropdownMenu
          align="start"
          label={w.placeholders}
          className="max-w-sm"
          trigger={<Button size="sm">{w.placeholders}</Button>}
          groups={[
            {
              items: PLACEHOLDERS.map(([placeholder, says]) => ({
                label: `${placeholder}  ${w[says]}`,
                onSelect: () => insert(placeholder),
              })),
            },
          ]}
        />
      )}
    </div>
  );
}
