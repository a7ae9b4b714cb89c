import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { api, asSeen, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { meQuery } from '../../api/session.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { useCommunity } from '../../app/use-community.ts';
import { usePlaceNames } from '../../channels/place-name.tsx';
import { type Place as ChosenPlace, hasOneRoom, onlyPlaceOf, placeOfText } from '../../channels/places.ts';
import { channelsQuery, type LinkedChannel } from '../../channels/queries.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { toast } from '../../design/toast.tsx';
import { EditFrame } from '../../edit/edit-frame.tsx';
import type { Place } from '../../edit/merge.ts';
import { type Seen, useDraft } from '../../edit/use-draft.ts';
import { reminderEditor, reminders } from '../../words/reminders.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { draftOf, freshDraft, lacking, movedTo, type ReminderDraft, scheduleOf } from './draft.ts';
import { ReminderForm } from './form.tsx';
import { mentionedIn, mentionThere } from './mentions.ts';
import { NotLoaded } from './not-loaded.tsx';
import { type ReminderDetail, reminderQuery, upcomingQuery } from './queries.ts';
import type { ChangeState } from './state.ts';

/** Says what somebody is about, and leads back to the list. */
function Head({ title, onBack }: { readonly title: string; readonly onBack: () => void }) {
  const w = useWords(reminders);
  return (
    <PageHeader
      title={title}
      trail={
        <Button variant="ghost" size="sm" icon={<ArrowLeft />} onClick={onBack} className="-ml-2.5">
          {w.back}
        </Button>
      }
    />
  );
}

const nameOf =
  (w: (typeof reminderEditor)['en']) =>
  ([first]: Place): string =>
    first === 'when' ? w.when : first === 'text' ? w.what : first === 'mention' ? w.forWhom : w.where;

/** Sets a reminder of whoever is signed in. */
export function NewReminder({ onChange }: { readonly onChange: ChangeState }) {
  const e = useWords(reminderEditor);
  const w = useWords(reminders);
  const language = useLanguage();
  const { slug } = useCommunity();
  const zones = useQuery(upcomingQuery(slug, language));
  const channels = useQuery(channelsQuery(slug));
  const failed = zones.error ?? channels.error;
  return (
    <>
      <Head title={e.newTitle} onBack={() => onChange({ make: undefined })} />
      {zones.data && channels.data ? (
        <Making
          zone={zones.data.ownZone ?? zones.data.zone}
          place={firstOf(channels.data)}
          onMade={(number) => onChange({ make: undefined, reminder: String(number) })}
        />
      ) : failed ? (
        <NotLoaded
          title={w.notLoaded}
          error={failed}
          onRetry={() => void Promise.all([zones.refetch(), channels.refetch()])}
        />
      ) : (
        <Skeleton lines={8} />
      )}
    </>
  );
}

/** The first channel that is its own only room: most of those who set one from here mean it. */
function firstOf(channels: readonly LinkedChannel[]): ChosenPlace | null {
  const found = channels.find(({ channel }) => hasOneRoom(channel));
  return found ? onlyPlaceOf(found.channel) : null;
}

function Making({
  zone,
  place,
  onMade,
}: {
  readonly zone: string;
  readonly place: ChosenPlace | null;
  readonly onMade: (number: number) => void;
}) {
  const e = useWords(reminderEditor);
  const w = useWords(reminders);
  const language = useLanguage();
  const { slug } = useCommunity();
  const client = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const [fresh] = useState<Seen<ReminderDraft>>(() => ({ value: freshDraft(zone, place, Date.now()), version: 0 }));
  const [made, setMade] = useState<number | null>(null);
  const draft = useDraft<ReminderDraft>({
    theirs: fresh,
    byHand: true,
    look: async () => fresh,
    send: async ({ mine }) => {
      const schedule = await scheduleOf(mine.when, language);
      if (schedule === null) throw lacking('when', e.noTime);
      const text = mine.text.trim() || schedule.rest;
      if (text === '') throw lacking('text', e.noText);
      const where = placeOfText(mine.place);
      if (where === null) throw lacking('place', e.noChannel);
      const mention = mentionThere(mine.mention, where.channel, me, null) === 'me' ? 'me' : 'here';
      const { number } = await read(
        api.reminders.$post({ json: { communityId: slug, text, ...where, mention, ...schedule.asked } }),
      );
      setMade(number);
      return { value: mine, version: number };
    },
    onSaved: (_, { version }) => {
      toast({ title: w.madeNow });
      void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'reminders'] });
      onMade(Number(version));
    },
  });
  const needsActor = draft.failure instanceof ApiError && draft.failure.code === 'ACTOR_REQUIRED';
  return (
    <EditFrame
      draft={made === null ? draft : { ...draft, isDirty: () => false }}
      thing={e.newTitle}
      nameOf={nameOf(e)}
      community={slug}
      target={null}
      within={['make']}
    >
      {needsActor && (
        <Alert tone="warning" title={e.actorNeeded}>
          {e.actorNeededWhy}
        </Alert>
      )}
      <ReminderForm draft={draft} />
    </EditFrame>
  );
}

