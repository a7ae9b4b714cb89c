import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Switch } from '../../design/switch.tsx';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';

/** What a rule is called, and whether it is on: where every rule's form begins. */
export function RuleHead({
  value,
  error,
  prefix,
  onName,
  onEnabled,
}: {
  readonly value: { readonly name: string; readonly enabled: boolean };
  readonly error?: string | undefined;
  /** Stands before the name, where it is typed in chat. */
  readonly prefix?: string;
  /** Null where its name stays. */
  readonly onName: ((name: string) => void) | null;
  readonly onEnabled: (on: boolean) => void;
}) {
  const w = useWords(rules);
  return (
    <div className="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_auto]">
      {onName && (
        <Field label={w.name} hint={w.nameHint} error={error} required>
          {(control) => (
            <Input
              {...control}
              mono
              before={prefix}
              spellCheck={false}
              autoCapitalize="off"
              value={value.name}
              onChange={({ target }) => onName(target.value)}
            />
          )}
        </Field>
      )}
      <Field label={w.on}>
        {(control) => (
          <div className="flex h-8 items-center">
            <Switch {...control} checked={value.enabled} onChange={onEnabled} />
          </div>
        )}
      </Field>
    </div>
  );
}
