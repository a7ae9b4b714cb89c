import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCommunity } from '../../app/use-community.ts';
import { Card } from '../../design/card.tsx';
import { BarChart } from '../../design/charts/charts.tsx';
import { Num } from '../../design/num.tsx';
import { statistics } from '../../words/statistics.ts';
import { useWords } from '../../words/use-words.ts';
import { nameOf } from '../bookmarks/bookmark-card.tsx';
import { bookmarkCounts, bookmarkSeries, bookmarkTags, popularBookmarks } from '../bookmarks/queries.ts';
import { Meter } from '../home/meters.tsx';
import { Pair, Part, timesOf } from './part.tsx';
import { RankTable } from './rank-table.tsx';

const BOOKMARKS = '/c/$slug/memories/bookmarks';

export function BookmarksPart() {
  const w = useWords(statistics);
  const { slug } = useCommunity();
  const counts = useQuery(bookmarkCounts(slug));
  const series = useQuery(bookmarkSeries(slug));
  const tags = useQuery(bookmarkTags(slug));
  const popular = useQuery(popularBookmarks(slug));
  return (
    <Part
      title={w.bookmarks}
      to={BOOKMARKS}
      toWords={w.toBookmarks}
      queries={[counts, series, tags, popular]}
      isEmpty={counts.data?.bookmarks === 0}
      emptyTitle={w.noBookmarks}
      empty={w.noBookmarksWhy}
    >
      {() =>
        counts.data && (
          <>
            <dl className="grid gap-3 sm:grid-cols-3">
              <Meter name={w.bookmarks} value={<Num value={counts.data.bookmarks} />}>
                {w.ofThemNotes(counts.data.notes)}
              </Meter>
              <Meter name={w.visits} value={<Num value={counts.data.visits} />}>
                {w.everVisited}
              </Meter>
              <Meter name={w.contributors} value={<Num value={counts.data.contributors} />}>
                {w.tagsInUse(counts.data.tags)}
              </Meter>
            </dl>
            {series.data && (
              <Charts months={series.data.months} days={series.data.days} earlier={series.data.earlier} />
            )}
            <Pair>
              <Card title={w.byTag} flush={tags.data?.length !== 0}>
                {tags.data?.length === 0 ? (
                  <p className="text-ink-faint">{w.noTags}</p>
                ) : (
                  <RankTable
                    label={w.byTag}
                    of={w.tag}
                    counted={w.bookmarks}
                    colour={1}
                    rows={(tags.data ?? []).map(({ tag, count }) => ({
                      id: tag,
                      value: count,
                      name: <Narrowed slug={slug} by={{ tags: tag }} words={tag} />,
                    }))}
                  />
                )}
              </Card>
              <Card title={w.mostVisited} flush={popular.data?.length !== 0}>
                {popular.data?.length === 0 ? (
                  <p className="text-ink-faint">{w.noVisits}</p>
                ) : (
                  <RankTable
                    label={w.mostVisited}
                    of={w.bookmark}
                    counted={w.visits}
                    colour={2}
                    rows={(popular.data ?? []).map((bookmark) => ({
                      id: String(bookmark.number),
                      value: bookmark.visits,
                      name: <Narrowed slug={slug} by={{ bookmark: bookmark.number }} words={nameOf(bookmark)} />,
                    }))}
                  />
                )}
              </Card>
            </Pair>
          </>
        )
      }
    </Part>
  );
}

function Charts({
  months,
  days,
  earlier,
}: {
  readonly months: readonly { readonly from: string; readonly bookmarks: number }[];
  readonly days: readonly { readonly from: string; readonly visits: number }[];
  readonly earlier: number;
}) {
  const w = useWords(statistics);
  return (
    <Pair>
      <Card title={w.perMonth} footer={earlier > 0 ? w.earlier(earlier) : undefined}>
        <BarChart
          label={w.bookmarksPerMonth}
          each="month"
          times={timesOf(months)}
          series={[{ id: 'bookmarks', label: w.bookmarks, values: months.map(({ bookmarks }) => bookmarks) }]}
        />
      </Card>
      <Card title={w.visitsPerDay}>
        <BarChart
          label={w.visitsPerDay}
          each="day"
          times={timesOf(days)}
          series={[{ id: 'visits', label: w.visits, values: days.map(({ visits }) => visits) }]}
        />
      </Card>
    </Pair>
  );
}

/** To the bookmarks of a tag, or to one of them. */
const Narrowed = ({
  slug,
  by,
  words,
}: {
  readonly slug: string;
  readonly by: Readonly<Record<string, string | number>>;
  readonly words: string;
}) => (
  <Link to={BOOKMARKS as '/c/$slug'} params={{ slug }} search={by as never} className="text-ink hover:underline">
    <bdi>{words}</bdi>
  </Link>
);
