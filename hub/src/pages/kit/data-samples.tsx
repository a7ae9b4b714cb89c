import { useMemo, useState } from 'react';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { type Column, DataTable, type Sort } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { Num } from '../../design/num.tsx';
import { LoadMore, Pagination } from '../../design/pagination.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { Section } from '../../design/section.tsx';
import { ListWithDetail, SidePanel } from '../../design/side-panel.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { Duration, Time } from '../../design/time.tsx';
import { kit } from '../../words/kit.ts';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';
import { OPENED } from './standing.ts';

interface Quote {
  readonly id: string;
  readonly text: string;
  readonly by: string;
  readonly platform: string;
  readonly votes: number;
  readonly at: number;
  readonly waiting: boolean;
}

const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;
const NAMES = ['ada_live', 'rockhopper', 'gentoo99', 'macaroni', 'king_of_ice'] as const;
const MANY = 2_000;

export function DataSamples() {
  const w = useWords(kitPage);
  const own = useWords(kit);
  const [tab, setTab] = useState('overview');
  const [search, setSearch] = useState('');
  const [on, setOn] = useState<readonly string[]>([]);
  const [sort, setSort] = useState<Sort>({ by: 'votes', order: 'desc' });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['3', '7']));
  const [openId, setOpenId] = useState<string | null>(null);
  const [page, setPage] = useState(4);

  const all = useMemo(
    (): readonly Quote[] =>
      Array.from({ length: MANY }, (_, n) => ({
        id: String(n),
        text: `${n % 2 ? w.quoteOne : w.quoteTwo} (${n})`,
        by: NAMES[n % NAMES.length] ?? '',
        platform: PLATFORMS[(n * 3) % PLATFORMS.length] ?? '',
        votes: (n * 7919) % 97,
        at: OPENED - n * 47 * 60_000,
        waiting: n % 6 === 2,
      })),
    [w],
  );
  const rows = useMemo(() => {
    const kept = all.filter(
      (quote) =>
        quote.text.toLowerCase().includes(search.toLowerCase()) && (on.length === 0 || on.includes(quote.platform)),
    );
    const way = sort.order === 'asc' ? 1 : -1;
    return kept.toSorted((a, b) => way * (sort.by === 'votes' ? a.votes - b.votes : a.at - b.at));
  }, [all, search, on, sort]);
  const open = all.find((quote) => quote.id === openId);

  const columns: readonly Column<Quote>[] = [
    { id: 'text', header: w.quote, cell: (quote) => quote.text },
    { id: 'by', header: w.by, cell: (quote) => quote.by, width: '9rem', priority: 2 },
    {
      id: 'platform',
      header: w.platform,
      cell: (quote) => <PlatformMark platform={quote.platform} />,
      width: '7.5rem',
      priority: 3,
    },
    {
      id: 'status',
      header: w.status,
      cell: (quote) => (quote.waiting ? <Badge tone="warning">{w.waiting}</Badge> : <Badge tone="ok">{w.shown}</Badge>),
      width: '7rem',
    },
    {
      id: 'votes',
      header: w.votes,
      cell: (quote) => <Num value={quote.votes} />,
      numeric: true,
      sortable: true,
      width: '6rem',
      priority: 2,
    },
    {
      id: 'at',
      header: w.added,
      cell: (quote) => <Time at={quote.at} />,
      numeric: true,
      sortable: true,
      width: '8rem',
    },
  ];

  return (
    <>
      <Section title={w.navigation}>
        <div className="space-y-4">
          <Tabs
            label={w.navigation}
            value={tab}
            onChange={setTab}
            tabs={[
              { id: 'overview', label: w.overview, content: w.purpose },
              { id: 'history', label: w.history, count: 12, content: w.emptyWhy },
              { id: 'settings', label: w.settings, content: w.coloursWhy },
            ]}
          />
          <Pagination page={page} pages={12} onChange={setPage} />
        </div>
      </Section>
      <Section title={w.tables}>
        <div className="space-y-3">
          <Filters
            searchLabel={w.searchQuotes}
            search={search}
            onSearch={setSearch}
            facets={[
              {
                id: 'platform',
                label: w.platform,
                value: on,
                onChange: setOn,
                options: PLATFORMS.map((platform) => ({
                  value: platform,
                  label: platformLabel(platform),
                  mark: <PlatformMark platform={platform} />,
                  count: all.filter((quote) => quote.platform === platform).length,
                })),
              },
            ]}
            end={<span className="tabular text-ink-faint text-sm">{own.rows(rows.length)}</span>}
          />
          <ListWithDetail
            list={
              <DataTable
                label={w.quotes}
                rows={rows}
                columns={columns}
                rowId={(quote) => quote.id}
                rowName={(quote) => quote.text}
                sort={sort}
                onSort={setSort}
                selected={selected}
                onSelect={setSelected}
                bulk={
                  <>
                    <Button size="sm">{w.approve}</Button>
                    <Button size="sm">{w.remove}</Button>
                  </>
                }
                onOpen={(quote) => setOpenId(quote.id)}
                openId={openId}
                maxHeight="26rem"
                empty={
                  <EmptyState compact mood="sleepy" title={own.nothingFound}>
                    {own.nothingFor(search)}
                  </EmptyState>
                }
                end={<LoadMore hasMore onMore={() => undefined} shown={rows.length} total={12_400} />}
              />
            }
            detail={
              <SidePanel
                open={open !== undefined}
                onClose={() => setOpenId(null)}
                title={open?.text ?? ''}
                description={open && <Time at={open.at} as="full" />}
                footer={<Button variant="primary">{w.approve}</Button>}
              >
                {open && <PlatformMark platform={open.platform} />}
              </SidePanel>
            }
          />
          <Card title={w.smallTable} flush>
            <Table label={w.smallTable}>
              <TableHead>
                <TableRow>
                  <TableHeader>{w.metric}</TableHeader>
                  <TableHeader>{w.status}</TableHeader>
                  <TableHeader numeric>{w.took}</TableHeader>
                </TableRow>
              </TableHead>
              <TableBody>
                {[12, 48, 320].map((ms) => (
                  <TableRow key={ms}>
                    <TableCell>{w.reply}</TableCell>
                    <TableCell>
                      <Badge tone="ok">{w.shown}</Badge>
                    </TableCell>
                    <TableCell numeric>
                      <Duration ms={ms} />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Card>
        </div>
      </Section>
    </>
  );
}
