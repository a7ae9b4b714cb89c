import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { Time } from '../../design/time.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import { Became, Why } from './became.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { ReminderPanel } from './panel.tsx';
import { type Firing, firingPages } from './queries.ts';
import type { ChangeState, RemindersState } from './state.ts';

const idOf = ({ number, dueAt }: Firing): string => `${number} ${dueAt}`;

/** What was missed, refused, uncertain or said twice, with why. */
export function Trouble({ state, onChange }: { readonly state: RemindersState; readonly onChange: ChangeState }) {
  const w = useWords(reminders);
  const { slug } = useCommunity();
  const table = useRef<HTMLDivElement>(null);
  const query = useInfiniteQuery(firingPages(slug, { troubled: true }));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  if (query.error && !query.data)
    return <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />;
  const columns: readonly Column<Firing>[] = [
    {
      id: 'text',
      header: w.text,
      cell: ({ number, text }) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="tabular shrink-0 text-ink-faint">#{number}</span>
          <bdi className="truncate overflow-hidden">{text}</bdi>
        </span>
      ),
    },
    { id: 'dueAt', header: w.dueAt, width: '8rem', cell: ({ dueAt }) => <Time at={dueAt} /> },
    { id: 'became', header: w.became, width: '10rem', cell: (firing) => <Became firing={firing} /> },
    {
      id: 'why',
      header: w.why,
      priority: 2,
      cell: (firing) => (
        <span className="block whitespace-normal text-ink-soft text-sm [overflow-wrap:anywhere]">
          <Why firing={firing} />
        </span>
      ),
    },
    {
      id: 'owner',
      header: w.owner,
      width: '9rem',
      priority: 3,
      cell: ({ ownerName }) => <bdi className="block truncate overflow-hidden">{ownerName}</bdi>,
    },
  ];
  const opened = rows.find(({ number }) => String(number) === state.reminder);
  const close = () => {
    onChange({ reminder: undefined });
    table.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]')?.focus();
  };
  return (
    <ListWithDetail
      list={
        <div ref={table}>
          <DataTable
            label={w.trouble}
            rows={rows}
            columns={columns}
            rowId={idOf}
            rowName={({ number }) => `#${number}`}
            onOpen={({ number }) => onChange({ reminder: String(number) }, { push: state.reminder === undefined })}
            openId={opened ? idOf(opened) : null}
            loading={query.isPending}
            empty={
              <EmptyState compact title={w.noTroubleTitle}>
                {w.noTrouble}
              </EmptyState>
            }
            end={
              rows.length > 0 && (
                <LoadMore
                  shown={rows.length}
                  hasMore={query.hasNextPage}
                  loading={query.isFetchingNextPage}
                  onMore={() => void query.fetchNextPage()}
                />
              )
            }
          />
        </div>
      }
      detail={
        state.reminder !== undefined && (
          <ReminderPanel key={state.reminder} number={state.reminder} onClose={close} onChange={onChange} />
        )
      }
    />
  );
}
