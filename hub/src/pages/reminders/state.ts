import { oneOf, type RawSearch, textIn } from '../../app/use-search-state.ts';

/** What of reminders is looked at. */
export const SHOWN = ['open', 'recurring', 'missed', 'done', 'cancelled'] as const;
export type Shown = (typeof SHOWN)[number];

/** All of this page that stands in the address. */
export const readState = (raw: RawSearch) => ({
  tab: oneOf(raw, 'tab', ['trouble'] as const),
  q: textIn(raw, 'q'),
  show: oneOf(raw, 'show', SHOWN),
  whose: oneOf(raw, 'whose', ['me'] as const),
  channel: textIn(raw, 'channel'),
  /** The number of the one whose detail is open, or that is edited. */
  reminder: textIn(raw, 'reminder'),
  edit: textIn(raw, 'edit'),
  make: oneOf(raw, 'make', ['reminder'] as const),
});
export type RemindersState = ReturnType<typeof readState>;
export type ChangeState = (change: Partial<RemindersState>, how?: { readonly push?: boolean }) => void;
