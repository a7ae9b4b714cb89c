import { Plus, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { Checkbox } from './checkbox.tsx';
import { cn } from './cn.ts';
import { Combobox } from './combobox.tsx';
import { Field, type FieldControl } from './field.tsx';
import { Input, Textarea } from './input.tsx';
import { type JsonSchema, type Kind, kindOf, plainOf, wordsOf } from './json-schema.ts';
import { Section } from './section.tsx';
import { Select } from './select.tsx';
import { Switch } from './switch.tsx';
import { valueAt, withValueAt } from './use-zod-form.ts';

type Values = Readonly<Record<string, unknown>>;

export interface SchemaFormProps {
  /** An object's JSON Schema, as `z.toJSONSchema(settings, { io: 'input' })` and OpenAPI give it. */
  schema: JsonSchema;
  value: Values;
  onChange: (value: Values) => void;
  /** What is wrong, by dotted path. */
  errors?: Readonly<Record<string, string>>;
  /** Better words than the schema's own, by dotted path: in the language that is spoken here. */
  words?: (
    path: string,
  ) =>
    | { readonly label?: string; readonly hint?: string; readonly options?: Readonly<Record<string, string>> }
    | undefined;
  disabled?: boolean;
  className?: string;
}

/** More options than this are searched, not looked through. */
const MOST_IN_SELECT = 12;

type Inner = Omit<SchemaFormProps, 'schema' | 'className'> & { readonly root: JsonSchema };

/** Settings as fields, made from their schema: plain ones first, then each nested object as a section of its own. */
export function SchemaForm({ schema, className, ...rest }: SchemaFormProps) {
  const w = useWords(kit);
  const root = plainOf(schema, schema);
  const all = Object.entries(root.properties ?? {}).map(([name, property]) => {
    const plain = plainOf(property, schema);
    return { path: name, schema: plain, kind: kindOf(plain, schema) };
  });
  const single = all.filter(({ kind }) => kind.kind !== 'group');
  const groups = all.filter(({ kind }) => kind.kind === 'group');
  const inner: Inner = { ...rest, root: schema };
  return (
    <div className={cn('space-y-8', className)}>
      {single.length > 0 &&
        (groups.length > 0 ? (
          <Section title={w.general} aside>
            <Fields {...inner} entries={single} />
          </Section>
        ) : (
          <Fields {...inner} entries={single} />
        ))}
      {groups.map(({ path, schema: group }) => (
        <Section
          key={path}
          aside
          title={rest.words?.(path)?.label ?? group.title ?? wordsOf(path)}
          description={rest.words?.(path)?.hint ?? group.description}
        >
          <Group {...inner} path={path} schema={group} />
        </Section>
      ))}
    </div>
  );
}

interface Entry {
  readonly path: string;
  readonly schema: JsonSchema & { readonly nullable?: boolean };
  readonly kind: Kind;
}

function Group({ path, schema, ...rest }: Inner & { path: string; schema: JsonSchema }) {
  const entries = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const plain = plainOf(property, rest.root);
    return { path: `${path}.${name}`, schema: plain, kind: kindOf(plain, rest.root) };
  });
  return <Fields {...rest} entries={entries} />;
}

const Fields = ({ entries, ...rest }: Inner & { entries: readonly Entry[] }) => (
  <div className="divide-y divide-line rounded-lg border border-line bg-surface">
    {entries.map((entry) => (
      <div key={entry.path} className="p-4">
        {entry.kind.kind === 'group' ? (
          <fieldset className="min-w-0 space-y-3">
            <legend className="mb-3 font-medium">
              {rest.words?.(entry.path)?.label ?? entry.schema.title ?? wordsOf(lastOf(entry.path))}
            </legend>
            <Group {...rest} path={entry.path} schema={entry.schema} />
          </fieldset>
        ) : (
          <OneField {...rest} {...entry} />
        )}
      </div>
    ))}
  </div>
);

const lastOf = (path: string) => path.split('.').at(-1) ?? path;

function OneField({ path, schema, kind, value: values, onChange, errors = {}, words, disabled }: Inner & Entry) {
  const w = useWords(kit);
  const own = words?.(path);
  const label = own?.label ?? schema.title ?? wordsOf(lastOf(path));
  const stored = valueAt(values, path);
  const value = stored === undefined ? schema.default : stored;
  const set = (next: unknown) => onChange(withValueAt(values, path, next) as Values);
  const error = errors[path] ?? Object.entries(errors).find(([deeper]) => deeper.startsWith(`${path}.`))?.[1];
  const told = (option: string) => own?.options?.[option] ?? wordsOf(option);
  const hint = [own?.hint ?? schema.description, rangeOf(kind, w)].filter(Boolean).join(' ');
  const isRow = kind.kind === 'boolean' || kind.kind === 'number' || kind.kind === 'choice';
  return (
    <Field
      label={label}
      hint={hint || undefined}
      error={error}
      layout={isRow ? 'row' : 'stack'}
      className={isRow && kind.kind !== 'boolean' ? 'max-sm:flex-col max-sm:gap-1.5' : undefined}
    >
      {(control) =>
        controlFor({
          kind,
          control,
          label,
          value,
          set,
          told,
          disabled: disabled || schema.readOnly,
          nullable: schema.nullable,
        })
      }
    </Field>
  );
}

