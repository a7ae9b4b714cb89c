import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useId, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { Field } from '../../design/field.tsx';
import { Textarea } from '../../design/input.tsx';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import type { Language } from '../../words/words.ts';
import { FIRST, firstCommandKey } from './use-first-command.ts';

export interface FirstCommandProps {
  readonly slug: string;
  readonly prefix: string;
  /** What the bot speaks there. */
  readonly language: Language;
  /** What it answers; null while it is not there. */
  readonly reply: string | null;
}

/** Makes `!hello`, or shows it. */
export function FirstCommand({ slug, prefix, language, reply }: FirstCommandProps) {
  const w = useWords(startWords);
  const [text, setText] = useState(startWords[language].usualAnswer);
  const client = useQueryClient();
  const form = useId();
  const command = `${prefix}${FIRST}`;
  const add = useMutation({
    mutationFn: () =>
      read(
        api.commands[':communityId'].$post({
          param: { communityId: slug },
          json: { name: FIRST, replies: [{ text: text.trim() }] },
        }),
      ),
    onSuccess: () => client.setQueryData(firstCommandKey(slug), text.trim()),
    // Shown at the field.
    onError: () => undefined,
    onSettled: () => client.invalidateQueries({ queryKey: firstCommandKey(slug) }),
  });
  if (reply !== null) {
    return (
      <div className="flex items-start gap-2.5">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        <div className="min-w-0">
          <p className="text-ink-soft">{w.commandThere(command)}</p>
          <p className="break-words font-mono text-ink">{reply}</p>
        </div>
      </div>
    );
  }
  return (
    <Card>
      <form
        id={form}
        noValidate
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') add.mutate();
        }}
      >
        <Field label={w.answers(command)} hint={w.answersHint} error={messageOf(add.error)} required>
          {(control) => (
            <Textarea {...control} mono rows={2} value={text} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={add.isPending} disabled={text.trim() === ''}>
          {w.makeCommand(command)}
        </Button>
        <p className="text-ink-faint text-sm">
          <Code>{`${command} → ${text.replaceAll('$(user)', 'ada')}`}</Code>
        </p>
      </form>
    </Card>
  );
}

const messageOf = (error: Error | null): string | undefined =>
  error instanceof ApiError ? (error.issues[0]?.message ?? error.message) : error?.message;
