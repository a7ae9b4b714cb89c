import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { PlaceName } from '../../channels/place-name.tsx';
import { channelsQuery } from '../../channels/queries.ts';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { Time } from '../../design/time.tsx';
import { reminders } from '../../words/reminders.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useSettled } from '../members/use-settled.ts';
import { NotLoaded } from './not-loaded.tsx';
import { ReminderPanel } from './panel.tsx';
import { Place } from './place.tsx';
import { type Reminder, reminderPages } from './queries.ts';
import { type ChangeState, type RemindersState, SHOWN } from './state.ts';
import { Status } from './status.tsx';

/** All reminders, to look through, and one of them beside. */
export function ReminderList({
  state,
  onChange,
  cameFrom,
}: {
  readonly state: RemindersState;
  readonly onChange: ChangeState;
  readonly cameFrom: string | null;
}) {
  const w = useWords(reminders);
  const language = useLanguage();
  const { slug } = useCommunity();
  const table = useRef<HTMLDivElement>(null);
  const { data: channels } = useQuery(channelsQuery(slug));
  const { show, whose, channel } = state;
  const q = useSettled((state.q ?? '').trim());
  const query = useInfiniteQuery(reminderPages(slug, { q, show, whose, channel, language }));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const isThere = query.data !== undefined;
  useEffect(() => {
    if (!isThere || cameFrom === null) return;
    // Once the rows are drawn.
    const frame = requestAnimationFrame(() => focusOpen(table.current));
    return () => cancelAnimationFrame(frame);
  }, [isThere, cameFrom]);
  const close = () => {
    onChange({ reminder: undefined });
    focusOpen(table.current);
  };
  const clear = () => onChange({ q: undefined, show: undefined, whose: undefined, channel: undefined });
  return (
    <>
      <Filters
        className="mb-4"
        searchLabel={w.search}
        search={state.q ?? ''}
        onSearch={(text) => onChange({ q: text === '' ? undefined : text })}
        facets={[
          {
            id: 'show',
            label: w.state,
            options: SHOWN.map((one) => ({ value: one, label: w[one] })),
            value: show ? [show] : [],
            onChange: (next) => onChange({ show: SHOWN.find((one) => one === next.at(-1)) }),
          },
          {
            id: 'whose',
            label: w.whose,
            options: [{ value: 'me', label: w.mine }],
            value: whose ? [whose] : [],
            onChange: (next) => onChange({ whose: next.length > 0 ? 'me' : undefined }),
          },
          {
            id: 'channel',
            label: w.channel,
            options: (channels ?? []).map((one) => ({
              value: one.channel,
              label: one.login,
              mark: <PlaceName place={{ channel: one.channel, room: '' }} />,
            })),
            value: channel ? [channel] : [],
            onChange: (next) => onChange({ channel: next.at(-1) }),
          },
        ]}
      />
      {query.error && !query.data ? (
        <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ListWithDetail
          list={
            <div ref={table}>
              <DataTable
                label={w.title}
                rows={rows}
                columns={columnsOf(w)}
                rowId={({ number }) => String(number)}
                rowName={({ number }) => `#${number}`}
                onOpen={({ number }) => onChange({ reminder: String(number) }, { push: state.reminder === undefined })}
                openId={state.reminder ?? cameFrom}
                loading={query.isPending}
                empty={
                  <EmptyState compact title={w.nothingTitle} action={<Button onClick={clear}>{w.clear}</Button>}>
                    {w.nothing}
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
      )}
    </>
  );
}

/** Puts the focus on the row whose detail is or was open. */
function focusOpen(table: HTMLElement | null): void {
  const row =
    table?.querySelector<HTMLElement>('[data-index][aria-current="true"]') ??
    table?.querySelector<HTMLElement>('[data-index][tabindex="0"]');
  row?.focus();
}

type W = (typeof reminders)['en'];

const columnsOf = (w: W): readonly Column<Reminder>[] => [
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
  {
    id: 'next',
    header: w.next,
    width: '9.5rem',
    cell: ({ nextAt, status }) =>
      status === 'open' && nextAt !== null ? <Time at={nextAt} /> : <span className="text-ink-faint">–</span>,
  },
  {
    id: 'rule',
    header: w.rule,
    priority: 2,
    cell: ({ rule }) => <span className="block truncate text-ink-soft">{rule ?? w.once}</span>,
  },
  {
    id: 'where',
    header: w.where,
    width: '10rem',
    priority: 3,
    cell: ({ target }) => <Place target={target} />,
  },
  {
    id: 'owner',
    header: w.owner,
    width: '9rem',
    priority: 3,
    cell: ({ ownerName }) => <bdi className="block truncate overflow-hidden">{ownerName}</bdi>,
  },
  {
    id: 'state',
    header: w.state,
    width: '7rem',
    cell: ({ status }) => <Status status={status} />,
  },
];
