import { useEffect, useState } from 'react';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';

/** A whole number that may be left empty while it is typed. */
export function NumberField({
  label,
  hint,
  error,
  unit,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly unit?: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setTyped((before) => (numberIn(before) === value ? before : value === null ? '' : String(value)));
  }, [value]);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          className="max-w-40 tabular"
          after={unit && <span className="pr-1.5">{unit}</span>}
          value={typed}
          onChange={({ target }) => {
            if (!/^[-−]?\d{0,16}$/.test(target.value)) return;
            setTyped(target.value);
            onChange(numberIn(target.value));
          }}
        />
      )}
    </Field>
  );
}

function numberIn(typed: string): number | null {
  const number = Number.parseInt(typed.replace('−', '-'), 10);
  return Number.isSafeInteger(number) ? number : null;
}
