import { LoadMore } from '../design/pagination.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { type HistoryLine, HistoryList } from '../history/history-list.tsx';
import { history } from '../words/history.ts';
import { useWords } from '../words/use-words.ts';

interface Changes {
  readonly data: { readonly pages: readonly { readonly data: readonly HistoryLine[] }[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): unknown;
}

/** Who changed it, when and how, with the way back. What was only added has nothing to go back to: it is deleted. */
export function ChangesSection({
  changes,
  onUndo,
  isUndoing,
}: {
  readonly changes: Changes;
  readonly onUndo: () => void;
  readonly isUndoing: boolean;
}) {
  const w = useWords(history);
  const lines = changes.data?.pages.flatMap((page) => page.data);
  return (
    <section aria-label={w.changes}>
      <h3 className="mb-2 font-semibold text-ink">{w.changes}</h3>
      <div className="-mx-4 border-line border-y">
        {lines ? (
          <HistoryList
            label={w.changes}
            changes={lines}
            onUndo={onUndo}
            canUndo={({ before }, index) => index === 0 && before !== null}
            undoing={isUndoing ? (lines[0]?.id ?? null) : null}
          />
        ) : (
          <Skeleton lines={3} />
        )}
      </div>
      {changes.hasNextPage && (
        <LoadMore
          className="pt-2"
          hasMore
          loading={changes.isFetchingNextPage}
          onMore={() => changes.fetchNextPage()}
        />
      )}
    </section>
  );
}
