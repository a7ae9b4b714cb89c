import { oneOf, type RawSearch, textIn } from '../../app/use-search-state.ts';

const TABS = ['quotes', 'waiting'] as const;
export type Tab = (typeof TABS)[number];

/** What is open beside the list, where it is none of the quotes. */
export const NEW = 'new';

/** All of this page that stands in the address. */
export const readState = (raw: RawSearch) => ({
  tab: oneOf(raw, 'tab', TABS),
  q: textIn(raw, 'q'),
  category: textIn(raw, 'category'),
  author: textIn(raw, 'author'),
  /** A number, or `new`. */
  quote: textIn(raw, 'quote'),
});
export type QuotesState = ReturnType<typeof readState>;
export type ChangeState = (change: Partial<QuotesState>, how?: { readonly push?: boolean }) => void;
