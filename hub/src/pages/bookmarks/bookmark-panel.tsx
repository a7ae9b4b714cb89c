import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, RefreshCw, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { api, asSeen, read, versionOf } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftFailure } from '../../edit/draft-failure.tsx';
import { Meanwhile } from '../../edit/meanwhile.tsx';
import { fieldsAt } from '../../edit/merge.ts';
import { type Seen, useDraft } from '../../edit/use-draft.ts';
import { ChangesSection } from '../../memories/changes-section.tsx';
import { PanelForm } from '../../memories/panel-form.tsx';
import { bookmarks } from '../../words/bookmarks.ts';
import { memories } from '../../words/memories.ts';
import { useWords } from '../../words/use-words.ts';
import { NotLoaded } from '../members/list-frame.tsx';
import { nameOf } from './bookmark-card.tsx';
import { asked, type BookmarkDraft, BookmarkFields, draftOf } from './bookmark-fields.tsx';
import { type Bookmark, bookmarkChanges, bookmarkQuery } from './queries.ts';
import { useBookmarkActions } from './use-bookmark-actions.ts';

/** One bookmark, beside the list: to read, or to edit for who may. */
export function BookmarkPanel({
  number,
  onClose,
  onDelete,
}: {
  readonly number: string;
  readonly onClose: () => void;
  readonly onDelete: (bookmark: Bookmark) => void;
}) {
  const w = useWords(bookmarks);
  const { slug, may } = useCommunity();
  const { data, error, refetch } = useQuery(bookmarkQuery(slug, number));
  const content = useRef<HTMLDivElement>(null);
  // Who opened it goes on in it; who closes it is led back to the card.
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  const isMissing = error instanceof ApiError && (error.code === 'NOT_FOUND' || error.code === 'INVALID');
  if (data && !isMissing && may('memories', 'write'))
    return <BookmarkEditor key={data.number} bookmark={data} onClose={onClose} onDelete={onDelete} />;
  return (
    <SidePanel open onClose={onClose} title={data ? w.numbered(data.number) : w.bookmark}>
      <div ref={content} tabIndex={-1} className="space-y-6 outline-none">
        {isMissing && (
          <EmptyState compact mood="sleepy" title={w.gone}>
            {w.goneWhy}
          </EmptyState>
        )}
        {error && !isMissing && !data && <NotLoaded error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton lines={6} />}
        {data && !isMissing && (
          <>
            <div className="space-y-2">
              <bdi className="block overflow-hidden font-medium text-ink text-lg [overflow-wrap:anywhere]">
                {nameOf(data)}
              </bdi>
              {data.description && (
                <bdi className="block overflow-hidden whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">
                  {data.description}
                </bdi>
              )}
            </div>
            <Facts of={data} />
          </>
        )}
      </div>
    </SidePanel>
  );
}

