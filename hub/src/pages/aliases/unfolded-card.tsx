import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Badge } from '../../design/badge.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { aliases } from '../../words/aliases.ts';
import { levels } from '../../words/levels.ts';
import { summaryOf } from '../../words/summary.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useSettled } from '../members/use-settled.ts';
import { usePrefix } from '../rules/use-prefix.ts';
import type { AliasDraft } from './draft.ts';
import { type Unfolded, unfoldedQuery } from './queries.ts';

/** What an alias comes to, step by step: what is typed, what that stands for, and what runs in the end. */
export function UnfoldedCard({ draft }: { readonly draft: AliasDraft }) {
  const w = useWords(aliases);
  const { slug } = useCommunity();
  const [args, setArgs] = useState('@Robin');
  const asked = useSettled(JSON.stringify({ name: draft.name, command: draft.command, args, user: w.somebody }));
  const of = JSON.parse(asked) as Parameters<typeof unfoldedQuery>[1];
  const isSaid = of.command.trim() !== '';
  const { data, error } = useQuery({ ...unfoldedQuery(slug, of), enabled: isSaid, placeholderData: keepPreviousData });
  return (
    <Card title={w.preview} description={w.previewHint}>
      <div className="space-y-4">
        <Field label={w.typedAfter}>
          {(control) => (
            <Input {...control} mono value={args} maxLength={500} onChange={({ target }) => setArgs(target.value)} />
          )}
        </Field>
        <div role="status" className="min-h-5">
          {!isSaid ? (
            <p className="text-ink-faint">{w['fault.empty']}</p>
          ) : error ? (
            <p className="wrap-anywhere text-danger">{error instanceof ApiError ? error.message : null}</p>
          ) : data ? (
            <Steps of={data} />
          ) : (
            <Skeleton lines={3} />
          )}
        </div>
      </div>
    </Card>
  );
}

function Steps({ of }: { readonly of: Unfolded }) {
  const w = useWords(aliases);
  const l = useWords(levels);
  const language = useLanguage();
  const prefix = usePrefix();
  const { fault, steps, links } = of;
  if (fault !== null) {
    const told = w[`fault.${fault.is}`];
    return <Alert tone="warning" title={typeof told === 'string' ? told : <bdi>{told(fault.name)}</bdi>} />;
  }
  return (
    <ol className="space-y-3">
      {steps.map(({ alias, args, standsFor }, i) => (
        <li key={alias} className="space-y-1">
          <p className="text-ink-faint text-sm">{i === 0 ? w.typed : w.within}</p>
          <Code>{`${prefix}${alias} ${args}`.trim()}</Code>
          <p className="text-ink-faint text-sm">{w.isAlias}</p>
          <Code>{standsFor}</Code>
        </li>
      ))}
      <li className="space-y-2 border-line border-t pt-3">
        <p className="text-ink-faint text-sm">{links.length === 1 ? w.runs : w.runsMany}</p>
        <ol className="space-y-2">
          {links.map((link, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same command may run twice
            <li key={i} className="min-w-0 space-y-0.5">
              <span className="flex flex-wrap items-center gap-2">
                <Code className="text-sm">{link.line}</Code>
                {link.level !== 'everyone' && <Badge tone="outline">{l[link.level]}</Badge>}
                {!link.enabled && <Badge tone="warning">{w.linkOff}</Badge>}
              </span>
              {link.summary && <p className="text-ink-soft text-sm">{summaryOf(link, language)}</p>}
            </li>
          ))}
        </ol>
      </li>
    </ol>
  );
}
