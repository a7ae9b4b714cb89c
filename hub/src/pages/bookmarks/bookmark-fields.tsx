import { Field } from '../../design/field.tsx';
import { Input, Textarea } from '../../design/input.tsx';
import { bookmarks } from '../../words/bookmarks.ts';
import { useWords } from '../../words/use-words.ts';
import type { Bookmark } from './queries.ts';
import { tagsIn } from './state.ts';

/** What of a bookmark is edited; tags as they are typed. */
export interface BookmarkDraft extends Readonly<Record<string, unknown>> {
  readonly title: string;
  readonly description: string;
  readonly tags: string;
}

export const draftOf = ({ title, description, tags }: Bookmark): BookmarkDraft => ({
  title,
  description: description ?? '',
  tags: tags.join(', '),
});

/** The same, as the API takes it: what is emptied is what the page says. */
export const asked = (changed: Partial<BookmarkDraft>) => ({
  ...(changed.title === undefined ? {} : { title: changed.title.trim() || null }),
  ...(changed.description === undefined ? {} : { description: changed.description.trim() || null }),
  ...(changed.tags === undefined ? {} : { tags: [...tagsIn(changed.tags)] }),
});

/** Room in each, in characters. */
const MOST = { title: 500, description: 2_000, tags: 1_000 } as const;

export function BookmarkFields({
  value,
  onChange,
  errors,
  isNote,
}: {
  readonly value: BookmarkDraft;
  readonly onChange: (change: Partial<BookmarkDraft>) => void;
  /** By the field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly isNote: boolean;
}) {
  const w = useWords(bookmarks);
  return (
    <>
      <Field
        label={w.name}
        optional={!isNote}
        required={isNote}
        hint={isNote ? w.noteHint : w.nameHint}
        error={errors.title}
      >
        {(control) => (
          <Input
            {...control}
            value={value.title}
            maxLength={MOST.title}
            dir="auto"
            onChange={(event) => onChange({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={w.about} optional error={errors.description}>
        {(control) => (
          <Textarea
            {...control}
            value={value.description}
            maxLength={MOST.description}
            dir="auto"
            className="[overflow-wrap:anywhere]"
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
      <Field label={w.tags} optional hint={w.tagsHint} error={errors.tags}>
        {(control) => (
          <Input
            {...control}
            value={value.tags}
            maxLength={MOST.tags}
            dir="auto"
            autoCapitalize="none"
            onChange={(event) => onChange({ tags: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
