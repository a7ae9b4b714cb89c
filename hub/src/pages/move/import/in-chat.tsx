import { useQuery } from '@tanstack/react-query';
import { api, read } from '../../../api/client.ts';
import { ofCommunity } from '../../../api/use-live.ts';
import { useCommunity } from '../../../app/use-community.ts';
import { Skeleton } from '../../../design/skeleton.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useWords } from '../../../words/use-words.ts';
import { Part } from './line-panel.tsx';
import type { Becomes } from './queries.ts';

/** What somebody types behind the command of the preview. */
const TYPED = 'pond';

/** A text as chat would see it, said to somebody made up. */
export function InChat({ becomes }: { readonly becomes: Extract<Becomes, { is: 'command' | 'timer' }> }) {
  const w = useWords(moveIn);
  const { slug } = useCommunity();
  const [text, dialect] =
    becomes.is === 'command' ? [becomes.text, becomes.dialect] : [becomes.texts[0] ?? '', 'native' as const];
  const { data, isPending } = useQuery({
    queryKey: [...ofCommunity(slug), 'import', 'in-chat', dialect, text],
    queryFn: () =>
      read(
        api.commands.preview.$post({
          json: {
            communityId: slug,
            text,
            dialect,
            args: becomes.is === 'command' ? TYPED : '',
            as: { displayName: w.samplePerson, level: 'everyone' },
          },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <Part title={w.inChat}>
      {becomes.is === 'command' && <p className="mb-1.5 text-ink-faint text-sm">{w.sample}</p>}
      {isPending ? (
        <Skeleton lines={1} />
      ) : (
        <bdi className="line-clamp-6 block overflow-hidden rounded-md bg-hover px-3 py-2 text-ink [overflow-wrap:anywhere]">
          {data?.text || w.nothingSaid}
        </bdi>
      )}
    </Part>
  );
}
