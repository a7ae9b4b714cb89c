import type { Level } from '@waddlebot/core/levels.ts';
import { atLeast } from '@waddlebot/core/levels.ts';
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { PressedKeys } from '../../app/pressed-keys.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { cn } from '../../design/cn.ts';
import { Input } from '../../design/input.tsx';
import { FLOAT_BOX } from '../../design/popover.tsx';
import { simulator } from '../../words/simulator.ts';
import { summaryOf } from '../../words/summary.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Command } from './queries.ts';
import { type Suggestion, suggestionsFor } from './suggestions.ts';

export interface ComposerProps {
  prefix: string;
  commands: readonly Command[];
  /** As whom is spoken: what they may not use says so. */
  level: Level;
  /** Lines from before, the last one first. */
  before: readonly string[];
  busy: boolean;
  input: RefObject<HTMLInputElement | null>;
  onSend: (text: string) => Promise<boolean>;
}

/** The API's own bound of a line. */
const LONGEST_LINE = 5_000;

/** A line of chat: Enter sends it, ↑ brings those from before, ↓ goes into what is suggested. */
export function Composer({ prefix, commands, level, before, busy, input, onSend }: ComposerProps) {
  const w = useWords(simulator);
  const language = useLanguage();
  const id = useId();
  const [text, setText] = useState('');
  /** Which line of before is shown; -1: none. */
  const [past, setPast] = useState(-1);
  const [chosen, setChosen] = useState(-1);
  const [isClosed, setClosed] = useState(true);
  const suggestions = isClosed ? [] : suggestionsFor(text, prefix, commands);
  const isOpen = suggestions.length > 0;

  const write = (next: string, from = -1) => {
    setText(next);
    setPast(from);
    setChosen(-1);
    setClosed(from >= 0);
  };
  const accept = (suggestion: Suggestion) => {
    write(`${suggestion.line} `);
    input.current?.focus();
  };
  const send = async () => {
    const said = text.trim();
    input.current?.focus();
    if (said === '' || busy) return;
    write('');
    setClosed(true);
    // What was not tried out can be sent again.
    if (!(await onSend(said))) setText((since) => (since === '' ? said : since));
  };
  const goBack = (to: number) => {
    if (to >= before.length) return;
    write(before[to] ?? '', Math.max(to, -1));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const suggestion = suggestions[chosen];
    switch (event.key) {
      case 'Enter':
        if (suggestion) accept(suggestion);
        else void send();
        break;
      case 'ArrowUp':
        if (chosen >= 0) setChosen(chosen - 1);
        else goBack(past + 1);
        break;
      case 'ArrowDown':
        if (isOpen) setChosen(Math.min(chosen + 1, suggestions.length - 1));
        else if (past >= 0) goBack(past - 1);
        break;
      case 'Escape':
        if (!isOpen) return;
        setClosed(true);
        setChosen(-1);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  return (
    <div className="space-y-2">
      <div className="relative flex gap-2">
        {isOpen && (
          <ul
            id={`${id}-list`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: focus stays in the field, which says which one is meant
            role="listbox"
            aria-label={w.suggestions}
            className={cn(FLOAT_BOX, 'absolute inset-x-0 bottom-full mb-1.5 max-h-72 overflow-y-auto p-1')}
          >
            {suggestions.map((one, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
              <li
                key={one.line}
                id={`${id}-${index}`}
                // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as above
                role="option"
                tabIndex={-1}
                aria-selected={index === chosen}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => accept(one)}
                className={cn(
                  'flex min-h-8 cursor-pointer items-baseline gap-2 rounded-md px-2 py-1 hover:bg-hover pointer-coarse:min-h-11 pointer-coarse:items-center',
                  index === chosen && 'bg-selected hover:bg-selected',
                )}
              >
                <bdi className="shrink-0 font-mono text-sm">{one.line}</bdi>
                <bdi className="shrink-0 font-mono text-ink-faint text-sm max-sm:hidden">{one.usage}</bdi>
                <bdi className="min-w-0 flex-1 truncate text-ink-soft">{summaryOf(one, language)}</bdi>
                {!atLeast(level, one.level) && <Badge tone="warning">{w.needs(w[one.level])}</Badge>}
              </li>
            ))}
          </ul>
        )}
        <Input
          ref={input}
          mono
          size="lg"
          role="combobox"
          aria-label={w.line}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? `${id}-list` : undefined}
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          aria-describedby={`${id}-keys`}
          placeholder={w.linePlaceholder(prefix)}
          value={text}
          maxLength={LONGEST_LINE}
          spellCheck={false}
          autoCapitalize="off"
          enterKeyHint="send"
          onChange={(event) => write(event.target.value)}
          onBlur={() => setClosed(true)}
          onKeyDown={onKeyDown}
        />
        <Button
          variant="primary"
          size="lg"
          icon={<SendHorizontal />}
          loading={busy}
          aria-label={w.send}
          onClick={() => void send()}
        >
          <span className="max-sm:hidden">{w.send}</span>
        </Button>
      </div>
      <p id={`${id}-keys`} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-faint text-sm">
        <span className="inline-flex items-center gap-1.5">
          <PressedKeys keys={['⏎']} /> {w.lineKeys}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <PressedKeys keys={['↑']} /> {w.lineKeysBefore}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <PressedKeys keys={['↓']} /> {w.lineKeysNext}
        </span>
      </p>
    </div>
  );
}
