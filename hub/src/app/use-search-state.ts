import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** What stands behind the `?` of the address, as it was typed by anybody. */
export type RawSearch = Readonly<Record<string, unknown>>;

/** A text of the address, or nothing. */
export const textIn = (raw: RawSearch, name: string): string | undefined => {
  const value = raw[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value.slice(0, 200) : undefined;
};

/** One of some words of the address, or nothing. */
export const oneOf = <Word extends string>(raw: RawSearch, name: string, words: readonly Word[]): Word | undefined =>
  words.find((word) => word === raw[name]);

/** A number that came as a text is written as one: a text of digits would stand in quotation marks. */
const plainNumber = (value: unknown): unknown =>
  typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value;

/**
 * State that matters stands in the address: filters, what is open, which tab. What is changed to `undefined` is left out of it.
 * @param readState makes sense of what is there, whoever typed it
 */
export function useSearchState<State extends Readonly<Record<string, string | undefined>>>(
  readState: (raw: RawSearch) => State,
): readonly [State, (change: Partial<State>, how?: { readonly push?: boolean }) => void] {
  const raw = useSearch({ strict: false }) as RawSearch;
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: how a page reads its address does not change.
  const state = useMemo(() => readState(raw), [raw]);
  const change = useCallback(
    (changed: Partial<State>, { push = false }: { readonly push?: boolean } = {}) =>
      void navigate({
        to: '.',
        replace: !push,
        search: ((before: RawSearch) =>
          Object.fromEntries(
            Object.entries({ ...before, ...changed })
              .filter(([, value]) => value !== undefined && value !== '')
              .map(([name, value]) => [name, plainNumber(value)]),
          )) as never,
      }),
    [navigate],
  );
  return [state, change];
}
