import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, read } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { Alert } from '../../../design/alert.tsx';
import { Button } from '../../../design/button.tsx';
import { Card } from '../../../design/card.tsx';
import { Field } from '../../../design/field.tsx';
import { Input } from '../../../design/input.tsx';
import { PlatformMark } from '../../../design/platform-mark.tsx';
import { Time } from '../../../design/time.tsx';
import { archive } from '../../../words/archive.ts';
import { startWords } from '../../../words/start.ts';
import { useWords } from '../../../words/use-words.ts';
import { isSlug } from '../../start/slug.ts';
import { SlugField, useSlugCheck } from '../../start/slug-field.tsx';
import { Refused } from './choose-file.tsx';
import { Contents } from './contents.tsx';
import type { Brought } from './queries.ts';

const MOST_NAME = 80;

const takeArchiveIn = (importId: string, json: { readonly slug: string; readonly name: string }) =>
  read(api.communities.imports[':importId'].$post({ param: { importId }, json }));

/** What was made, under the name it was given. */
export type TakenIn = Awaited<ReturnType<typeof takeArchiveIn>> & { readonly name: string };

export interface TakeInProps {
  readonly brought: Brought;
  readonly onMade: (made: TakenIn) => void;
  readonly onPutAway: () => void;
}

/** What is in an archive, and what it is called here. */
export function TakeIn({ brought, onMade, onPutAway }: TakeInProps) {
  const w = useWords(archive);
  const s = useWords(startWords);
  const { manifest } = brought;
  return (
    <div className="space-y-6">
      <Card title={<bdi>{w.found(manifest.community.name)}</bdi>}>
        <div className="space-y-5">
          <dl className="flex flex-wrap gap-x-8 gap-y-2 text-ink-soft">
            <div className="flex min-w-0 max-w-full gap-2">
              <dt className="text-ink-faint">{w.from}</dt>
              <dd className="min-w-0 truncate">
                <bdi>{manifest.from}</bdi>
              </dd>
            </div>
            <div className="flex gap-2">
              <dt className="text-ink-faint">{w.at}</dt>
              <dd>
                <Time at={manifest.exportedAt} />
              </dd>
            </div>
          </dl>
          <Contents counts={manifest.counts} />
        </div>
      </Card>
      <Card title={w.toDo}>
        <ul className="list-disc space-y-2 pl-5 text-ink-soft marker:text-ink-faint">
          <li>
            {manifest.channels.length === 0 ? w.noChannels : w.toConnect}
            {manifest.channels.length > 0 && (
              <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
                {manifest.channels.map(({ platform, id, login }) => (
                  <li key={`${platform} ${id}`} className="min-w-0 max-w-full">
                    <PlatformMark platform={platform}>
                      <bdi>{login}</bdi>
                    </PlatformMark>
                  </li>
                ))}
              </ul>
            )}
          </li>
          {(manifest.counts.http_modules ?? 0) + (manifest.counts.inbound_webhooks ?? 0) > 0 && <li>{w.toSecrets}</li>}
          <li>{w.toRoles}</li>
        </ul>
      </Card>
      {brought.mayAdd === 'ok' ? (
        <NameForm brought={brought} onMade={onMade} onPutAway={onPutAway} />
      ) : (
        <Alert tone="warning" title={brought.mayAdd === 'closed' ? s.closedTitle : s.manyTitle}>
          {brought.mayAdd === 'closed' ? s.closed : s.many}
        </Alert>
      )}
    </div>
  );
}

function NameForm({ brought: { id, manifest, suggestion }, onMade, onPutAway }: TakeInProps) {
  const w = useWords(archive);
  const s = useWords(startWords);
  const client = useQueryClient();
  const [name, setName] = useState(manifest.community.name);
  const [slug, setSlug] = useState(suggestion ?? '');
  const check = useSlugCheck(slug);
  const make = useMutation({
    mutationFn: async (json: { readonly slug: string; readonly name: string }): Promise<TakenIn> => ({
      ...(await takeArchiveIn(id, json)),
      name: json.name,
    }),
    onSuccess: async (made) => {
      // It is shown before the list of communities is there again: its secrets are told once.
      onMade(made);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['communities'] }),
        client.invalidateQueries({ queryKey: ['me'] }),
      ]);
    },
    // Shown in the form.
    onError: () => undefined,
  });
  const putAway = useMutation({
    mutationFn: () => api.communities.imports[':importId'].$delete({ param: { importId: id } }),
    onSuccess: onPutAway,
  });
  const isTaken =
    make.error instanceof ApiError && make.error.code === 'CONFLICT' && make.error.message.includes('slug');
  const nameError = name.trim() === '' ? s.nameMissing : [...name.trim()].length > MOST_NAME ? s.nameLong : undefined;
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    if (!nameError && isSlug(slug) && !check.error) make.mutate({ slug, name: name.trim() });
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  return (
    <form noValidate onSubmit={send} className="space-y-5">
      <Field label={w.name} error={nameError} required>
        {(control) => (
          <Input {...control} size="lg" value={name} onChange={({ target }) => setName(target.value)} maxLength={400} />
        )}
      </Field>
      <SlugField
        value={slug}
        onChange={setSlug}
        error={slug === '' ? s.slugForm : isTaken ? make.error?.message : undefined}
        check={check}
      />
      {make.error && !isTaken && <Refused error={make.error} />}
      <p className="text-ink-faint text-sm">{w.making}</p>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary" size="lg" loading={make.isPending}>
          {w.make}
        </Button>
        <Button variant="ghost" size="lg" loading={putAway.isPending} onClick={() => putAway.mutate()}>
          {w.putAway}
        </Button>
      </div>
    </form>
  );
}
