import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../api/errors.ts';
import { PlaceField } from '../../channels/place-field.tsx';
import { placeOfText, placeText } from '../../channels/places.ts';
import { Card } from '../../design/card.tsx';
import { Field } from '../../design/field.tsx';
import { Textarea } from '../../design/input.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import type { Draft } from '../../edit/use-draft.ts';
import { reminderEditor } from '../../words/reminders.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useSettled } from '../members/use-settled.ts';
import type { ReminderDraft } from './draft.ts';
import { Explanation } from './explanation.tsx';
import { MentionField } from './mention-field.tsx';
import type { Mentioned } from './mentions.ts';
import { type Preview, previewQuery } from './queries.ts';
import { type Asked, askedOf } from './when.ts';
import { WhenFields } from './when-fields.tsx';

/** Longest text, in characters. */
const MOST_TEXT = 500;

/** What is said, when, where and for whom; beside it how the time is understood. */
export function ReminderForm({
  draft,
  mentioned = null,
}: {
  readonly draft: Draft<ReminderDraft>;
  /** Whom it was set for. */
  readonly mentioned?: Mentioned | null;
}) {
  const w = useWords(reminderEditor);
  const language = useLanguage();
  const { value, errors } = draft;
  const place = placeOfText(value.place);
  const asked = askedOf(value.when);
  const settled = useSettled(JSON.stringify(asked));
  const preview = useQuery(previewQuery(JSON.parse(settled) as Asked | null, language));
  const isUnderstood = preview.data !== undefined && !preview.error && asked !== null;
  const understood = isUnderstood ? preview.data : null;
  const rest = value.when.way === 'phrase' ? (understood?.rest ?? '') : '';
  const isFromPhrase = value.text.trim() === '' && rest !== '';
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,22rem)]">
      <div className="min-w-0 space-y-6">
        <WhenFields
          when={value.when}
          understood={understood}
          error={errors.when}
          onChange={(when) => draft.set(['when'], when)}
        />
        <Field
          label={w.what}
          hint={isFromPhrase ? w.whatFromPhrase : w.whatHint}
          error={errors.text}
          required={!isFromPhrase}
        >
          {(control) => (
            <Textarea
              {...control}
              value={value.text}
              placeholder={rest}
              rows={2}
              maxLength={MOST_TEXT}
              onChange={({ target }) => draft.set(['text'], target.value)}
            />
          )}
        </Field>
        <PlaceField
          label={w.where}
          hint={w.whereHint}
          error={errors.place ?? errors.channel ?? errors.room}
          required
          place={place}
          onChange={(next) => draft.set(['place'], placeText(next))}
        />
        <MentionField
          channel={place?.channel ?? ''}
          mention={value.mention}
          mentioned={mentioned}
          onChange={(mention) => draft.set(['mention'], mention)}
        />
      </div>
      <Card title={w.explained} className="lg:sticky lg:top-4" aria-live="polite">
        <Understood asked={asked} preview={understood} error={asked === null ? null : preview.error} />
      </Card>
    </div>
  );
}

function Understood({
  asked,
  preview,
  error,
}: {
  readonly asked: Asked | null;
  readonly preview: Preview | null;
  readonly error: unknown;
}) {
  const w = useWords(reminderEditor);
  if (asked === null) return <p className="text-ink-faint">{w.nothingYet}</p>;
  if (error)
    return (
      <>
        <p className="font-medium text-ink">{w.notUnderstood}</p>
        <p className="wrap-anywhere text-ink-soft">{error instanceof ApiError ? error.message : ''}</p>
      </>
    );
  if (!preview) return <Skeleton lines={5} />;
  return (
    <Explanation
      once={preview.recurrence === null}
      zone={preview.timezone}
      next={preview.next}
      explained={preview.explained}
    />
  );
}
