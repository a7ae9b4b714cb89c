import { type ReactNode, useId, useState } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { Button } from './button.tsx';
import { Dialog, DialogClose } from './dialog.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';

export interface ConfirmByNameProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: string;
  /** What will be gone, with numbers. */
  description: ReactNode;
  /** What is to be typed: the name of what goes. */
  name: string;
  /** The verb on the button: "Erase this community". */
  action: string;
  /** May take its time; the dialog closes when it is done and stays when it throws. */
  onConfirm: () => void | Promise<void>;
}

/** Asks for the name of a thing before what cannot be undone. What can be undone is done, with a toast to take it back. */
export function ConfirmByName({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  name,
  action,
  onConfirm,
}: ConfirmByNameProps) {
  const w = useWords(kit);
  const [ownOpen, setOwnOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const isRight = typed.trim() === name.trim();
  const change = (next: boolean) => {
    setTyped('');
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    if (!isRight || busy) return;
    setBusy(true);
    try {
      await onConfirm();
      change(false);
    } finally {
      setBusy(false);
    }
  };
  const form = useId();
  return (
    <Dialog
      open={open ?? ownOpen}
      onOpenChange={change}
      trigger={trigger}
      title={title}
      description={description}
      footer={
        <>
          <DialogClose>
            <Button>{w.cancel}</Button>
          </DialogClose>
          <Button type="submit" form={form} variant="danger" disabled={!isRight} loading={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <Field label={w.confirmName(name)} hint={w.cannotUndo}>
          {(control) => (
            <Input
              {...control}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              spellCheck={false}
              autoCapitalize="off"
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
