import { useBlocker } from '@tanstack/react-router';
import { Save } from 'lucide-react';
import { type ReactNode, useId, useMemo } from 'react';
import { useKeys } from '../app/keys.ts';
import { Alert } from '../design/alert.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Kbd } from '../design/kbd.tsx';
import { StatusDot } from '../design/status-dot.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../design/table.tsx';
import { Time } from '../design/time.tsx';
import { shownValue } from '../history/shown-value.ts';
import { edit } from '../words/edit.ts';
import { history } from '../words/history.ts';
import { useWords } from '../words/use-words.ts';
import { DraftFailure } from './draft-failure.tsx';
import { keyOf, type Place } from './merge.ts';
import type { Draft } from './use-draft.ts';
import { useLastChange } from './use-last-change.ts';

export interface EditFrameProps<Value> {
  /** From `useDraft({ …, byHand: true })`. */
  readonly draft: Draft<Value>;
  /** What is edited, in sentences: `!hug`. */
  readonly thing: string;
  /** What a field is called. */
  readonly nameOf: (place: Place) => string;
  /** The community's slug, and what the audit log calls the thing (`command:<id>`): whose changes are told of. Null while it is being made. */
  readonly community: string;
  readonly target: string | null;
  /** How a value of a field reads, where it is more than a word. */
  readonly shown?: (place: Place, value: unknown) => string | null;
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

/** What somebody else did to it while it was open, and where they did something else than whoever looks. */
function Meanwhile<Value>({
  draft,
  thing,
  nameOf,
  community,
  target,
  shown,
}: Pick<EditFrameProps<Value>, 'draft' | 'thing' | 'nameOf' | 'community' | 'target'> & {
  readonly shown: EditFrameProps<Value>['shown'];
}) {
  const w = useWords(edit);
  const h = useWords(history);
  const heard = useLastChange(community, target);
  const headingId = useId();
  const { news, collisions } = draft;
  if (!news && collisions.length === 0) return null;
  // What whoever looks did elsewhere, or took back, is no news to them.
  if (heard?.isOwn && !news?.refused && collisions.length === 0) return null;
  const who = news?.by ?? heard?.by ?? w.somebody;
  const at = news?.at ?? heard?.at ?? null;
  const told = (place: Place, value: unknown) => shown?.(place, value) ?? shownValue(value, h);
  const colliding = new Set(collisions.map(({ place }) => keyOf(place)));
  const comesIn = (news?.places ?? []).filter((place) => !colliding.has(keyOf(place))).map(nameOf);
  const title = (
    <>
      <bdi>{w.changedMeanwhile(who, thing)}</bdi>
      {at !== null && <Time at={at} className="ml-2 font-normal text-ink-faint text-sm" />}
    </>
  );
  if (collisions.length === 0)
    return (
      <Alert tone={news?.refused ? 'warning' : 'info'} title={title} onDismiss={draft.dismissNews}>
        {news?.refused && <p>{w.wasRefused}</p>}
        {comesIn.length > 0 && <p>{w.comesIn([...new Set(comesIn)].join(', '))}</p>}
      </Alert>
    );
  return (
    <section aria-labelledby={headingId} className="space-y-3">
      <Alert
        tone="warning"
        title={<span id={headingId}>{title}</span>}
        action={
          <span className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => collisions.forEach(({ place }) => void draft.take(place))}>
              {w.takeTheirs}
            </Button>
            <Button size="sm" onClick={() => collisions.forEach(({ place }) => void draft.keep(place))}>
              {w.keepYours}
            </Button>
          </span>
        }
      >
        {news?.refused && <p>{w.wasRefused}</p>}
        <p>{w.collides}</p>
        {comesIn.length > 0 && <p>{w.comesIn([...new Set(comesIn)].join(', '))}</p>}
      </Alert>
      <div className="rounded-lg border border-line">
        <Table label={w.collides}>
          <TableHead>
            <TableRow>
              <TableHeader>{h.field}</TableHeader>
              <TableHeader>{w.theirs}</TableHeader>
              <TableHeader>{w.yours}</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {collisions.map(({ place, mine, theirs }) => (
              <TableRow key={keyOf(place)}>
                <TableCell className="align-top text-ink-soft">{nameOf(place)}</TableCell>
                {[theirs, mine].map((value, i) => (
                  <TableCell key={i === 0 ? 'theirs' : 'mine'} className="max-w-80 align-top">
                    <bdi className="line-clamp-6 min-w-24 overflow-hidden whitespace-pre-line [overflow-wrap:anywhere]">
                      {told(place, value)}
                    </bdi>
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </section>
  );
}

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
