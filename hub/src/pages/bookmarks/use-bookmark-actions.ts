import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, asSeen, read, versionOf } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { bookmarks } from '../../words/bookmarks.ts';
import { useWords } from '../../words/use-words.ts';
import { type Bookmark, type BookmarksPage, bookmarkQuery, everyBookmarkPage } from './queries.ts';

type Numbered = Pick<Bookmark, 'number'>;

/** Deletes bookmarks, with the way back, and has their pages read again. */
export function useBookmarkActions() {
  const w = useWords(bookmarks);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const at = api.bookmarks[':communityId'][':number'];
  const paramOf = ({ number }: Numbered) => ({ communityId: slug, number: String(number) });
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const inLists = (change: (shown: readonly Bookmark[]) => Bookmark[]) =>
    client.setQueriesData<InfiniteData<BookmarksPage>>(
      { queryKey: everyBookmarkPage(slug) },
      (shown) => shown && { ...shown, pages: shown.pages.map((page) => ({ ...page, data: change(page.data) })) },
    );
  const remove = useMutation({
    mutationFn: (one: Pick<Bookmark, 'number' | 'state'>) =>
      read(at.$delete({ param: paramOf(one) }, asSeen(versionOf(one)))),
    onMutate: async ({ number }) => {
      await client.cancelQueries({ queryKey: everyBookmarkPage(slug) });
      inLists((shown) => shown.filter((one) => one.number !== number));
    },
    onSuccess: (gone) => {
      toast({
        key: 'bookmarks',
        title: w.deleted(gone.number),
        undo: async () => {
          await at.undo.$post({ param: paramOf(gone) }, asSeen(versionOf(gone))).catch(tellFailure);
          await settle();
        },
      });
    },
    onSettled: settle,
  });
  const refresh = useMutation({
    mutationFn: (one: Numbered) => read(at.refresh.$post({ param: paramOf(one) })),
    onSuccess: (now) => {
      client.setQueryData(bookmarkQuery(slug, String(now.number)).queryKey, now);
      inLists((shown) => shown.map((one) => (one.number === now.number ? now : one)));
    },
    onSettled: settle,
  });
  return { remove, refresh };
}
