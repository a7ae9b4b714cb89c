import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog, DialogClose } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Textarea } from '../../design/input.tsx';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { nameOf } from './names.ts';
import type { Member } from './queries.ts';
import { useBan } from './role-change.ts';

/** As the API has it. */
const MOST_CHARACTERS = 300;

/** Asks why somebody is banned, and says what that means. */
export function BanDialog({
  of,
  trigger,
  onDone,
}: {
  readonly of: readonly Pick<Member, 'id' | 'role' | 'banned' | 'accounts'>[];
  readonly trigger: ReactNode;
  readonly onDone?: () => void;
}) {
  const w = useWords(members);
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const ban = useBan();
  const [only] = of;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ban.mutate(
      { of, reason: reason.trim() },
      {
        onSuccess: ({ done }) => {
          setOpen(false);
          setReason('');
          if (done.length > 0) onDone?.();
        },
      },
    );
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={trigger}
      title={
        <bdi className="line-clamp-2 overflow-hidden [overflow-wrap:anywhere]">
          {of.length === 1 && only ? w.banTitle(nameOf(only)) : w.banTitleMany(of.length)}
        </bdi>
      }
      description={w.banWhy}
      footer={
        <>
          <DialogClose>
            <Button>{w.cancel}</Button>
          </DialogClose>
          <Button type="submit" form="ban" variant="danger" loading={ban.isPending}>
            {w.ban}
          </Button>
        </>
      }
    >
      <form id="ban" onSubmit={submit}>
        <Field label={w.reason} hint={w.reasonHint} optional>
          {(control) => (
            <Textarea
              {...control}
              value={reason}
              maxLength={MOST_CHARACTERS}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
