import { ArrowLeft, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { EditFrame, type EditFrameProps } from '../../edit/edit-frame.tsx';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';

/** The top of an editor, which leads back to the list. */
export function EditorHead({ title, onClose }: { readonly title: string; readonly onClose: () => void }) {
  const w = useWords(rules);
  const heading = useRef<HTMLDivElement>(null);
  // Who opened it goes on in it.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={heading} tabIndex={-1} className="outline-none">
      <PageHeader
        title={<bdi className="line-clamp-2 overflow-hidden [overflow-wrap:anywhere]">{title}</bdi>}
        trail={
          <Button size="sm" variant="ghost" icon={<ArrowLeft />} onClick={onClose} className="-ml-2.5">
            {w.back}
          </Button>
        }
      />
    </div>
  );
}

/** A rule that is not there, or not yet. */
export function NoSuchRule({ isLoading, onClose }: { readonly isLoading: boolean; readonly onClose: () => void }) {
  const w = useWords(rules);
  if (isLoading) return <Skeleton lines={8} />;
  return (
    <EmptyState title={w.gone} mood="sleepy" action={<Button onClick={onClose}>{w.back}</Button>}>
      {w.goneWhy}
    </EmptyState>
  );
}

export interface EditorPageProps<Value>
  extends Pick<EditFrameProps<Value>, 'draft' | 'thing' | 'nameOf' | 'target' | 'shown'> {
  /** Left out while it is being made. */
  readonly onRemove?: (() => void) | undefined;
  readonly form: ReactNode;
  /** What it comes to, beside the form where there is room. */
  readonly preview: ReactNode;
  readonly history: ReactNode;
}

/** The form of one rule, what it comes to beside it, and who changed it below. */
export function EditorPage<Value>({ onRemove, form, preview, history, ...frame }: EditorPageProps<Value>) {
  const w = useWords(rules);
  const { slug, may } = useCommunity();
  const mayWrite = may('commands', 'write');
  return (
    <div className="grid min-w-0 items-start gap-x-8 gap-y-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]">
      {mayWrite ? (
        <EditFrame
          {...frame}
          community={slug}
          within={['edit', 'new']}
          actions={
            onRemove && (
              <Button icon={<Trash2 />} onClick={onRemove}>
                {w.remove}
              </Button>
            )
          }
        >
          {form}
        </EditFrame>
      ) : (
        <div className="min-w-0 space-y-4">
          <p className="text-ink-soft">{w.readOnly}</p>
          {form}
        </div>
      )}
      <div className="min-w-0 space-y-6 xl:sticky xl:top-4">
        {preview}
        {history}
      </div>
    </div>
  );
}
