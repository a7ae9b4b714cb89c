import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, asSeen, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { HistoryList } from '../../history/history-list.tsx';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';
import { changesQuery } from './queries.ts';

/** A line's snapshot as people read it: replies as texts, and people by their names. @param names by account */
function readable(snapshot: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof snapshot !== 'object' || snapshot === null) return null;
  const { replies, options, ...others } = snapshot as Readonly<Record<string, unknown>>;
  const rest = { ...others, ...(options === undefined ? {} : { options: withNames(options, names) }) };
  if (!Array.isArray(replies)) return rest;
  const several = replies.length > 1;
  const texts = replies.map((reply: { readonly text?: unknown; readonly weight?: unknown }) =>
    several ? `${String(reply.weight)}× ${String(reply.text)}` : String(reply.text),
  );
  return { ...rest, replies: texts };
}

function withNames(options: unknown, names: ReadonlyMap<string, string>): unknown {
  const { allow, deny } = options as { readonly allow?: readonly string[]; readonly deny?: readonly string[] };
  const named = (accounts: readonly string[]) => accounts.map((account) => names.get(account) ?? account);
  return { ...(options as object), ...(allow ? { allow: named(allow) } : {}), ...(deny ? { deny: named(deny) } : {}) };
}

/** Who changed a command and how, and the newest of it to be taken back. */
export function CommandHistory({
  name,
  shown,
  version,
  readOnly,
}: {
  /** With its part, where it has one. */
  readonly name: string;
  readonly shown: string;
  /** The state that whoever looks has seen. */
  readonly version: string;
  readonly readOnly: boolean;
}) {
  const w = useWords(commands);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const query = useInfiniteQuery(changesQuery(slug, name));
  const undo = useMutation({
    mutationFn: (_change: { readonly id: string }) =>
      read(api.commands[':communityId'][':name'].undo.$post({ param: { communityId: slug, name } }, asSeen(version))),
    onSuccess: () => toast({ title: w.undone(shown) }),
    onSettled: () => client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'commands'] }),
  });
  const people = query.data?.pages.flatMap((page) => page.people) ?? [];
  const names = new Map(people.map(({ account, displayName }) => [account, displayName]));
  const changes = (query.data?.pages.flatMap(({ data }) => data) ?? []).map((change) => ({
    ...change,
    actor: { ...change.actor },
    before: readable(change.before, names),
    after: readable(change.after, names),
  }));
  return (
    <Card title={w.history} flush>
      {query.isPending && <Skeleton lines={3} className="p-4" />}
      {query.isError && !query.data && <p className="p-4 text-ink-soft">{w.historyFailed}</p>}
      {query.data && (
        <div className={changes.length === 0 ? 'p-4' : undefined}>
          <HistoryList
            label={w.history}
            changes={changes}
            undoing={undo.isPending ? undo.variables.id : null}
            {...(readOnly ? {} : { onUndo: (change) => undo.mutate(change) })}
          />
        </div>
      )}
      {query.hasNextPage && (
        <div className="border-line border-t px-4 py-2">
          <Button
            size="sm"
            variant="ghost"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {w.olderChanges}
          </Button>
        </div>
      )}
    </Card>
  );
}
