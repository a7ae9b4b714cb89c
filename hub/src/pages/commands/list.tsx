import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PLATFORMS } from '@waddlebot/core/ids.ts';
import { LEVELS } from '@waddlebot/core/levels.ts';
import { Plus, Upload } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { communityQuery } from '../../api/community.ts';
import { type Keys, useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { type Facet, Filters } from '../../design/filters.tsx';
import { Num } from '../../design/num.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { without } from '../../design/selection.ts';
import { StatusDot } from '../../design/status-dot.tsx';
import { commands } from '../../words/commands.ts';
import { levels } from '../../words/levels.ts';
import { summaryOf } from '../../words/summary.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Language } from '../../words/words.ts';
import { BulkSwitch } from './bulk-switch.tsx';
import { FirstCommand } from './first-command.tsx';
import { KindBadge } from './kind-badge.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { commandsQuery, type ListedCommand } from './queries.ts';
import { isNarrowed, rowsOf, sortAfter, wordsUsed } from './rows.ts';
import { type ChangeState, type CommandsState, KINDS } from './state.ts';

const NONE: ReadonlySet<string> = new Set();
/** Aliases and modules are switched on their own pages. */
const hasSwitch = ({ kind }: ListedCommand): boolean => kind === 'builtin' || kind === 'custom';

export interface CommandListProps {
  readonly state: CommandsState;
  readonly onChange: ChangeState;
  /** The command that was open before: the focus goes back to its row. */
  readonly cameFrom: string | null;
}

/** There where anybody uses groups. */
const groupColumn = (header: string): Column<ListedCommand> => ({
  id: 'group',
  header,
  width: '7rem',
  priority: 3,
  cell: ({ group, category }) => <bdi className="truncate">{[group, category].filter(Boolean).join(' · ')}</bdi>,
});

/** Everything that the bot answers to. */
export function CommandList({ state, onChange, cameFrom }: CommandListProps) {
  const w = useWords(commands);
  const l = useWords(levels);
  const language = useLanguage();
  const { slug, may } = useCommunity();
  const mayWrite = may('commands', 'write');
  const { data: community } = useQuery(communityQuery(slug));
  const prefix = community?.prefix ?? '!';
  const query = useQuery({ ...commandsQuery(slug), placeholderData: keepPreviousData });
  const all = query.data ?? [];
  const rows = useMemo(() => rowsOf(query.data ?? [], state), [query.data, state]);
  const [selected, setSelected] = useState(NONE);
  const table = useRef<HTMLDivElement>(null);
  const makeNew = () => onChange({ make: 'command' }, { push: true });
  useKeys(
    useMemo(
      (): Keys => (mayWrite ? { n: () => onChange({ make: 'command' }, { push: true }) } : {}),
      [mayWrite, onChange],
    ),
  );

  const isThere = query.data !== undefined;
  useEffect(() => {
    if (!isThere || cameFrom === null) return;
    // Once the rows are drawn.
    const frame = requestAnimationFrame(() =>
      table.current?.querySelector<HTMLElement>('[data-index][aria-current="true"]')?.focus({ preventScroll: false }),
    );
    return () => cancelAnimationFrame(frame);
  }, [isThere, cameFrom]);

  const columns: readonly Column<ListedCommand>[] = [
    {
      id: 'name',
      header: w.name,
      sortable: true,
      width: '13rem',
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <bdi className="truncate overflow-hidden font-mono">
            {prefix}
            {row.name}
          </bdi>
          {row.hidden && <Badge tone="outline">{w.hiddenMark}</Badge>}
        </span>
      ),
    },
    {
      id: 'says',
      header: w.says,
      priority: 2,
      cell: (row) => (
        <bdi className="block truncate text-ink-faint" title={saidBy(row, language)}>
          {saidBy(row, language)}
        </bdi>
      ),
    },
    {
      id: 'kind',
      header: w.kind,
      sortable: true,
      width: '8rem',
      priority: 2,
      cell: ({ kind }) => <KindBadge kind={kind} />,
    },
    { id: 'level', header: w.level, sortable: true, width: '8rem', priority: 3, cell: ({ level }) => l[level] },
    ...(all.some(({ group, category }) => group || category) ? [groupColumn(w.group)] : []),
    {
      id: 'state',
      header: w.state,
      width: '5.5rem',
      cell: ({ enabled }) => (
        <StatusDot state={enabled ? 'ok' : 'idle'} className="align-middle">
          {enabled ? w.on : w.off}
        </StatusDot>
      ),
    },
    {
      id: 'uses',
      header: w.uses,
      sortable: true,
      numeric: true,
      width: '6rem',
      priority: 2,
      cell: ({ uses }) => <Num value={uses} compact />,
    },
  ];
  const only = <Value extends string>(
    id: 'kind' | 'group' | 'category' | 'platform' | 'level' | 'on',
    label: string,
    options: readonly {
      readonly value: Value;
      readonly label: string;
      readonly mark?: Facet['options'][number]['mark'];
    }[],
  ): Facet => ({
    id,
    label,
    options: options.map((option) => ({
      ...option,
      count: all.filter((row) => rowsOf([row], { ...state, [id]: option.value }).length > 0).length,
    })),
    value: state[id] ? [state[id]] : [],
    onChange: (next) => onChange({ [id]: options.find(({ value }) => value === next.at(-1))?.value }),
  });
  const words = (of: 'group' | 'category') => wordsUsed(all, of).map((word) => ({ value: word, label: word }));
  const facets: readonly Facet[] = [
    only(
      'kind',
      w.kind,
      KINDS.map((kind) => ({ value: kind, label: w[kind] })),
    ),
    ...(words('group').length > 0 || state.group ? [only('group', w.group, words('group'))] : []),
    ...(words('category').length > 0 || state.category ? [only('category', w.category, words('category'))] : []),
    only(
      'platform',
      w.platform,
      PLATFORMS.map((one) => ({ value: one, label: platformLabel(one), mark: <PlatformMark platform={one} /> })),
    ),
    only(
      'level',
      w.level,
      LEVELS.map((level) => ({ value: level, label: l[level] })),
    ),
    only('on', w.state, [
      { value: 'on', label: w.on },
      { value: 'off', label: w.off },
    ]),
  ];
  const clear = () =>
    onChange({
      q: undefined,
      kind: undefined,
      group: undefined,
      category: undefined,
      platform: undefined,
      level: undefined,
      on: undefined,
    });
  const hasOwn = all.some(({ kind }) => kind === 'custom');

  return (
    <>
      <PageHeader
        title={w.title}
        description={w.description}
        actions={
          mayWrite && (
            <>
              <LinkButton asChild>
                <Link to={'/c/$slug/move' as '/c/$slug'} params={{ slug }}>
                  <Upload aria-hidden />
                  {w.import}
                </Link>
              </LinkButton>
              {(hasOwn || !isThere) && (
                <Button variant="primary" icon={<Plus />} onClick={makeNew}>
                  {w.new}
                </Button>
              )}
            </>
          )
        }
      />
      {isThere && !hasOwn && (
        <Card className="mb-6">
          <FirstCommand prefix={prefix} onNew={makeNew} />
        </Card>
      )}
      <Filters
        className="mb-4"
        searchLabel={w.search}
        search={state.q ?? ''}
        onSearch={(text) => onChange({ q: text === '' ? undefined : text })}
        facets={facets}
        end={isThere && <span className="tabular text-ink-faint text-sm">{w.count(rows.length, all.length)}</span>}
      />
      {query.error && !query.data ? (
        <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div ref={table}>
          <DataTable
            label={w.title}
            rows={rows}
            columns={columns}
            rowId={({ id }) => id}
            rowName={({ name }) => prefix + name}
            sort={{ by: (state.sort ?? 'name').replace(/^-/, ''), order: state.sort?.startsWith('-') ? 'desc' : 'asc' }}
            onSort={({ by }) => onChange({ sort: sortAfter(by, state.sort) })}
            {...(mayWrite ? { selected, onSelect: setSelected } : {})}
            bulk={
              <BulkSwitch
                names={all.filter((row) => selected.has(row.id) && hasSwitch(row)).map(({ name }) => name)}
                onDone={() => setSelected((now) => without(now, selected))}
              />
            }
            onOpen={({ name }) => onChange({ edit: name }, { push: true })}
            openId={all.find(({ name }) => name === cameFrom)?.id ?? null}
            loading={query.isPending}
            empty={
              isNarrowed(state) ? (
                <EmptyState compact title={w.nothingTitle} action={<Button onClick={clear}>{w.clear}</Button>}>
                  {w.nothing}
                </EmptyState>
              ) : null
            }
          />
        </div>
      )}
    </>
  );
}

/** What a command says or is, in one line. */
function saidBy({ replies, expansion, ...told }: ListedCommand, language: Language): string {
  const [first, ...more] = replies ?? [];
  if (!first) return expansion === null ? summaryOf(told, language) : `→ ${expansion}`;
  return more.length > 0 ? `${first.text} (+${more.length})` : first.text;
}
