import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { counters } from '../../words/counters.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { NumberField } from '../rules/number-field.tsx';

/** Asks for the name of a counter, and where it begins. */
export function NewCounter({
  open,
  onOpenChange,
  trigger,
  onMade,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly trigger?: ReactNode;
  readonly onMade: (name: string) => void;
}) {
  const w = useWords(counters);
  const r = useWords(rules);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [value, setValue] = useState<number | null>(0);
  const form = useId();
  const make = useMutation({
    mutationFn: async () => {
      const param = { communityId: slug, name: name.trim() };
      // Added to: one that is there already is not set back by it.
      await api.counters[':communityId'][':name'].$put({ param, json: { add: value ?? 0 } });
    },
    onSuccess: () => {
      onMade(name.trim().toLowerCase());
      setName('');
      setValue(0);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ofCommunity(slug) }),
    // Told at the field.
    onError: () => undefined,
  });
  const { error } = make;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      trigger={trigger}
      title={w.newOne}
      size="sm"
      footer={
        <Button type="submit" form={form} variant="primary" loading={make.isPending} disabled={name.trim() === ''}>
          {w.make}
        </Button>
      }
    >
      <form
        id={form}
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <Field label={r.name} hint={w.nameHint} error={error instanceof ApiError ? error.message : undefined} required>
          {(control) => (
            <Input
              {...control}
              mono
              spellCheck={false}
              autoCapitalize="off"
              maxLength={100}
              value={name}
              onChange={({ target }) => {
                make.reset();
                setName(target.value);
              }}
            />
          )}
        </Field>
        <NumberField label={w.start} value={value} onChange={setValue} />
      </form>
    </Dialog>
  );
}
