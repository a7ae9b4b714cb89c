import { useInfiniteQuery } from '@tanstack/react-query';
import { useCommunity } from '../../app/use-community.ts';
import { LoadMore } from '../../design/pagination.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import { Became, Why } from './became.tsx';
import { NotLoaded } from './not-loaded.tsx';
import { firingPages } from './queries.ts';

/** When one reminder was due, and what became of each time; the last one first. */
export function Firings({ number }: { readonly number: string }) {
  const w = useWords(reminders);
  const { slug } = useCommunity();
  const query = useInfiniteQuery(firingPages(slug, { number }));
  if (query.error && !query.data)
    return <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton lines={3} />;
  const rows = query.data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return <p className="text-ink-faint">{w.neverDue}</p>;
  return (
    <>
      <ul aria-label={w.history} className="divide-y divide-line">
        {rows.map((firing) => (
          <li key={firing.dueAt} className="py-2">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Became firing={firing} />
              <Time at={firing.dueAt} className="text-ink-faint text-sm" />
            </div>
            <p className="wrap-anywhere text-ink-faint text-sm empty:hidden">
              <Why firing={firing} />
            </p>
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <LoadMore hasMore loading={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
      )}
    </>
  );
}
