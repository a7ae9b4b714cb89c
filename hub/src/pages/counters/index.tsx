import { useQuery } from '@tanstack/react-query';
import { Minus, Plus, RotateCcw, Trash2 } from 'lucide-react';
import { useCommunity } from '../../app/use-community.ts';
import { oneOf, type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button, IconButton } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Num } from '../../design/num.tsx';
import { Time } from '../../design/time.tsx';
import { counters } from '../../words/counters.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { ExampleTable } from '../rules/example-table.tsx';
import { nameColumn } from '../rules/name-column.tsx';
import { RuleList } from '../rules/rule-list.tsx';
import { CounterPanel } from './counter-panel.tsx';
import { NewCounter } from './new-counter.tsx';
import { type Counter, countersQuery } from './queries.ts';
import { useCounterActs } from './use-counter-acts.ts';

/** All of this page that stands in the address. */
const readState = (raw: RawSearch) => ({
  q: textIn(raw, 'q'),
  counter: textIn(raw, 'counter'),
  new: oneOf(raw, 'new', ['yes'] as const),
});

/** Numbers that are counted here, and one of them beside. */
export default function CountersPage() {
  const w = useWords(counters);
  const r = useWords(rules);
  useTitle(w.title);
  const { slug, may } = useCommunity();
  const [state, change] = useSearchState(readState);
  const query = useQuery(countersQuery(slug));
  const acts = useCounterActs();
  const mayWrite = may('commands', 'write');
  const open = query.data?.find(({ name }) => name === state.counter);
  const begin = () => change({ new: 'yes' });
  const close = () => {
    const rows = [...document.querySelectorAll<HTMLElement>('main tr[data-index]')];
    const row = rows.find((each) => each.getAttribute('aria-current') === 'true');
    change({ counter: undefined });
    row?.focus();
  };

  const columns: readonly Column<Counter>[] = [
    nameColumn(w.counter),
    {
      id: 'value',
      header: w.value,
      numeric: true,
      width: '12rem',
      cell: (row) => (
        <span className="inline-flex max-w-full items-center justify-end gap-1">
          {mayWrite && (
            <IconButton size="sm" label={w.oneLess(row.name)} icon={<Minus />} onClick={() => acts.add(row, -1)} />
          )}
          <Num value={row.value} className="min-w-10 truncate text-center text-ink" />
          {mayWrite && (
            <IconButton size="sm" label={w.oneMore(row.name)} icon={<Plus />} onClick={() => acts.add(row, 1)} />
          )}
        </span>
      ),
    },
    {
      id: 'usedBy',
      header: w.usedBy,
      priority: 2,
      cell: ({ usedBy }) => <bdi className="text-ink-soft">{usedBy.map(({ name }) => name).join(', ')}</bdi>,
    },
    {
      id: 'changedAt',
      header: w.changedAt,
      priority: 3,
      width: '9rem',
      cell: (row) => <Time at={row.updatedAt} />,
    },
  ];

  const dialog = (
    <NewCounter
      open={state.new !== undefined && mayWrite}
      onOpenChange={(isOpen) => change({ new: isOpen ? 'yes' : undefined })}
      onMade={(name) => change({ new: undefined, counter: name })}
    />
  );
  return (
    <>
      <RuleList
        words={w}
        query={query}
        columns={columns}
        textOf={({ name, usedBy }) => [name, ...usedBy.map((user) => user.name)].join(' ')}
        search={state.q ?? ''}
        onSearch={(text) => change({ q: text === '' ? undefined : text })}
        onOpen={({ name }) => change({ counter: name }, { push: state.counter === undefined })}
        openName={state.counter ?? null}
        onNew={begin}
        bulk={(chosen, done) => (
          <>
            <Button size="sm" icon={<RotateCcw />} loading={acts.isPending} onClick={() => acts.set(chosen, 0, done)}>
              {w.reset}
            </Button>
            <Button size="sm" icon={<Trash2 />} loading={acts.isPending} onClick={() => acts.remove(chosen, done)}>
              {r.remove}
            </Button>
          </>
        )}
        detail={open && <CounterPanel key={open.name} of={open} onClose={close} />}
        empty={
          <EmptyState
            title={w.firstTitle}
            action={
              mayWrite && (
                <Button variant="primary" onClick={begin}>
                  {w.firstButton}
                </Button>
              )
            }
            example={
              <ExampleTable
                label={w.title}
                head={[w.counter, w.value, w.usedBy]}
                rows={[
                  ['deaths', '42', 'died'],
                  ['wins', '7', 'won'],
                ]}
              />
            }
          >
            {w.first}
          </EmptyState>
        }
      />
      {dialog}
    </>
  );
}
