import { useBlocker } from '@tanstack/react-router';
import { Save } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useKeys } from '../app/keys.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Kbd } from '../design/kbd.tsx';
import { StatusDot } from '../design/status-dot.tsx';
import { edit } from '../words/edit.ts';
import { useWords } from '../words/use-words.ts';
import { DraftFailure } from './draft-failure.tsx';
import { Meanwhile, type MeanwhileProps } from './meanwhile.tsx';
import type { Draft } from './use-draft.ts';

export interface EditFrameProps<Value> extends MeanwhileProps<Value> {
  /** Names of the address that say what is edited: going to another one leaves this. */
  readonly within?: readonly string[];
  readonly readOnly?: boolean;
  /** Further buttons, to the left. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/**
 * Around the form of one thing: saves it by ⌘S or the button, tells who else changed it meanwhile and lets whoever looks decide,
 * and asks before unsaved changes are left behind.
 */
export function EditFrame<Value>({
  draft,
  thing,
  nameOf,
  community,
  target,
  shown,
  within = [],
  readOnly = false,
  actions,
  children,
}: EditFrameProps<Value>) {
  const { save } = draft;
  useKeys(useMemo(() => ({ 'mod+s': save }), [save]));
  return (
    <div className="min-w-0">
      <div className="min-w-0 space-y-6">
        <DraftFailure draft={draft} />
        <Meanwhile draft={draft} thing={thing} nameOf={nameOf} community={community} target={target} shown={shown} />
        {children}
      </div>
      {!readOnly && <SaveBar draft={draft} isNew={target === null} actions={actions} />}
      <LeaveGuard isDirty={draft.isDirty} within={within} />
    </div>
  );
}

const DOTS = { saved: 'ok', unsaved: 'idle', saving: 'loading', refused: 'danger', collided: 'warning' } as const;

/** Stays in sight while the form is longer than the screen. */
function SaveBar<Value>({
  draft,
  isNew,
  actions,
}: {
  readonly draft: Draft<Value>;
  readonly isNew: boolean;
  readonly actions: ReactNode;
}) {
  const w = useWords(edit);
  const { state } = draft;
  const words = isNew && state === 'saved' ? w.nothingYet : w[state];
  return (
    <div className="sticky bottom-0 z-(--layer-sticky) -mx-1 mt-6 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-canvas px-1 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <span role="status" className="mr-auto min-w-0 text-ink-soft text-sm">
        <StatusDot state={isNew && state === 'saved' ? 'idle' : DOTS[state]}>{words}</StatusDot>
      </span>
      {actions}
      {!isNew && state !== 'saved' && state !== 'saving' && <Button onClick={draft.discard}>{w.discardAll}</Button>}
      <Button
        variant="primary"
        icon={<Save />}
        loading={state === 'saving'}
        disabled={state === 'saved' || state === 'collided'}
        aria-keyshortcuts="Control+S Meta+S"
        onClick={draft.save}
      >
        {isNew ? w.create : w.save}
        <Kbd className="max-sm:hidden">{IS_APPLE ? '⌘S' : 'Ctrl S'}</Kbd>
      </Button>
    </div>
  );
}

const IS_APPLE = /Mac|iP(?:hone|ad|od)/.test(navigator.userAgent);

/** Asks before what is not saved is left behind. */
function LeaveGuard({ isDirty, within }: { readonly isDirty: () => boolean; readonly within: readonly string[] }) {
  const w = useWords(edit);
  const blocker = useBlocker({
    withResolver: true,
    enableBeforeUnload: isDirty,
    shouldBlockFn: ({ current, next }) => {
      const [here, there] = [current.search, next.search] as const;
      const stays = within.every(
        (name) => (here as Record<string, unknown>)[name] === (there as Record<string, unknown>)[name],
      );
      return isDirty() && !(current.pathname === next.pathname && stays);
    },
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && blocker.reset()}
      title={w.leaveTitle}
      description={w.leaveWhy}
      footer={
        <>
          <Button onClick={blocker.reset}>{w.stay}</Button>
          <Button variant="danger" onClick={blocker.proceed}>
            {w.leave}
          </Button>
        </>
      }
    />
  );
}
