import { type RefObject, useMemo } from 'react';
import { useKeyHelp } from '../../app/key-help.ts';
import { useKeys } from '../../app/keys.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';

/** The keys of a list: `/` searches, `n` makes another. */
export function useRuleKeys(search: RefObject<HTMLElement | null>, onNew: (() => void) | null): void {
  const w = useWords(rules);
  const mayMake = onNew !== null;
  useKeys(
    useMemo(
      () => ({
        '/': () => search.current?.querySelector('input')?.focus(),
        ...(onNew ? { n: onNew } : {}),
      }),
      [search, onNew],
    ),
  );
  useKeyHelp(
    useMemo(
      () => [{ press: ['/'], does: w.keySearch }, ...(mayMake ? [{ press: ['N'], does: w.keyNew }] : [])],
      [w, mayMake],
    ),
  );
}
