import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { cn } from './cn.ts';

/** What a control inside a field must carry, so that its words are read with it. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-required': true | undefined;
}

export interface FieldProps {
  label: ReactNode;
  /** Why it is asked, or what good looks like: one sentence. */
  hint?: ReactNode;
  /** What is wrong with it and what would be right. */
  error?: string | undefined;
  /** Says that it may be left out. */
  optional?: boolean;
  required?: boolean;
  /** `row`: the control stands to the right of its words (switches in settings). */
  layout?: 'stack' | 'row';
  className?: string;
  children: (control: FieldControl) => ReactNode;
}

/** Label, control, hint and error, tied together: `<Field label="Name">{(control) => <Input {...control} />}</Field>`. */
export function Field({ label, hint, error, optional, required, layout = 'stack', className, children }: FieldProps) {
  const w = useWords(kit);
  const id = useId();
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const control = children({
    id,
    'aria-describedby': [hintId, errorId].filter(Boolean).join(' ') || undefined,
    'aria-invalid': error ? true : undefined,
    'aria-required': required ? true : undefined,
  });
  const words = (
    <>
      <label htmlFor={id} className="flex items-baseline gap-1.5 font-medium text-ink">
        {label}
        {optional && <span className="font-normal text-ink-faint text-sm">{w.optional}</span>}
      </label>
      {hint && (
        <p id={hintId} className="text-ink-faint text-sm">
          {hint}
        </p>
      )}
    </>
  );
  const wrong = error && (
    <p id={errorId} className="flex items-start gap-1.5 text-danger text-sm">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      {error}
    </p>
  );
  if (layout === 'row') {
    return (
      <div className={cn('flex justify-between gap-6', hint || error ? 'items-start' : 'items-center', className)}>
        <div className="min-w-0 space-y-0.5">
          {words}
          {wrong}
        </div>
        <div className="shrink-0">{control}</div>
      </div>
    );
  }
  return (
    <div className={cn('min-w-0 space-y-1.5', className)}>
      <div className="space-y-0.5">{words}</div>
      {control}
      {wrong}
    </div>
  );
}
