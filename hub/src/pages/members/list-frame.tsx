import type { ReactNode } from 'react';
import { ApiError } from '../../api/errors.ts';
import { Card } from '../../design/card.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';

/** A list that did not come. */
export function NotLoaded({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const w = useWords(members);
  const told = error instanceof ApiError && error.status !== 0 ? error : null;
  return (
    <ErrorState title={w.notLoaded} requestId={told?.requestId ?? null} onRetry={onRetry}>
      {told?.message}
    </ErrorState>
  );
}

interface Pages<Row> {
  readonly data: { readonly pages: readonly { readonly data: readonly Row[] }[] } | undefined;
  readonly error: unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  refetch(): unknown;
  fetchNextPage(): unknown;
}

/** A short list with all that may become of it: it comes, it does not, it is empty, there is more. */
export function ListFrame<Row>({
  query,
  empty,
  children,
}: {
  readonly query: Pages<Row>;
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}) {
  const { data, error } = query;
  if (error && !data) return <NotLoaded error={error} onRetry={() => query.refetch()} />;
  if (!data)
    return (
      <Card flush>
        <Skeleton shape="table" lines={4} />
      </Card>
    );
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return empty;
  return (
    <Card flush>
      {children(rows)}
      {query.hasNextPage && (
        <LoadMore
          className="border-line border-t py-2"
          shown={rows.length}
          hasMore
          loading={query.isFetchingNextPage}
          onMore={() => query.fetchNextPage()}
        />
      )}
    </Card>
  );
}
