import { oneOf, type RawSearch, textIn } from '../../app/use-search-state.ts';

/** All of this page that stands in the address. */
export const readState = (raw: RawSearch) => ({
  q: textIn(raw, 'q'),
  /** The name of the one that is open. */
  edit: textIn(raw, 'edit'),
  make: oneOf(raw, 'make', ['module'] as const),
});
export type ModulesState = ReturnType<typeof readState>;
export type ChangeState = (change: Partial<ModulesState>, how?: { readonly push?: boolean }) => void;
