import { Copy, Ellipsis, Pencil, Pin, Plus, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton, LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { ConfirmByName } from '../../design/confirm-by-name.tsx';
import { Dialog, DialogClose } from '../../design/dialog.tsx';
import { DropdownMenu } from '../../design/dropdown-menu.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Popover } from '../../design/popover.tsx';
import { Section } from '../../design/section.tsx';
import { toast } from '../../design/toast.tsx';
import { Tooltip } from '../../design/tooltip.tsx';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';

const ROW = 'flex flex-wrap items-center gap-2';

export function ActionSamples() {
  const w = useWords(kitPage);
  const [ids, setIds] = useState(false);
  return (
    <>
      <Section title={w.buttons}>
        <Card>
          <div className="space-y-4">
            <div className={ROW}>
              <Button variant="primary" icon={<Plus />}>
                {w.addQuote}
              </Button>
              <Button icon={<Send />}>{w.test}</Button>
              <Button variant="ghost">{w.notNow}</Button>
              <Button variant="danger">{w.erase}</Button>
              <LinkButton href="#docs">{w.docs}</LinkButton>
              <IconButton label={w.pin} icon={<Pin />} />
              <IconButton label={w.pin} icon={<Pin />} variant="secondary" />
            </div>
            <div className={ROW}>
              <Button variant="primary" size="lg">
                {w.save}
              </Button>
              <Button variant="primary">{w.save}</Button>
              <Button variant="primary" size="sm">
                {w.save}
              </Button>
              <Button size="lg">{w.save}</Button>
              <Button>{w.save}</Button>
              <Button size="sm">{w.save}</Button>
            </div>
            <div className={ROW}>
              <Button variant="primary" loading>
                {w.saving}
              </Button>
              <Button loading>{w.saving}</Button>
              <Button variant="primary" disabled>
                {w.save}
              </Button>
              <Button disabled>{w.save}</Button>
              <Button variant="ghost" disabled>
                {w.save}
              </Button>
              <Button variant="danger" disabled>
                {w.erase}
              </Button>
            </div>
          </div>
        </Card>
      </Section>
      <Section title={w.layers}>
        <Card>
          <div className={ROW}>
            <Dialog
              trigger={<Button>{w.rename}</Button>}
              title={w.rename}
              description={w.renameWhy}
              footer={
                <>
                  <DialogClose>
                    <Button>{w.notNow}</Button>
                  </DialogClose>
                  <DialogClose>
                    <Button variant="primary">{w.save}</Button>
                  </DialogClose>
                </>
              }
            >
              <Field label={w.name} hint={w.nameHint}>
                {(control) => <Input {...control} mono defaultValue="hello" />}
              </Field>
            </Dialog>
            <ConfirmByName
              trigger={<Button variant="danger">{w.erase}</Button>}
              title={w.eraseTitle}
              description={w.eraseWhat}
              name="rockhoppers"
              action={w.erase}
              onConfirm={() => undefined}
            />
            <DropdownMenu
              align="start"
              trigger={<IconButton variant="secondary" label={w.actions} icon={<Ellipsis />} />}
              groups={[
                {
                  items: [
                    { label: w.edit, icon: <Pencil />, keys: 'E', onSelect: () => undefined },
                    { label: w.duplicate, icon: <Copy />, onSelect: () => undefined },
                    { label: w.showIds, checked: ids, onSelect: () => setIds(!ids) },
                  ],
                },
                { items: [{ label: w.remove, icon: <Trash2 />, danger: true, onSelect: () => undefined }] },
              ]}
            />
            <Popover label={w.details} trigger={<Button>{w.details}</Button>}>
              {w.popoverText}
            </Popover>
            <Tooltip text={w.tooltipText} keys={['⌘', 'K']}>
              <Button variant="ghost">{w.tooltipText}</Button>
            </Tooltip>
            <Button onClick={() => toast({ title: w.deleted, undo: () => void toast({ title: w.restored }) })}>
              {w.showToast}
            </Button>
            <Button onClick={() => toast({ title: w.failed, description: w.failedWhy, tone: 'danger' })}>
              {w.showFailure}
            </Button>
          </div>
        </Card>
      </Section>
    </>
  );
}
