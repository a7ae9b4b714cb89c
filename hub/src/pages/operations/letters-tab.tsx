import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Alert } from '../../design/alert.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { Input } from '../../design/input.tsx';
import { Num } from '../../design/num.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { without } from '../../design/selection.ts';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { Time } from '../../design/time.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { LetterPanel } from './letter-panel.tsx';
import { ChannelMark, letterName, NotLoaded, ServerText } from './part.tsx';
import { LETTER_KINDS, type Letter, letterPages, QUEUES, type Scope } from './queries.ts';
import type { ChangeState, OperationsState } from './state.ts';
import { type LetterAction, useLetterChanges } from './use-letter-changes.ts';
import { closeOpen, useTyped } from './use-typed.ts';

const NONE: ReadonlySet<string> = new Set();
const TONES = { open: 'warning', replayed: 'ok', discarded: 'neutral' } as const;

interface LettersTabProps {
  readonly scope: Scope;
  readonly state: OperationsState;
  readonly onChange: ChangeState;
}

/** What no try brought through: to look through, open, replay and discard. */
export function LettersTab({ scope, state, onChange }: LettersTabProps) {
  const w = useWords(operations);
  const [reason, typeReason] = useTyped(state.reason, (text) => onChange({ reason: text }));
  const [command, typeCommand] = useTyped(state.command, (text) => onChange({ command: text }));
  const { queue, kind, channel } = state;
  const shown = state.state ?? 'open';
  const query = useInfiniteQuery({
    ...letterPages(scope, {
      state: shown === 'all' ? undefined : shown,
      queue,
      kind,
      channel,
      command: state.command,
      reason: state.reason,
    }),
    placeholderData: keepPreviousData,
  });
  const [selected, setSelected] = useState(NONE);
  const changes = useLetterChanges(scope);
  const table = useRef<HTMLDivElement>(null);
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const chosen = rows.filter(({ id }) => selected.has(id));
  const isNarrowed = [state.state, queue, kind, channel, state.command, state.reason].some((one) => one !== undefined);
  const clear = () => {
    typeReason('');
    typeCommand('');
    onChange({ state: 'all', queue: undefined, kind: undefined, channel: undefined });
  };
  const act = (action: LetterAction, letters: readonly string[]) =>
    changes.mutate(
      { action, letters },
      {
        onSuccess: () => {
          setSelected((now) => without(now, letters));
          table.current?.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus();
        },
      },
    );
  const channels = [...new Set([...rows.flatMap((row) => row.channel ?? []), ...(channel ? [channel] : [])])];
  const one = (value: string | undefined) => (value === undefined ? [] : [value]);

  const nameOf = (row: Letter) => row.command ?? letterName(row.kind, w);
  const columns: readonly Column<Letter>[] = [
    {
      id: 'what',
      header: w.command,
      cell: (row) => (row.command === null ? nameOf(row) : <bdi className="font-mono">{row.command}</bdi>),
    },
    { id: 'reason', header: w.reason, cell: (row) => <ServerText>{row.reason}</ServerText> },
    ...(scope === null
      ? [
          {
            id: 'community',
            header: w.community,
            priority: 3 as const,
            width: '9rem',
            cell: (row: Letter) => row.community,
          },
        ]
      : []),
    {
      id: 'channel',
      header: w.channel,
      priority: 3,
      width: '11rem',
      cell: (row) => <ChannelMark channel={row.channel} />,
    },
    {
      id: 'tries',
      header: w.tries,
      numeric: true,
      priority: 2,
      width: '5rem',
      cell: (row) => (row.attempts > 0 ? <Num value={row.attempts} /> : '–'),
    },
    {
      id: 'state',
      header: w.state,
      width: '7.5rem',
      cell: (row) => <Badge tone={TONES[row.state]}>{w[row.state]}</Badge>,
    },
    { id: 'when', header: w.created, width: '8.5rem', cell: (row) => <Time at={row.createdAt} /> },
  ];

  const open = chosen.filter(({ state: is }) => is === 'open').map(({ id }) => id);
  const discarded = chosen.filter(({ state: is }) => is === 'discarded').map(({ id }) => id);

  return (
    <>
      <Filters
        className="mb-4"
        searchLabel={w.searchReason}
        search={reason}
        onSearch={typeReason}
        facets={[
          {
            id: 'state',
            label: w.state,
            options: (['open', 'settled', 'all'] as const).map((value) => ({ value, label: w[value] })),
            value: one(state.state),
            onChange: (next) => {
              const last = next.at(-1);
              onChange({ state: last === 'settled' || last === 'all' ? last : undefined });
            },
          },
          {
            id: 'kind',
            label: w.kind,
            options: LETTER_KINDS.map((value) => ({ value, label: value })),
            value: one(kind),
            onChange: (next) => onChange({ kind: LETTER_KINDS.find((each) => each === next.at(-1)) }),
          },
          {
            id: 'queue',
            label: w.queue,
            options: QUEUES.map((value) => ({ value, label: value.replace('waddlebot-', '') })),
            value: one(queue),
            onChange: (next) => onChange({ queue: QUEUES.find((each) => each === next.at(-1)) }),
          },
          ...(channels.length > 0
            ? [
                {
                  id: 'channel',
                  label: w.channel,
                  options: channels.map((value) => ({ value, label: value })),
                  value: one(channel),
                  onChange: (next: string[]) => onChange({ channel: next.at(-1) }),
                },
              ]
            : []),
        ]}
        end={
          <Input
            type="search"
            aria-label={w.searchCommand}
            placeholder={w.searchCommand}
            value={command}
            onChange={(event) => typeCommand(event.target.value)}
          />
        }
      />
      {changes.failed.length > 0 && (
        <Alert
          tone="danger"
          className="mb-4"
          title={w.notDone(changes.failed.length, changes.failed.length + (changes.data?.done.length ?? 0))}
          onDismiss={changes.forget}
        >
          <ul className="list-disc pl-5">
            {changes.failed.slice(0, 10).map(({ id, message }) => (
              <li key={id}>
                <code className="font-mono text-sm">{id.slice(0, 8)}</code> <ServerText>{message}</ServerText>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {query.error && !query.data ? (
        <NotLoaded error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ListWithDetail
          list={
            <div ref={table}>
              <DataTable
                label={w.letters}
                rows={rows}
                columns={columns}
                rowId={({ id }) => id}
                rowName={nameOf}
                selected={selected}
                onSelect={setSelected}
                bulk={
                  <>
                    {open.length > 0 && (
                      <>
                        <Button size="sm" loading={changes.isPending} onClick={() => act('replay', open)}>
                          {w.replay}
                        </Button>
                        <Button size="sm" loading={changes.isPending} onClick={() => act('discard', open)}>
                          {w.discard}
                        </Button>
                      </>
                    )}
                    {discarded.length > 0 && (
                      <Button size="sm" loading={changes.isPending} onClick={() => act('reopen', discarded)}>
                        {w.takeBack}
                      </Button>
                    )}
                  </>
                }
                onOpen={({ id }) => onChange({ letter: id }, { push: state.letter === undefined })}
                openId={state.letter ?? null}
                loading={query.isPending}
                empty={
                  isNarrowed ? (
                    <EmptyState compact title={w.nothingTitle} action={<Button onClick={clear}>{w.clear}</Button>}>
                      {w.nothing}
                    </EmptyState>
                  ) : (
                    <EmptyState compact title={w.noLettersTitle} action={<Button onClick={clear}>{w.clear}</Button>}>
                      {w.noLetters}
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
            state.letter !== undefined && (
              <LetterPanel
                key={state.letter}
                scope={scope}
                id={state.letter}
                changes={changes}
                onInvocation={(invocation) =>
                  onChange({ letter: undefined, tab: 'executions', invocation }, { push: true })
                }
                onClose={() => closeOpen(table.current, () => onChange({ letter: undefined }))}
              />
            )
          }
        />
      )}
    </>
  );
}
