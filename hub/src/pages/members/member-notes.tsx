import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { meQuery } from '../../api/session.ts';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Textarea } from '../../design/input.tsx';
import { Time } from '../../design/time.tsx';
import { toast } from '../../design/toast.tsx';
import { issuesOf } from '../../design/use-zod-form.ts';
import { history } from '../../words/history.ts';
import { members } from '../../words/members.ts';
import { useWords } from '../../words/use-words.ts';
import type { Note } from './queries.ts';

/** As the API has it. */
const MOST_CHARACTERS = 2_000;

const notesAt = api.communities[':communityId'].members[':member'].notes;

/** What those who look after the community keep in mind about somebody. */
export function MemberNotes({ member, notes }: { readonly member: string; readonly notes: readonly Note[] }) {
  const w = useWords(members);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const settle = () => client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'members'] });
  const add = (text: string) => read(notesAt.$post({ param: { communityId: slug, member }, json: { text } }));
  const section = useRef<HTMLElement>(null);
  const remove = useMutation({
    mutationFn: ({ id }: Note) => notesAt[':note'].$delete({ param: { communityId: slug, member, note: id } }),
    onSuccess: (_, { text }) => {
      section.current?.querySelector<HTMLElement>('h3')?.focus();
      toast({
        key: 'note',
        title: w.noteDeleted,
        undo: async () => {
          await add(text).catch(tellFailure);
          await settle();
        },
      });
    },
    onSettled: settle,
  });
  const mayWrite = may('members', 'write');
  return (
    <section ref={section} aria-label={w.notes}>
      <h3 tabIndex={-1} className="font-semibold text-ink outline-none">
        {w.notes}
      </h3>
      <p className="mb-2 text-ink-faint text-sm">{w.notesWhy}</p>
      {notes.length === 0 && <p className="text-ink-faint">{w.noNotes}</p>}
      <ul className="space-y-2">
        {notes.map((note) => (
          <OneNote key={note.id} note={note} member={member} onDelete={() => remove.mutate(note)} />
        ))}
      </ul>
      {mayWrite && (
        <NoteForm
          className="mt-3"
          label={w.newNote}
          action={w.addNote}
          onSave={async (text) => {
            await add(text);
            await settle();
          }}
        />
      )}
    </section>
  );
}

function OneNote({
  note,
  member,
  onDelete,
}: {
  readonly note: Note;
  readonly member: string;
  readonly onDelete: () => void;
}) {
  const w = useWords(members);
  const s = useWords(history);
  const { slug, may } = useCommunity();
  const client = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [isEditing, setEditing] = useState(false);
  const edit = useRef<HTMLButtonElement>(null);
  const close = () => {
    setEditing(false);
    // The button is back with the next drawing.
    requestAnimationFrame(() => edit.current?.focus());
  };
  if (isEditing)
    return (
      <li>
        <NoteForm
          label={w.editNote}
          action={w.saveNote}
          text={note.text}
          onCancel={close}
          onSave={async (text) => {
            const param = { communityId: slug, member, note: note.id };
            await read(notesAt[':note'].$patch({ param, json: { text } }));
            await client.invalidateQueries({ queryKey: [...ofCommunity(slug), 'members'] });
            close();
          }}
        />
      </li>
    );
  return (
    <li className="rounded-lg border border-line bg-sunken px-3 py-2">
      <div className="flex items-start gap-1">
        <bdi className="min-w-0 flex-1 overflow-hidden whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
          {note.text}
        </bdi>
        {may('members', 'write') && (
          <span className="-mr-1.5 flex shrink-0">
            {note.author !== null && note.author.person === me?.person && (
              <IconButton ref={edit} size="sm" label={w.editNote} icon={<Pencil />} onClick={() => setEditing(true)} />
            )}
            <IconButton size="sm" label={w.deleteNote} icon={<Trash2 />} onClick={onDelete} />
          </span>
        )}
      </div>
      <p className="mt-1 flex flex-wrap gap-x-1.5 text-ink-faint text-sm">
        <bdi className="max-w-40 truncate">{note.author?.displayName ?? s.somebody}</bdi>
        <Time at={note.at} />
        {note.editedAt !== null && <span>{w.noteEdited}</span>}
      </p>
    </li>
  );
}

function NoteForm({
  label,
  action,
  text: given = '',
  onSave,
  onCancel,
  className,
}: {
  readonly label: string;
  readonly action: string;
  readonly text?: string;
  readonly onSave: (text: string) => Promise<void>;
  readonly onCancel?: () => void;
  readonly className?: string;
}) {
  const w = useWords(members);
  const [text, setText] = useState(given);
  const field = useRef<HTMLTextAreaElement>(null);
  const save = useMutation({
    mutationFn: (wanted: string) => onSave(wanted),
    onSuccess: () => setText(''),
    onError: (error) => {
      if (issuesOf(error).length === 0) tellFailure(error);
    },
  });
  const isNew = onCancel === undefined;
  useEffect(() => {
    if (!isNew) field.current?.focus();
  }, [isNew]);
  const submit = () => {
    const wanted = text.trim();
    if (wanted !== '' && !save.isPending) save.mutate(wanted);
  };
  return (
    <form
      className={className}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label={label} error={issuesOf(save.error)[0]?.message}>
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            rows={2}
            value={text}
            maxLength={MOST_CHARACTERS}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event: KeyboardEvent) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
              // The panel stays: what is given up is this note alone.
              if (event.key === 'Escape' && onCancel) {
                event.preventDefault();
                onCancel();
              }
            }}
          />
        )}
      </Field>
      <div className="mt-2 flex gap-2">
        <Button type="submit" size="sm" loading={save.isPending} disabled={text.trim() === ''}>
          {action}
        </Button>
        {onCancel && (
          <Button size="sm" variant="ghost" onClick={onCancel}>
            {w.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}
