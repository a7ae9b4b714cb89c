import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { communityQuery } from '../../api/community.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { Num } from '../../design/num.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Time } from '../../design/time.tsx';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';
import { NotLoaded } from '../reminders/not-loaded.tsx';
import { Guide } from './guide.tsx';
import { type ListedModule, modulesQuery } from './queries.ts';
import { Standing } from './standing.tsx';
import type { ChangeState, ModulesState } from './state.ts';

/** All modules of a community. */
export function ModuleList({
  state,
  onChange,
  cameFrom,
}: {
  readonly state: ModulesState;
  readonly onChange: ChangeState;
  /** The one that was open before: the focus goes back to its row. */
  readonly cameFrom: string | null;
}) {
  const w = useWords(httpModules);
  const { slug, may } = useCommunity();
  const query = useQuery(modulesQuery(slug));
  const { data: community } = useQuery(communityQuery(slug));
  const prefix = community?.prefix ?? '!';
  const table = useRef<HTMLDivElement>(null);
  const isThere = query.data !== undefined;
  useEffect(() => {
    if (!isThere || cameFrom === null) return;
    // Once the rows are drawn.
    const frame = requestAnimationFrame(() =>
      table.current?.querySelector<HTMLElement>('[data-index][aria-current="true"]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [isThere, cameFrom]);
  const make = may('integrations', 'write') && (
    <Button variant="primary" icon={<Plus />} onClick={() => onChange({ make: 'module' }, { push: true })}>
      {w.new}
    </Button>
  );
  if (query.data?.length === 0)
    return (
      <>
        <PageHeader title={w.title} description={w.description} />
        <EmptyState title={w.firstTitle} action={make} example={<Example prefix={prefix} />}>
          {w.first}
        </EmptyState>
        <Guide />
      </>
    );
  const wanted = (state.q ?? '').trim().toLowerCase();
  const rows = (query.data ?? []).filter(({ name, url, summary }) =>
    [name, url, summary].some((words) => words.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <PageHeader title={w.title} description={w.description} actions={make} />
      <Filters
        className="mb-4"
        searchLabel={w.search}
        search={state.q ?? ''}
        onSearch={(text) => onChange({ q: text === '' ? undefined : text })}
      />
      {query.error && !query.data ? (
        <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div ref={table}>
          <DataTable
            label={w.title}
            rows={rows}
            columns={columnsOf(w, prefix)}
            rowId={({ name }) => name}
            rowName={({ name }) => prefix + name}
            onOpen={({ name }) => onChange({ edit: name }, { push: true })}
            openId={cameFrom}
            loading={query.isPending}
            empty={
              <EmptyState
                compact
                title={w.nothingTitle}
                action={<Button onClick={() => onChange({ q: undefined })}>{w.clear}</Button>}
              >
                {w.nothing}
              </EmptyState>
            }
          />
        </div>
      )}
    </>
  );
}

const columnsOf = (w: (typeof httpModules)['en'], prefix: string): readonly Column<ListedModule>[] => [
  {
    id: 'name',
    header: w.name,
    width: '11rem',
    cell: ({ name }) => (
      <bdi className="block truncate overflow-hidden font-mono">
        {prefix}
        {name}
      </bdi>
    ),
  },
  {
    id: 'address',
    header: w.address,
    priority: 2,
    cell: ({ url }) => (
      <bdi className="block truncate overflow-hidden font-mono text-ink-soft text-sm" title={url}>
        {url.replace(/^https:\/\//, '')}
      </bdi>
    ),
  },
  {
    id: 'state',
    header: w.state,
    width: '6rem',
    cell: ({ enabled }) => <StatusDot state={enabled ? 'ok' : 'idle'}>{enabled ? w.on : w.off}</StatusDot>,
  },
  {
    id: 'host',
    header: w.host,
    width: '11rem',
    cell: ({ health }) => <Standing breaker={health?.breaker ?? null} />,
  },
  {
    id: 'lastCall',
    header: w.lastCall,
    width: '8rem',
    priority: 3,
    cell: ({ health }) =>
      health?.lastCall ? <Time at={health.lastCall.at} /> : <span className="text-ink-faint">{w.neverCalled}</span>,
  },
  {
    id: 'uses',
    header: w.uses,
    numeric: true,
    width: '6rem',
    priority: 2,
    cell: ({ uses }) => (uses > 0 ? <Num value={uses} compact /> : null),
  },
];

function Example({ prefix }: { readonly prefix: string }) {
  const w = useWords(httpModules);
  return (
    <div className="space-y-1 p-4">
      <p className="truncate font-mono text-ink">
        {prefix}
        {'roll 20'}
      </p>
      <p className="truncate text-ink-soft">{w.exampleSays}</p>
    </div>
  );
}
