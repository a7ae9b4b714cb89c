import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { toast } from '../../design/toast.tsx';
import { issuesOf } from '../../design/use-zod-form.ts';
import { PanelForm } from '../../memories/panel-form.tsx';
import { useNew } from '../../memories/use-new.ts';
import { bookmarks } from '../../words/bookmarks.ts';
import { memories } from '../../words/memories.ts';
import { useWords } from '../../words/use-words.ts';
import { type BookmarkDraft, BookmarkFields } from './bookmark-fields.tsx';
import type { Bookmark } from './queries.ts';
import { tagsIn } from './state.ts';

const NOTHING: BookmarkDraft = { url: '', title: '', description: '', tags: '' };

/** A page or a note that is kept from here. */
export function NewBookmarkPanel({
  onClose,
  onAdded,
}: {
  readonly onClose: () => void;
  readonly onAdded: (bookmark: Bookmark) => void;
}) {
  const w = useWords(bookmarks);
  const m = useWords(memories);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const fresh = useNew(`${slug} bookmark new`, NOTHING);
  const { url, title, description, tags } = fresh.value;
  const [isSent, setSent] = useState(false);
  const isNothing = url.trim() === '' && title.trim() === '';
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const add = useMutation({
    mutationFn: () =>
      read(
        api.bookmarks.$post({
          json: {
            communityId: slug,
            ...(url.trim() === '' ? {} : { url: url.trim() }),
            ...(title.trim() === '' ? {} : { title: title.trim() }),
            ...(description.trim() === '' ? {} : { description: description.trim() }),
            tags: [...tagsIn(tags)],
          },
        }),
      ),
    onSuccess: (made) => {
      fresh.made();
      onAdded(made);
      toast({
        key: 'bookmarks',
        title: w.added(made.number),
        undo: async () => {
          const param = { communityId: slug, number: String(made.number) };
          await api.bookmarks[':communityId'][':number'].$delete({ param }).catch(tellFailure);
          await settle();
        },
      });
    },
    // What is refused stands in the form.
    onError: () => {},
    onSettled: settle,
  });
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const issues = Object.fromEntries(issuesOf(add.error).map(({ path, message }) => [path.split('.')[0], message]));
  const save = () => {
    setSent(true);
    if (isNothing) form.current?.querySelector('input')?.focus();
    else if (!add.isPending) add.mutate();
  };
  return (
    <SidePanel
      open
      onClose={onClose}
      title={w.new}
      footer={
        <Button variant="primary" type="submit" form="new-bookmark" loading={add.isPending}>
          {m.add}
        </Button>
      }
    >
      <PanelForm ref={form} id="new-bookmark" onSend={save}>
        {add.error && Object.keys(issues).length === 0 && (
          <Alert tone="danger" title={add.error instanceof ApiError ? add.error.message : String(add.error)} />
        )}
        <BookmarkFields
          value={fresh.value}
          onChange={fresh.set}
          errors={isSent && isNothing ? { url: w.needsOne } : issues}
          kept={null}
        />
      </PanelForm>
    </SidePanel>
  );
}
