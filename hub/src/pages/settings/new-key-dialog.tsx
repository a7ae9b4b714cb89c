import { useMutation, useQueryClient } from '@tanstack/react-query';
import { mayGrant } from '@waddlebot/core/rights.ts';
import { type FormEvent, useId, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { Checkbox } from '../../design/checkbox.tsx';
import { Code } from '../../design/code.tsx';
import { Dialog, DialogClose } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Select } from '../../design/select.tsx';
import { issuesOf } from '../../design/use-zod-form.ts';
import { kit } from '../../words/kit.ts';
import { scopes as scopeWords, settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { keyPages } from './queries.ts';

type ScopeName = keyof (typeof scopeWords)['en'];
const SCOPE_NAMES = Object.keys(scopeWords.en) as ScopeName[];

const DAY_MS = 24 * 3600_000;
const SPANS = ['7', '30', '90', '365', 'never'] as const;

/** Makes a key, and shows it this once. */
export function NewKeyDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const w = useWords(settings);
  const [made, setMade] = useState<{ readonly name: string; readonly key: string } | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  if (made)
    return (
      <Dialog
        open={open}
        onOpenChange={(next) => !next && close()}
        title={w.keyMade}
        description={w.keyOnce}
        footer={
          <DialogClose>
            <Button variant="primary">{w.done}</Button>
          </DialogClose>
        }
      >
        <p className="mb-2 truncate text-ink-soft">
          <bdi>{made.name}</bdi>
        </p>
        <Code block copy>
          {made.key}
        </Code>
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={w.newKey}
      footer={
        <>
          <DialogClose>
            <CancelButton />
          </DialogClose>
          <Button type="submit" form="new-key" variant="primary">
            {w.makeKey}
          </Button>
        </>
      }
    >
      <NewKeyForm onMade={setMade} />
    </Dialog>
  );
}

const CancelButton = (props: object) => {
  const w = useWords(kit);
  return <Button {...props}>{w.cancel}</Button>;
};

function NewKeyForm({ onMade }: { readonly onMade: (made: { readonly name: string; readonly key: string }) => void }) {
  const w = useWords(settings);
  const k = useWords(kit);
  const scopeNames = useWords(scopeWords);
  const id = useId();
  const client = useQueryClient();
  const { slug, role } = useCommunity();
  const offered = SCOPE_NAMES.filter((scope) => mayGrant(role, scope));
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly ScopeName[]>([]);
  const [span, setSpan] = useState<(typeof SPANS)[number]>('90');
  const [isSent, setSent] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      read(
        api.communities[':communityId'].keys.$post({
          param: { communityId: slug },
          json: {
            name: name.trim(),
            scopes: [...chosen],
            expiresAt: span === 'never' ? null : new Date(Date.now() + Number(span) * DAY_MS).toISOString(),
          },
        }),
      ),
    onSuccess: ({ key, name }) => key !== null && onMade({ key, name }),
    onSettled: () => client.invalidateQueries({ queryKey: keyPages(slug).queryKey }),
    onError: () => {},
  });
  const refused = Object.fromEntries(issuesOf(make.error).map(({ path, message }) => [path.split('.')[0], message]));
  const nameError = refused.name ?? (isSent && name.trim() === '' ? k.needed : undefined);
  const scopesError = refused.scopes ?? (isSent && chosen.length === 0 ? w.keyScopesMissing : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent(true);
    if (name.trim() !== '' && chosen.length > 0 && !make.isPending) make.mutate();
  };
  return (
    <form id="new-key" onSubmit={submit} className="space-y-5">
      {make.error && Object.keys(refused).length === 0 && <Alert tone="danger" title={make.error.message} />}
      <Field label={w.keyName} hint={w.keyNameHint} error={nameError} required>
        {(control) => (
          <Input {...control} value={name} maxLength={80} onChange={({ target }) => setName(target.value)} />
        )}
      </Field>
      <fieldset aria-describedby={scopesError ? `${id}-scopes` : undefined}>
        <legend className="mb-2 font-medium text-ink">{w.keyScopes}</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {offered.map((scope) => (
            <Checkbox
              key={scope}
              label={scopeNames[scope]}
              hint={<span className="font-mono">{scope}</span>}
              checked={chosen.includes(scope)}
              onChange={(on) => setChosen(on ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
            />
          ))}
        </div>
        {scopesError && (
          <p id={`${id}-scopes`} className="mt-2 text-danger text-sm">
            {scopesError}
          </p>
        )}
      </fieldset>
      <Field label={w.keyExpires} error={refused.expiresAt}>
        {(control) => (
          <Select
            {...control}
            value={span}
            options={SPANS.map((one) => ({ value: one, label: one === 'never' ? w.never : w.inDays(Number(one)) }))}
            onChange={setSpan}
          />
        )}
      </Field>
    </form>
  );
}