interface ControlProps {
  readonly kind: Kind;
  readonly control: FieldControl;
  readonly label: string;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  readonly told: (option: string) => string;
  readonly disabled: boolean | undefined;
  readonly nullable: boolean | undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function controlFor({ kind, control, label, value, set, told, disabled, nullable }: ControlProps): ReactNode {
  switch (kind.kind) {
    case 'boolean':
      return <Switch {...control} checked={value === true} onChange={set} disabled={disabled} />;
    case 'number':
      return (
        <NumberInput kind={kind} control={control} value={value} set={set} disabled={disabled} nullable={nullable} />
      );
    case 'choice': {
      const options = kind.options.map((option) => ({ value: option, label: told(option) }));
      return options.length > MOST_IN_SELECT ? (
        <Combobox
          {...control}
          value={textOf(value) || null}
          onChange={set}
          options={options}
          disabled={disabled}
          className="w-56"
        />
      ) : (
        <Select
          {...control}
          value={textOf(value)}
          onChange={set}
          options={options}
          disabled={disabled}
          placeholder={value ? undefined : '–'}
          className="w-56"
        />
      );
    }
    case 'choices': {
      const chosen = textsOf(value);
      return (
        <fieldset
          id={control.id}
          aria-label={label}
          aria-describedby={control['aria-describedby']}
          className="grid min-w-0 gap-2 pt-1 sm:grid-cols-2"
        >
          {kind.options.map((option) => (
            <Checkbox
              key={option}
              label={told(option)}
              checked={chosen.includes(option)}
              disabled={disabled}
              onChange={(on) => set(kind.options.filter((one) => (one === option ? on : chosen.includes(one))))}
            />
          ))}
        </fieldset>
      );
    }
    case 'strings':
      return <Strings control={control} value={textsOf(value)} set={set} most={kind.most} disabled={disabled} />;
    case 'text': {
      const empty = nullable ? null : '';
      const shared = {
        ...control,
        value: textOf(value),
        maxLength: kind.most,
        disabled,
        onChange: (event: { target: { value: string } }) => set(event.target.value === '' ? empty : event.target.value),
      };
      return kind.long ? <Textarea {...shared} /> : <Input {...shared} />;
    }
    case 'json':
      return <JsonInput control={control} value={value} set={set} disabled={disabled} />;
    case 'group':
      return null;
  }
}

function rangeOf(kind: Kind, w: (typeof kit)['en']): string | undefined {
  if (kind.kind !== 'number') return undefined;
  const { least, most } = kind;
  if (least !== undefined && most !== undefined) return w.between(String(least), String(most));
  if (least !== undefined) return w.atLeast(String(least));
  return most === undefined ? undefined : w.atMost(String(most));
}

type One<K extends Kind['kind']> = Pick<ControlProps, 'control' | 'value' | 'set' | 'disabled'> & {
  kind: Extract<Kind, { kind: K }>;
};

/** Keeps what is typed while it is not a number yet, and gives on only numbers. */
function NumberInput({
  kind,
  control,
  value,
  set,
  disabled,
  nullable,
}: One<'number'> & { nullable: boolean | undefined }) {
  const given = typeof value === 'number' ? String(value) : '';
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      {...control}
      type="number"
      inputMode={kind.whole ? 'numeric' : 'decimal'}
      min={kind.least}
      max={kind.most}
      step={kind.whole ? 1 : 'any'}
      disabled={disabled}
      value={typed ?? given}
      onChange={(event) => {
        setTyped(event.target.value);
        const number = Number(event.target.value);
        if (event.target.value !== '' && Number.isFinite(number)) set(number);
        else if (nullable) set(null);
      }}
      onBlur={() => setTyped(null)}
      className="w-28"
    />
  );
}

function Strings({
  control,
  value,
  set,
  most,
  disabled,
}: {
  control: FieldControl;
  value: readonly string[];
  set: (value: unknown) => void;
  most: number | undefined;
  disabled: boolean | undefined;
}) {
  const w = useWords(kit);
  const [typed, setTyped] = useState('');
  const add = () => {
    const text = typed.trim();
    if (text === '') return;
    if (!value.includes(text)) set([...value, text]);
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && typed === '' && value.length > 0) set(value.slice(0, -1));
  };
  return (
    <div className="space-y-2">
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {value.map((text) => (
            <li key={text} className="flex min-w-0 max-w-full items-center gap-0.5 rounded-md bg-hover pl-2">
              <span className="truncate">{text}</span>
              <IconButton
                size="sm"
                label={w.remove(text)}
                icon={<X />}
                disabled={disabled}
                onClick={() => set(value.filter((one) => one !== text))}
              />
            </li>
          ))}
        </ul>
      )}
      <Input
        {...control}
        value={typed}
        placeholder={w.addToList}
        disabled={disabled || (most !== undefined && value.length >= most)}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        after={<IconButton size="sm" label={w.add} icon={<Plus />} onClick={add} disabled={disabled} />}
      />
    </div>
  );
}

/** What has no field of its own is written as JSON, and given on only when it is some. */
function JsonInput({ control, value, set, disabled }: Pick<ControlProps, 'control' | 'value' | 'set' | 'disabled'>) {
  const w = useWords(kit);
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  return (
    <>
      <Textarea
        {...control}
        aria-invalid={isWrong || control['aria-invalid']}
        mono
        spellCheck={false}
        disabled={disabled}
        value={typed ?? JSON.stringify(value ?? {}, null, 2)}
        onChange={(event) => {
          setTyped(event.target.value);
          try {
            set(JSON.parse(event.target.value));
            setWrong(false);
          } catch {
            setWrong(true);
          }
        }}
        onBlur={() => !isWrong && setTyped(null)}
      />
      <p role="status" className="text-danger text-sm empty:hidden">
        {isWrong ? w.notJson : ''}
      </p>
    </>
  );
}
