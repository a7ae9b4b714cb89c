import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Dialog, DialogClose } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Select } from '../../design/select.tsx';
import { app } from '../../words/app.ts';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { invitePages } from './queries.ts';
import { invitedBy } from './roles.ts';

const USES = ['1', '5', '25', '100', 'any'] as const;
const HOURS = ['1', '24', '168', '720'] as const;

/** Makes an invite, and shows its link this once. */
export function NewInviteDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const w = useWords(members);
  const [url, setUrl] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const change = (next: boolean) => {
    if (next) return;
    setUrl(null);
    onClose();
  };
  if (url !== null)
    return (
      <Dialog
        open={open}
        onOpenChange={change}
        title={w.inviteMade}
        description={w.inviteOnce}
        footer={
          <DialogClose>
            <Button variant="primary">{w.done}</Button>
          </DialogClose>
        }
      >
        <Code block copy>
          {url}
        </Code>
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={w.newInvite}
      description={w.inviteWhy}
      footer={
        <>
          <DialogClose>
            <Button>{w.cancel}</Button>
          </DialogClose>
          <Button type="submit" form="new-invite" variant="primary" loading={isBusy}>
            {w.makeInvite}
          </Button>
        </>
      }
    >
      <NewInviteForm onMade={setUrl} onBusy={setBusy} />
    </Dialog>
  );
}

function NewInviteForm({
  onMade,
  onBusy,
}: {
  readonly onMade: (url: string | null) => void;
  readonly onBusy: (busy: boolean) => void;
}) {
  const w = useWords(members);
  const roles = useWords(app);
  const client = useQueryClient();
  const { slug, role: mine } = useCommunity();
  const [role, setRole] = useState<ReturnType<typeof invitedBy>[number]>('viewer');
  const [uses, setUses] = useState<(typeof USES)[number]>('1');
  const [hours, setHours] = useState<(typeof HOURS)[number]>('168');
  const make = useMutation({
    mutationFn: () =>
      read(
        api.communities[':communityId'].invites.$post({
          param: { communityId: slug },
          json: { role, mostUses: uses === 'any' ? null : Number(uses), expiresInHours: Number(hours) },
        }),
      ),
    onMutate: () => onBusy(true),
    onSuccess: ({ url }) => onMade(url),
    // What is refused stands in the dialog.
    onError: () => {},
    onSettled: () => {
      onBusy(false);
      return client.invalidateQueries({ queryKey: invitePages(slug).queryKey });
    },
  });
  const hourWords = { 1: w.anHour, 24: w.aDay, 168: w.aWeek, 720: w.aMonth } as const;
  return (
    <form
      id="new-invite"
      className="space-y-5"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!make.isPending) make.mutate();
      }}
    >
      {make.error && <Alert tone="danger" title={make.error.message} />}
      <Field label={w.inviteRole}>
        {(control) => (
          <Select
            {...control}
            value={role}
            options={invitedBy(mine).map((one) => ({ value: one, label: roles[one] }))}
            onChange={setRole}
          />
        )}
      </Field>
      <Field label={w.inviteUses}>
        {(control) => (
          <Select
            {...control}
            value={uses}
            options={USES.map((one) => ({ value: one, label: one === 'any' ? w.anyUses : w.uses(Number(one)) }))}
            onChange={setUses}
          />
        )}
      </Field>
      <Field label={w.inviteFor}>
        {(control) => (
          <Select
            {...control}
            value={hours}
            options={HOURS.map((one) => ({ value: one, label: hourWords[one] }))}
            onChange={setHours}
          />
        )}
      </Field>
    </form>
  );
}
