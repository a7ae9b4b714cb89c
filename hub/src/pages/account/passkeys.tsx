import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { account } from '../../words/account.ts';
import { useWords } from '../../words/use-words.ts';
import { makePasskey } from './make-passkey.ts';
import { useIsProved } from './proof.tsx';
import type { WaysIn } from './queries.ts';

const byId = (id: string) => ({ param: { id } });

/** Passkeys: made in this browser, named, taken away. */
export function Passkeys({ waysIn }: { readonly waysIn: WaysIn }) {
  const w = useWords(account);
  const isProved = useIsProved();
  const isKnown = typeof PublicKeyCredential !== 'undefined' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;
  const [isAdding, setAdding] = useState(false);
  return (
    <Card
      flush
      title={w.passkeys}
      actions={
        isProved &&
        isKnown &&
        !isAdding && (
          <Button icon={<Plus />} onClick={() => setAdding(true)}>
            {w.addPasskey}
          </Button>
        )
      }
    >
      {isAdding && <AddPasskey onDone={() => setAdding(false)} />}
      {waysIn.passkeys.length === 0 && !isAdding ? (
        <p className="px-4 py-4 text-ink-faint">{isKnown ? w.noPasskeys : w.passkeysUnknown}</p>
      ) : (
        <ul className="divide-y divide-line">
          {waysIn.passkeys.map((passkey) => (
            <Passkey key={passkey.id} passkey={passkey} isProved={isProved} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function AddPasskey({ onDone }: { readonly onDone: () => void }) {
  const w = useWords(account);
  const client = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: async () => {
      const options = await read(api.me.passkeys.options.$post());
      const credential = await makePasskey(options);
      return read(api.me.passkeys.$post({ json: { name, credential } }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['me'] });
      toast({ title: w.passkeyAdded });
      onDone();
    },
    onError: () => {},
  });
  const told = (error: Error): string => {
    if (error instanceof ApiError) return error.issues[0]?.message ?? error.message;
    return error.name === 'InvalidStateError' ? w.passkeyExists : w.passkeyNotChosen;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3 border-line border-b px-4 py-4">
      <Field
        label={w.passkeyName}
        hint={w.passkeyHint}
        error={add.error ? told(add.error) : undefined}
        className="min-w-0 flex-1 basis-56"
      >
        {(control) => (
          <Input {...control} value={name} maxLength={60} required onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Button type="submit" variant="primary" loading={add.isPending} disabled={name.trim() === ''}>
        {w.addPasskey}
      </Button>
    </form>
  );
}

interface PasskeyProps {
  readonly passkey: WaysIn['passkeys'][number];
  readonly isProved: boolean;
}

function Passkey({ passkey, isProved }: PasskeyProps) {
  const w = useWords(account);
  const client = useQueryClient();
  const { id, createdAt, lastUsedAt } = passkey;
  const [name, setName] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['me'] });
  const remove = useMutation({
    mutationFn: () => api.me.passkeys[':id'].$delete(byId(id)),
    onSuccess: async () => {
      await refresh();
      toast({ title: w.passkeyRemoved(passkey.name) });
    },
  });
  const rename = useMutation({
    mutationFn: (wanted: string) => api.me.passkeys[':id'].$patch({ ...byId(id), json: { name: wanted } }),
    onSuccess: async () => {
      await refresh();
      setName(null);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== null) rename.mutate(name);
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <Fingerprint aria-hidden className="size-4 shrink-0 text-ink-faint" />
      {name === null ? (
        <div className="min-w-0 flex-1 basis-40">
          <bdi className="block truncate font-medium">{passkey.name}</bdi>
          <span className="text-ink-faint text-sm">
            {w.since} <Time at={createdAt} as="date" /> · {lastUsedAt === null ? w.neverUsed : w.lastUsed}{' '}
            {lastUsedAt !== null && <Time at={lastUsedAt} />}
          </span>
        </div>
      ) : (
        <form onSubmit={submit} className="flex min-w-0 flex-1 basis-56 gap-2">
          <Input
            aria-label={w.passkeyName}
            value={name}
            maxLength={60}
            required
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" variant="primary" loading={rename.isPending}>
            {w.save}
          </Button>
        </form>
      )}
      {isProved && (
        <div className="flex gap-2">
          {name === null && (
            <Button variant="ghost" onClick={() => setName(passkey.name)}>
              {w.rename}
            </Button>
          )}
          <Button variant="ghost" loading={remove.isPending} onClick={() => remove.mutate()}>
            {w.remove}
          </Button>
        </div>
      )}
    </li>
  );
}
