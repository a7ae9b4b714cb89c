import { Field } from '../../design/field.tsx';
import { Input, Textarea } from '../../design/input.tsx';
import { bookmarks } from '../../words/bookmarks.ts';
import { useWords } from '../../words/use-words.ts';
import type { Bookmark } from './queries.ts';
import { tagsIn } from './state.ts';

/** What of a bookmark is edited; tags as they are typed. */
export interface BookmarkDraft extends Readonly<Record<string, unknown>> {
  /** Empty: a note. */
  readonly url: string;
  readonly title: string;
  readonly description: string;
  readonly tags: string;
}

export const draftOf = ({ url, title, description, tags }: Bookmark): BookmarkDraft => ({
  url: url ?? '',
  title,
  description: description ?? '',
  tags: tags.join(', '),
});

/** The same, as the API takes it: what is emptied is what the page says. */
export const asked = (changed: Partial<BookmarkDraft>) => ({
  ...(changed.url === undefined ? {} : { url: changed.url.trim() }),
  ...(changed.title === undefined ? {} : { title: changed.title.trim() || null }),
  ...(changed.description === undefined ? {} : { description: changed.description.trim() || null }),
  ...(changed.tags === undefined ? {} : { tags: [...tagsIn(changed.tags)] }),
});

/** Room in each, in characters. */
const MOST = { url: 2_100, title: 500, description: 2_000, tags: 1_000 } as const;

export function BookmarkFields({
  value,
  onChange,
  errors,
  kept,
}: {
  readonly value: BookmarkDraft;
  readonly onChange: (change: Partial<BookmarkDraft>) => void;
  /** By the field. */
  readonly errors: Readonly<Record<string, string>>;
  /** What it is so far; null: it is being made. */
  readonly kept: 'page' | 'note' | null;
}) {
  const w = useWords(bookmarks);
  const isNote = kept === 'note' && value.url.trim() === '';
  const isPage = kept === 'page';
  return (
    <>
      <Field
        label={w.address}
        optional={!isPage}
        required={isPage}
        hint={kept === null ? w.addressHint : isPage ? w.addressChanges : w.addressOfNote}
        error={errors.url}
      >
        {(control) => (
          <Input
            {...control}
            name="url"
            type="url"
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="https://"
            value={value.url}
            maxLength={MOST.url}
            onChange={(event) => onChange({ url: event.target.value })}
          />
        )}
      </Field>
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
            name="title"
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
