import { useEffect, useRef, useState } from 'react';

/** Who types is waited for, so that not every letter is asked for, ms. */
const SETTLES_MS = 250;

/**
 * What is typed into a search that stands in the address: it is written there once it stands still, and Back and a link change
 * what is typed, too.
 */
export function useTyped(
  told: string | undefined,
  onSettled: (text: string | undefined) => void,
): readonly [string, (text: string) => void] {
  const [typed, setTyped] = useState(told ?? '');
  const known = useRef(told);
  const settle = useRef(onSettled);
  settle.current = onSettled;
  if (known.current !== told) {
    known.current = told;
    if ((told ?? '') !== typed.trim()) setTyped(told ?? '');
  }
  useEffect(() => {
    const text = typed.trim() === '' ? undefined : typed.trim();
    if (text === known.current) return;
    const timer = setTimeout(() => {
      known.current = text;
      settle.current(text);
    }, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}

/** Closes what is open beside a list, and gives the focus back to its row. */
export function closeOpen(list: HTMLElement | null, close: () => void): void {
  const row =
    list?.querySelector<HTMLElement>('[data-index][aria-current="true"]') ??
    list?.querySelector<HTMLElement>('[data-index][tabindex="0"]');
  close();
  row?.focus();
}
