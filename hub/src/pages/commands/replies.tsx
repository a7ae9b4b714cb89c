import type { CommandReply } from '@waddlebot/core/command-limits.ts';
import { MAX_REPLIES, MAX_WEIGHT } from '@waddlebot/core/command-limits.ts';
import type { Dialect } from '@waddlebot/core/templates/nodes.ts';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { Button, IconButton } from '../../design/button.tsx';
import { Input } from '../../design/input.tsx';
import { Num } from '../../design/num.tsx';
import type { PreviewContext } from '../../templates/queries.ts';
import { TemplateField } from '../../templates/template-field.tsx';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';

export interface RepliesProps {
  readonly replies: readonly CommandReply[];
  readonly onChange: (replies: readonly CommandReply[]) => void;
  readonly dialect: Dialect;
  readonly context: PreviewContext;
  /** What is wrong with which, by `replies.0.text`. */
  readonly errors: Readonly<Record<string, string>>;
  readonly readOnly: boolean;
}

const swapped = <One,>(list: readonly One[], i: number, j: number): readonly One[] =>
  list.map((one, at) => (at === i ? (list[j] as One) : at === j ? (list[i] as One) : one));

/** What a command says: one text, or several of which one is chosen each time. */
export function Replies({ replies, onChange, dialect, context, errors, readOnly }: RepliesProps) {
  const w = useWords(commands);
  const list = useRef<HTMLOListElement>(null);
  const several = replies.length > 1;
  const total = replies.reduce((sum, { weight }) => sum + weight, 0);
  const set = (at: number, change: Partial<CommandReply>) =>
    onChange(replies.map((reply, i) => (i === at ? { ...reply, ...change } : reply)));
  /** The focus stays with what was moved, or goes to what took the place of what went. */
  const focusSoon = (at: number, selector: string) =>
    requestAnimationFrame(() => list.current?.children[at]?.querySelector<HTMLElement>(selector)?.focus());
  const move = (at: number, by: -1 | 1) => {
    onChange(swapped(replies, at, at + by));
    focusSoon(at + by, by === -1 ? '[data-move="up"]:enabled, textarea' : '[data-move="down"]:enabled, textarea');
  };
  return (
    <div className="space-y-4">
      <ol ref={list} className="space-y-5">
        {replies.map((reply, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a reply has no other name than its place, and keeps no state.
          <li key={i} className="min-w-0">
            <TemplateField
              label={several ? w.replyN(i + 1) : w.reply}
              {...(i === 0 ? { description: several ? w.oneIsChosen : w.replyHint } : {})}
              value={reply.text}
              onChange={(text) => set(i, { text })}
              dialect={dialect}
              context={context}
              error={errors[`replies.${i}.text`] ?? errors[`replies.${i}`]}
              readOnly={readOnly}
              withoutPreview
              beside={
                several && (
                  <span className="flex flex-wrap items-center gap-1.5">
                    <span className="text-ink-faint text-sm">{w.weight}</span>
                    <Input
                      size="sm"
                      type="number"
                      min={1}
                      max={MAX_WEIGHT}
                      aria-label={w.weightOf(i + 1)}
                      aria-invalid={errors[`replies.${i}.weight`] ? true : undefined}
                      readOnly={readOnly}
                      value={reply.weight}
                      onChange={({ target }) => set(i, { weight: weightIn(target.value) })}
                      className="w-16"
                    />
                    <Num value={total > 0 ? reply.weight / total : 0} percent className="w-12 text-ink-faint text-sm" />
                    {!readOnly && (
                      <>
                        <IconButton
                          size="sm"
                          data-move="up"
                          label={w.moveUp(i + 1)}
                          icon={<ArrowUp />}
                          disabled={i === 0}
                          onClick={() => move(i, -1)}
                        />
                        <IconButton
                          size="sm"
                          data-move="down"
                          label={w.moveDown(i + 1)}
                          icon={<ArrowDown />}
                          disabled={i === replies.length - 1}
                          onClick={() => move(i, 1)}
                        />
                        <IconButton
                          size="sm"
                          label={w.removeReply(i + 1)}
                          icon={<Trash2 />}
                          onClick={() => {
                            onChange(replies.filter((_, at) => at !== i));
                            focusSoon(Math.max(0, Math.min(i, replies.length - 2)), 'textarea');
                          }}
                        />
                      </>
                    )}
                  </span>
                )
              }
            />
          </li>
        ))}
      </ol>
      {!readOnly && replies.length < MAX_REPLIES && (
        <Button
          size="sm"
          icon={<Plus />}
          onClick={() => {
            onChange([...replies, { text: '', weight: 1 }]);
            focusSoon(replies.length, 'textarea');
          }}
        >
          {w.addReply}
        </Button>
      )}
    </div>
  );
}

/** What was typed as a weight; what is none is the usual one. */
const weightIn = (typed: string): number => Math.max(1, Math.min(MAX_WEIGHT, Math.trunc(Number(typed)) || 1));
