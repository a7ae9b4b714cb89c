import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { Combobox } from '../../design/combobox.tsx';
import { Field } from '../../design/field.tsx';
import { platformLabel } from '../../design/platform-mark.tsx';
import { app } from '../../words/app.ts';
import { useWords } from '../../words/use-words.ts';
import { membersFound } from '../members/queries.ts';
import { useSettled } from '../members/use-settled.ts';

export interface ChosenMember {
  readonly id: string;
  readonly name: string;
}

/** One of the members, found by name on the server. */
export function MemberChoice({
  label,
  placeholder,
  value,
  onChange,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: ChosenMember | null;
  readonly onChange: (member: ChosenMember) => void;
}) {
  const roles = useWords(app);
  const { slug } = useCommunity();
  const [typed, setTyped] = useState('');
  const text = useSettled(typed.trim());
  const { data = [], isPending } = useQuery({ ...membersFound(slug, text), placeholderData: keepPreviousData });
  const found = data.map(({ id, role, accounts }) => ({
    value: id,
    label: accounts[0]?.displayName ?? id,
    hint: [
      role ? roles[role] : null,
      ...accounts.map(({ account }) => platformLabel(account.slice(0, account.indexOf(':')))),
    ]
      .filter(Boolean)
      .join(', '),
  }));
  const isShown = value === null || found.some((one) => one.value === value.id);
  return (
    <Field label={label} className="w-full sm:w-72">
      {(control) => (
        <Combobox
          {...control}
          placeholder={placeholder}
          options={isShown ? found : [{ value: value.id, label: value.name }, ...found]}
          value={value?.id ?? null}
          loading={isPending}
          onSearch={setTyped}
          onChange={(id) => onChange({ id, name: found.find((one) => one.value === id)?.label ?? '' })}
        />
      )}
    </Field>
  );
}
