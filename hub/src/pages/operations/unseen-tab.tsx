import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { FocusHere } from '../../design/focus-here.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { ListWithDetail, SidePanel } from '../../design/side-panel.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { againRefusals, operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { ChannelMark, Fact, Facts, Id, NotLoaded, Said, ServerText } from './part.tsx';
import { lettersKey, sayAgain, UNSEEN, type Unseen, unseenPages } from './queries.ts';
import type { ChangeState, OperationsState } from './state.ts';
import { closeOpen, useTyped } from './use-typed.ts';

const TONES = { unknown: 'warning', refused: 'danger', withheld: 'neutral' } as const;

interface UnseenTabProps {
  readonly state: OperationsState;
  readonly onChange: ChangeState;
}

/** Answers that nobody saw, or of which nobody knows. */
export function UnseenTab({ state, onChange }: UnseenTabProps) {
  const w = useWords(operations);
  const { slug } = useCommunity();
  const { status, channel, command } = state;
  const [typed, type] = useTyped(command, (text) => onChange({ command: text }));
  const query = useInfiniteQuery({
    ...unseenPages(slug, { status, channel, command }),
    placeholderData: keepPreviousData,
  });
  const table = useRef<HTMLDivElement>(null);
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const open = rows.find(({ id }) => id === state.delivery);
  const isNarrowed = [status, channel, command].some((one) => one !== undefined);
  const clear = () => {
    type('');
    onChange({ status: undefined, channel: undefined, command: undefined });
  };
  const nameOf = (row: Unseen) => row.command ?? w.notKept;
  const columns: readonly Column<Unseen>[] = [
    {
      id: 'command',
      header: w.command,
      width: '11rem',
      cell: (row) => (row.command === null ? w.notKept : <bdi className="font-mono">{row.command}</bdi>),
    },
    {
      id: 'reply',
      header: w.answered,
      priority: 2,
      cell: (row) => <bdi>{row.said?.reply ?? '–'}</bdi>,
    },
    {
      id: 'channel',
      header: w.channel,
      priority: 3,
      width: '11rem',
      cell: (row) => <ChannelMark channel={row.channel} />,
    },
    {
      id: 'status',
      header: w.status,
      width: '8rem',
      cell: (row) => <Badge tone={TONES[row.status]}>{w[row.status]}</Badge>,
    },
    { id: 'when', header: w.when, width: '8.5rem', cell: (row) => <Time at={row.at} /> },
  ];
  return (
    <>
      <Filters
        className="mb-4"
        searchLabel={w.searchCommand}
        search={typed}
        onSearch={type}
        facets={[
          {
            id: 'status',
            label: w.status,
            options: UNSEEN.map((value) => ({ value, label: w[value] })),
            value: status ? [status] : [],
            onChange: (next) => onChange({ status: UNSEEN.find((each) => each === next.at(-1)) }),
          },
        ]}
      />
      {query.error && !query.data ? (
        <NotLoaded error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ListWithDetail
          list={
            <div ref={table}>
              <DataTable
                label={w.unseen}
                rows={rows}
                columns={columns}
                rowId={({ id }) => id}
                rowName={nameOf}
                onOpen={({ id }) => onChange({ delivery: id }, { push: state.delivery === undefined })}
                openId={state.delivery ?? null}
                loading={query.isPending}
                empty={
                  isNarrowed ? (
                    <EmptyState compact title={w.nothingTitle} action={<Button onClick={clear}>{w.clear}</Button>}>
                      {w.nothing}
                    </EmptyState>
                  ) : (
                    <EmptyState compact title={w.noUnseenTitle}>
                      {w.noUnseen}
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
            state.delivery !== undefined &&
            !query.isPending && (
              <UnseenPanel
                key={state.delivery}
                delivery={open}
                onInvocation={(invocation) =>
                  onChange({ delivery: undefined, status: undefined, tab: 'executions', invocation }, { push: true })
                }
                onClose={() => closeOpen(table.current, () => onChange({ delivery: undefined }))}
              />
            )
          }
        />
      )}
    </>
  );
}

interface UnseenPanelProps {
  readonly delivery: Unseen | undefined;
  readonly onInvocation: (invocation: string) => void;
  readonly onClose: () => void;
}

function UnseenPanel({ delivery, onInvocation, onClose }: UnseenPanelProps) {
  const w = useWords(operations);
  return (
    <SidePanel
      open
      onClose={onClose}
      title={delivery?.command ?? w.unseen}
      {...(delivery ? { description: <Badge tone={TONES[delivery.status]}>{w[delivery.status]}</Badge> } : {})}
    >
      <FocusHere>
        {delivery ? (
          <div className="flex flex-col gap-5">
            <p className="text-ink-soft">{w[whyOf(delivery)]}</p>
            <Again delivery={delivery} />
            <Said said={delivery.said} />
            <section>
              <h3 className="mb-2 font-medium">{w.facts}</h3>
              <Facts>
                <Fact name={w.when}>
                  <Time at={delivery.at} as="full" />
                </Fact>
                <Fact name={w.channel}>
                  <ChannelMark channel={delivery.channel} />
                </Fact>
                {delivery.reason !== null && (
                  <Fact name={w.reason}>
                    <ServerText>{delivery.reason}</ServerText>
                  </Fact>
                )}
                <Id name={w.invocation}>{delivery.id}</Id>
              </Facts>
              {delivery.command !== null && (
                <Button size="sm" className="mt-3" onClick={() => onInvocation(delivery.id)}>
                  {w.toWay}
                </Button>
              )}
            </section>
          </div>
        ) : (
          <EmptyState compact mood="sleepy" title={w.goneTitle}>
            {w.noUnseen}
          </EmptyState>
        )}
      </FocusHere>
    </SidePanel>
  );
}

function whyOf({ status, reason }: Unseen) {
  if (reason === 'simulated') return 'whySimulated';
  if (reason === 'erased') return 'whyErased';
  return ({ unknown: 'whyUnknown', refused: 'whyRefused', withheld: 'whyWithheld' } as const)[status];
}

/** Saying it again is a person's decision: what may come of it stands above the button. */
function Again({ delivery }: { readonly delivery: Unseen }) {
  const w = useWords(operations);
  const refusals = useWords(againRefusals);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => sayAgain(slug, delivery.id),
    onSuccess: () => toast({ title: w.didSayAgain }),
    onSettled: () => client.invalidateQueries({ queryKey: lettersKey(slug) }),
  });
  const { notAgain, status, isBegun } = delivery;
  if (notAgain !== null) return <p className="text-ink-faint">{refusals[notAgain]}</p>;
  const isUnknown = status === 'unknown';
  const why = isBegun ? w.sayAgainBegun : w.sayAgainPlain;
  return (
    <Alert
      tone={isUnknown || isBegun ? 'warning' : 'info'}
      title={w.sayAgain}
      action={
        <Button loading={again.isPending} onClick={() => again.mutate()}>
          {w.sayAgain}
        </Button>
      }
    >
      {isUnknown ? w.sayAgainUnknown : why}
    </Alert>
  );
}
