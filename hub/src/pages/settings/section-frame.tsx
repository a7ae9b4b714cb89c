import { useQuery } from '@tanstack/react-query';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useMemo } from 'react';
import { useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { useTitle } from '../../app/use-title.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { keyOf, type Place } from '../../edit/merge.ts';
import type { Draft } from '../../edit/use-draft.ts';
import { actorName } from '../../history/actor.ts';
import { shownValue } from '../../history/shown-value.ts';
import { history } from '../../words/history.ts';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { auditOf } from './queries.ts';

/** The top of a section, and what stands under it. */
export function SectionFrame({
  title,
  description,
  state,
  children,
}: {
  readonly title: string;
  readonly description?: ReactNode;
  readonly state?: ReactNode;
  readonly children: ReactNode;
}) {
  const w = useWords(settings);
  useTitle(`${title} · ${w.title}`);
  return (
    <div className="min-w-0">
      <PageHeader title={title} description={description} actions={state} />
      <div className="min-w-0 space-y-10">{children}</div>
    </div>
  );
}

const typesText = (element: Element | null): boolean =>
  element instanceof HTMLTextAreaElement ||
  (element instanceof HTMLInputElement && !/^(?:checkbox|radio|button|range|color)$/.test(element.type));

/** Whether what was changed is saved at once: a choice is made, a text is still being written. */
export const isBeingTyped = (): boolean => typesText(document.activeElement);

/** Fields that save themselves: when one is left, on Enter, and on ⌘S. */
export function SavingFields({
  draft,
  readOnly,
  children,
}: {
  readonly draft: Pick<Draft<unknown>, 'save'>;
  readonly readOnly: boolean;
  readonly children: ReactNode;
}) {
  const { save } = draft;
  useKeys(useMemo(() => ({ 'mod+s': save }), [save]));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears what its fields do, and is nothing to press.
    <div
      onBlur={(event: FocusEvent) => {
        if (!readOnly && event.target !== event.relatedTarget) save();
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement && typesText(event.target)) save();
      }}
      className="min-w-0 space-y-10"
    >
      {children}
    </div>
  );
}

const DOTS = { saved: 'ok', unsaved: 'idle', saving: 'loading', refused: 'danger', collided: 'warning' } as const;

/** Whether what is shown is kept. */
export function DraftStatus({ draft }: { readonly draft: Draft<never> | Draft<unknown> }) {
  const w = useWords(settings);
  return (
    <span role="status" className="text-ink-soft text-sm">
      <StatusDot state={DOTS[draft.state]}>{w[draft.state]}</StatusDot>
    </span>
  );
}

/** Fields that somebody else changed at the same time: whose is it to be? */
export function Collisions<Value>({
  draft,
  nameOf,
  audited,
}: {
  readonly draft: Draft<Value>;
  readonly nameOf: (place: Place) => string;
  /** Where the audit log has who did it. */
  readonly audited: { readonly action?: string; readonly target?: string };
}) {
  const w = useWords(settings);
  const h = useWords(history);
  const { slug, may } = useCommunity();
  const any = draft.collisions.length > 0;
  const { data } = useQuery({
    ...auditOf(slug, { ...audited, limit: '1' }),
    enabled: any && may('audit'),
    staleTime: 0,
  });
  if (!any) return null;
  const who = data?.data[0] ? actorName(data.data[0].actor, h) : h.somebody;
  return draft.collisions.map(({ place, mine, theirs }) => (
    <Alert
      key={keyOf(place)}
      tone="warning"
      title={w.collidedOver(who, nameOf(place))}
      action={
        <span className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => draft.take(place)}>
            {w.takeTheirs}
          </Button>
          <Button size="sm" onClick={() => draft.keep(place)}>
            {w.keepMine}
          </Button>
        </span>
      }
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <dt className="text-ink-faint">{w.theirs}</dt>
        <dd className="line-clamp-3 break-words">
          <bdi>{shownValue(theirs, h)}</bdi>
        </dd>
        <dt className="text-ink-faint">{w.yours}</dt>
        <dd className="line-clamp-3 break-words">
          <bdi>{shownValue(mine, h)}</bdi>
        </dd>
      </dl>
    </Alert>
  ));
}

/** What was saved, in a few words. */
export function changedText(names: readonly string[], w: (typeof settings)['en']): string {
  const all = [...new Set(names)];
  return all.length === 1 && all[0] !== undefined ? w.changed(all[0]) : w.changedMany(all.length);
}
