import { useRef } from 'react';
import { useSearchState } from '../../app/use-search-state.ts';
import { useTitle } from '../../app/use-title.ts';
import { httpModules } from '../../words/http-modules.ts';
import { useWords } from '../../words/use-words.ts';
import { EditModule, NewModule } from './editor.tsx';
import { ModuleList } from './list.tsx';
import { readState } from './state.ts';

/** Programs behind commands: all of them, and one of them to change, to try and to look after. */
export default function HttpModulesPage() {
  const w = useWords(httpModules);
  const [state, change] = useSearchState(readState);
  const { edit, make } = state;
  useTitle(edit ? `${edit} · ${w.title}` : make ? `${w.newTitle} · ${w.title}` : w.title);
  const before = useRef<string | null>(null);
  const cameFrom = before.current;
  if (edit !== undefined) before.current = edit;
  if (edit !== undefined) return <EditModule key={edit} name={edit} onChange={change} />;
  if (make !== undefined) return <NewModule onChange={change} />;
  return <ModuleList state={state} onChange={change} cameFrom={cameFrom} />;
}
