import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { communityQuery } from '../../api/community.ts';
import { useKeyHelp } from '../../app/key-help.ts';
import { type Keys, useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Filters } from '../../design/filters.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { LoadMore } from '../../design/pagination.tsx';
import { Select } from '../../design/select.tsx';
import { ListWithDetail } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { bookmarks } from '../../words/bookmarks.ts';
import { memories } from '../../words/memories.ts';
import { useWords } from '../../words/use-words.ts';
import { NotLoaded } from '../members/list-frame.tsx';
import { useSettled } from '../members/use-settled.ts';
import { BookmarkCard } from './bookmark-card.tsx';
import { BookmarkPanel } from './bookmark-panel.tsx';
import { NewBookmarkPanel } from './new-bookmark-panel.tsx';
import { type Bookmark, bookmarkPages, bookmarkTags } from './queries.ts';
import { NEW, readState, SORTS, tagsIn } from './state.ts';
import { TagChips } from './tag-chips.tsx';
import { useBookmarkActions } from './use-bookmark-actions.ts';

/** Pages and notes, as cards, and one of them beside. */
export default function BookmarksPage() {
  const w = useWords(bookmarks);
  const m = useWords(memories);
  useTitle(w.title);
  const { slug, may } = useCommunity();
  const mayWrite = may('memories', 'write');
  const [state, change] = useSearchState(readState);
  const [typed, setTyped] = useState(state.q ?? '');
  // Back and a link change what is searched, too.
  const told = useRef(state.q);
  if (told.current !== state.q) {
    told.current = state.q;
    if ((state.q ?? '') !== typed.trim()) setTyped(state.q ?? '');
  }
  const q = useSettled(typed.trim());
  const chosen = tagsIn(state.tags);
  const query = useInfiniteQuery({
    ...bookmarkPages(slug, { q, tags: chosen, sort: state.sort }),
    placeholderData: keepPreviousData,
  });
  const { data: tags = [] } = useQuery(bookmarkTags(slug));
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  const list = useRef<HTMLUListElement>(null);
  const { remove, refresh } = useBookmarkActions();
  const add = useCallback(() => change({ bookmark: NEW }, { push: true }), [change]);
  useKeys(useMemo((): Keys => (mayWrite ? { n: add } : {}), [mayWrite, add]));
  useKeyHelp(useMemo(() => (mayWrite ? [{ press: ['N'], does: m.keyNew }] : []), [mayWrite, m]));

  const cardAt = (index: number) => list.current?.querySelector<HTMLElement>(`[data-card="${index}"]`);
  const openAt = rows.findIndex(({ number }) => String(number) === state.bookmark);
  // Where the open card goes away with what is done to it, the next one has the focus.
  const next = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (next.current === null || document.activeElement !== document.body) return;
    const index = Math.min(next.current, rows.length - 1);
    next.current = null;
    list.current?.querySelector<HTMLElement>(`[data-card="${index}"]`)?.focus();
  }, [rows.length]);
  const close = () => {
    cardAt(openAt)?.focus();
    change({ bookmark: undefined });
  };
  const isNarrowed = q !== '' || chosen.length > 0;
  const clear = () => {
    setTyped('');
    change({ q: undefined, tags: undefined });
  };
  const onTags = (next: readonly string[]) =>
    change({ tags: next.length === 0 ? undefined : next.join(','), bookmark: undefined });
  const isFirst = !isNarrowed && !query.isPending && rows.length === 0 && !query.isPlaceholderData;

  return (
    <>
      <PageHeader
        title={w.title}
        description={w.description}
        actions={
          mayWrite && (
            <Button variant="primary" icon={<Plus aria-hidden />} onClick={add}>
              {w.new}
            </Button>
          )
        }
      />
      {!isFirst && (
        <>
          <Filters
            className="mb-3"
            searchLabel={w.search}
            search={typed}
            onSearch={(text) => {
              setTyped(text);
              change({ q: text.trim() === '' ? undefined : text.trim() });
            }}
            end={
              <Select
                aria-label={w.sort}
                value={state.sort ?? (q === '' ? 'newest' : 'best')}
                options={[
                  ...(q === '' ? [] : [{ value: 'best', label: w.best }]),
                  { value: 'newest', label: w.newest },
                  { value: 'visits', label: w.mostVisits },
                ]}
                onChange={(sort) =>
                  change({ sort: sort === 'newest' && q === '' ? undefined : SORTS.find((one) => one === sort) })
                }
              />
            }
          />
          <TagChips tags={tags} chosen={chosen} onChange={onTags} />
        </>
      )}
      {query.error && !query.data ? (
        <NotLoaded error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <ListWithDetail
          list={
            <>
              {query.isPending && <Skeleton shape="table" lines={6} />}
              {isFirst && <FirstBookmark onAdd={mayWrite ? add : undefined} />}
              {isNarrowed && !query.isPending && rows.length === 0 && (
                <EmptyState compact title={w.noneTitle} action={<Button onClick={clear}>{m.clear}</Button>}>
                  {w.none}
                </EmptyState>
              )}
              {rows.length > 0 && (
                <>
                  <ul
                    ref={list}
                    aria-label={w.title}
                    className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,18rem),1fr))] gap-3"
                  >
                    {rows.map((bookmark, index) => (
                      <li key={bookmark.number} className="min-w-0">
                        <BookmarkCard
                          bookmark={bookmark}
                          index={index}
                          isOpen={index === openAt}
                          onOpen={() =>
                            change({ bookmark: String(bookmark.number) }, { push: state.bookmark === undefined })
                          }
                          onTag={(tag) => onTags([...new Set([...chosen, tag])])}
                          onRefresh={mayWrite ? () => refresh.mutate(bookmark) : undefined}
                          isRefreshing={refresh.isPending && refresh.variables.number === bookmark.number}
                        />
                      </li>
                    ))}
                  </ul>
                  <LoadMore
                    className="pt-4"
                    hasMore={query.hasNextPage}
                    loading={query.isFetchingNextPage}
                    onMore={() => void query.fetchNextPage()}
                  />
                </>
              )}
            </>
          }
          detail={
            state.bookmark === NEW
              ? mayWrite && (
                  <NewBookmarkPanel onClose={close} onAdded={({ number }) => change({ bookmark: String(number) })} />
                )
              : state.bookmark !== undefined && (
                  <BookmarkPanel
                    key={state.bookmark}
                    number={state.bookmark}
                    onClose={close}
                    onDelete={(bookmark) => {
                      next.current = openAt;
                      change({ bookmark: undefined });
                      remove.mutate(bookmark);
                    }}
                  />
                )
          }
        />
      )}
    </>
  );
}

function FirstBookmark({ onAdd }: { readonly onAdd: (() => void) | undefined }) {
  const w = useWords(bookmarks);
  const { slug } = useCommunity();
  const { data } = useQuery(communityQuery(slug));
  const example: Bookmark = {
    id: '',
    state: '',
    number: 7,
    url: 'https://example.org/',
    path: '/b/k7f2w9x',
    title: w.exampleTitle,
    description: w.exampleAbout,
    image: null,
    site: 'example.org',
    tags: [w.exampleTag],
    metadata: 'read',
    metadataReason: null,
    visits: 42,
    createdBy: null,
    createdAt: '2026-01-02T12:00:00Z',
    updatedAt: '2026-01-02T12:00:00Z',
  };
  return (
    <EmptyState
      title={w.emptyTitle}
      action={
        onAdd && (
          <Button variant="primary" onClick={onAdd}>
            {w.new}
          </Button>
        )
      }
      example={<BookmarkCard bookmark={example} index={0} />}
    >
      {w.empty(data?.prefix ?? '!')}
    </EmptyState>
  );
}
