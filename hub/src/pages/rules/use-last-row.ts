import { useRef } from 'react';

/** The row of a name; where the name is gone, the row that had it, as it is called now. */
export function useLastRow<Row extends { readonly id: string; readonly name: string }>(
  rows: readonly Row[] | undefined,
  name: string | null,
): Row | null {
  const last = useRef<{ readonly name: string; readonly id: string } | null>(null);
  if (name === null) return null;
  const found =
    rows?.find((row) => row.name === name) ??
    rows?.find((row) => last.current?.name === name && row.id === last.current.id) ??
    null;
  if (found) last.current = { name, id: found.id };
  return found;
}
