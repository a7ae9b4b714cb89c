import { useZone } from '../../design/clock.ts';
import { Field } from '../../design/field.tsx';
import { Input, Textarea } from '../../design/input.tsx';
import { dayIn, movedToDay } from '../../memories/days.ts';
import { quotes } from '../../words/quotes.ts';
import { useWords } from '../../words/use-words.ts';
import type { Quote } from './queries.ts';

/** What of a quote is edited; what is left out is an empty text. */
export interface QuoteDraft extends Readonly<Record<string, unknown>> {
  readonly text: string;
  readonly author: string;
  readonly category: string;
  readonly game: string;
  readonly title: string;
  readonly saidAt: string;
}

export const draftOf = ({ text, author, category, game, title, saidAt }: Quote): QuoteDraft => ({
  text,
  author,
  category: category ?? '',
  game: game ?? '',
  title: title ?? '',
  saidAt,
});

/** The same, as the API takes it: nothing is null, but a name. */
export const asked = (changed: Partial<QuoteDraft>) => ({
  ...(changed.text === undefined ? {} : { text: changed.text.trim() }),
  ...(changed.author === undefined ? {} : { author: changed.author.trim() }),
  ...(changed.category === undefined ? {} : { category: changed.category.trim() || null }),
  ...(changed.game === undefined ? {} : { game: changed.game.trim() || null }),
  ...(changed.title === undefined ? {} : { title: changed.title.trim() || null }),
  ...(changed.saidAt === undefined ? {} : { saidAt: changed.saidAt }),
});

/** Room in each, as the API has it, in code points; what is longer is told at its field. */
const MOST = { text: 5_000, author: 100, category: 50, game: 300, title: 300 } as const;

export function QuoteFields({
  value,
  onChange,
  errors,
  isNew,
}: {
  readonly value: QuoteDraft;
  readonly onChange: (change: Partial<QuoteDraft>) => void;
  /** By the field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly isNew?: boolean;
}) {
  const w = useWords(quotes);
  const zone = useZone();
  const at = Date.parse(value.saidAt);
  const line = (name: 'author' | 'category' | 'game' | 'title', label: string, hint?: string) => (
    <Field label={label} optional hint={hint} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          value={value[name]}
          maxLength={MOST[name] * 2}
          dir="auto"
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <Field label={w.text} required error={errors.text}>
        {(control) => (
          <Textarea
            {...control}
            value={value.text}
            maxLength={MOST.text * 2}
            dir="auto"
            className="[overflow-wrap:anywhere]"
            onChange={(event) => onChange({ text: event.target.value })}
          />
        )}
      </Field>
      {line('author', w.author)}
      {line('category', w.category, w.categoryHint)}
      <Field label={w.said} hint={isNew ? w.saidHint(zone) : undefined} error={errors.saidAt}>
        {(control) => (
          <Input
            {...control}
            type="date"
            value={dayIn(at, zone)}
            onChange={(event) => {
              const moved = movedToDay(at, event.target.value, zone);
              if (moved !== null) onChange({ saidAt: new Date(moved).toISOString() });
            }}
          />
        )}
      </Field>
      {line('game', w.game)}
      {line('title', w.streamTitle)}
    </>
  );
}
