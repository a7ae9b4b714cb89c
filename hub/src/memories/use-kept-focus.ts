import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Where what has the focus goes away, the focus stays in the list: at the row that takes its place, or at the tab above.
 * @param rows what the list shows: looked at whenever it is another
 */
export function useKeptFocus(list: RefObject<HTMLElement | null>, rows: unknown): void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    const note = ({ target }: Event) => {
      last.current = target instanceof Element && list.current?.contains(target) ? target : null;
    };
    document.addEventListener('focusin', note);
    // A click beside everything takes the focus away, and nothing else tells of it.
    document.addEventListener('pointerdown', note);
    return () => {
      document.removeEventListener('focusin', note);
      document.removeEventListener('pointerdown', note);
    };
  }, [list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is why the focus may have been lost.
  useLayoutEffect(() => {
    if (!last.current || last.current.isConnected || document.activeElement !== document.body) return;
    last.current = null;
    const next =
      list.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]') ??
      document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    next?.focus();
  }, [rows, list]);
}
