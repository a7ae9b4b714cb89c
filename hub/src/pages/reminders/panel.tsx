import { useQuery } from '@tanstack/react-query';
import { AlarmClock, Pencil, SkipForward, Undo2, X } from 'lucide-react';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { DropdownMenu } from '../../design/dropdown-menu.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Section } from '../../design/section.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { reminders } from '../../words/reminders.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { Explanation } from './explanation.tsx';
import { Firings } from './firings.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { Place } from './place.tsx';
import { type ReminderDetail, reminderQuery } from './queries.ts';
import type { ChangeState } from './state.ts';
import { Status } from './status.tsx';
import { useActions } from './use-actions.ts';

/** One reminder: when it comes and why then, what became of it, and what can be done. */
export function ReminderPanel({
  number,
  onClose,
  onChange,
}: {
  readonly number: string;
  readonly onClose: () => void;
  readonly onChange: ChangeState;
}) {
  const w = useWords(reminders);
  const language = useLanguage();
  const { slug } = useCommunity();
  const query = useQuery(reminderQuery(slug, number, language));
  const reminder = query.data?.value;
  if (reminder)
    return (
      <SidePanel
        open
        onClose={onClose}
        title={<bdi className="line-clamp-4 overflow-hidden">{reminder.text}</bdi>}
        description={
          <span className="flex items-center gap-2">
            <span className="tabular">#{reminder.number}</span>
            <Status status={reminder.status} />
          </span>
        }
      >
        <Inside reminder={reminder} onEdit={() => onChange({ edit: number }, { push: true })} />
      </SidePanel>
    );
  const isMissing = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  return (
    <SidePanel open onClose={onClose} title={`#${number}`}>
      {isMissing ? (
        <EmptyState compact title={w.missing}>
          {w.missingWhy}
        </EmptyState>
      ) : query.error ? (
        <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </SidePanel>
  );
}

function Inside({ reminder, onEdit }: { readonly reminder: ReminderDetail; readonly onEdit: () => void }) {
  const w = useWords(reminders);
  const { may } = useCommunity();
  const { target, ownerName, fired, createdAt, updatedAt, status } = reminder;
  return (
    <div className="space-y-6">
      {may('memories', 'write') && <Actions reminder={reminder} onEdit={onEdit} />}
      <Section title={w.when}>
        {status === 'open' ? (
          <Explanation
            once={reminder.recurrence === null}
            zone={reminder.timezone}
            next={reminder.next}
            explained={reminder.explained}
          />
        ) : (
          <p className="text-ink-faint">{w.isOver}</p>
        )}
      </Section>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <dt className="text-ink-faint">{w.where}</dt>
        <dd className="min-w-0">
          <Place target={target} />
        </dd>
        <dt className="text-ink-faint">{w.forWhom}</dt>
        <dd className="min-w-0 truncate overflow-hidden">
          <bdi>{target.mentionName ?? w.everybody}</bdi>
        </dd>
        <dt className="text-ink-faint">{w.owner}</dt>
        <dd className="min-w-0 truncate overflow-hidden">
          <bdi>{ownerName}</bdi>
        </dd>
        <dt className="text-ink-faint">{w.setAt}</dt>
        <dd>
          <Time at={createdAt} />
        </dd>
        {Date.parse(updatedAt) - Date.parse(createdAt) > 60_000 && (
          <>
            <dt className="text-ink-faint">{w.changedAt}</dt>
            <dd>
              <Time at={updatedAt} />
            </dd>
          </>
        )}
      </dl>
      <Section title={w.history} description={fired > 0 ? w.firedTimes(fired) : undefined}>
        <Firings number={String(reminder.number)} />
      </Section>
    </div>
  );
}

function Actions({ reminder, onEdit }: { readonly reminder: ReminderDetail; readonly onEdit: () => void }) {
  const w = useWords(reminders);
  const { status, recurrence, undoable, number } = reminder;
  const act = useActions(number);
  const isOpen = status === 'open';
  const put = isOpen ? 'snooze' : 'again';
  return (
    <fieldset aria-label={w.actions} className="flex flex-wrap gap-2">
      {isOpen && (
        <Button icon={<Pencil />} onClick={onEdit}>
          {w.edit}
        </Button>
      )}
      {isOpen && recurrence !== null && (
        <Button icon={<SkipForward />} loading={act.isPending} onClick={() => act.mutate({ do: 'skip' })}>
          {w.skip}
        </Button>
      )}
      {status !== 'cancelled' && (
        <DropdownMenu
          align="start"
          label={isOpen ? w.snooze : w.again}
          trigger={<Button icon={<AlarmClock />}>{isOpen ? w.snooze : w.again}</Button>}
          groups={[
            {
              items: [
                { label: w.in10m, onSelect: () => act.mutate({ do: put, for: '10m' }) },
                { label: w.in1h, onSelect: () => act.mutate({ do: put, for: '1h' }) },
                { label: w.in1d, onSelect: () => act.mutate({ do: put, for: '1d' }) },
              ],
            },
          ]}
        />
      )}
      {isOpen && (
        <Button icon={<X />} loading={act.isPending} onClick={() => act.mutate({ do: 'cancel' })}>
          {w.cancel}
        </Button>
      )}
      {undoable && (
        <Button variant="ghost" icon={<Undo2 />} loading={act.isPending} onClick={() => act.mutate({ do: 'undo' })}>
          {w.takeBack}
        </Button>
      )}
    </fieldset>
  );
}
