import { useRef } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { reminderEditor, reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import { EditReminder, NewReminder } from './editor.tsx';
import { RemindersOverview } from './overview.tsx';
import { readState } from './state.ts';
import { useFired } from './use-fired.ts';

/** What the bot says by itself: what comes next, all of it, what did not arrive, and one of it to change. */
export default function RemindersPage() {
  const w = useWords(reminders);
  const e = useWords(reminderEditor);
  const [state, change] = useSearchState(readState);
  useFired(useCommunity().slug);
  const { edit, make } = state;
  useTitle(edit ? `${e.title(edit)} · ${w.title}` : make ? `${e.newTitle} · ${w.title}` : w.title);
  const before = useRef<string | null>(null);
  const cameFrom = before.current;
  if (edit !== undefined) before.current = edit;
  if (edit !== undefined) return <EditReminder key={edit} number={edit} onChange={change} />;
  if (make !== undefined) return <NewReminder onChange={change} />;
  return <RemindersOverview state={state} onChange={change} cameFrom={cameFrom} />;
}
