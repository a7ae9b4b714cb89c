import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { normaliseName } from '@waddlebot/core/commands.ts';
import { useEffect, useRef } from 'react';
import { api, read } from '../../api/client.ts';
import { communityQuery } from '../../api/community.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { toast } from '../../design/toast.tsx';
import { useDraft } from '../../edit/use-draft.ts';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';
import { CommandFormFields } from './command-form.tsx';
import { type CommandForm, EMPTY } from './form.ts';
import { sendForm } from './send.ts';
import type { ChangeState } from './state.ts';

const NOTHING = { value: EMPTY, version: '' };

/** A command of the community's own, to be made. */
export function NewCommand({ onChange }: { readonly onChange: ChangeState }) {
  const w = useWords(commands);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const { data: community } = useQuery(communityQuery(slug));
  const prefix = community?.prefix ?? '!';
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const draft = useDraft<CommandForm>({
    byHand: true,
    theirs: NOTHING,
    look: async () => NOTHING,
    send: ({ mine }) =>
      sendForm(mine, w, async () => {
        const { name, replies, set } = mine;
        await read(
          api.commands[':communityId'].$post({
            param: { communityId: slug },
            json: {
              name: normaliseName(name),
              replies: [...(replies ?? [])],
              ...(Object.keys(set).length > 0 ? { options: set } : {}),
            },
          }),
        );
        return { value: mine, version: '' };
      }),
    onSaved: ({ mine }) => {
      const name = normaliseName(mine.name);
      void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'commands'] });
      toast({
        title: w.created(prefix + name),
        undo: () =>
          read(api.commands[':communityId'][':name'].$delete({ param: { communityId: slug, name } })).then(
            () => onChange({ edit: undefined, make: undefined }),
            tellFailure,
          ),
      });
      onChange({ make: undefined, edit: name });
    },
  });
  if (!may('commands', 'write'))
    return (
      <EmptyState mood="sleepy" title={w.readOnly}>
        {w.readOnlyWhy}
      </EmptyState>
    );
  return (
    <div ref={form}>
      <PageHeader title={w.newTitle} description={w.newWhy} trail={<BackToList />} />
      <CommandFormFields
        draft={draft}
        community={slug}
        prefix={prefix}
        thing={w.newThing}
        target={null}
        kind="whole"
        effective={null}
        readOnly={false}
      />
    </div>
  );
}

/** The way back, with the filters as they were. */
export function BackToList() {
  const w = useWords(commands);
  const { slug } = useCommunity();
  return (
    <Link
      to={'/c/$slug/commands' as '/c/$slug'}
      params={{ slug }}
      search={
        ((before: Readonly<Record<string, unknown>>) => ({
          ...before,
          edit: undefined,
          part: undefined,
          make: undefined,
        })) as never
      }
      className="rounded-sm text-ink-faint hover:text-ink hover:underline"
    >
      {w.back}
    </Link>
  );
}