/** Where it leads, how often it is gone to, and whose it is. */
function Facts({
  of: { url, path, visits, tags, createdBy, createdAt },
  isEdited,
}: {
  readonly of: Bookmark;
  /** What is edited stands in its field. */
  readonly isEdited?: boolean;
}) {
  const w = useWords(bookmarks);
  const m = useWords(memories);
  return (
    <dl className="space-y-2">
      {url !== null && (
        <>
          <Fact name={w.address}>
            {!isEdited && <span className="line-clamp-3 overflow-hidden [overflow-wrap:anywhere]">{url}</span>}
            <LinkButton
              size="sm"
              href={url}
              target="_blank"
              rel="noopener noreferrer"
              icon={<ExternalLink aria-hidden />}
              className="mt-1"
            >
              {w.openPage}
            </LinkButton>
          </Fact>
          <Fact name={w.shortLink}>
            <Code copy>{`${location.origin}${path}`}</Code>
            <div className="text-ink-faint text-sm">{w.visits(visits)}</div>
          </Fact>
        </>
      )}
      {!isEdited && tags.length > 0 && <Fact name={w.tags}>{tags.join(', ')}</Fact>}
      <Fact name={m.by}>
        {createdBy && <bdi className="mr-2">{createdBy.name}</bdi>}
        <Time at={createdAt} className="text-ink-faint" />
      </Fact>
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="flex gap-3">
    <dt className="w-24 shrink-0 text-ink-faint">{name}</dt>
    <dd className="min-w-0 flex-1 overflow-hidden text-ink [overflow-wrap:anywhere]">{children}</dd>
  </div>
);

/** What became of its page: it is being read, or why it was not. */
function PageState({ of }: { readonly of: Bookmark }) {
  const w = useWords(bookmarks);
  const { refresh } = useBookmarkActions();
  const again = (
    <Button size="sm" icon={<RefreshCw />} loading={refresh.isPending} onClick={() => refresh.mutate(of)}>
      {w.readAgain}
    </Button>
  );
  if (of.metadata === 'pending') return <Alert title={w.reading}>{w.readingWhy}</Alert>;
  if (of.metadata === 'failed')
    return (
      <Alert tone="warning" title={w.failed} action={again}>
        {of.metadataReason && w.failedWhy(of.metadataReason)}
      </Alert>
    );
  return of.metadata === 'read' ? again : null;
}

const seenOf = (bookmark: Bookmark): Seen<BookmarkDraft> => ({
  value: draftOf(bookmark),
  version: versionOf(bookmark),
});

/** A bookmark to edit: saved by the button, ⌘S or ⌘Enter; what is left unsaved is found again. */
function BookmarkEditor({
  bookmark,
  onClose,
  onDelete,
}: {
  readonly bookmark: Bookmark;
  readonly onClose: () => void;
  readonly onDelete: (bookmark: Bookmark) => void;
}) {
  const w = useWords(bookmarks);
  const m = useWords(memories);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const number = String(bookmark.number);
  const isPage = bookmark.url !== null;
  const changes = useInfiniteQuery(bookmarkChanges(slug, number));
  const form = useRef<HTMLFormElement>(null);
  const [isSent, setSent] = useState(false);
  useEffect(() => form.current?.focus({ preventScroll: true }), []);
  const at = api.bookmarks[':communityId'][':number'];
  const param = { communityId: slug, number };
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const keep = (now: Bookmark): Seen<BookmarkDraft> => {
    client.setQueryData(bookmarkQuery(slug, number).queryKey, now);
    return seenOf(now);
  };
  const undo = useMutation({
    mutationFn: (version: string | number) => read(at.undo.$post({ param }, asSeen(version))),
    onSuccess: ({ deleted, ...now }) => {
      if (deleted) onClose();
      else draft.follow(keep(now));
      toast({ key: 'bookmarks', title: m.takenBack });
    },
    onSettled: settle,
  });
  const draft = useDraft<BookmarkDraft>({
    theirs: seenOf(bookmark),
    byHand: true,
    keptAs: `${slug} bookmark ${number}`,
    look: async () => seenOf(await client.fetchQuery({ ...bookmarkQuery(slug, number), staleTime: 0 })),
    send: async ({ mine, base, places }) =>
      keep(await read(at.$patch({ param, json: asked(fieldsAt(mine, places)) }, asSeen(base.version)))),
    onSaved: (_, { version }) => {
      toast({ key: 'bookmarks', title: w.saved(bookmark.number), undo: () => undo.mutate(version) });
      void settle();
    },
  });
  const isClean = draft.state === 'saved';
  const { url, title } = draft.value;
  const lacks = url.trim() !== '' ? null : isPage ? 'url' : title.trim() === '' ? 'title' : null;
  const send = () => {
    setSent(true);
    if (lacks) form.current?.querySelector<HTMLInputElement>(`[name="${lacks}"]`)?.focus();
    else draft.save();
  };
  const latest = useRef(send);
  latest.current = send;
  useKeys(useMemo(() => ({ 'mod+s': () => latest.current() }), []));
  const issues = Object.fromEntries(
    Object.entries(draft.errors).map(([path, message]) => [path.split('.')[0], message]),
  );
  const lacking = { url: w.needsAddress, title: w.noteNeedsTitle };
  const names: Readonly<Record<string, string>> = {
    url: w.address,
    title: w.name,
    description: w.about,
    tags: w.tags,
  };
  return (
    <SidePanel
      open
      onClose={onClose}
      title={w.numbered(bookmark.number)}
      footer={
        <>
          <Button icon={<Trash2 />} className="mr-auto text-danger" onClick={() => onDelete(bookmark)}>
            {m.delete}
          </Button>
          {!isClean && draft.state !== 'saving' && <Button onClick={draft.discard}>{m.discard}</Button>}
          <Button
            variant="primary"
            type="submit"
            form="bookmark"
            loading={draft.state === 'saving'}
            disabled={isClean || draft.state === 'collided'}
          >
            {m.save}
          </Button>
        </>
      }
    >
      <div className="space-y-6">
        <PanelForm ref={form} id="bookmark" onSend={send}>
          <DraftFailure draft={draft} />
          <Meanwhile
            draft={draft}
            thing={w.numbered(bookmark.number)}
            nameOf={([field = '']) => names[field] ?? field}
            community={slug}
            target={`bookmark:${bookmark.id}`}
          />
          <BookmarkFields
            value={draft.value}
            onChange={(change) => draft.setAll({ ...draft.value, ...change })}
            errors={isSent && lacks ? { [lacks]: lacking[lacks] } : issues}
            kept={isPage ? 'page' : 'note'}
          />
          <p role="status" className="text-ink-faint text-sm">
            {isClean ? '' : m.unsaved}
          </p>
        </PanelForm>
        <Facts of={bookmark} isEdited />
        <PageState of={bookmark} />
        <ChangesSection changes={changes} onUndo={() => undo.mutate(versionOf(bookmark))} isUndoing={undo.isPending} />
      </div>
    </SidePanel>
  );
}
