import { type FormEvent, useMemo, useRef, useState } from 'react';
import type { core, input, output, ZodType } from 'zod';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { issueText } from './issue-text.ts';

type Nested<T> =
  NonNullable<T> extends readonly unknown[] ? never : NonNullable<T> extends object ? NonNullable<T> : never;

/** The dotted path of each field of a form: `name`, `limits.command`. Lists are one field. */
export type Path<T> = {
  [K in keyof T & string]: K | ([Nested<T[K]>] extends [never] ? never : `${K}.${Path<Nested<T[K]>>}`);
}[keyof T & string];

export type At<T, P extends string> = P extends `${infer K}.${infer Rest}`
  ? K extends keyof T
    ? At<NonNullable<T[K]>, Rest>
    : never
  : P extends keyof T
    ? T[P]
    : never;

/** What is wrong with which field, as the admin API and zod both tell it. */
export interface FieldIssue {
  readonly path: string;
  readonly message: string;
}

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce((inside: unknown, key) => (isPlain(inside) ? inside[key] : undefined), values);
}

/** The same values with another one at a path; nothing that was given is changed. */
export function withValueAt(values: unknown, path: string, value: unknown): unknown {
  const [key = '', ...rest] = path.split('.');
  const known = isPlain(values) ? values : {};
  return { ...known, [key]: rest.length === 0 ? value : withValueAt(known[key], rest.join('.'), value) };
}

/** Where in a request the API looked; a form knows only its own fields. */
const WHERE = /^(json|query|param|form|header)(\.|$)/;

/** The issues that a refused request carries, if it does: an `ApiError`, or anything of its shape. */
export function issuesOf(error: unknown): readonly FieldIssue[] {
  const issues = isPlain(error) ? error.issues : undefined;
  if (!Array.isArray(issues)) return [];
  return issues
    .filter(
      (issue): issue is FieldIssue =>
        isPlain(issue) && typeof issue.path === 'string' && typeof issue.message === 'string',
    )
    .map(({ path, message }) => ({ path: path.replace(WHERE, ''), message }));
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

type Errors = Readonly<Record<string, string>>;

const byPath = (issues: readonly FieldIssue[]): Errors =>
  // The first of a field's complaints is the one to mend first.
  Object.fromEntries(issues.toReversed().map(({ path, message }) => [path, message]));

export interface BoundField<Value> {
  readonly name: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly onBlur: () => void;
  /** To hand to Field. */
  readonly error: string | undefined;
}

/**
 * A form from a zod schema. A field is checked when it is left, and all when it is sent; from then on at each change.
 *
 * const form = useZodForm(quoteInput, { text: '', author: '' });
 * const text = form.field('text');
 * <form onSubmit={form.submit((quote) => save(quote))}>
 *   <Field label={w.text} error={text.error}>{(control) => <Input {...control} value={text.value} onChange={(e) => text.onChange(e.target.value)} onBlur={text.onBlur} />}</Field>
 *
 * What `save` throws with `issues` (an ApiError) lands at its fields; anything else is thrown on, to be told by the page.
 */
export function useZodForm<Schema extends ZodType>(schema: Schema, defaults: input<Schema>) {
  type Values = input<Schema>;
  const w = useWords(kit);
  const [saved, setSaved] = useState<Values>(defaults);
  const [values, setValues] = useState<Values>(defaults);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isSent, setSent] = useState(false);
  const [isSubmitting, setSubmitting] = useState(false);
  const [refused, setRefused] = useState<Errors>({});
  const running = useRef(false);

  const checked = useMemo(
    () => schema.safeParse(values, { error: (issue) => issueText(issue as core.$ZodRawIssue, w) }),
    [schema, values, w],
  );
  const found: Errors = checked.success
    ? {}
    : byPath(checked.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message })));
  /** A complaint about an item of a list, or about a whole group, is the field's. */
  const errorAt = (errors: Errors, path: string): string | undefined =>
    errors[path] ?? Object.entries(errors).find(([deeper]) => deeper.startsWith(`${path}.`))?.[1];

  const set = <P extends Path<Values>>(path: P, value: At<Values, P>) => {
    setValues((before: Values) => withValueAt(before, path, value) as Values);
    setRefused((before) =>
      Object.fromEntries(Object.entries(before).filter(([at]) => at !== path && !at.startsWith(`${path}.`))),
    );
  };

  return {
    values,
    /** Replaces all values: for SchemaForm. */
    setValues,
    set,
    field: <P extends Path<Values>>(path: P): BoundField<At<Values, P>> => ({
      name: path,
      value: valueAt(values, path) as At<Values, P>,
      onChange: (value) => set(path, value),
      onBlur: () => setLeft((before) => new Set(before).add(path)),
      error: errorAt(refused, path) ?? (isSent || left.has(path) ? errorAt(found, path) : undefined),
    }),
    /** What is wrong with which path, as far as it is to be shown. */
    errors: { ...(isSent ? found : {}), ...refused } as Errors,
    /** What is wrong with the form as a whole. */
    formError: refused[''] ?? (isSent ? found[''] : undefined),
    isValid: checked.success,
    isDirty: !same(values, saved),
    isSubmitting,
    /** Back to what was saved, or to other values. */
    reset: (to: Values = saved) => {
      setSaved(to);
      setValues(to);
      setLeft(new Set());
      setSent(false);
      setRefused({});
    },
    /** Puts an API's complaints to their fields. */
    setIssues: (issues: readonly FieldIssue[]) => setRefused(byPath(issues)),
    /** For `<form onSubmit>`: checks, sends once at a time, and puts what the API refuses to its fields. */
    submit: (send: (value: output<Schema>) => void | Promise<void>) => async (event?: FormEvent) => {
      event?.preventDefault();
      if (running.current) return;
      setSent(true);
      const element = event?.currentTarget;
      if (!checked.success) {
        focusFirstError(element);
        return;
      }
      running.current = true;
      setSubmitting(true);
      try {
        await send(checked.data);
        setSaved(values);
        setSent(false);
        setRefused({});
      } catch (error) {
        const issues = issuesOf(error);
        if (issues.length === 0) throw error;
        setRefused(byPath(issues));
        focusFirstError(element);
      } finally {
        running.current = false;
        setSubmitting(false);
      }
    },
  };
}

/** Once the errors are drawn, the first of them has the focus. */
function focusFirstError(form: EventTarget | undefined) {
  if (!(form instanceof HTMLElement)) return;
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
