import { Checkbox } from '../../design/checkbox.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { Section } from '../../design/section.tsx';
import type { Draft } from '../../edit/use-draft.ts';
import { TemplateField } from '../../templates/template-field.tsx';
import { keywords } from '../../words/keywords.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { NumberField } from '../rules/number-field.tsx';
import { PlatformChoice } from '../rules/platform-choice.tsx';
import { RuleHead } from '../rules/rule-head.tsx';
import { usePrefix } from '../rules/use-prefix.ts';
import { ACTIONS, type KeywordDraft, MATCHES } from './draft.ts';

/** Everything of one rule. */
export function KeywordForm({ draft, readOnly }: { readonly draft: Draft<KeywordDraft>; readonly readOnly: boolean }) {
  const w = useWords(keywords);
  const r = useWords(rules);
  const { value, errors } = draft;
  const set = <Key extends keyof KeywordDraft>(key: Key, to: KeywordDraft[Key]) => draft.set([key], to);
  return (
    <fieldset disabled={readOnly} className="min-w-0 space-y-8">
      <RuleHead
        value={value}
        error={errors.name}
        onName={(name) => set('name', name)}
        onEnabled={(on) => set('enabled', on)}
      />
      <Section title={w.listens}>
        <div className="space-y-4">
          <RadioGroup
            label={w.match}
            value={value.match}
            disabled={readOnly}
            onChange={(match) => set('match', match)}
            options={MATCHES.map((match) => ({ value: match, label: w[`match.${match}`], hint: w[`hint.${match}`] }))}
          />
          <Field label={w.pattern} error={errors.pattern} required>
            {(control) => (
              <Input
                {...control}
                mono
                spellCheck={false}
                autoCapitalize="off"
                value={value.pattern}
                onChange={({ target }) => set('pattern', target.value)}
              />
            )}
          </Field>
          <Checkbox
            label={w.caseSensitive}
            checked={value.caseSensitive}
            disabled={readOnly}
            onChange={(on) => set('caseSensitive', on)}
          />
        </div>
      </Section>
      <Section title={w.acts}>
        <div className="space-y-4">
          <RadioGroup
            label={w.action}
            value={value.action}
            disabled={readOnly}
            onChange={(action) => set('action', action)}
            options={ACTIONS.map((action) => ({
              value: action,
              label: w[`action.${action}`],
              ...(action === 'delete' ? { hint: w['hint.delete'] } : {}),
            }))}
          />
          <ActionFields draft={draft} readOnly={readOnly} />
        </div>
      </Section>
      <Section title={w.when}>
        <div className="space-y-4">
          <PlatformChoice
            value={value.platforms}
            disabled={readOnly}
            onChange={(platforms) => set('platforms', platforms)}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              label={w.priority}
              hint={w.priorityHint}
              error={errors.priority}
              value={value.priority}
              onChange={(priority) => set('priority', priority)}
            />
            <NumberField
              label={w.cooldown}
              hint={w.cooldownHint}
              error={errors.cooldown}
              unit={r.seconds}
              value={value.cooldown}
              onChange={(cooldown) => set('cooldown', cooldown)}
            />
          </div>
        </div>
      </Section>
    </fieldset>
  );
}

/** What the chosen action needs besides. */
function ActionFields({ draft, readOnly }: { readonly draft: Draft<KeywordDraft>; readonly readOnly: boolean }) {
  const w = useWords(keywords);
  const prefix = usePrefix();
  const { value, errors } = draft;
  switch (value.action) {
    case 'reply':
      return (
        <TemplateField
          label={w.text}
          value={value.text}
          readOnly={readOnly}
          error={errors['action.text'] ?? errors.action}
          onChange={(text) => draft.set(['text'], text)}
        />
      );
    case 'run':
      return (
        <Field label={w.line} hint={w.lineHint} error={errors['action.line'] ?? errors.action} required>
          {(control) => (
            <Input
              {...control}
              mono
              before={prefix}
              spellCheck={false}
              value={value.line}
              onChange={({ target }) => draft.set(['line'], target.value)}
            />
          )}
        </Field>
      );
    case 'module':
      return (
        <Field label={w.module} hint={w.moduleHint} error={errors['action.module'] ?? errors.action} required>
          {(control) => (
            <Input
              {...control}
              mono
              spellCheck={false}
              before="#"
              value={value.module}
              onChange={({ target }) => draft.set(['module'], target.value)}
            />
          )}
        </Field>
      );
    case 'delete':
      return null;
  }
}
