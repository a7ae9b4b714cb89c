import { useRef } from 'react';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';
import { CommandEditor } from './editor.tsx';
import { CommandList } from './list.tsx';
import { NewCommand } from './new-command.tsx';
import { readState } from './state.ts';

/** What the bot answers to: all of it, and one of it to change. */
export default function CommandsPage() {
  const w = useWords(commands);
  const [state, change] = useSearchState(readState);
  const { edit, make, part } = state;
  useTitle(edit ? `${edit} · ${w.title}` : make ? `${w.newTitle} · ${w.title}` : w.title);
  const before = useRef<string | null>(null);
  const cameFrom = before.current;
  if (edit !== undefined) before.current = edit;
  if (edit !== undefined) return <CommandEditor name={edit} part={part} onChange={change} />;
  if (make !== undefined) return <NewCommand onChange={change} />;
  return <CommandList state={state} onChange={change} cameFrom={cameFrom} />;
}
