import { useEffect, useSyncExternalStore } from 'react';

/** What a key of a page does, in words. */
export interface KeyHelp {
  readonly press: readonly string[];
  readonly does: string;
}

const NOTHING: readonly KeyHelp[] = [];
let shown = NOTHING;
const listeners = new Set<() => void>();

function show(help: readonly KeyHelp[]): void {
  shown = help;
  for (const heard of listeners) heard();
}

const subscribe = (heard: () => void): (() => void) => {
  listeners.add(heard);
  return () => void listeners.delete(heard);
};

/** Lists the keys of a page under `?`, while it is shown. @param help the same list, as long as it says the same */
export function useKeyHelp(help: readonly KeyHelp[]): void {
  useEffect(() => {
    show(help);
    return () => show(NOTHING);
  }, [help]);
}

/** The keys of the page that is shown. */
export const useShownKeyHelp = (): readonly KeyHelp[] => useSyncExternalStore(subscribe, () => shown);
