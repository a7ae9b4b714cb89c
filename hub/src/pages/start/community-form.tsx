import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { Alert } from '../../design/alert.tsx';
import { Button } from '../../design/button.tsx';
import { Combobox } from '../../design/combobox.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Select } from '../../design/select.tsx';
import { kit } from '../../words/kit.ts';
import { startWords } from '../../words/start.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { isSlug, slugOf } from './slug.ts';
import { SlugField, useSlugCheck } from './slug-field.tsx';

const KINDS = ['creator', 'gaming', 'interest', 'corporate', 'other'] as const;
const MOST_NAME = 80;
const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
const zones = (): readonly string[] => [...new Set([ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];

/** Names a community, with what the browser knows filled in. */
export function CommunityForm({ onMade }: { readonly onMade: (slug: string) => void }) {
  const w = useWords(startWords);
  const k = useWords(kit);
  const [name, setName] = useState('');
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [kind, setKind] = useState<(typeof KINDS)[number]>('creator');
  const [language, setLanguage] = useState(useLanguage());
  const [zone, setZone] = useState(ownZone);
  const [isSent, setSent] = useState(false);
  const slug = ownSlug ?? slugOf(name);
  const check = useSlugCheck(slug);
  const make = useMake(onMade);

  const nameError =
    isSent && name.trim() === ''
      ? w.nameMissing
      : [...name.trim()].length > MOST_NAME
        ? w.nameLong
        : issueOf(make.error, 'name');
  const slugError = isSent && slug === '' && name.trim() !== '' ? w.slugForm : issueOf(make.error, 'slug');
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSent(true);
    const form = event.currentTarget;
    const isRight = name.trim() !== '' && !nameError && isSlug(slug) && !check.error;
    if (isRight) make.mutate({ name: name.trim(), slug, kind, language, zone });
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  return (
    <form noValidate onSubmit={send} className="space-y-5">
      <Field label={w.name} hint={w.nameHint} error={nameError} required>
        {(control) => (
          <Input
            {...control}
            size="lg"
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={400}
          />
        )}
      </Field>
      <SlugField value={slug} onChange={setOwnSlug} error={slugError} check={check} />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={w.kind} hint={w.kindHint}>
          {(control) => (
            <Select
              {...control}
              value={kind}
              onChange={setKind}
              options={KINDS.map((value) => ({ value, label: w[value] }))}
            />
          )}
        </Field>
        <Field label={w.language} hint={w.languageHint}>
          {(control) => (
            <Select
              {...control}
              value={language}
              onChange={setLanguage}
              options={[
                { value: 'en', label: w.english },
                { value: 'de', label: w.german },
              ]}
            />
          )}
        </Field>
      </div>
      <Field label={w.zone} hint={w.zoneHint} error={issueOf(make.error, 'zone')}>
        {(control) => (
          <Combobox
            {...control}
            value={zone}
            onChange={setZone}
            options={zones().map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
          />
        )}
      </Field>
      {make.error && !hasField(make.error) && (
        <Alert tone="danger" title={make.error.message}>
          {make.error instanceof ApiError && make.error.requestId && `${k.reference} ${make.error.requestId}`}
        </Alert>
      )}
      <Button type="submit" variant="primary" size="lg" loading={make.isPending}>
        {w.create}
      </Button>
    </form>
  );
}

const FIELDS = ['name', 'slug', 'zone'];

function issueOf(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (error.code === 'CONFLICT' && field === 'slug' && error.message.includes('slug')) return error.message;
  return error.issues.find(({ path }) => path === `json.${field}`)?.message;
}

const hasField = (error: Error): boolean => FIELDS.some((field) => issueOf(error, field) !== undefined);

function useMake(onMade: (slug: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (json: {
      readonly name: string;
      readonly slug: string;
      readonly kind: (typeof KINDS)[number];
      readonly language: 'en' | 'de';
      readonly zone: string;
    }) => read(api.communities.$post({ json })),
    onSuccess: async ({ slug }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ['communities'] }),
        client.invalidateQueries({ queryKey: ['me'] }),
      ]);
      onMade(slug);
    },
    // Shown in the form.
    onError: () => undefined,
  });
}
