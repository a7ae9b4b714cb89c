import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import { isSlug } from './slug.ts';
import { useSettled } from './use-settled.ts';

export interface SlugFieldProps {
  readonly value: string;
  readonly onChange: (slug: string) => void;
  /** What else is wrong with it than the look-up says. */
  readonly error?: string | undefined;
  readonly check: SlugCheck;
}

/** The address of a new community, with whether it can be had, and one like it where it cannot. */
export function SlugField({ value, onChange, error, check }: SlugFieldProps) {
  const w = useWords(startWords);
  return (
    <div className="space-y-1.5">
      <Field label={w.slug} hint={w.slugHint} error={check.error ?? error} required>
        {(control) => (
          <Input
            {...control}
            mono
            value={value}
            onChange={(event) => onChange(event.target.value.toLowerCase())}
            spellCheck={false}
            autoCapitalize="off"
            maxLength={40}
          />
        )}
      </Field>
      <div role="status" className="min-h-5 text-sm">
        {check.isFree && (
          <span className="inline-flex items-center gap-1.5 text-ok">
            <CircleCheck aria-hidden className="size-3.5" />
            {w.slugFree}
          </span>
        )}
        {check.suggestion && (
          <Button size="sm" onClick={() => onChange(check.suggestion ?? '')}>
            {w.slugTake(check.suggestion)}
          </Button>
        )}
      </div>
    </div>
  );
}

export interface SlugCheck {
  readonly isFree: boolean;
  readonly error: string | undefined;
  readonly suggestion: string | null;
}

/** Looks whether a slug can be had, once typing rests. */
export function useSlugCheck(slug: string): SlugCheck {
  const w = useWords(startWords);
  const asked = useSettled(slug);
  const { data, error } = useQuery({
    queryKey: ['communities', 'check', asked],
    queryFn: () => read(api.communities.check.$get({ query: { slug: asked } })),
    enabled: isSlug(asked),
    retry: false,
  });
  if (slug === '') return { isFree: false, error: undefined, suggestion: null };
  if (!isSlug(slug)) return { isFree: false, error: w.slugForm, suggestion: null };
  if (asked !== slug) return { isFree: false, error: undefined, suggestion: null };
  if (error instanceof ApiError && error.status === 400)
    return { isFree: false, error: w.slugReserved(slug), suggestion: null };
  if (!data || data.free) return { isFree: data?.free ?? false, error: undefined, suggestion: null };
  return { isFree: false, error: w.slugTaken(slug), suggestion: data.suggestion };
}
