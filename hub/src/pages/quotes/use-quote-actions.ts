import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, asSeen, read, versionOf } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { forEach, useTellFailures } from '../../memories/each.ts';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import { everyQuotePage, type Quote, type QuotesPage } from './queries.ts';

type Numbered = Pick<Quote, 'number'>;
/** What is decided on, or taken back, is what whoever decides has seen. */
type Seen = Pick<Quote, 'number' | 'state'>;
type Act = 'approve' | 'decline' | 'delete';

/** What is done to quotes, one or many, with the way back. They leave the list at once: that is put right where it fails. */
export function useQuoteActions() {
  const w = useWords(quotes);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const tell = useTellFailures();
  const at = api.quotes[':communityId'][':number'];
  const paramOf = ({ number }: Numbered) => ({ communityId: slug, number: String(number) });
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const undo = (done: readonly Seen[]) => async () => {
    const back = await forEach(done, (one) => at.undo.$post({ param: paramOf(one) }, asSeen(versionOf(one))));
    tell(back.failures, done.length);
    await settle();
  };
  const leave = (gone: readonly Numbered[]) => {
    const numbers = new Set(gone.map(({ number }) => number));
    client.setQueriesData<InfiniteData<QuotesPage>>(
      { queryKey: everyQuotePage(slug) },
      (shown) =>
        shown && {
          ...shown,
          pages: shown.pages.map((page) => ({ ...page, data: page.data.filter(({ number }) => !numbers.has(number)) })),
        },
    );
  };
  const told = {
    approve: { one: w.approved, many: w.approvedMany },
    decline: { one: w.declined, many: w.declinedMany },
    delete: { one: w.deleted, many: w.deletedMany },
  } as const;
  return useMutation({
    mutationFn: ({ act, of }: { readonly act: Act; readonly of: readonly Seen[] }) =>
      forEach(of, async (one) => {
        const [asked, seen] = [{ param: paramOf(one) }, asSeen(versionOf(one))] as const;
        return (await read(act === 'approve' ? at.approve.$post(asked, seen) : at.$delete(asked, seen))).quote;
      }),
    onMutate: async ({ of }) => {
      await client.cancelQueries({ queryKey: everyQuotePage(slug) });
      leave(of);
    },
    onSuccess: ({ done, failures }, { act, of }) => {
      tell(failures, of.length);
      const [only] = done;
      if (!only) return;
      const words = told[act];
      toast({
        key: 'quotes',
        title: done.length === 1 ? words.one(only.number) : words.many(done.length),
        undo: undo(done),
      });
    },
    onSettled: settle,
  });
}
