import { PLATFORMS } from '@waddlebot/core/ids.ts';
import { LEVELS } from '@waddlebot/core/levels.ts';
import { oneOf, type RawSearch, textIn } from '../../app/use-search-state.ts';

export const KINDS = ['builtin', 'custom', 'alias', 'http'] as const;
const SORTS = ['name', '-name', 'uses', '-uses', 'kind', '-kind', 'level', '-level'] as const;
export type CommandSort = (typeof SORTS)[number];

/** All of this page that stands in the address. */
export const readState = (raw: RawSearch) => ({
  q: textIn(raw, 'q'),
  kind: oneOf(raw, 'kind', KINDS),
  group: textIn(raw, 'group'),
  category: textIn(raw, 'category'),
  platform: oneOf(raw, 'platform', PLATFORMS),
  level: oneOf(raw, 'level', LEVELS),
  on: oneOf(raw, 'on', ['on', 'off'] as const),
  sort: oneOf(raw, 'sort', SORTS),
  /** The command that is open, and which part of it. */
  edit: textIn(raw, 'edit'),
  part: textIn(raw, 'part'),
  /** Whether one is being made. */
  make: oneOf(raw, 'make', ['command'] as const),
});
export type CommandsState = ReturnType<typeof readState>;
export type ChangeState = (change: Partial<CommandsState>, how?: { readonly push?: boolean }) => void;
