import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, asSeen, read } from '../../api/client.ts';
import { communityQuery } from '../../api/community.ts';
import { ApiError } from '../../api/errors.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmByName } from '../../design/confirm-by-name.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { EditFrame } from '../../edit/edit-frame.tsx';
import type { Place } from '../../edit/merge.ts';
import { type Seen, useDraft } from '../../edit/use-draft.ts';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';
import { lacking } from '../reminders/draft.ts';
import { NotLoaded } from '../reminders/not-loaded.tsx';
import { LastCalls } from './calls.tsx';
import { draftOf, FRESH, type ModuleDraft } from './draft.ts';
import { ModuleForm } from './form.tsx';
import { Guide } from './guide.tsx';
import { type ListedModule, moduleQuery } from './queries.ts';
import { SecretCard, SecretDialog } from './secret.tsx';
import type { ChangeState } from './state.ts';
import { TryIt } from './try-it.tsx';

function Head({ title, onBack }: { readonly title: string; readonly onBack: () => void }) {
  const w = useWords(httpModules);
  return (
    <PageHeader
      title={<bdi className="font-mono">{title}</bdi>}
      trail={
        <Button variant="ghost" size="sm" icon={<ArrowLeft />} onClick={onBack} className="-ml-2.5">
          {w.back}
        </Button>
      }
    />
  );
}

const nameOf =
  (w: (typeof httpModules)['en']) =>
  ([first = '', second]: Place): string => {
    const names: Readonly<Record<string, string>> = {
      name: w.name,
      url: w.address,
      summary: w.summary,
      enabled: w.enabled,
      cacheSeconds: w.cache,
      level: w.level,
      cooldown: w.waitUser,
      live: w.live,
      platforms: w.platforms,
      hidden: w.hidden,
    };
    return names[second ?? first] ?? w.who;
  };

const FRESHLY: Seen<ModuleDraft> = { value: FRESH, version: 0 };

/** Adds a module, and shows its secret this once. */
export function NewModule({ onChange }: { readonly onChange: ChangeState }) {
  const w = useWords(httpModules);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const { data: community } = useQuery(communityQuery(slug));
  const [made, setMade] = useState<{ readonly name: string; readonly secret: string | null } | null>(null);
  const draft = useDraft<ModuleDraft>({
    theirs: FRESHLY,
    byHand: true,
    look: async () => FRESHLY,
    send: async ({ mine }) => {
      if (mine.name.trim() === '') throw lacking('name', w.nameNeeded);
      if (mine.url.trim() === '') throw lacking('url', w.addressNeeded);
      const { name, secret } = await read(
        api.modules[':communityId'].$post({ param: { communityId: slug }, json: mine }),
      );
      setMade({ name, secret });
      return { value: mine, version: 1 };
    },
    onSaved: () => {
      toast({ title: w.madeNow });
      void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'http-modules'] });
    },
  });
  return (
    <>
      <Head title={w.newTitle} onBack={() => onChange({ make: undefined })} />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <EditFrame
          draft={made ? { ...draft, isDirty: () => false } : draft}
          thing={w.newTitle}
          nameOf={nameOf(w)}
          community={slug}
          target={null}
          within={['make']}
        >
          <ModuleForm draft={draft} prefix={community?.prefix ?? '!'} isNew readOnly={false} />
        </EditFrame>
        <Guide />
      </div>
      {made && <SecretDialog secret={made.secret} onClose={() => onChange({ make: undefined, edit: made.name })} />}
    </>
  );
}

/** One module: what is set, whether it answers, and what was asked of it. */
export function EditModule({ name, onChange }: { readonly name: string; readonly onChange: ChangeState }) {
  const w = useWords(httpModules);
  const { slug, may } = useCommunity();
  const query = useQuery(moduleQuery(slug, name));
  const { data: community } = useQuery(communityQuery(slug));
  const prefix = community?.prefix ?? '!';
  const back = () => onChange({ edit: undefined });
  const isMissing = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  const mayWrite = may('integrations', 'write');
  return (
    <>
      <Head title={prefix + name} onBack={back} />
      {query.data ? (
        <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
          <div className="min-w-0 space-y-8">
            {!mayWrite && <Alert title={w.readOnly} />}
            <Editing seen={query.data} prefix={prefix} />
            <Guide />
          </div>
          <div className="min-w-0 space-y-4">
            <TryIt name={name} />
            <LastCalls name={name} />
            {mayWrite && <SecretCard name={name} />}
            {mayWrite && <Remove name={name} onRemoved={back} />}
          </div>
        </div>
      ) : isMissing ? (
        <EmptyState compact title={w.missing} action={<Button onClick={back}>{w.back}</Button>}>
          {w.missingWhy}
        </EmptyState>
      ) : query.error ? (
        <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton lines={10} />
      )}
    </>
  );
}

/** What a tag names of a module: how often it was used is no change. */
const stateOf = (tag: string): string => tag.replace(/^(W\/)?"([\w-]+)\.[\w-]*"$/, '"$2"');

function Editing({
  seen,
  prefix,
}: {
  readonly seen: { readonly value: ListedModule; readonly version: string };
  readonly prefix: string;
}) {
  const w = useWords(httpModules);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const { name, id } = seen.value;
  const look = async (): Promise<Seen<ModuleDraft>> => {
    const { value, version } = await client.fetchQuery({ ...moduleQuery(slug, name), staleTime: 0 });
    return { value: draftOf(value), version: stateOf(version) };
  };
  const draft = useDraft<ModuleDraft>({
    theirs: { value: draftOf(seen.value), version: stateOf(seen.version) },
    byHand: true,
    look,
    send: async ({ mine: { name: _, ...json }, base }) => {
      if (json.url.trim() === '') throw lacking('url', w.addressNeeded);
      await api.modules[':communityId'][':name'].$put(
        { param: { communityId: slug, name }, json },
        asSeen(base.version),
      );
      return look();
    },
    onSaved: ({ base }) => {
      toast({ title: w.savedNow, undo: () => undo.mutate(base.value) });
      void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'http-modules'] });
    },
  });
  const undo = useMutation({
    mutationFn: ({ name: _, ...json }: ModuleDraft) =>
      read(api.modules[':communityId'][':name'].$put({ param: { communityId: slug, name }, json })),
    onSettled: () => client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'http-modules'] }),
  });
  const form = <ModuleForm draft={draft} prefix={prefix} isNew={false} readOnly={!may('integrations', 'write')} />;
  if (!may('integrations', 'write')) return form;
  return (
    <EditFrame
      draft={draft}
      thing={prefix + name}
      nameOf={nameOf(w)}
      community={slug}
      target={`module:${id}`}
      within={['edit']}
    >
      {form}
    </EditFrame>
  );
}

function Remove({ name, onRemoved }: { readonly name: string; readonly onRemoved: () => void }) {
  const w = useWords(httpModules);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const remove = async () => {
    await read(api.modules[':communityId'][':name'].$delete({ param: { communityId: slug, name } }));
    toast({ title: w.removedNow });
    onRemoved();
    await client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'http-modules', 'all'] });
  };
  return (
    <ConfirmByName
      trigger={
        <Button variant="ghost" icon={<Trash2 />} className="text-danger">
          {w.remove}
        </Button>
      }
      title={w.remove}
      description={w.removeWhy}
      name={name}
      action={w.remove}
      onConfirm={remove}
    />
  );
}
