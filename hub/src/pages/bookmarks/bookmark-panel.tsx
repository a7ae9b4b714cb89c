import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, RefreshCw, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { api, read } from '../../api/client.ts';
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
import { issuesOf } from '../../design/use-zod-form.ts';
import { ChangesSection } from '../../memories/changes-section.tsx';
import { EditCollisions } from '../../memories/collisions.tsx';
import { type Edits, useEdits } from '../../memories/use-edits.ts';
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
  hidesTags,
}: {
  readonly of: Bookmark;
  readonly hidesTags?: boolean;
}) {
  const w = useWords(bookmarks);
  const m = useWords(memories);
  return (
    <dl className="space-y-2">
      {url !== null && (
        <>
          <Fact name={w.address}>
            <span className="line-clamp-3 overflow-hidden [overflow-wrap:anywhere]">{url}</span>
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
      {!hidesTags && tags.length > 0 && <Fact name={w.tags}>{tags.join(', ')}</Fact>}
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
  const isNote = bookmark.url === null;
  const edits = useEdits(
    `${slug} bookmark ${number}`,
    useMemo(() => draftOf(bookmark), [bookmark]),
  );
  const changes = useInfiniteQuery(bookmarkChanges(slug, number));
  const form = useRef<HTMLFormElement>(null);
  const [isSent, setSent] = useState(false);
  useEffect(() => form.current?.focus({ preventScroll: true }), []);
  const at = api.bookmarks[':communityId'][':number'];
  const param = { communityId: slug, number };
  const keep = (now: Bookmark) => client.setQueryData(bookmarkQuery(slug, number).queryKey, now);
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const undo = useMutation({
    mutationFn: () => read(at.undo.$post({ param })),
    onSuccess: ({ deleted, ...now }) => {
      if (deleted) onClose();
      else keep(now);
      toast({ key: 'bookmark-undo', title: m.takenBack });
    },
    onSettled: settle,
  });
  const save = useMutation({
    mutationFn: ({ changed }: Pick<Edits<BookmarkDraft>, 'changed' | 'value'>) =>
      read(at.$patch({ param, json: asked(changed) })),
    onSuccess: (now, { value }) => {
      edits.accept(value, draftOf(now));
      keep(now);
      toast({ key: 'bookmark-save', title: w.saved(bookmark.number), undo: () => undo.mutate() });
    },
    // What is refused stands in the form.
    onError: () => {},
    onSettled: settle,
  });
  const isNothing = isNote && edits.value.title.trim() === '';
  const send = () => {
    setSent(true);
    if (isNothing) form.current?.querySelector('input')?.focus();
    else if (edits.isDirty && edits.collisions.length === 0 && !save.isPending) save.mutate(edits);
  };
  const latest = useRef(send);
  latest.current = send;
  useKeys(useMemo(() => ({ 'mod+s': () => latest.current() }), []));
  const issues = Object.fromEntries(issuesOf(save.error).map(({ path, message }) => [path.split('.')[0], message]));
  const names: Readonly<Record<string, string>> = { title: w.name, description: w.about, tags: w.tags };
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
          {edits.isDirty && <Button onClick={edits.discard}>{m.discard}</Button>}
          <Button
            variant="primary"
            type="submit"
            form="bookmark"
            loading={save.isPending}
            disabled={!edits.isDirty || edits.collisions.length > 0}
          >
            {m.save}
          </Button>
        </>
      }
    >
      <div className="space-y-6">
        <form
          ref={form}
          id="bookmark"
          tabIndex={-1}
          noValidate
          className="space-y-5 outline-none"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            send();
          }}
        >
          {save.error && Object.keys(issues).length === 0 && (
            <Alert tone="danger" title={save.error instanceof ApiError ? save.error.message : String(save.error)} />
          )}
          <EditCollisions
            edits={edits}
            nameOf={(field) => names[field] ?? field}
            last={changes.data?.pages[0]?.data[0]}
          />
          <BookmarkFields
            value={edits.value}
            onChange={edits.set}
            errors={isSent && isNothing ? { title: w.noteNeedsTitle } : issues}
            isNote={isNote}
          />
          <p role="status" className="text-ink-faint text-sm">
            {edits.isDirty ? m.unsaved : ''}
          </p>
        </form>
        <Facts of={bookmark} hidesTags />
        <PageState of={bookmark} />
        <ChangesSection changes={changes} onUndo={() => undo.mutate()} isUndoing={undo.isPending} />
      </div>
    </SidePanel>
  );
}
