import { oneOf, type RawSearch, textIn } from '../../app/use-search-state.ts';

export const SORTS = ['newest', 'visits'] as const;

/** What is open beside the list, where it is none of the bookmarks. */
export const NEW = 'new';

/** All of this page that stands in the address. */
export const readState = (raw: RawSearch) => ({
  q: textIn(raw, 'q'),
  /** With commas in between: all of them are asked for. */
  tags: textIn(raw, 'tags'),
  sort: oneOf(raw, 'sort', SORTS),
  /** A number, or `new`. */
  bookmark: textIn(raw, 'bookmark'),
});
export type BookmarksState = ReturnType<typeof readState>;
export type ChangeState = (change: Partial<BookmarksState>, how?: { readonly push?: boolean }) => void;

/** Tags as people type them and as the address has them. */
export const tagsIn = (typed: string | undefined): readonly string[] => [
  ...new Set(
    (typed ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];