/** Changes what an open reminder says, or when it comes. */
export function EditReminder({ number, onChange }: { readonly number: string; readonly onChange: ChangeState }) {
  const e = useWords(reminderEditor);
  const w = useWords(reminders);
  const language = useLanguage();
  const { slug } = useCommunity();
  const query = useQuery(reminderQuery(slug, number, language));
  const back = () => onChange({ edit: undefined });
  const isMissing = query.error instanceof ApiError && [400, 404].includes(query.error.status);
  return (
    <>
      <Head title={e.title(number)} onBack={back} />
      {query.data ? (
        query.data.value.status === 'open' ? (
          <Editing seen={{ value: query.data.value, version: query.data.version }} />
        ) : (
          <EmptyState compact title={e.notOpen} action={<Button onClick={back}>{w.back}</Button>}>
            {e.notOpenWhy}
          </EmptyState>
        )
      ) : isMissing ? (
        <EmptyState compact title={w.missing} action={<Button onClick={back}>{w.back}</Button>}>
          {w.missingWhy}
        </EmptyState>
      ) : query.error ? (
        <NotLoaded title={w.notLoaded} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </>
  );
}

function Editing({ seen }: { readonly seen: Seen<ReminderDetail> }) {
  const e = useWords(reminderEditor);
  const w = useWords(reminders);
  const language = useLanguage();
  const { slug } = useCommunity();
  const client = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const { number } = seen.value;
  const mentioned = mentionedIn(seen.value);
  const placeName = usePlaceNames();
  const key = reminderQuery(slug, String(number), language);
  const look = async (): Promise<Seen<ReminderDraft>> => {
    const now = await client.fetchQuery({ ...key, staleTime: 0 });
    return { value: draftOf(now.value), version: stateOf(now.version) };
  };
  const draft = useDraft<ReminderDraft>({
    theirs: { value: draftOf(seen.value), version: stateOf(String(seen.version)) },
    byHand: true,
    look,
    send: async ({ mine, base, places }) => {
      const isTimed = places.some(([first]) => first === 'when');
      const schedule = isTimed ? await scheduleOf(mine.when, language) : null;
      if (isTimed && schedule === null) throw lacking('when', e.noTime);
      const text = mine.text.trim();
      if (text === '') throw lacking('text', e.noText);
      await api.reminders[':communityId'][':number'].$patch(
        {
          param: { communityId: slug, number: String(number) },
          json: {
            ...(text === base.value.text ? {} : { text }),
            ...(schedule?.asked ?? {}),
            ...movedTo(mine, base.value, me, mentioned),
          },
        },
        asSeen(base.version),
      );
      return look();
    },
    onSaved: () => {
      toast({ title: w.savedNow });
      void client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'reminders'] });
    },
  });
  return (
    <EditFrame
      draft={draft}
      thing={e.thing(String(number))}
      nameOf={nameOf(e)}
      community={slug}
      target={`reminder:${number}`}
      within={['edit']}
      shown={([field], value) => {
        if (field === 'place') return placeName(String(value));
        return field === 'mention'
          ? value === 'them'
            ? (mentioned?.name ?? e.me)
            : value === 'me'
              ? e.me
              : e.here
          : null;
      }}
    >
      <ReminderForm draft={draft} mentioned={mentioned} />
    </EditFrame>
  );
}

/** The state that a tag names: what is told besides, as when it comes next, is no change. */
const stateOf = (tag: string): string => tag.replace(/^(W\/)?"([\w-]+)\.[\w-]*"$/, '"$2"');
