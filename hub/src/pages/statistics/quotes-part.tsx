import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCommunity } from '../../app/use-community.ts';
import { Card } from '../../design/card.tsx';
import { BarChart } from '../../design/charts/charts.tsx';
import { Num } from '../../design/num.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { statistics } from '../../words/statistics.ts';
import { useWords } from '../../words/use-words.ts';
import { Meter } from '../home/meters.tsx';
import { type Quote, type QuoteCounts, type QuoteSeries, quoteCounts, quoteSeries } from '../quotes/queries.ts';
import { Votes } from '../quotes/votes.tsx';
import { Pair, Part, timesOf } from './part.tsx';
import { RankTable } from './rank-table.tsx';

const QUOTES = '/c/$slug/memories';

export function QuotesPart() {
  const w = useWords(statistics);
  const { slug } = useCommunity();
  const counts = useQuery(quoteCounts(slug));
  const series = useQuery(quoteSeries(slug));
  const isEmpty = counts.data !== undefined && counts.data.approved + counts.data.pending === 0;
  return (
    <Part
      title={w.quotes}
      to={QUOTES}
      toWords={w.toQuotes}
      queries={[counts, series]}
      isEmpty={isEmpty}
      emptyTitle={w.noQuotes}
      empty={w.noQuotesWhy}
    >
      {() => counts.data && series.data && <Shown counts={counts.data} series={series.data} />}
    </Part>
  );
}

function Shown({ counts, series }: { readonly counts: QuoteCounts; readonly series: QuoteSeries }) {
  const w = useWords(statistics);
  const { slug } = useCommunity();
  const { months, earlier, categories, authors, best } = series;
  return (
    <>
      <dl className="grid gap-3 sm:grid-cols-3">
        <Meter name={w.shownQuotes} value={<Num value={counts.approved} />}>
          {w.waitingNow(counts.pending)}
        </Meter>
        <Meter name={w.people} value={<Num value={counts.authors} />}>
          {w.byName}
        </Meter>
        <Meter name={w.categories} value={<Num value={counts.categories} />}>
          {w.inCategories}
        </Meter>
      </dl>
      <Card title={w.perMonth} footer={earlier > 0 ? w.earlier(earlier) : undefined}>
        <BarChart
          label={w.quotesPerMonth}
          each="month"
          times={timesOf(months)}
          series={[{ id: 'quotes', label: w.quotes, values: months.map(({ quotes }) => quotes) }]}
        />
      </Card>
      <Pair>
        <Card title={w.byCategory} flush>
          <RankTable
            label={w.byCategory}
            of={w.category}
            counted={w.quotes}
            colour={1}
            rows={categories.map(({ category, quotes }) => ({
              id: category ?? '',
              value: quotes,
              name:
                category === null ? (
                  <span className="text-ink-faint">{w.noCategory}</span>
                ) : (
                  <Narrowed slug={slug} by={{ category }}>
                    {category}
                  </Narrowed>
                ),
            }))}
          />
        </Card>
        <Card title={w.byAuthor} flush>
          <RankTable
            label={w.byAuthor}
            of={w.author}
            counted={w.quotes}
            colour={2}
            rows={authors.map(({ author, quotes }) => ({
              id: author,
              value: quotes,
              name: (
                <Narrowed slug={slug} by={{ author }}>
                  {author}
                </Narrowed>
              ),
            }))}
          />
        </Card>
      </Pair>
      <Card title={w.best} flush={best.length > 0}>
        {best.length === 0 ? <p className="text-ink-faint">{w.noVotes}</p> : <Best quotes={best} slug={slug} />}
      </Card>
    </>
  );
}

/** To the quotes of a category or of somebody. */
const Narrowed = ({
  slug,
  by,
  children,
}: {
  readonly slug: string;
  readonly by: Readonly<Record<string, string>>;
  readonly children: string;
}) => (
  <Link to={QUOTES as '/c/$slug'} params={{ slug }} search={by as never} className="text-ink hover:underline">
    <bdi>{children}</bdi>
  </Link>
);

function Best({ quotes, slug }: { readonly quotes: readonly Quote[]; readonly slug: string }) {
  const w = useWords(statistics);
  return (
    <Table label={w.best}>
      <TableHead>
        <TableRow>
          <TableHeader>{w.quote}</TableHeader>
          <TableHeader>{w.votes}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {quotes.map((quote) => (
          <TableRow key={quote.number}>
            <TableCell className="min-w-48">
              <Link
                to={QUOTES as '/c/$slug'}
                params={{ slug }}
                search={{ quote: quote.number } as never}
                className="line-clamp-2 overflow-hidden text-ink [overflow-wrap:anywhere] hover:underline"
              >
                <span className="tabular mr-2 text-ink-faint">#{quote.number}</span>
                <bdi>{quote.text}</bdi>
              </Link>
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <Votes of={quote} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
