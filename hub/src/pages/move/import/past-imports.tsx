import { useInfiniteQuery } from '@tanstack/react-query';
import { ApiError } from '../../../api/errors.ts';
import { useCommunity } from '../../../app/use-community.ts';
import { Button } from '../../../design/button.tsx';
import { Card } from '../../../design/card.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { LoadMore } from '../../../design/pagination.tsx';
import { Section } from '../../../design/section.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { Time } from '../../../design/time.tsx';
import { actorName } from '../../../history/actor.ts';
import { history } from '../../../words/history.ts';
import { moveIn } from '../../../words/move-in.ts';
import { useWords } from '../../../words/use-words.ts';
import { importPages, type PastImport } from './queries.ts';
import { MADE } from './statuses.ts';
import { useUndo } from './use-undo.ts';

/** What was imported, newest first; each can be taken back. */
export function PastImports() {
  const w = useWords(moveIn);
  const { slug } = useCommunity();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(importPages(slug));
  const rows = data?.pages.flatMap((page) => page.data) ?? [];
  const told = error instanceof ApiError && error.status !== 0 ? error : null;
  return (
    <Section title={w.past} description={w.pastWhy}>
      <Card flush>
        {error && !data ? (
          <ErrorState compact title={w.notLoaded} requestId={told?.requestId ?? null} onRetry={() => void refetch()}>
            {told?.message}
          </ErrorState>
        ) : !data ? (
          <Skeleton shape="table" lines={2} />
        ) : rows.length === 0 ? (
          <p className="px-4 py-6 text-ink-faint">{w.noPast}</p>
        ) : (
          <ul aria-label={w.past} className="divide-y divide-line">
            {rows.map((row) => (
              <PastRow key={row.id} row={row} />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <div className="border-line border-t px-4 py-2">
            <LoadMore shown={rows.length} hasMore loading={isFetchingNextPage} onMore={() => void fetchNextPage()} />
          </div>
        )}
      </Card>
    </Section>
  );
}

function PastRow({ row }: { readonly row: PastImport }) {
  const w = useWords(moveIn);
  const h = useWords(history);
  const { may } = useCommunity();
  const undo = useUndo();
  const came = MADE.flatMap((kind) => (row.counts[kind] ? [w.counted(row.counts[kind] ?? 0, w[kind])] : []));
  const file = row.file || w[row.source];
  const mayUndo = may('commands', 'write') && (row.source !== 'quotes' || may('memories', 'write'));
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate text-ink">
          <bdi className="font-medium">{file}</bdi>
          {row.file && <span className="text-ink-faint">{` ${w[row.source]}`}</span>}
        </p>
        <p className="text-ink-soft text-sm">{came.join(', ')}</p>
      </div>
      <p className="min-w-0 text-ink-faint text-sm">
        <bdi className="inline-block max-w-40 truncate align-bottom">{actorName(row.actor, h)}</bdi>{' '}
        <Time at={row.at} />
      </p>
      {row.undone ? (
        <span className="text-ink-faint text-sm">
          {row.undone.kept > 0 ? w.takenBackBut(row.undone.kept) : w.takenBack}
        </span>
      ) : (
        mayUndo && (
          <Button
            size="sm"
            aria-label={w.takeBackOf(file)}
            loading={undo.isPending}
            onClick={() => undo.mutate(row.id)}
          >
            {w.takeBack}
          </Button>
        )
      )}
    </li>
  );
}
