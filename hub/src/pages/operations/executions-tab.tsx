import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { FocusHere } from '../../design/focus-here.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { ListWithDetail, SidePanel } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { operations, steps as stepWords } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { ChannelMark, Fact, Facts, Id, NotLoaded, Said, ServerText } from './part.tsx';
import { type Execution, executionPages, executionQuery, type OpenedExecution } from './queries.ts';
import type { ChangeState, OperationsState } from './state.ts';
import { tookMs } from './steps.ts';
import { closeOpen, useTyped } from './use-typed.ts';
import { useExact, Waterfall } from './waterfall.tsx';

/** How an answer stands, and how that looks. */
const STATUSES = {
  pending: 'info',
  claimed: 'info',
  sent: 'ok',
  refused: 'danger',
  unknown: 'warning',
  withheld: 'neutral',
  silent: 'neutral',
} as const;

/** The last commands and events with an effect, and the way of one. */
export function ExecutionsTab({
  state,
  onChange,
}: {
  readonly state: OperationsState;
  readonly onChange: ChangeState;
}) {
  const w = useWords(operations);
  const { slug } = useCommunity();
  const { channel, command } = state;
  const exact = useExact();
  const [typed, type] = useTyped(command, (text) => onChange({ command: text }));
  const query = useInfiniteQuery({ ...executionPages(slug, { channel, command }), placeholderData: keepPreviousData });
  const table = useRef<HTMLDivElement>(null);
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const isNarrowed = channel !== undefined || command !== undefined;
  const clear = () => {
    type('');
    onChange({ channel: undefined, command: undefined });
  };
  const columns: readonly Column<Execution>[] = [
    { id: 'command', header: w.command, cell: (row) => <bdi className="font-mono">{row.command}</bdi> },
    {
      id: 'channel',
      header: w.channel,
      priority: 3,
      width: '12rem',
      cell: (row) => <ChannelMark channel={row.channel} />,
    },
    { id: 'status', header: w.status, width: '8rem', cell: (row) => <Status status={row.status} /> },
    { id: 'took', header: w.took, numeric: true, priority: 2, width: '7rem', cell: (row) => exact(tookMs(row.trace)) },
    { id: 'when', header: w.when, width: '8.5rem', cell: (row) => <Time at={row.at} /> },
  ];
  return (
    <>
      <Filters className="mb-4" searchLabel={w.searchCommand} search={typed} onSearch={type} />
      {query.error && !query.data ? (
        <NotLoaded error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ListWithDetail
          list={
            <div ref={table}>
              <DataTable
                label={w.executions}
                rows={rows}
                columns={columns}
                rowId={({ id }) => id}
                rowName={(row) => row.command}
                onOpen={({ id }) => onChange({ invocation: id }, { push: state.invocation === undefined })}
                openId={state.invocation ?? null}
                loading={query.isPending}
                empty={
                  isNarrowed ? (
                    <EmptyState compact title={w.nothingTitle} action={<Button onClick={clear}>{w.clear}</Button>}>
                      {w.nothing}
                    </EmptyState>
                  ) : (
                    <EmptyState
                      title={w.noExecutionsTitle}
                      example={
                        <div className="p-4">
                          <Waterfall trace={EXAMPLE} />
                        </div>
                      }
                    >
                      {w.noExecutions}
                    </EmptyState>
                  )
                }
                end={
                  <LoadMore
                    shown={rows.length}
                    hasMore={query.hasNextPage}
                    loading={query.isFetchingNextPage}
                    onMore={() => void query.fetchNextPage()}
                  />
                }
              />
            </div>
          }
          detail={
            state.invocation !== undefined && (
              <ExecutionPanel
                key={state.invocation}
                id={state.invocation}
                onOther={(invocation) => onChange({ invocation }, { push: true })}
                onClose={() => closeOpen(table.current, () => onChange({ invocation: undefined }))}
              />
            )
          }
        />
      )}
    </>
  );
}

/** A way as it may be, for who has none yet: ms since epoch. */
const BEGAN = Date.UTC(2026, 0, 2, 12);
const EXAMPLE = {
  at: BEGAN,
  received: BEGAN + 96,
  admitted: BEGAN + 104,
  executed: BEGAN + 131,
  committed: BEGAN + 158,
  claimed: BEGAN + 171,
  sent: BEGAN + 289,
};

function Status({ status }: { readonly status: string | null }) {
  const w = useWords(operations);
  if (status === null) return <span className="text-ink-faint">{w.noAnswer}</span>;
  const known = status as keyof typeof STATUSES;
  return <Badge tone={STATUSES[known]}>{w[known]}</Badge>;
}

interface ExecutionPanelProps {
  readonly id: string;
  readonly onOther: (invocation: string) => void;
  readonly onClose: () => void;
}

function ExecutionPanel({ id, onOther, onClose }: ExecutionPanelProps) {
  const w = useWords(operations);
  const { slug } = useCommunity();
  const query = useQuery(executionQuery(slug, id));
  const { data: found, error } = query;
  const isGone = error instanceof ApiError && error.status === 404;
  return (
    <SidePanel
      open
      onClose={onClose}
      title={found?.command ?? w.executions}
      {...(found ? { description: <Status status={found.status} /> } : {})}
    >
      <FocusHere>
        {found ? (
          <Inside found={found} onOther={onOther} />
        ) : isGone ? (
          <EmptyState compact mood="sleepy" title={w.notKeptTitle}>
            {w.notKeptWhy}
          </EmptyState>
        ) : error ? (
          <NotLoaded error={error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton lines={8} />
        )}
      </FocusHere>
    </SidePanel>
  );
}

function Inside({ found, onOther }: { readonly found: OpenedExecution; readonly onOther: (id: string) => void }) {
  const w = useWords(operations);
  const s = useWords(stepWords);
  const { again } = found;
  return (
    <div className="flex flex-col gap-5">
      <section>
        <h3 className="mb-2 font-medium">{s.waterfall}</h3>
        <Waterfall trace={found.trace} />
      </section>
      <Said said={found.said} wasSent={found.status === 'sent'} />
      <section>
        <h3 className="mb-2 font-medium">{w.facts}</h3>
        <Facts>
          <Fact name={w.when}>
            <Time at={found.trace.at} as="full" />
          </Fact>
          <Fact name={w.channel}>
            <ChannelMark channel={found.channel} />
          </Fact>
          <Fact name={w.kind}>{found.kind}</Fact>
          <Fact name={w.tries}>{found.attempts}</Fact>
          {found.reason !== null && (
            <Fact name={w.reason}>
              <ServerText>{found.reason}</ServerText>
            </Fact>
          )}
          <Id name={w.invocation}>{found.id}</Id>
        </Facts>
        {again !== null && (
          <Button size="sm" className="mt-3" onClick={() => onOther(again)}>
            {w.saidAgainAs}
          </Button>
        )}
      </section>
    </div>
  );
}
