import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Card } from '../../design/card.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Section } from '../../design/section.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { statistics } from '../../words/statistics.ts';
import { useWords } from '../../words/use-words.ts';

interface Asked {
  readonly error: unknown;
  readonly data: unknown;
  refetch(): unknown;
}

/** One kind of memories: its numbers come, do not come, or are none yet. */
export function Part({
  title,
  to,
  toWords,
  queries,
  isEmpty,
  emptyTitle,
  empty,
  children,
}: {
  readonly title: string;
  /** Where the things themselves are. */
  readonly to: string;
  readonly toWords: string;
  readonly queries: readonly Asked[];
  readonly isEmpty: boolean;
  readonly emptyTitle: string;
  readonly empty: string;
  readonly children: () => ReactNode;
}) {
  const w = useWords(statistics);
  const { slug } = useCommunity();
  const failed = queries.find(({ error, data }) => error && data === undefined);
  const link = (
    <Link to={to as '/c/$slug'} params={{ slug }} className="text-accent-ink underline underline-offset-2">
      {toWords}
    </Link>
  );
  const content = () => {
    if (failed)
      return (
        <ErrorState
          compact
          title={w.notLoaded}
          requestId={failed.error instanceof ApiError ? failed.error.requestId : null}
          onRetry={() => {
            for (const query of queries) if (query.error) query.refetch();
          }}
        >
          {failed.error instanceof ApiError && failed.error.status !== 0 && failed.error.message}
        </ErrorState>
      );
    if (queries.some(({ data }) => data === undefined))
      return (
        <Card>
          <Skeleton lines={8} />
        </Card>
      );
    if (isEmpty)
      return (
        <Card>
          <EmptyState compact title={emptyTitle} action={link}>
            {empty}
          </EmptyState>
        </Card>
      );
    return <div className="space-y-4">{children()}</div>;
  };
  return (
    <Section title={title} actions={!isEmpty && link}>
      {content()}
    </Section>
  );
}

/** Charts beside each other where there is room. */
export const Pair = ({ children }: { readonly children: ReactNode }) => (
  <div className="grid min-w-0 gap-4 lg:grid-cols-2">{children}</div>
);

/** The times of a series, and the values of one of its names. */
export const timesOf = (rows: readonly { readonly from: string }[]): readonly number[] =>
  rows.map(({ from }) => Date.parse(from));
