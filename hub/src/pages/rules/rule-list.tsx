import { Plus } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { without } from '../../design/selection.ts';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { useRuleKeys } from './use-rule-keys.ts';

const NONE: ReadonlySet<string> = new Set();

export interface RuleListProps<Row> {
  readonly words: {
    readonly title: string;
    readonly description: string;
    readonly search: string;
    readonly newOne: string;
  };
  readonly query: { readonly data: readonly Row[] | undefined; readonly error: unknown; refetch(): unknown };
  readonly columns: readonly Column<Row>[];
  /** All that a search looks through. */
  readonly textOf: (row: Row) => string;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onOpen: (row: Row) => void;
  /** The name of the row whose detail is open beside the list. */
  readonly openName?: string | null;
  readonly onNew: () => void;
  /** A button in the header in place of the usual one. */
  readonly newButton?: ReactNode;
  /** The first visit. */
  readonly empty: ReactNode;
  readonly bulk: (chosen: readonly Row[], done: () => void) => ReactNode;
  readonly detail?: ReactNode;
  /** Under the list. */
  readonly children?: ReactNode;
}

/** A list of what is never many: searched as one types, with what can be done to several. */
export function RuleList<Row extends { readonly name: string }>({
  words,
  query,
  columns,
  textOf,
  search,
  onSearch,
  onOpen,
  openName = null,
  onNew,
  newButton,
  empty,
  bulk,
  detail,
  children,
}: RuleListProps<Row>) {
  const w = useWords(rules);
  const { may } = useCommunity();
  const mayWrite = may('commands', 'write');
  const [selected, setSelected] = useState(NONE);
  const searchBox = useRef<HTMLDivElement>(null);
  useRuleKeys(searchBox, mayWrite ? onNew : null);
  const { data, error } = query;
  const wanted = search.trim().toLowerCase();
  const rows = (data ?? []).filter((row) => wanted === '' || textOf(row).toLowerCase().includes(wanted));
  const chosen = rows.filter(({ name }) => selected.has(name));
  const told = error instanceof ApiError && error.status !== 0 ? error : null;
  const isEmpty = data?.length === 0;
  return (
    <>
      <PageHeader
        title={words.title}
        description={words.description}
        actions={
          mayWrite &&
          !isEmpty &&
          (newButton ?? (
            <Button variant="primary" icon={<Plus />} onClick={onNew}>
              {words.newOne}
            </Button>
          ))
        }
      />
      {error && !data ? (
        <ErrorState title={w.notLoaded} requestId={told?.requestId ?? null} onRetry={() => query.refetch()}>
          {told?.message}
        </ErrorState>
      ) : isEmpty ? (
        empty
      ) : (
        <>
          <div ref={searchBox}>
            <Filters className="mb-4" searchLabel={words.search} search={search} onSearch={onSearch} />
          </div>
          <ListWithDetail
            list={
              <DataTable
                label={words.title}
                rows={rows}
                columns={columns}
                rowId={({ name }) => name}
                rowName={({ name }) => name}
                {...(mayWrite ? { selected, onSelect: setSelected } : {})}
                bulk={bulk(chosen, () => setSelected((now) => without(now, selected)))}
                onOpen={onOpen}
                openId={openName}
                loading={!data}
                maxHeight="max(20rem, calc(100dvh - 22rem))"
                empty={
                  <EmptyState
                    compact
                    title={w.nothingTitle}
                    action={<Button onClick={() => onSearch('')}>{w.clear}</Button>}
                  >
                    {w.nothing}
                  </EmptyState>
                }
              />
            }
            detail={detail}
          />
          {children}
        </>
      )}
    </>
  );
}
