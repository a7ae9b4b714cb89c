/**
 * Where a row goes away with the button that did it, the focus goes to the next row's first button, or the one before; else to
 * the open tab, and never to nowhere.
 */
export function focusAfter(inRow: HTMLElement | null): void {
  const row = inRow?.closest('tr');
  if (!row?.contains(document.activeElement)) return;
  const near = row.nextElementSibling ?? row.previousElementSibling;
  const next =
    near?.querySelector<HTMLElement>('button, a[href]') ??
    document.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  next?.focus();
}
