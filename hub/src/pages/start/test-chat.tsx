import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { SendHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api, read } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { meQuery } from '../../api/session.ts';
import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { startWords } from '../../words/start.ts';
import { useWords } from '../../words/use-words.ts';
import { ChatLine } from './chat-line.tsx';
import { FIRST } from './use-first-command.ts';

/** Longest name that somebody can be tried out as. */
const MOST_NAME = 50;

interface Said {
  readonly id: number;
  readonly by: 'you' | 'bot';
  readonly text: string;
  /** What the bot would not say aloud. */
  readonly isQuiet?: boolean;
}

export interface TestChatProps {
  readonly slug: string;
  readonly prefix: string;
  readonly onAnswered: () => void;
}

/** A chat with the bot in the page: what is typed goes the way that a line of a platform goes, and nothing comes of it. */
export function TestChat({ slug, prefix, onAnswered }: TestChatProps) {
  const w = useWords(startWords);
  const { data: me } = useSuspenseQuery(meQuery);
  const [text, setText] = useState(`${prefix}${FIRST}`);
  const [said, setSaid] = useState<readonly Said[]>([]);
  const log = useRef<HTMLDivElement>(null);
  const add = (...lines: readonly Omit<Said, 'id'>[]) =>
    setSaid((before) => [...before, ...lines.map((line, n) => ({ ...line, id: before.length + n }))]);
  const say = useMutation({
    mutationFn: (line: string) =>
      read(
        api.communities[':communityId'].simulations.$post({
          param: { communityId: slug },
          json: {
            platform: 'twitch',
            as: { level: 'everyone', displayName: me.displayName.slice(0, MOST_NAME) },
            text: line,
          },
        }),
      ),
    onMutate: (line) => add({ by: 'you', text: line }),
    onSuccess: ({ replies, steps }) => {
      if (replies.length > 0) {
        add(...replies.map((reply) => ({ by: 'bot' as const, text: reply.text })));
        onAnswered();
        return;
      }
      const why = steps.flatMap((step) => (step.step === 'admitted' && step.words ? [step.words] : []));
      add({ by: 'bot', text: why[0] ?? w.silent, isQuiet: true });
    },
    // Told where the answer would be.
    onError: (error) => add({ by: 'bot', text: error instanceof ApiError ? error.message : w.silent, isQuiet: true }),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new comes into sight.
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [said]);
  return (
    <div className="space-y-4">
      {said.length > 0 && (
        <div
          ref={log}
          role="log"
          aria-label={w.testTitle}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach what is cut off
          tabIndex={0}
          className="max-h-72 space-y-2 overflow-y-auto rounded-lg border border-line bg-sunken p-3 focus-inset"
        >
          {said.map((line) => (
            <ChatLine
              key={line.id}
              by={line.by === 'you' ? w.you : w.bot}
              isBot={line.by === 'bot'}
              isQuiet={line.isQuiet ?? false}
            >
              {line.text}
            </ChatLine>
          ))}
        </div>
      )}
      <form
        noValidate
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '' && !say.isPending) say.mutate(text.trim());
        }}
      >
        <Field label={w.line} className="flex-1">
          {(control) => (
            <Input
              {...control}
              mono
              value={text}
              maxLength={500}
              onChange={(event) => setText(event.target.value)}
              spellCheck={false}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant={said.length === 0 ? 'primary' : 'secondary'}
          icon={<SendHorizontal />}
          loading={say.isPending}
        >
          {w.say}
        </Button>
      </form>
    </div>
  );
}
