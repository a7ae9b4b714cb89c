import { useEffect, useRef } from 'react';
import { oneOf, type RawSearch, textIn, useSearchState } from '../../app/use-search-state.ts';

/** All of such a page that stands in the address. */
const readState = (raw: RawSearch) => ({
  q: textIn(raw, 'q'),
  edit: textIn(raw, 'edit'),
  new: oneOf(raw, 'new', ['yes'] as const),
});

/** So long rows are waited for, frames. */
const MOST_FRAMES = 60;

/** What is searched and what is edited: a list, or in its place the editor of one of it. */
export function useRulesState() {
  const [{ q, edit, new: isNew }, change] = useSearchState(readState);
  const isEditing = edit !== undefined || isNew !== undefined;
  const last = useRef(edit);
  if (edit !== undefined) last.current = edit;
  const wasEditing = useRef(isEditing);
  useEffect(() => {
    const cameBack = wasEditing.current && !isEditing;
    wasEditing.current = isEditing;
    if (!cameBack) return;
    // Back to the row that was edited, or to the list; rows come a few frames after their table.
    let frame = 0;
    const look = (left: number) => {
      const rows = [...document.querySelectorAll<HTMLElement>('main tr[data-index]')];
      const row = rows.find((one) => one.querySelector('td bdi')?.getAttribute('data-name') === last.current);
      if (rows.length === 0 && left > 0) frame = requestAnimationFrame(() => look(left - 1));
      else (row ?? rows[0] ?? document.querySelector<HTMLElement>('main input, main button'))?.focus();
    };
    look(MOST_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, [isEditing]);
  return {
    q: q ?? '',
    edit: edit ?? null,
    isEditing,
    search: (text: string) => change({ q: text === '' ? undefined : text }),
    open: (name: string) => change({ edit: name, new: undefined }, { push: true }),
    begin: () => change({ new: 'yes', edit: undefined }, { push: true }),
    /** It has been made, or is called otherwise now. */
    rename: (name: string) => change({ edit: name, new: undefined }),
    close: () => change({ edit: undefined, new: undefined }, { push: true }),
  } as const;
}
