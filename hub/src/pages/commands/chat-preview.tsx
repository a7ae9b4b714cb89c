import type { CommandReply } from '@waddlebot/core/command-limits.ts';
import { LEVELS, type Level } from '@waddlebot/core/levels.ts';
import type { Dialect } from '@waddlebot/core/templates/nodes.ts';
import { Dices } from 'lucide-react';
import { IconButton } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { cn } from '../../design/cn.ts';
import { Field } from '../../design/field.tsx';
import { Input } from '../../design/input.tsx';
import { Num } from '../../design/num.tsx';
import { Select } from '../../design/select.tsx';
import type { PreviewContext } from '../../templates/queries.ts';
import { usePreview } from '../../templates/use-preview.ts';
import { commands } from '../../words/commands.ts';
import { levels } from '../../words/levels.ts';
import { templates } from '../../words/templates.ts';
import { useWords } from '../../words/use-words.ts';

/** Who is pretended to type what. */
export interface Trying {
  readonly args: string;
  readonly level: Level;
  readonly seed: number;
}

export const contextOf = ({ args, level, seed }: Trying, command: string): PreviewContext => ({
  args,
  as: { displayName: 'Robin', level },
  seed,
  ...(command === '' ? {} : { command }),
});

export interface ChatPreviewProps {
  readonly typed: string;
  readonly replies: readonly CommandReply[];
  readonly dialect: Dialect;
  readonly context: PreviewContext;
  readonly trying: Trying;
  readonly onTry: (trying: Trying) => void;
}

/** A command as chat would see it, while it is being written. */
export function ChatPreview({ typed, replies, dialect, context, trying, onTry }: ChatPreviewProps) {
  const w = useWords(commands);
  const l = useWords(levels);
  const total = replies.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <Card
      title={w.preview}
      description={w.previewHint}
      actions={
        <IconButton label={w.again} icon={<Dices />} onClick={() => onTry({ ...trying, seed: trying.seed + 1 })} />
      }
    >
      <div className="space-y-4">
        <div className="space-y-2 rounded-lg border border-line bg-sunken p-3">
          <p className="wrap-anywhere overflow-hidden">
            <span className="mr-2 font-medium text-ink">{w.robin}</span>
            <bdi className="font-mono text-ink-soft">{`${typed} ${trying.args}`.trim()}</bdi>
          </p>
          {replies.map((reply, i) => (
            <ReplyPreview
              // biome-ignore lint/suspicious/noArrayIndexKey: a reply has no other name than its place.
              key={i}
              text={reply.text}
              chance={replies.length > 1 && total > 0 ? reply.weight / total : null}
              dialect={dialect}
              context={context}
            />
          ))}
        </div>
        <div className="grid grid-cols-2 gap-3">
          <Field label={w.typed}>
            {(control) => (
              <Input
                {...control}
                mono
                size="sm"
                maxLength={500}
                placeholder={w.typedExample}
                value={trying.args}
                onChange={({ target }) => onTry({ ...trying, args: target.value })}
              />
            )}
          </Field>
          <Field label={w.asLevel}>
            {(control) => (
              <Select
                {...control}
                size="sm"
                value={trying.level}
                options={LEVELS.map((level) => ({ value: level, label: l[level] }))}
                onChange={(level) => onTry({ ...trying, level })}
              />
            )}
          </Field>
        </div>
      </div>
    </Card>
  );
}

function ReplyPreview({
  text,
  chance,
  dialect,
  context,
}: {
  readonly text: string;
  readonly chance: number | null;
  readonly dialect: Dialect;
  readonly context: PreviewContext;
}) {
  const w = useWords(commands);
  const t = useWords(templates);
  const { preview, error, isOf } = usePreview({ text, dialect, ...context });
  const isEmpty = text.trim() === '';
  const isWaiting = !isOf && !isEmpty;
  const quiet = isEmpty ? t.previewEmpty : error ? t.previewFailed : preview?.text === '' ? t.previewSilent : null;
  return (
    <div
      data-state={isWaiting ? 'waiting' : 'settled'}
      aria-live="polite"
      className="flex min-w-0 items-baseline gap-2"
    >
      <span className="shrink-0 font-medium text-accent-ink">{w.bot}</span>
      <p className="line-clamp-10 min-w-0 flex-1 overflow-hidden wrap-anywhere">
        {quiet === null ? (
          // The strongest ink alone can still be read when it is dimmed.
          <bdi
            className={cn('text-ink transition-opacity', isWaiting && 'opacity-60', preview?.as === 'me' && 'italic')}
          >
            {preview?.text}
          </bdi>
        ) : (
          <span className="text-ink-faint">{quiet}</span>
        )}
        {preview?.effects.map(({ is, to }) => (
          <span key={String(is)} className="block text-sm text-warning">
            {is === 'title' ? t.setsTitle(String(to)) : t.setsGame(String(to))}
          </span>
        ))}
      </p>
      {chance !== null && <Num value={chance} percent className="shrink-0 text-ink-faint text-sm" />}
    </div>
  );
}
