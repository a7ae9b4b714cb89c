import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { type Column, DataTable, type Sort } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { Num } from '../../design/num.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { Person } from '../../design/person.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { without } from '../../design/selection.ts';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { Time } from '../../design/time.tsx';
import { app } from '../../words/app.ts';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import { BulkActions } from './bulk-actions.tsx';
import type { MembersState } from './index.tsx';
import { NotLoaded } from './list-frame.tsx';
import { MemberPanel } from './member-panel.tsx';
import { accountsOf, nameOf } from './names.ts';
import { PLATFORM_NAMES } from './platforms.ts';
import { type Member, type MemberSort, memberPages } from './queries.ts';
import { mayBan, mayChangeRoleOf, ROLES } from './roles.ts';
import { useSettled } from './use-settled.ts';

const NONE: ReadonlySet<string> = new Set();

/** The column and the way of each order that the API knows. */
const SHOWN_SORT: Readonly<Record<MemberSort, Sort>> = {
  joined: { by: 'since', order: 'asc' },
  newest: { by: 'since', order: 'desc' },
  name: { by: 'name', order: 'asc' },
  role: { by: 'role', order: 'asc' },
};

/** What a press on a column's name leads to: names and roles go one way, and a second press back to how it was. */
function sortAfter({ by, order }: Sort, now: MemberSort | undefined): MemberSort | undefined {
  if (by === 'since') return order === 'desc' ? 'newest' : undefined;
  const wanted = by === 'name' ? 'name' : 'role';
  return wanted === now ? undefined : wanted;
}

/** Everybody, to look through, and one of them beside. */
export function MembersTab({
  state,
  onChange,
}: {
  readonly state: MembersState;
  readonly onChange: (change: Partial<MembersState>, how?: { readonly push?: boolean }) => void;
}) {
  const w = useWords(members);
  const roles = useWords(app);
  const { slug, role: mine, may } = useCommunity();
  const [typed, setTyped] = useState(state.q ?? '');
  // Back and a link change what is searched, too.
  const told = useRef(state.q);
  if (told.current !== state.q) {
    told.current = state.q;
    if ((state.q ?? '') !== typed.trim()) setTyped(state.q ?? '');
  }
  const q = useSettled(typed.trim());
  const { role, platform } = state;
  const query = useInfiniteQuery({
    ...memberPages(slug, { q, role, platform, sort: state.sort }),
    placeholderData: keepPreviousData,
  });
  const [selected, setSelected] = useState(NONE);
  const table = useRef<HTMLDivElement>(null);

  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const isNarrowed = q !== '' || role !== undefined || platform !== undefined;
  const clear = () => {
    setTyped('');
    onChange({ q: undefined, role: undefined, platform: undefined });
  };
  const close = () => {
    const row = [...(table.current?.querySelectorAll<HTMLElement>('[data-index]') ?? [])].find(
      (each) => each.getAttribute('aria-current') === 'true',
    );
    onChange({ member: undefined });
    (row ?? table.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]'))?.focus();
  };

  const columns: readonly Column<Member>[] = [
    {
      id: 'name',
      header: w.person,
      sortable: true,
      cell: (row) => (
        <Person
          name={nameOf(row)}
          size="sm"
          accounts={accountsOf(row)}
          badge={row.banned && <Badge tone="danger">{w.banned}</Badge>}
        />
      ),
    },
    {
      id: 'role',
      header: w.role,
      sortable: true,
      width: '8.5rem',
      cell: (row) =>
        row.role ? <Badge tone="outline">{roles[row.role]}</Badge> : <span className="text-ink-faint">{w.noRole}</span>,
    },
    {
      id: 'since',
      header: w.since,
      sortable: true,
      priority: 2,
      width: '9rem',
      cell: (row) => <Time at={row.since} as="date" />,
    },
    {
      id: 'notes',
      header: w.notes,
      numeric: true,
      priority: 3,
      width: '6rem',
      cell: (row) => (row.notes > 0 ? <Num value={row.notes} /> : null),
    },
  ];

  const mayAct = rows.some(
    (row) => (may('members', 'write') && mayBan(mine, row.role)) || mayChangeRoleOf(mine, row.role),
  );
  const chosen = rows.filter(({ id }) => selected.has(id));

  return (
    <>
      <Filters
        className="mb-4"
        searchLabel={w.search}
        search={typed}
        onSearch={(text) => {
          setTyped(text);
          onChange({ q: text.trim() === '' ? undefined : text.trim() });
        }}
        facets={[
          {
            id: 'role',
            label: w.role,
            options: ROLES.map((one) => ({ value: one, label: roles[one] })),
            value: role ? [role] : [],
            onChange: (next) => onChange({ role: ROLES.find((one) => one === next.at(-1)) }),
          },
          {
            id: 'platform',
            label: w.platform,
            options: PLATFORM_NAMES.map((one) => ({
              value: one,
              label: platformLabel(one),
              mark: <PlatformMark platform={one} />,
            })),
            value: platform ? [platform] : [],
            onChange: (next) => onChange({ platform: PLATFORM_NAMES.find((one) => one === next.at(-1)) }),
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
                label={w.title}
                rows={rows}
                columns={columns}
                rowId={({ id }) => id}
                rowName={nameOf}
                sort={SHOWN_SORT[state.sort ?? 'joined']}
                onSort={(sort) => onChange({ sort: sortAfter(sort, state.sort) })}
                {...(mayAct ? { selected, onSelect: setSelected } : {})}
                bulk={<BulkActions of={chosen} onDone={() => setSelected((now) => without(now, selected))} />}
                onOpen={({ id }) => onChange({ member: id }, { push: state.member === undefined })}
                openId={state.member ?? null}
                loading={query.isPending}
                empty={
                  isNarrowed ? (
                    <EmptyState compact title={w.nothingTitle} action={<Button onClick={clear}>{w.clear}</Button>}>
                      {w.nothing}
                    </EmptyState>
                  ) : (
                    <EmptyState compact title={w.nobodyTitle}>
                      {w.nobody}
                    </EmptyState>
                  )
                }
                end={
                  <LoadMore
                    shown={rows.length}
                    total={query.data?.pages.at(-1)?.total ?? rows.length}
                    hasMore={query.hasNextPage}
                    loading={query.isFetchingNextPage}
                    onMore={() => void query.fetchNextPage()}
                  />
                }
              />
            </div>
          }
          detail={
            state.member !== undefined && <MemberPanel key={state.member} member={state.member} onClose={close} />
          }
        />
      )}
    </>
  );
}
